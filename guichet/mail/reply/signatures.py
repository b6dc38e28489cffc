"""What is no new text at the end of a reply: the line of a phone, the card under a closing, a disclaimer."""

import re

from guichet.mail.reply.signature_words import CLOSINGS, DEVICES, DISCLAIMER, FOOTERS, SENT_FROM

_CONTACT = re.compile(
    r"(?:\+|\b0)\d[\d\s().\/-]{6,}\d|https?://|www\.|[^\s@]+@[^\s@]+\.[a-z]{2,}|\b(?:tel|tél|fon|phone|telefon|telefono|mobile|mobil|natel|fax|direct|direkt|cell|ph)\b\s*[.:]",
    re.IGNORECASE,
)
# The device is a word, or begins one: "app" is none in "happens".
_DEVICE = re.compile(rf"(?<![a-zß-ÿ])(?:{'|'.join(re.escape(device) for device in DEVICES)})", re.IGNORECASE)
_EXCUSE = re.compile(r"excus|typo|brevity|entschuld|tippfehler|brièveté|scus|disculp|desculp")
# Beginnings with which people also say something: "From my phone it works".
_ALSO_SAID = (
    "from my",
    "von meinem",
    "von unterwegs",
    "sent on",
    "sent by",
    "sent with",
    "sent using",
    "sent through",
    "send from",
    "sent while",
)


def is_sent_from(plain: str) -> bool:
    """Whether a whole line is what a phone or program says of itself."""
    if len(plain) > 160:
        return False
    lowered = plain.lower().strip("<>()[]*_ \t-–—").strip()
    if lowered.startswith(SENT_FROM):
        rest = re.sub(r"https?://\S+|<[^>]*>|\([^)]*\)", " ", lowered)
        most = 6 if lowered.startswith(_ALSO_SAID) and "gesendet" not in lowered else 16 if _EXCUSE.search(rest) else 12
        return bool(_DEVICE.search(rest)) and len(rest.split()) <= most
    if lowered.endswith(
        (
            " from mobile",
            " from my iphone",
            " from my mobile",
            " from phone",
            "gesendet",
            "傳送",
            "发送",
            "發送",
            "から送信",
            "에서 보냄",
            "gönderildi",
            "envoyé",
            "傳送。",
        )
    ):
        return len(lowered.split()) <= 8 and bool(_DEVICE.search(lowered))
    return False


def without_endings(lines: list[str]) -> list[str]:
    """The lines without a disclaimer at their end, and without the card below a closing and a name."""
    return _without_card(_without_disclaimer(lines))


def _paragraphs(lines: list[str]) -> list[tuple[int, int]]:
    """Begin and end of each stretch of lines without a blank one."""
    found, begin = [], None
    for index, line in enumerate([*lines, ""]):
        if line.strip():
            begin = index if begin is None else begin
        elif begin is not None:
            found.append((begin, index))
            begin = None
    return found


def _without_disclaimer(lines: list[str]) -> list[str]:
    paragraphs = _paragraphs(lines)
    while len(paragraphs) > 1:
        begin, end = paragraphs.pop()
        said = " ".join(lines[begin:end])[:6_000].lower()
        words = sum(1 for word in DISCLAIMER if word in said)
        if not (
            (any(footer in said for footer in FOOTERS) and len(said) < 1_500) or (words >= 3 and len(said) > 150) or words >= 5
        ):
            return lines
        lines = lines[:begin]
    return lines


def _without_card(lines: list[str]) -> list[str]:
    """Below "Cordialement" and a name come function, firm and numbers: the closing and the name stay."""
    for index in range(len(lines) - 1, max(len(lines) - 25, 0), -1):
        if lines[index].strip().lower().rstrip(" ,.!;:") in CLOSINGS:
            below = [number for number in range(index + 1, len(lines)) if lines[number].strip()]
            contacts = [number for number in below if _CONTACT.search(lines[number][:200])]
            longest = max((len(lines[number]) for number in below), default=0)
            if len(below) >= 3 and len(contacts) >= 2 and longest <= 200 and contacts[0] > below[0]:
                return lines[: below[0] + 1]
            return lines
    return lines
