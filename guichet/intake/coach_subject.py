"""The rules for a subject: is it a topic one can find again? (DOMAIN 1.13, 1 to 6; examples in DOMAIN 2)."""

import re
from itertools import pairwise

from guichet.intake.coach_parts import missing_part
from guichet.intake.coach_words import words
from guichet.intake.coach_words.reading import QUOTED, Reading, Word

READ_AT_MOST = 600
VERSION = re.compile(r"\d+\.\d+|\bv\d|\d+\s*(?:→|->)\s*\d+", re.IGNORECASE)
SHOUT = re.compile(r"[!?¡]\s?!|!\s?\?|\?\s?\?")
CODE = re.compile(r"^[^\W\d_]{2,}[-_]?\d{2,}$|^0x[0-9a-f]+$|^[45]\d\d$|^-\d+$", re.IGNORECASE)
REFERENCE = re.compile(r"\b(?:SPT|EVO|FLX|PSP2?|CNS|TRN|ACC|LIC)-?\d+", re.IGNORECASE)
MASKED_PASSWORD = re.compile(
    r"(?:mot de passe|mdp|passwor[td]|kennwort|pwd)(?:[ ]+[^\W\d_]{2,20}){0,2}[ \u00a0\u202f]*[:=][ \u00a0\u202f]*[\[(<]?[•*●·xX]{3,}",
    re.IGNORECASE,
)
MESSAGE_WORDS = words("""
    ora sql exception nullpointerexception null pointer runtime timeout http https internal server error errors object
    reference set instance access violation stack trace overflow unhandled invalid unexpected code fatal syntax failed failure
    connection refused denied deadlock odbc jdbc socket abend dump nil undefined nan argument index range not of to an the
""")
ENUMERATED = re.compile(r"\s*(?:,|;|/|&|\+|\b(?:et|und|and|sowie|ed)\b|\be\b)\s*", re.IGNORECASE)
HOW = words("""
    comment ou peut quel quelle quels quelles lequel wie wo kann welches welcher welche welchen how where can which what come dove
    quale quali possono
""")
IMPRECISE = tuple(words("""
    faux fauss erron lent ralenti bloqu mauvais falsch langsam verlangsamt gesperrt blockiert wrong slow block stuck stop
    sbagliat errat lent rallent blocc ferm incorrect stockt
"""))
GROUPS = {"finance": "trade", "sales": "trade", "purchasing": "trade", "stock": "goods", "production": "goods"}
TOPICS = ("where", "content", "symptom", "action", "patch", "install")


def rules(reading: Reading, type: str | None, description: str) -> list[tuple[str, str | None]]:
    """The rules this subject calls up, with the part to ask for; empty if it is good."""
    weak = (is_weak(reading) or _is_technical(reading)) and not _is_planned_patch(reading)
    found: list[tuple[str, str | None]] = []
    if MASKED_PASSWORD.search(reading.text):
        found.append(("secret", None))
    if is_shouted(reading.text) or shouts_in_part(reading):
        found.append(("capitals", None))
    if SHOUT.search(reading.text):
        found.append(("exclamation", None))
    if speaks_of_urgency(reading, weak):
        found.append(("urgency", None))
    if has_two_topics(reading):
        found.append(("two-topics", None))
    if _asks_for_a_patch(reading) and (weak or _names_no_version(reading, description)):
        found.append(("no-version", None))
    elif weak:
        special = why_weak(reading, bool(found))
        if special:
            found.append((special, missing_part(reading)))
    elif "complaint" in reading.phrases and REFERENCE.search(reading.text):
        found.append(("complaint", None))
    return found


def is_weak(reading: Reading) -> bool:
    """Fewer than four meaningful words, or nothing that names a topic.

    Numbers count, two at most, and a moment once; "does not work" counts half; words like mail or screen count beside a
    topic. Three words are enough where they say where, what and when.
    """
    nouns = reading.count("where", "content")
    deeds = reading.count("symptom", "action", "install", "patch")
    topics = nouns + deeds
    numbers = min(2.0, reading.count("number"))
    moment = min(1.0, reading.count("time"))
    soft = min(2.0, reading.count("soft", "attachment", "change")) if topics >= 2 else 0.0
    vague = min(0.5, reading.count("vague"))
    total = topics + soft + numbers + moment + vague
    different = len({word.folded for word in reading.words if word.weight})
    if topics < 3 and any(phrase in reading.phrases for phrase in ("pointer", "complaint", "exaggeration")):
        return True
    if _says_where_what_when(reading, numbers + moment):
        return False
    if not nouns or different < 3:
        return True
    recognised = reading.said("where", "symptom", "action", "install", "patch", "number")
    plain = not reading.said("generic", "vague", "filler", "soft", "greeting", "urgent")
    if total >= 4 and (recognised or total >= 5 or plain or any(word.weight == 2 for word in reading.words)):
        return _is_only_a_number(reading)
    return not (vague and total >= 3.5 and recognised)


