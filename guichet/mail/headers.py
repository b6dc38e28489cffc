"""The head of a message or a part: lines to names and values, also where the lines are broken."""

import re
from dataclasses import dataclass

from guichet.mail.charsets import decode
from guichet.mail.limits import Limits
from guichet.mail.words import decoded

_NAME = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
# Names at which a broken head is recognised as going on.
KNOWN = frozenset(
    b"from to cc bcc subject date sender reply-to message-id in-reply-to references received return-path delivered-to mime-version content-type "
    b"content-transfer-encoding content-disposition content-id content-description content-language content-location importance priority precedence list-id "
    b"list-unsubscribe auto-submitted dkim-signature authentication-results user-agent organization errors-to thread-topic thread-index arc-seal status lines "
    b"content-class envelope-to domainkey-signature received-spf resent-from resent-to resent-date apparently-to comments keywords disposition-notification-to "
    b"feedback-id arc-message-signature arc-authentication-results original-recipient final-recipient x-mailer x-priority x-spam-status content-length mailing-list".split()
)  # fmt: skip


@dataclass(frozen=True)
class Head:
    """The headers of a message or part, raw, in order; *end* is where the body begins in the bytes they came from."""

    fields: tuple[tuple[str, bytes], ...]
    end: int
    is_cut: bool = False

    def raw(self, name: str) -> bytes | None:
        return next((value for key, value in self.fields if key.lower() == name), None)

    def all_raw(self, name: str) -> list[bytes]:
        return [value for key, value in self.fields if key.lower() == name]

    def text(self, name: str) -> str:
        """The first header of that name as people read it, "" if there is none."""
        value = self.raw(name)
        return decoded(value) if value is not None else ""

    def plain(self, name: str) -> str:
        """The first header of that name with encoded words still closed, for what has a grammar."""
        value = self.raw(name)
        return decode(value) if value is not None else ""


def read_head(data: bytes, start: int, stop: int, limits: Limits) -> Head:
    """The headers that begin at *start*. A line that is none ends them, unless headers go on below it: then it belongs to the
    one above (a fold without its space)."""
    fields: list[tuple[str, bytearray]] = []
    position, is_cut = start, False
    while position < stop:
        line_end, following = line(data, position, stop)
        content = data[position:line_end]
        if not content.strip(b" \t\r\x00"):
            if content and _goes_on(data, following, stop, blank=True):
                position = following
                continue
            return _head(fields, following, is_cut)
        if content[:1] in b" \t" and fields:
            is_cut |= _extend(fields, content, limits)
        elif found := _NAME.match(content):
            # Behind thousands of others, those that say who writes to whom still count.
            if len(fields) < limits.headers or (found[1].lower() in KNOWN and len(fields) < limits.headers + len(KNOWN)):
                fields.append((found[1].decode("ascii"), bytearray(content[found.end() :][: limits.header_size])))
            else:
                is_cut = True
        elif content.startswith((b"From ", b">From ")):
            pass  # the mark between messages in a mailbox file
        elif fields and _goes_on(data, following, stop):
            is_cut |= _extend(fields, b" " + content, limits)
        elif not fields and position == start and _goes_on(data, following, stop):
            pass
        else:
            return _head(fields, position, is_cut)
        position = following
    return _head(fields, stop, is_cut)


def _head(fields: list[tuple[str, bytearray]], end: int, is_cut: bool) -> Head:
    return Head(tuple((name, bytes(value).replace(b"\x00", b"").strip()) for name, value in fields), end, is_cut)


def _extend(fields: list[tuple[str, bytearray]], content: bytes, limits: Limits) -> bool:
    value = fields[-1][1]
    if len(value) + len(content) > limits.header_size:
        return True
    value += b"\n" + content
    return False


def line(data: bytes, position: int, stop: int) -> tuple[int, int]:
    """End of the line without its break, and the beginning of the next."""
    end = data.find(b"\n", position, stop)
    if end < 0:
        return stop, stop
    return (end - 1 if end > position and data[end - 1] == 0x0D else end), end + 1


def _goes_on(data: bytes, position: int, stop: int, *, blank: bool = False) -> bool:
    """Whether a header of a known name follows, before any blank line; after a line of spaces only below what is folded."""
    for _ in range(20):
        if position >= stop:
            return False
        end, following = line(data, position, stop)
        content = data[position:end]
        if not content.strip(b" \t\r"):
            return False
        found = _NAME.match(content)
        if found and (found[1].lower() in KNOWN or found[1][:2] in (b"X-", b"x-")):
            return True
        if blank and content[:1] not in b" \t":
            return False
        position = following
    return False
