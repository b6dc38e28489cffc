"""Finds what should not stand in a request: passwords, keys, account numbers of banks and people (DOMAIN 1.11: warn, never block).

Numbers count only when their check digits are right, so that document, item and phone numbers stay unnoticed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from guichet.intake.secret_numbers import (
    iban_end,
    is_ahv,
    is_card,
    is_codice_fiscale,
    is_nir,
    is_rentenversicherung,
)
from guichet.intake.secret_words import LABEL, MESSAGES, NOT_A_VALUE, NOT_A_VALUE_AFTER_IS

PASSWORD, KEY, IBAN, SOCIAL, CARD = "password", "key", "iban", "social-security", "card"

IBAN_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[ \u00a0\u202f]?\d{2}(?=[ \u00a0\u202f]?[A-Za-z0-9])")
AHV_SHAPE = re.compile(r"(?<![\d.])756[. \u00a0]?\d{4}[. \u00a0]?\d{4}[. \u00a0]?\d{2}(?![\d])")
NIR_SHAPE = re.compile(r"(?<!\d)[1-478][ .\u00a0]?\d{2}[ .\u00a0]?\d{2}[ .\u00a0]?(?:\d{2}|2[ABab])[ .\u00a0]?\d{3}[ .\u00a0]?\d{3}[ .\u00a0]?\d{2}(?!\d)")
CODICE_SHAPE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{6}[\dL-Vl-v]{2}[A-EHLMPR-Ta-ehlmpr-t][\dL-Vl-v]{2}[A-Za-z][\dL-Vl-v]{3}[A-Za-z](?![A-Za-z0-9])")
RENTE_SHAPE = re.compile(r"(?<![A-Za-z0-9])\d{2}[ ]?\d{6}[ ]?[A-Za-z][ ]?\d{3}(?![A-Za-z0-9])")
CARD_SHAPE = re.compile(r"(?<![\d.,-])(?:\d{4}([ \u00a0-]?)\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?|3[47]\d{2}[ -]?\d{6}[ -]?\d{5})(?![\d]|[.,]\d)")
PEM = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
PEM_END = re.compile(r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
KNOWN_KEYS = re.compile(
    r"(?<![A-Za-z0-9_-])(?:"
    r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}"
    r"|gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{22,255}|glpat-[A-Za-z0-9_-]{20,}"
    r"|xox[abeoprs]-[A-Za-z0-9-]{10,}|sk_(?:live|test)_[A-Za-z0-9]{16,}|rk_live_[A-Za-z0-9]{16,}|sk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,}"
    r"|AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20,}|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{40,}|hf_[A-Za-z0-9]{30,}"
    r"|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"
    r"|eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{4,}"
    r")"
)
IN_ADDRESS = re.compile(r"://[^\s:/@]{1,100}:([^\s/@]{3,200})@")
BEARER = re.compile(r"\b(?:Bearer|Basic)[ ]+([A-Za-z0-9+/_.=-]{16,})")
VALUE = re.compile(
    r"[ \t\u00a0\u202f]*(?:(?P<sign>=|:|→|->|–)|(?P<is>\b(?:est|ist|lautet|is|è|e'|sind|are|was|war|était)\b))"
    r"[ \t\u00a0\u202f]*(?:(?:est|ist|lautet|is|è)[ \t]+)?(?P<quote>[\"'«“„‹`])?[ \u00a0\u202f]?(?P<value>[^\s\"»”“›`]{3,200})"
)
BESIDE = re.compile(r"[ \t\u00a0\u202f]+(?P<value>[^\s\"»”“›`]{5,200})")
FAR = re.compile(
    r"[ \t]+(?:for|of|pour|für|von|vom|per|d[eiu]|des|del|dell|della|d['’])[ '’][^\n:=]{1,60}?(?:[:=]|\b(?:is|est|ist|lautet|è)\b)"
    r"[ \t\u00a0\u202f]*(?P<value>[^\s\"»”“›`]{5,200})",
    re.IGNORECASE,
)
MOST = 1_000
"""Candidates looked at; a text with more labels than that is no request, and the answer must stay quick."""

REST_OF_LINE = re.compile(r"[^\n]{0,200}")


@dataclass(frozen=True)
class Secret:
    """What looks secret, where it stands in the text, and a masked form fit to be shown."""

    kind: str
    start: int
    end: int
    shown: str


def secrets_in(text: str) -> list[Secret]:
    """All that looks secret in the text, in order, never overlapping. Time grows with the length of the text only."""
    found: list[Secret] = []
    for secret in sorted(_candidates(text), key=lambda s: (s.start, -s.end)):
        if not found or secret.start >= found[-1].end:
            found.append(secret)
    return found


def message(kind: str, language: str) -> str:
    """The sentence for the writer: "This looks like an IBAN. We do not need it." """
    sentences = MESSAGES.get(kind, MESSAGES[KEY])
    return sentences.get(language, sentences["en"])


def _candidates(text: str) -> Iterator[Secret]:
    yield from _keys(text)
    yield from _labelled(text)
    yield from _ibans(text)
    checked = (
        (AHV_SHAPE, is_ahv, SOCIAL),
        (NIR_SHAPE, is_nir, SOCIAL),
        (CODICE_SHAPE, is_codice_fiscale, SOCIAL),
        (RENTE_SHAPE, is_rentenversicherung, SOCIAL),
        (CARD_SHAPE, is_card, CARD),
    )
    for shape, is_right, kind in checked:
        for match in shape.finditer(text):
            if is_right(match.group()):
                yield Secret(kind, match.start(), match.end(), masked(match.group()))


def _keys(text: str) -> Iterator[Secret]:
    for match in PEM.finditer(text):
        closing = PEM_END.search(text, match.end(), match.end() + 10_000)
        end = closing.end() if closing else match.end()
        yield Secret(KEY, match.start(), end, match.group().strip("-").replace("BEGIN ", "") + " …")
    for match in KNOWN_KEYS.finditer(text):
        yield Secret(KEY, match.start(), match.end(), masked(match.group()))
    for match in BEARER.finditer(text):
        yield Secret(KEY, match.start(1), match.end(1), masked(match.group(1)))
    for match in IN_ADDRESS.finditer(text):
        if not re.fullmatch(r"[*•x.]+|[<{\[].*", match.group(1)):
            yield Secret(PASSWORD, match.start(1), match.end(1), hidden(match.group(1)))


def _labelled(text: str) -> Iterator[Secret]:
    """A value after a label: "Passwort: x", "mot de passe est «x»", "api_key=…"."""
    for label in islice(LABEL.finditer(text), MOST):
        is_key = label.lastgroup == "key"
        match = VALUE.match(text, label.end())
        if match:
            value = match["value"].rstrip(".,;!?)]}>'’")
            start = match.start("value")
            end = start + len(value)
            rest = REST_OF_LINE.match(text, match.end("value")).group()
            alone = bool(match["quote"]) or not re.search(r"\w{2}", rest)
            after_is = match["is"] is not None and match["is"].lower() != "lautet"
            if _is_value(value, alone=alone, quoted=bool(match["quote"]), key=is_key, after_is=after_is):
                yield Secret(KEY if is_key else PASSWORD, start, end, masked(value) if is_key else hidden(value))
            continue
        match = FAR.match(text, label.end())
        if match:
            value = match["value"].rstrip(".,;!?)]}>'’")
            if not is_key and any(c.isdigit() for c in value) and any(c.islower() for c in value):
                start = match.start("value")
                yield Secret(PASSWORD, start, start + len(value), hidden(value))
            continue
        match = BESIDE.match(text, label.end())
        if match:
            value = match["value"].rstrip(".,;!?)]}>'’:")
            if (is_key and looks_random(value)) or (not is_key and _is_strong(value)):
                start = match.start("value")
                yield Secret(KEY if is_key else PASSWORD, start, start + len(value), masked(value) if is_key else hidden(value))


def _is_value(value: str, *, alone: bool, quoted: bool, key: bool, after_is: bool) -> bool:
    plain = value.lower().strip("[](){}<>'’")
    if len(value) < 3 or plain in NOT_A_VALUE or not re.search(r"[^\W_]", plain) or re.fullmatch(r"[x*•.…_-]+|\d+[.,/-][\d.,/-]*", plain):
        return False
    if value.startswith(("<", "{", "[", "(", "$", "%")) and not _is_strong(value.strip("[](){}<>")):
        return False
    if key:
        return looks_random(value) or (alone and len(value) >= 8 and any(c.isdigit() for c in value))
    if quoted:
        return True
    if after_is:
        return plain not in NOT_A_VALUE_AFTER_IS and (_is_mixed(value) or (alone and value[0].isupper() and len(value) >= 4))
    return alone or _is_mixed(value)


def _is_mixed(value: str) -> bool:
    """Letters with digits or signs inside, or capitals in the middle of a word: hardly ordinary prose."""
    letters = any(c.isalpha() for c in value)
    digits = any(c.isdigit() for c in value)
    signs = any(c in "!@#$%^&*_+=?~|\\<>§" for c in value)
    inner_capital = any(a.islower() and b.isupper() for a, b in pairwise(value))
    return len(value) >= 4 and ((letters and (digits or signs or inner_capital)) or (digits and signs) or value.isdigit())


def _is_strong(value: str) -> bool:
    """Three of the four: small, capital, digit, sign; and eight long, as good passwords are."""
    kinds = (
        any(c.islower() for c in value), any(c.isupper() for c in value), any(c.isdigit() for c in value),
        any(c in "!@#$%^&*_+=?~|\\§" for c in value),
    )
    return len(value) >= 7 and sum(kinds) >= 3 and (kinds[3] or not re.match(r"[A-Za-z]+[-.]?\d+$|[\d.,-]+$", value) or (kinds[0] and kinds[1]))


def looks_random(value: str) -> bool:
    """Sixteen or more letters and digits that follow no word: a key or token."""
    if len(value) < 16 or not re.fullmatch(r"[A-Za-z0-9+/=_.~-]+", value):
        return False
    changes = sum(1 for a, b in pairwise(value) if _sort(a) != _sort(b))
    return sum(c.isdigit() for c in value) >= 2 and sum(c.isalpha() for c in value) >= 2 and changes >= len(value) / 6


def _sort(character: str) -> int:
    return 0 if character.isdigit() else 1 if character.isupper() else 2 if character.islower() else 3


def _ibans(text: str) -> Iterator[Secret]:
    for match in islice(IBAN_START.finditer(text), MOST):
        end = iban_end(text, match.start())
        if end:
            yield Secret(IBAN, match.start(), end, masked(text[match.start() : end]))


def masked(value: str) -> str:
    """The first four and the last five signs of a number, two and two of anything short: "CH93 0076 … 5295 7"."""
    parts = value.split()
    if len(parts) >= 5:
        return f"{parts[0]} {parts[1]} … {parts[-2]} {parts[-1]}" if len(parts[-1]) < 3 else f"{parts[0]} {parts[1]} … {parts[-1]}"
    kept = 4 if len(value) >= 14 else 2
    return f"{value[:kept]} … {value[-kept // 2:]}" if len(value) > 6 else "…"


def hidden(value: str) -> str:
    """A password shows its length at most, and never a sign of it."""
    return "•" * min(max(len(value), 4), 8)
