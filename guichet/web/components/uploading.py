"""Files sent ahead of their form, by script; each door has its own address for it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from guichet.access.refusals import DeskError, Invalid
from guichet.intake import uploads


def take_file(request: HttpRequest) -> HttpResponse:
    """Take one file ahead of its form: a token that opens it to nobody but its uploader."""
    request.show_refusal = _told
    file = request.FILES.get("file")
    if file is None:
        raise Invalid({"attachments": _("Choose a file.")})
    kept = uploads.keep(request.actor, file.name or "", file, file.size or 0)
    return JsonResponse({"token": kept.token, "name": kept.filename, "size": kept.size}, status=201)


def _told(error: DeskError) -> HttpResponse:
    answer = JsonResponse({"message": error.message}, status=error.status)
    if after := error.details.get("after") or getattr(error, "after", None):
        answer["Retry-After"] = str(after)
    return answer
