"""The vendor's logo: a small PNG that stands beside the mark. Kept as a section of its own, so that no file of theirs is lost."""

import base64
import hashlib
import struct
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.service.models import Text

SECTION = "logo"
MOST_BYTES = 200 * 1024
MOST_PIXELS = (1200, 600)
_PNG = b"\x89PNG\r\n\x1a\n"


class NoLogo(ValueError):
    """What was sent is no picture that can stand there."""


def address_of(spec: dict[str, Any] | None) -> str:
    """Where the logo is, with a mark that changes with it; nothing where there is none."""
    return f"/logo.png?{spec['digest'][:12]}" if spec else ""


def keep(data: bytes) -> None:
    """Keep the picture. NoLogo unless it is a PNG of a sensible size: nothing else is ever shown from there."""
    if len(data) > MOST_BYTES or not data.startswith(_PNG) or data[12:16] != b"IHDR" or len(data) < 33:
        raise NoLogo
    width, height = struct.unpack(">II", data[16:24])
    if not (0 < width <= MOST_PIXELS[0] and 0 < height <= MOST_PIXELS[1]):
        raise NoLogo
    spec = {"png": base64.b64encode(data).decode(), "digest": hashlib.sha256(data).hexdigest()}
    Text.objects.update_or_create(key=SECTION, defaults={"spec": spec})


def remove() -> None:
    Text.objects.filter(key=SECTION).delete()


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The logo, for everybody: it stands on the sign-in page too."""
    spec = Text.objects.filter(key=SECTION).values_list("spec", flat=True).first()
    if spec is None:
        raise Http404
    response = HttpResponse(base64.b64decode(spec["png"]), content_type="image/png")
    response["Cache-Control"] = "public, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
