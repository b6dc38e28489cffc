"""What a message may hold, as the vendor's configuration says (INTERFACE section 2: 25 MB a file, 20 files, 100,000 characters)."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from guichet.service.house import house

MEGABYTE = 1024 * 1024


def file_bytes() -> int:
    """The largest file, in bytes."""
    return _limit("file_megabytes", 25) * MEGABYTE


def files() -> int:
    """The most files of one message."""
    return _limit("files", 20)


def characters() -> int:
    """The longest text of one field."""
    return _limit("characters", 100_000)


def too_long() -> str:
    """What is said of a text that is longer."""
    return _("This text is too long: %(count)s characters at most. Attach it as a file.") % {"count": number_format(characters(), force_grouping=True)}


def said() -> dict[str, Any]:
    """The limits of files as a page says and checks them before anything is sent."""
    return {"megabytes": file_bytes() // MEGABYTE, "files": files(), "bytes": file_bytes()}


def _limit(name: str, default: int) -> int:
    return int(house().text("limits").get(name) or default)
