"""Ranges of versions as they are written down: [first, end) on a line, and what makes no sense about them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guichet.catalog import versions
from guichet.catalog.models import Product, Release, VersionLine


@dataclass(frozen=True)
class Range:
    """Versions of one line, [first, end), both as written; an empty bound is open. *fixed_in* is the release that ends a fault there.

    *place* names its row in a form; without one it is the line's.
    """

    line: VersionLine
    first: str = ""
    end: str = ""
    fixed_in: Release | None = None
    place: str = ""


def refused(rows: Iterable[Range], *, product: Product | None) -> dict[str, str]:
    """What is wrong, by the field `first_` and the place of the row; give the lines with their products at hand.

    A range belongs to a line of *product* where one is named, can be read by its scheme, ends after it begins, and no two of
    a line begin alike.
    """
    wrong: dict[str, str] = {}
    seen: set[tuple[int, str]] = set()
    for row in rows:
        said = _refused(row, product)
        if not said and (row.line.pk, row.first) in seen:
            said = _("Two ranges of a line begin with the same version.")
        if said:
            wrong[f"first_{row.place or row.line.pk}"] = said
        seen.add((row.line.pk, row.first))
    return wrong


def _refused(row: Range, product: Product | None) -> str:
    if product is not None and row.line.product_id != product.pk:
        return _("This version line belongs to another product.")
    scheme = row.line.product.version_scheme
    first, end = (versions.parse(scheme, text) if text else None for text in (row.first, row.end))
    if (row.first and first is None) or (row.end and end is None):
        return _("This is no version of the product.")
    if first is not None and end is not None and end <= first:
        return _("The range ends before it begins.")
    if row.fixed_in is not None and row.fixed_in.line_id != row.line.pk:
        return _("This release belongs to another version line.")
    return ""
