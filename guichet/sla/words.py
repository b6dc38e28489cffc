"""Time, sizes and numbers in words: the reader's language, the reader's zone.

How each language says them is fixed by the design (section 6): EN 16:12, FR 16 h 12, DE 16:12 Uhr, IT alle 16:12 (never
16.12, which reads as a date). What must not be parted by a line end is joined by no-break spaces. Pure functions: no
ticket, no database, no clock of their own; `now` is always given.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

NO_BREAK = "\u00a0"
NARROW = "\u202f"

WEEKDAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    "de": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    "it": ("lun", "mar", "mer", "gio", "ven", "sab", "dom"),
}
WEEKDAYS_LONG = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "it": ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
}
MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "de": ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."),
    "it": ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"),
}
MONTHS_LONG = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
           "décembre"),
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
           "Dezember"),
    "it": ("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
           "novembre", "dicembre"),
}  # fmt: skip
TODAY = {"en": "today", "fr": "aujourd’hui", "de": "heute", "it": "oggi"}
COUNTS = {
    "en": ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    "fr": ("une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
    "de": ("eine", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"),
    "it": ("una", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici"),
}
# A day further away than this is said by its date, as its name alone could mean another week.
NEAR_DAYS = 5


def known(language: str | None) -> str:
    """One of the four languages; anything else is said in English."""
    short = (language or "en")[:2].lower()
    return short if short in WEEKDAYS else "en"


def _local(at: datetime, zone: str | tzinfo) -> datetime:
    return at.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)


def _date(on: date, language: str, *, year: bool, long: bool = False) -> str:
    number = "1er" if language == "fr" and on.day == 1 else f"{on.day}." if language == "de" else str(on.day)
    month = (MONTHS_LONG if long else MONTHS)[language][on.month - 1]
    return f"{number} {month} {on.year}" if year else f"{number} {month}"


# Moments and days


def clock_time(at: datetime | time, language: str, zone: str | tzinfo | None = None) -> str:
    """The time of day alone: 9:18, 9 h 18."""
    if isinstance(at, datetime) and zone is not None:
        at = _local(at, zone)
    if known(language) == "fr":
        return f"{at.hour}{NO_BREAK}h{NO_BREAK}{at.minute:02d}"
    return f"{at.hour}:{at.minute:02d}"


def at_time(at: datetime | time, language: str, zone: str | tzinfo | None = None) -> str:
    """The time of day as it follows a day: 9:18, 9 h 18, 9:18 Uhr, alle 9:18."""
    said, language = clock_time(at, language, zone), known(language)
    if language == "de":
        return f"{said}{NO_BREAK}Uhr"
    if language == "it":
        return f"all’{said}" if said.startswith("1:") else f"alle{NO_BREAK}{said}"
    return said


def day_and_time(at: datetime, zone: str | tzinfo, language: str, now: datetime) -> str:
    """Day and time, even of today: "Wed 25 Nov, 9:18"; the year is said when it is another one."""
    language, local = known(language), _local(at, zone)
    said = _date(local.date(), language, year=local.year != _local(now, zone).year)
    return f"{WEEKDAYS[language][local.weekday()]} {said}, {at_time(local, language)}"


def moment(at: datetime, zone: str | tzinfo, language: str, now: datetime) -> str:
    """Day and time, of today only the time: "Wed 25 Nov, 9:18", "today, 9:48"."""
    language, local = known(language), _local(at, zone)
    if local.date() == _local(now, zone).date():
        return f"{TODAY[language]}, {at_time(local, language)}"
    return day_and_time(at, zone, language, now)


def due_moment(at: datetime, zone: str | tzinfo, language: str, now: datetime) -> str:
    """A moment as it follows *before* (avant, bis, entro); today only its time: "11:52", "heute 17:37 Uhr"."""
    language, local = known(language), _local(at, zone)
    if local.date() != _local(now, zone).date():
        return moment(at, zone, language, now)
    said = clock_time(local, language)
    if language == "de":
        return f"heute {at_time(local, language)}"
    if language == "it":
        return f"l’{said}" if said.startswith("1:") else f"le{NO_BREAK}{said}"
    return said


def short_moment(at: datetime, zone: str | tzinfo, language: str, now: datetime) -> str:
    """For narrow columns: today its time, within five days "Thu 14:00", else "3 Dec"."""
    language, local, today = known(language), _local(at, zone), _local(now, zone).date()
    away = abs((local.date() - today).days)
    if away == 0:
        return clock_time(local, language)
    if away <= NEAR_DAYS:
        return f"{WEEKDAYS[language][local.weekday()]} {clock_time(local, language)}"
    return _date(local.date(), language, year=local.year != today.year)


def day(at: datetime | date, zone: str | tzinfo, language: str, now: datetime) -> str:
    """A day without its time: "today", "Mon 23 Nov" when near, "12 Oct" when not, with the year when it is another."""
    language, today = known(language), _local(now, zone).date()
    on = _local(at, zone).date() if isinstance(at, datetime) else at
    if on == today:
        return TODAY[language]
    said = _date(on, language, year=on.year != today.year)
    return f"{WEEKDAYS[language][on.weekday()]} {said}" if abs((on - today).days) <= NEAR_DAYS else said


def long_day(at: datetime | date, zone: str | tzinfo, language: str, now: datetime) -> str:
    """A day in full: "Friday 20 November", "Freitag, 20. November"."""
    language = known(language)
    on = _local(at, zone).date() if isinstance(at, datetime) else at
    said = _date(on, language, year=on.year != _local(now, zone).year, long=True)
    return f"{WEEKDAYS_LONG[language][on.weekday()]}{',' if language == 'de' else ''} {said}"


def date_of(on: date | datetime, language: str, zone: str | tzinfo | None = None) -> str:
    """A date with its year, as on a contract: "31 Dec 2027", "31. Dez. 2027"."""
    if isinstance(on, datetime):
        on = (_local(on, zone) if zone is not None else on).date()
    return _date(on, known(language), year=True)


# Spans of working time


def span(seconds: int | float, language: str = "en", room: str = "portal") -> str:
    """Working time in whole minutes: "3 h 39" in the portal, "3:39" in the workspace; never less than nothing."""
    minutes = max(0, int(seconds)) // 60
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02d}" if room in {"workspace", "desk"} else f"{hours}{NO_BREAK}h{NO_BREAK}{rest:02d}"


def hours(seconds: int | float) -> str:
    """A target: "8 h", "80 h"; what is no whole hour as a span: "1 h 30"."""
    whole, rest = divmod(max(0, int(seconds)), 3600)
    return span(seconds) if rest >= 60 else f"{whole}{NO_BREAK}h"


def working_hours(seconds: int | float, language: str = "en") -> str:
    """Working time named as such: "8 working hours", "80 h ouvrées", "4 h 22 of working time"."""
    language = known(language)
    whole, rest = divmod(max(0, int(seconds)), 3600)
    if rest >= 60:
        words = {"en": "of working time", "fr": "ouvrées", "de": "Arbeitszeit", "it": "di lavoro"}
        return f"{span(seconds)} {words[language]}"
    return {
        "en": f"{whole}{NO_BREAK}working hour{'' if whole == 1 else 's'}",
        "fr": f"{whole}{NO_BREAK}h{NO_BREAK}{'ouvrée' if whole < 2 else 'ouvrées'}",
        "de": f"{whole}{NO_BREAK}Arbeitsstunde{'' if whole == 1 else 'n'}",
        "it": f"{whole}{NO_BREAK}{'ora lavorativa' if whole == 1 else 'ore lavorative'}",
    }[language]


# Opening hours

Window = tuple[time, time]


def window(opens: time, closes: time, language: str) -> str:
    """One window of a day: 8:00–12:00."""
    return f"{clock_time(opens, language)}–{clock_time(closes, language)}"


def opening_hours(windows: Mapping[int, Sequence[Window]], language: str) -> str:
    """The week in one line, from the windows by weekday (Monday is 0).

    Days with the same windows are said together; one that only ends at another time is said by its end:
    "Mon–Thu 8:00–12:00, 13:30–18:00, Fri until 17:00".
    """
    language = known(language)
    groups: list[tuple[int, int, tuple[Window, ...]]] = []
    for weekday in range(7):
        of_day = tuple(windows.get(weekday) or ())
        if groups and groups[-1][1] == weekday - 1 and groups[-1][2] == of_day:
            groups[-1] = (groups[-1][0], weekday, of_day)
        else:
            groups.append((weekday, weekday, of_day))
    said, first = [], None
    for start, end, of_days in (group for group in groups if group[2]):
        names = WEEKDAYS[language]
        days = names[start] if start == end else f"{names[start]}–{names[end]}"
        if first and len(first) == len(of_days) and [*first[:-1], first[-1][0]] == [*of_days[:-1], of_days[-1][0]]:
            said.append(f"{days} {_until(of_days[-1][1], language)}")
            continue
        first = first or of_days
        spans = ", ".join(window(opens, closes, language) for opens, closes in of_days)
        said.append(f"{days} {spans}{NO_BREAK + 'Uhr' if language == 'de' else ''}")
    return ", ".join(said)


def _until(closes: time, language: str) -> str:
    words = {"en": "until", "fr": "jusqu’à", "de": "bis", "it": "fino"}
    return f"{words[language]} {at_time(closes, language)}"


# Numbers


def number(value: int | float, language: str, decimals: int | None = None) -> str:
    """100,000 in English, 100 000 in French, 100’000 in Swiss German, 100.000 in Italian; the decimal sign likewise."""
    language = known(language)
    plain = f"{value:,}" if decimals is None else f"{value:,.{decimals}f}"
    group, point = {"en": (",", "."), "fr": (NARROW, ","), "de": ("’", "."), "it": (".", ",")}[language]
    return plain.replace(",", "\0").replace(".", point).replace("\0", group)


def count_word(count: int, language: str, *, capital: bool = False) -> str:
    """One to twelve as a word, in the gender of *request* (une demande, eine Anfrage, una richiesta)."""
    language = known(language)
    said = COUNTS[language][count - 1] if 1 <= count <= 12 else number(count, language)
    return said[:1].upper() + said[1:] if capital else said


def size(count: int, language: str) -> str:
    """A file's size: 214 kB, 214 ko, 1.1 MB, 1,1 Mo."""
    language = known(language)
    letter = "o" if language == "fr" else "B"
    if count < 1000:
        return f"{count}{NO_BREAK}{letter}"
    for unit in ("k", "M", "G"):
        count_in_unit = count / 1000 ** ("kMG".index(unit) + 1)
        if count_in_unit < 999.5 or unit == "G":
            decimals = 0 if unit == "k" or count_in_unit >= 9.95 or round(count_in_unit, 1) % 1 == 0 else 1
            return f"{number(count_in_unit, language, decimals)}{NO_BREAK}{unit}{letter}"
    raise AssertionError("unreachable: gigabytes have no upper end")


