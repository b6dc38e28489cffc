"""The cells of a list of requests that are more than a word: glyphs, signs, the clock due first.

They stand fifty times on a page, so they are put together here once for each row instead of by tags and includes.
"""

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from guichet.desk.models import Ticket
from guichet.sla import words
from guichet.web.components.icons import icon
from guichet.web.components.templatetags.guichet import crit_glyph, due_words, turn_glyph

CLOCKS: dict[str, Callable[[], str]] = {
    "reply": lambda: _("reply"),
    "update": lambda: _("update"),
    "goal": lambda: _("goal"),
    "remind": lambda: _("remind"),
    "closes": lambda: _("closes"),
    "incomplete": lambda: _("incomplete since"),
    "on": lambda: pgettext("a day", "on"),
    "release": lambda: _("release"),
}


class Cells:
    """What all rows of a page share: the reader's language, zone and words, the moment."""

    def __init__(self, now: datetime) -> None:
        self.now, self.language = now, words.known(get_language())
        self.zone: tzinfo = get_current_timezone()
        self.select = _("Select %(number)s")
        self.clocks = {key: word() for key, word in CLOCKS.items()}
        self.confidential = _sign("lock", _("confidential"))
        self.escalated = _sign("flag", _("escalated"), "red")
        self.wrote_last = _sign("bubble", _("customer wrote last"))

    def moment(self, at: datetime) -> str:
        return words.short_moment(at, self.zone, self.language, self.now)

    def of(self, ticket: Ticket, side: str, due: dict[str, Any]) -> dict[str, Any]:
        """The cells of one row; `due` with the clock's name, `due_short` without."""
        short = self._due(due)
        clock = self.clocks.get(due.get("clock", ""), "")
        return {
            "turn": turn_glyph(side, "desk", self.language),
            "crit": crit_glyph(ticket.criticality.lower(), self.language) if ticket.criticality else "",
            "signs": self._signs(ticket),
            "said": words.spaced(ticket.subject, ticket.language or self.language),
            "due": format_html('<span class="cl">{}</span>{}', clock, short) if due else "",
            "due_short": short,
            "last_act": self.moment(ticket.updated_at),
        }

    def _signs(self, ticket: Ticket) -> SafeString:
        """Confidential, escalated, the customer wrote last, by when he needs it, and in which language he writes."""
        signs = [self.confidential] if ticket.confidential else []
        if ticket.escalated_at:
            signs.append(self.escalated)
        if ticket.last_customer_at and (ticket.last_vendor_at is None or ticket.last_customer_at > ticket.last_vendor_at):
            signs.append(self.wrote_last)
        if ticket.deadline:
            said = _("by %(moment)s") % {"moment": self.moment(ticket.deadline)}
            signs.append(format_html('<span class="by">{}</span>', said))
        signs.append(format_html('<span class="lg">{}</span>', ticket.language.upper()))
        return format_html_join("", "{}", ((sign,) for sign in signs))

    def _due(self, due: dict[str, Any]) -> SafeString:
        if not due:
            return mark_safe("")
        said = self.moment(due["at"]) if "at" in due else due_words(due["left"], due["state"], "desk")
        return format_html('<span class="due" data-state="{}">{}</span>', due["state"], said)


def _sign(name: str, meaning: str, colour: str = "") -> SafeString:
    return format_html(
        '<span{} role="img" aria-label="{}">{}</span>', mark_safe(f' class="{colour}"' if colour else ""), meaning, icon(name)
    )
