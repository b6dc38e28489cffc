"""Bytes to `ParsedMail`. Never raises, whatever the bytes are; bounded in time and memory by `Limits`."""

import logging
import re
import traceback

from guichet.mail.addresses import addresses
from guichet.mail.attachments import attachment
from guichet.mail.bodies import Body, read_body
from guichet.mail.bounces import read_bounce
from guichet.mail.charsets import decode
from guichet.mail.dates import parsed_date
from guichet.mail.html import sanitised
from guichet.mail.html_text import ABOVE_MARK, MARK
from guichet.mail.language import detect
from guichet.mail.limits import Limits
from guichet.mail.machine import is_auto_reply, is_feedback_report
from guichet.mail.parsed import Address, ParsedMail
from guichet.mail.parts import Part, Reading, read_tree
from guichet.mail.reply.trimming import trimmed
from guichet.mail.words import decoded

log = logging.getLogger(__name__)
_ID = re.compile(r"<\s*([^<>\s][^<>]{0,990}?)\s*>")
_BARE_ID = re.compile(r"[^\s<>,;\"()]{1,500}@[^\s<>,;\"()]{1,500}")


def parse(raw: bytes, limits: Limits | None = None) -> ParsedMail:
    """The message that *raw* is. What cannot be read of it is left out, and `troubles` says so."""
    reading = Reading(limits or Limits.from_environment())
    try:
        return _parse(_prepared(raw), reading)
    except Exception as error:  # any bytes at all may come in here, and each message must have an outcome
        # Without the error's own words: they may quote the letter.
        log.error("mail.unreadable %s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
        return ParsedMail(
            troubles=(*reading.troubles, "unreadable"), attachments=(attachment("message.eml", "message/rfc822", raw),)
        )


def _prepared(raw: bytes) -> bytes:
    """The bytes without a mark or blank lines before them; lines that end in CR alone get an LF."""
    start = raw[:200].lstrip(b"\xef\xbb\xbf").lstrip(b"\x00 \t\r\n") if raw[:1] in b"\xef\x00 \t\r\n" else raw[:200]
    raw = raw[len(raw[:200]) - len(start) :]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raw = decode(raw).encode()
    if b"\r" in raw[:20_000] and b"\n" not in raw[:20_000]:
        raw = raw.replace(b"\r", b"\n")
    return raw


def _parse(raw: bytes, reading: Reading) -> ParsedMail:
    root = read_tree(raw, reading)
    body = read_body(root, reading)
    marked = body.marked()
    text = marked.replace(MARK, "").replace(ABOVE_MARK, "")
    html = _html(body, reading)
    sender = _sender(root, reading)
    subject = root.head.text("subject")[: reading.limits.subject]
    headers = tuple((name, decoded(value)[:20_000]) for name, value in root.head.fields[:500])
    bounce = read_bounce(root, text, sender, subject)
    report = is_feedback_report(root)
    reply = trimmed(marked)
    return ParsedMail(
        sender=sender,
        to=_people(root, "to", reading),
        cc=_people(root, "cc", reading),
        reply_to=_people(root, "reply-to", reading),
        subject=subject,
        message_id=next(iter(_ids(root, "message-id")), None),
        in_reply_to=next(iter(_ids(root, "in-reply-to")), None),
        references=tuple(_ids(root, "references")),
        date=_date(root, reading),
        text=text,
        html=html,
        reply_text=reply,
        attachments=tuple(body.files),
        is_auto_reply=bounce is None and is_auto_reply(root, subject, text),
        is_bounce=bounce is not None,
        language=detect(reply if len(reply) > 40 else f"{subject}\n{reply or text}"),
        bounce=bounce,
        is_feedback_report=report,
        troubles=tuple(reading.troubles),
        headers=headers,
    )


def _html(body: Body, reading: Reading) -> str | None:
    source = body.html()
    if source is None or not source.strip():
        return None
    safe = sanitised(source)
    if safe is None:
        reading.note("html")
    return safe or None


def _sender(root: Part, reading: Reading) -> Address | None:
    """The first of From, else Sender; others are counted as a trouble."""
    found = [address for value in root.head.all_raw("from")[:20] for address in addresses(decode(value), at_most=20)]
    if len(found) > 1:
        reading.note("many_from")
    if not found:
        reading.note("no_from")
        found = addresses(root.head.plain("sender"), at_most=1)
    return found[0] if found else None


def _people(root: Part, name: str, reading: Reading) -> tuple[Address, ...]:
    found: list[Address] = []
    for value in root.head.all_raw(name)[:50]:
        found += addresses(decode(value), at_most=reading.limits.recipients + 1)
    if len(found) > reading.limits.recipients:
        reading.note("recipients")
    return tuple(found[: reading.limits.recipients])


def _ids(root: Part, name: str) -> list[str]:
    """Message identifiers without brackets, in order, each once."""
    value = re.sub(r"[\r\n]+\s*", " ", root.head.plain(name))[:200_000]
    found = [re.sub(r"\s+", "", identifier) for identifier in _ID.findall(value)]
    return list(dict.fromkeys(found or _BARE_ID.findall(value)))[:1_000]


def _date(root: Part, reading: Reading):
    for value in root.head.all_raw("date")[:5]:
        if moment := parsed_date(decoded(value)):
            return moment
    reading.note("date")
    return None
