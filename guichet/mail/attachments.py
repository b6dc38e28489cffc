"""Parts that are files: their name, kind and bytes."""

import hashlib
import re

from guichet.mail.charsets import decode
from guichet.mail.encodings import File
from guichet.mail.parameters import clean_name
from guichet.mail.parsed import Attachment
from guichet.mail.words import decoded

_ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "image/bmp": "bmp", "image/tiff": "tiff", "image/svg+xml": "svg",
    "text/calendar": "ics", "text/vcard": "vcf", "text/x-vcard": "vcf", "application/pdf": "pdf", "application/zip": "zip", "text/html": "html",
    "text/plain": "txt", "message/rfc822": "eml", "application/pgp-signature": "asc", "application/pgp-encrypted": "asc", "application/pkcs7-signature": "p7s",
    "application/x-pkcs7-signature": "p7s", "application/pkcs7-mime": "p7m", "application/x-pkcs7-mime": "p7m", "text/csv": "csv", "application/msword": "doc",
    "message/delivery-status": "txt", "text/rfc822-headers": "txt", "application/ms-tnef": "dat", "application/ics": "ics", "text/xml": "xml", "application/json": "json",
}  # fmt: skip


def attachment(name: str, kind: str, content: bytes, *, inline: bool = False, content_id: str = "") -> Attachment:
    """A file under its own name, or under one made from its kind."""
    name = name or f"{_stem(kind)}.{_ENDINGS.get(kind, 'bin')}"
    return Attachment(name, kind, len(content), hashlib.sha256(content).hexdigest(), inline, content_id, content)


def from_file(file: File) -> Attachment:
    """A file that stood in the text itself."""
    return attachment(clean_name(decoded(decode(file.name))), "application/octet-stream", file.content)


def name_of_message(subject: str) -> str:
    """The file name of a message that came as a part."""
    stem = re.sub(r"[^\w .-]+", "_", subject).strip(" ._")[:80]
    return f"{stem or 'message'}.eml"


def _stem(kind: str) -> str:
    return {"image": "image", "audio": "audio", "video": "video", "text": "text", "message": "message"}.get(
        kind.partition("/")[0], "attachment"
    )
