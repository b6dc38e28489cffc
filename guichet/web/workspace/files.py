"""Files that come with a message or a note: sent with the form, or ahead of it."""

from typing import Any

from django.http import HttpRequest

from guichet.desk.files import store
from guichet.intake import uploads


def files_of(request: HttpRequest) -> list[dict[str, Any]]:
    """What the form carries, stored; raises TooLarge or Invalid beside the field."""
    tokens = [t for t in request.POST.getlist("upload") if t]
    ahead = uploads.take(request.actor, tokens) if tokens else []
    return ahead + [store(one.name or "file", one.file, one.size or 0) for one in request.FILES.getlist("attachments")]
