"""Files that come with a message: sent with its form or ahead of it, and held when the message is refused."""

from typing import Any

from django.http import HttpRequest

from guichet.desk.files import store
from guichet.intake import uploads


def stored(request: HttpRequest) -> list[dict[str, Any]]:
    """What the form itself carries, stored once for this request; raises TooLarge or Invalid beside the field."""
    if not hasattr(request, "stored_files"):
        request.stored_files = []
        for file in request.FILES.getlist("attachments"):
            request.stored_files.append(store(file.name or "file", file, file.size or 0))
    return request.stored_files


def tokens(request: HttpRequest) -> list[str]:
    """Tokens for the files of a refused message, beside those sent ahead."""
    if not hasattr(request, "kept_tokens"):
        new = [uploads.remember(request.actor, file).token for file in getattr(request, "stored_files", [])]
        request.kept_tokens = [*request.POST.getlist("upload"), *new]
    return request.kept_tokens


def kept(request: HttpRequest) -> list[dict[str, Any]]:
    """The files of those tokens by name, so that the form that is shown again holds them."""
    return uploads.named(request.actor, tokens(request))