def _says_where_what_when(reading: Reading, moment: float) -> bool:
    """"Negative stock after transfer", "Reset an administrator's access": short, yet complete."""
    where, what = reading.count("where"), reading.count("symptom", "action")
    different = len({word.folded for word in reading.words if word.weight})
    asked = reading.text.rstrip().endswith("?") and any(word.folded in HOW for word in reading.words)
    if asked and where + what + reading.count("content") >= 3:
        return True
    if not where or not what or different < 3 or where + what + moment + reading.count("content") < 3:
        return False
    precise = [word for word in reading.said("symptom") if not word.folded.startswith(IMPRECISE)]
    if precise and where + reading.count("content") >= 2:
        return True
    return bool(moment or _moment_follows(reading) or _asks_how(reading) or (reading.said("action") and where >= 2 and different >= 3))


def _asks_how(reading: Reading) -> bool:
    """"Comment annuler …", "Wie storniere ich …", "Si possono unire …": the question is the topic."""
    return bool(reading.words) and (
        reading.words[0].folded in HOW or (reading.text.rstrip().endswith("?") and bool(reading.said("action")))
    )


def _moment_follows(reading: Reading) -> bool:
    """A word like *after* or *when*, and a topic behind it."""
    words = reading.words
    for index, word in enumerate(words):
        if word.kind == "when" and any(w.kind in TOPICS and w.weight for w in words[index + 1 : index + 4]):
            return True
    return False


def why_weak(reading: Reading, already_told: bool) -> str | None:
    """The most telling reason why a weak subject says too little; None if another hint says it already."""
    first = next((word for word in reading.words if word.kind != "stop"), None)
    names = reading.said("name", "title")
    topics = reading.count(*TOPICS)
    for rule in ("complaint", "exaggeration", "pointer"):
        if rule in reading.phrases:
            return rule
    if "waiting" in reading.phrases and topics < 2:
        return "complaint"
    if first and first.kind == "greeting" and topics < 2:
        return "greeting"
    if names and topics < 3:
        return "person"
    if (reading.said("test") and topics < 2) or not reading.words:
        return None if already_told else "test" if reading.words else "generic"
    if (reading.said("change") or "change" in reading.phrases) and topics < 3:
        return "change-request"
    if reading.said("attachment") and topics < 2 and not reading.said("number"):
        return "pointer"
    if _is_only_a_message(reading):
        return "message-without-moment"
    if _is_only_a_number(reading) or (reading.said("number") and topics <= 1):
        return "number-only"
    if already_told:
        return None
    return "too-short" if topics else "generic"


def is_shouted(text: str) -> bool:
    """Only capitals, or nearly; abbreviations such as EDI, MRP, TVA and quoted messages may be in capitals."""
    text = QUOTED.sub(" ", text)
    words = re.findall(r"[^\W\d_]+", text)
    loud = [word for word in words if word.isupper() and len(word) >= 4]
    letters = sum(len(word) for word in words)
    capitals = sum(len(word) for word in words if word.isupper())
    if not loud or letters < 8:
        return False
    if capitals == letters:
        return len(words) >= 2 or letters >= 10
    return len([word for word in loud if len(word) >= 5]) >= 2 and capitals >= letters * 0.7


def shouts_in_part(reading: Reading) -> bool:
    """Two words or more in capitals, one of them an ordinary word: "EVERYTHING IS DOWN, my screen is white"."""
    text = QUOTED.sub(lambda quoted: " " * len(quoted.group()), reading.text)
    for first, second in pairwise(reading.words):
        loud = text[first.start : first.end].isupper() and text[second.start : second.end].isupper()
        ordinary = [word for word in (first, second) if word.kind in ("stop", "generic", "filler", "vague") and len(word.folded) >= 4]
        if loud and ordinary and len(first.folded) + len(second.folded) >= 7:
            return True
    return False


