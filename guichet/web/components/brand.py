"""The vendor's two colours, put over the tokens of the house where they can be read.

`turn` is the colour of *your turn* and carries text in `ink`; `ink` is the colour of text, rules and the one main button, on
white. Colours that cannot be read are left aside rather than shown.
"""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.service.house import house
from guichet.web.components.logo import address_of as logo_address

HOUSE = {"turn": "#ffd000", "ink": "#101113"}
LEAST = 4.5
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 reckons it, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def colours_of(brand: dict[str, Any]) -> dict[str, str]:
    """The colours that are shown: the vendor's if both can be read, else those of the house."""
    chosen = {**HOUSE, **(brand.get("colours") or {})}
    turn, ink = str(chosen["turn"]).lower(), str(chosen["ink"]).lower()
    if not (_HEX.fullmatch(turn) and _HEX.fullmatch(ink)):
        return HOUSE
    readable = contrast(turn, ink) >= LEAST and contrast(ink, "#ffffff") >= LEAST
    return {"turn": turn, "ink": ink} if readable else HOUSE


def address_of(brand: dict[str, Any]) -> str:
    """Where the stylesheet of the vendor's colours is, with a mark that changes with them; nothing for the house's own."""
    colours = colours_of(brand)
    return "" if colours == HOUSE else f"/brand.css?{colours['turn'][1:]}-{colours['ink'][1:]}"


def brand() -> dict[str, Any]:
    """The vendor's name, product, phone and address, as configured; logo and stylesheet where it has its own."""
    found = house().text("brand")
    logo = logo_address(house().texts.get("logo"))
    return {"vendor": "Guichet", "phone": "", "email": "", **found, "stylesheet": address_of(found), "logo": logo}


@require_safe
def stylesheet(request: HttpRequest) -> HttpResponse:
    """The two colours as tokens. In the dark only the colour of the turn is the vendor's: text stays light."""
    colours = colours_of(brand())
    turn, ink = colours["turn"], colours["ink"]
    said = (
        f":root {{ --turn: {turn}; --on-turn: {ink}; --turn-edge: light-dark(transparent, {turn});"
        f" --turn-wash: light-dark(color-mix(in srgb, {turn} 20%, #fff), #232225);"
        f" --ink: light-dark({ink}, #f2f2ef); --block: light-dark({ink}, #f2f2ef); }}\n"
    )
    response = HttpResponse(said, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
