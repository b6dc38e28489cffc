"""What fills the placeholders of a story: numbers, names and dates, in the language of the request."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
    "de": ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
    "it": [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
}
DAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    "it": ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
}


def day(on: date, language: str) -> str:
    """A date in words: 8 December, 1er décembre, 8. Dezember, 8 dicembre."""
    month = MONTHS[language][on.month - 1]
    if language == "de":
        return f"{on.day}. {month}"
    if language == "fr" and on.day == 1:
        return f"1er {month}"
    return f"{on.day} {month}"


def weekday(on: date, language: str) -> str:
    """A date with its day of the week, as an appointment is written."""
    name = DAYS[language][on.weekday()]
    return f"{name}, {day(on, language)}" if language == "de" else f"{name} {day(on, language)}"


def wish(on: date, language: str) -> str:
    """A wished day behind its article: Italian elides before 8 and 11, which «giorno» avoids."""
    return f"giorno {day(on, language)}" if language == "it" and on.day in (8, 11) else day(on, language)


def hello(person: dict[str, Any], language: str) -> str:
    """How an agent greets somebody: by given name in English and Italian, formally in French and German."""
    first, last, is_woman = person["first"], person["last"], person["title"] == "Ms"
    if language == "fr":
        return f"Bonjour {'Madame' if is_woman else 'Monsieur'} {last}"
    if language == "de":
        return f"Guten Tag {'Frau' if is_woman else 'Herr'} {last}"
    return f"{'Buongiorno' if language == 'it' else 'Hello'} {first}"


def money(amount: float) -> str:
    """1'234.50, the Swiss way."""
    return f"{amount:,.2f}".replace(",", "'")


def numbers(random: Random, year: int) -> dict[str, str]:
    """Document numbers and counts, as an ERP of that year would show them."""
    short = year % 100
    return {
        "invoice": f"{short}-{random.randint(1000, 9899)}",
        "order": f"{short}-{random.randint(10000, 98999)}",
        "po": f"PO-{short}-{random.randint(100, 989):04d}",
        "delivery": f"LS-{short}-{random.randint(1000, 9899):05d}",
        "document": f"{short}{random.randint(1000, 9899)}",
        "item": f"{random.randint(20, 79)}-{random.randint(100, 4999)}",
        "batch": f"L{short}{random.randint(10000, 98999)}",
        "customer_no": str(random.randint(10100, 39899)),
        "supplier_no": str(random.randint(70100, 78999)),
        "count": str(random.randint(5, 40)),
        "people": str(random.randint(38, 340)),
        "amount": money(random.randint(800, 98000) + random.choice((0, 0.25, 0.4, 0.65, 0.8))),
    }


def dates(opened: datetime, language: str, zone: ZoneInfo) -> dict[str, str]:
    """Words for days and months around the opening."""
    on = opened.astimezone(zone).date()
    months = MONTHS[language]
    month, last, following = months[on.month - 1], months[on.month - 2], months[on.month % 12]
    before = on - timedelta(days=5)
    return {
        "date": f"{before.day} {months[before.month - 1]}" if language == "en" else f"{before.day:02d}.{before.month:02d}.",
        "month": month,
        "last_month": last,
        "next_month": following,
        "de_month": _of(month),
        "de_last_month": _of(last),
        "year": str(on.year),
        "week": str((on + timedelta(days=10)).isocalendar().week),
    }


def _of(month: str) -> str:
    """French elides before a vowel: d'octobre, de novembre."""
    return f"d'{month}" if month[0] in "aéo" else f"de {month}"
