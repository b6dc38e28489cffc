"""What mail programs and desks put into subjects: the prefixes of answers and of mail handed on, and the tag of a request."""

import re

_ANSWERED = "re|aw|antw|antwort|sv|vs|ref|odp|res|r|rif|rép|rep|réf|ynt|atb|vá|bls|yt|回复|回覆|答复|返信|답장"
_HANDED_ON = "fw|fwd|wg|tr|rv|i|inoltra|inoltrato|enc|pd|vl|vb|doorst|转发|轉寄|転送|전달"
# With a count in between, as "Re[2]:" and "AW (3):".
_COUNT = r"\s*(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]\s*"

HANDED_ON = re.compile(rf"^\s*(?:{_HANDED_ON}){_COUNT}", re.IGNORECASE)
REPLY = re.compile(rf"^\s*(?:(?:{_ANSWERED}|{_HANDED_ON}){_COUNT})+", re.IGNORECASE)
TAG = re.compile(r"\[([A-Za-z][A-Za-z0-9]{1,9})-(\d{1,12})\]")


def plain(subject: str) -> str:
    """The subject without prefixes and tags."""
    return REPLY.sub("", re.sub(rf"\s*{TAG.pattern}\s*", " ", REPLY.sub("", subject)))
