"""Files that come with a message or a note: sent with the form, or ahead of it."""

from typing import Any

from django.http import HttpRequest

from guichet.intake import uploads
from guichet.web.components import sent_files


def files_of(request: HttpRequest) -> list[dict[str, Any]]:
    """What the form carries, stored; raises TooLarge or Invalid beside the field."""
    ahead = uploads.take(request.actor, [t for t in request.POST.getlist("upload") if t])
    return ahead + sent_files.stored(request)


def spend(request: HttpRequest) -> None:
    """A message holds the files that were sent ahead of it: their tokens open nothing any more."""
    uploads.spend(request.actor, request.POST.getlist("upload"))