def joined(names: Iterable[str], language: str) -> str:
    """Names as one speaks them: "Nora, Alan and Ada"."""
    listed = [name for name in names if name]
    if len(listed) < 2:
        return "".join(listed)
    word = {"en": "and", "fr": "et", "de": "und", "it": "e"}[known(language)]
    return f"{', '.join(listed[:-1])} {word} {listed[-1]}"


# Spaces

_UNIT = re.compile(r"(?<=\d) (?=(?:h|%|[kMG][Bo]|MB|min)(?:\b|(?<=%)))")
_HOUR = re.compile(r"(?<=\d[ \u00a0]h) (?=\d)")
_BEFORE = re.compile(r" (?=[;!?](?:\s|$|[»”)]))")
_COLON = re.compile(r" (?=:(?:\s|$))")


def spaced(text: str, language: str) -> str:
    """The spaces typography asks for, put where the writer typed an ordinary one; nothing is added that was not typed.

    In every language no-break between figure and unit (4 h, 8 h 30, 7,7 %); in French also no-break before a colon and
    narrow no-break before ; ! ? and inside « ».
    """
    text = _HOUR.sub(NO_BREAK, _UNIT.sub(NO_BREAK, text))
    if known(language) == "fr":
        text = _BEFORE.sub(NARROW, _COLON.sub(NO_BREAK, text))
        text = text.replace("« ", f"«{NARROW}").replace(" »", f"{NARROW}»")
    return text


def colon(text: str, language: str) -> str:
    """The text with a colon behind it, as the language spaces it: "Reason:", "Motif :"."""
    return f"{text}{NO_BREAK if known(language) == 'fr' else ''}:"