def speaks_of_urgency(reading: Reading, weak: bool) -> bool:
    """Urgency belongs in the criticality (1.13, 5); "urgent orders" as the object of a sentence does not count."""
    if "urgent" in reading.phrases:
        return True
    urgent = reading.said("urgent")
    if urgent and weak:
        return True
    if reading.said("hurry") and weak:
        return True
    polite = {"please", "svp", "stp", "merci", "bitte", "danke", "grazie", "favore", "prego"} & {w.folded for w in reading.words}
    words = [word for word in reading.words if word.kind != "stop"]
    for word in urgent:
        written = reading.text[word.end : word.end + 3]
        at_the_edge = word in (words[0], words[-1])
        set_apart = written.lstrip()[:1] in ("!", ":", "-", "–", "—", ",", ")", "]", "/", ".", "|") or not written.strip()
        before = reading.text[max(0, word.start - 3) : word.start].rstrip()[-1:]
        if (at_the_edge and set_apart and (word is words[0] or before in "-–—,(:![/|")) or polite or (
            word.written.isupper() and not reading.text.isupper()
        ):
            return True
    return False


def has_two_topics(reading: Reading) -> bool:
    """A connector such as "and also", or an enumeration of things that have nothing to do with each other (1.13, 6)."""
    if "two-topics" in reading.phrases or "several" in reading.phrases:
        return True
    if ":" in reading.text or len(reading.words) > 24:
        return False
    pieces = _pieces(reading)
    if len(pieces) < 2:
        return False
    areas = [_areas(piece) for piece in pieces]
    told = [any(w.kind in ("symptom", "vague") and w.weight for w in piece) for piece in pieces]
    bare = all(len([w for w in piece if w.weight]) <= 2 for piece in pieces)
    if all(areas) and _are_apart([{GROUPS.get(area, area) for area in each} for each in areas]) and all(told):
        return True
    one_each = len([w for w in pieces[0] if w.weight]) == 1
    return len(pieces) >= 3 and all(areas) and _are_apart(areas) and bare and one_each and not any(told)


def _are_apart(areas: list[set[str]]) -> bool:
    return all(not (a & b) for i, a in enumerate(areas) for b in areas[i + 1 :])


def _pieces(reading: Reading) -> list[list[Word]]:
    pieces: list[list[Word]] = []
    start = 0
    cuts = [(m.start(), m.end()) for m in ENUMERATED.finditer(reading.text)] + [(len(reading.text), len(reading.text))]
    for cut, after in cuts:
        piece = [word for word in reading.words if start <= word.start < cut]
        if any(word.weight for word in piece):
            pieces.append(piece)
        start = after
    return pieces


def _areas(piece: list[Word]) -> set[str]:
    return {word.area for word in piece if word.area and word.area not in ("portal", "reporting", "system")}


def _is_only_a_number(reading: Reading) -> bool:
    """Documents and their numbers, with nothing that happens to them."""
    others = reading.count("content", "symptom", "action", "install", "patch", "time", "vague", "soft")
    named = {word.folded for word in reading.words if word.kind == "where"}
    return bool(reading.said("number")) and not others and len(named) <= 3 and not _moment_follows(reading)


def _is_only_a_message(reading: Reading) -> bool:
    """An error code or the program's own words, without the moment they came."""
    coded = [word for word in reading.said("number") if CODE.match(word.folded)]
    quoted = QUOTED.search(reading.text)
    rest = _beside_the_message(reading)
    if quoted:
        rest = [w for w in rest if not quoted.start() <= w.start < quoted.end()]
    wrong = reading.said("vague") or any(w.folded in ("message", "meldung", "messaggio") for w in reading.words)
    return _is_technical(reading) or (len(rest) <= 1 and bool((coded or quoted) and wrong))


def _is_technical(reading: Reading) -> bool:
    """The program's own words: "Object reference not set to an instance of an object"."""
    technical = [word for word in reading.words if word.folded in MESSAGE_WORDS and word.kind != "stop"]
    return len(technical) >= 3 and len(_beside_the_message(reading)) <= 1


def _beside_the_message(reading: Reading) -> list[Word]:
    return [w for w in reading.words if w.weight and w.kind in TOPICS and w.folded not in MESSAGE_WORDS]


def _asks_for_a_patch(reading: Reading) -> bool:
    """A patch is wanted; not a fault that came with one."""
    if not reading.said("patch") or reading.said("symptom", "vague"):
        return False
    words = reading.words
    for index, word in enumerate(words):
        if word.kind == "patch" and any(w.kind == "when" for w in words[max(0, index - 3) : index]):
            return False
    others = reading.count("where", "content", "action")
    return bool(reading.said("install")) or others <= 1


def _names_no_version(reading: Reading, description: str) -> bool:
    return not any(c.isdigit() for c in reading.text) and not VERSION.search(description[:READ_AT_MOST * 4])


def _is_planned_patch(reading: Reading) -> bool:
    """A version with its environment or its day is enough: "Patch 24.2.5 on the test environment"."""
    if not reading.said("patch") or not VERSION.search(reading.text):
        return False
    return reading.count("where", "content", "time", "test", "number", "install") >= 3
