"""What a letter is about, read as the person who will read it: his language, his zone, his walls."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.catalog.models import Release
from guichet.desk import removed
from guichet.desk.models import Attachment, Clock, Event, Message, Ticket
from guichet.desk.states import Status, Turn
from guichet.reactions.pieces import Quote
from guichet.service.house import house
from guichet.sla import stored, words

EARLIER_SIGNS, EARLIER_LINES = 1_000, 15


@dataclass(frozen=True)
class Said:
    """What one letter says: *about* before the request's subject, *lines* of what happened, what somebody wrote to it, and
    *then* whose turn it is and by when.

    *by_hand*: somebody wrote it to the reader himself, so it carries no sign of a machine.
    """

    about: str
    lines: Sequence[str]
    quote: Quote | None = None
    then: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = field(default_factory=tuple)
    by_hand: bool = False
    follow_up: bool = False
    # The notes from 1 to 5, each a link: how satisfied the reader is.
    survey: Sequence[tuple[int, str]] = ()
    # Where it leads, in place of the request's own page.
    href: str = ""
    # What the reader has still to give.
    needs: Sequence[str] = ()
    # Which text it has (service/lettering.py), where that is not the notice's.
    letter: str = ""


@dataclass(frozen=True)
class Case:
    event: Event
    ticket: Ticket
    reader: Actor

    @property
    def language(self) -> str:
        return words.known(self.reader.language)

    @property
    def data(self) -> dict:
        return self.event.data

    @property
    def link(self) -> str:
        """Where the reader answers: the portal, or the workspace."""
        door = "/desk/requests" if self.reader.is_agent else "/requests"
        return f"{settings.GUICHET_BASE_URL}{door}/{self.ticket.key}/"

    @property
    def by(self) -> str:
        """Who did it; the vendor's name where it happened by itself."""
        return self.event.by.name if self.event.by else self.brand.get("vendor", "Guichet")

    @cached_property
    def brand(self) -> dict:
        """Under whose name the reader is written to."""
        return house().brand(self.ticket.brand or house().brand_of_desk(self.ticket.desk_id))

    # Words of the configuration

    def said(self, labels: dict | None) -> str:
        """A configured text in the reader's language; in English where that one is missing."""
        return (labels or {}).get(self.language) or (labels or {}).get("en", "")

    def level(self, key: str) -> str:
        known = house().levels.get(key)
        return self.said(known.labels) if known else ""

    def type_label(self, key: str) -> str:
        known = house().type_by_key.get(key)
        return self.said(known.labels) if known else key

    @cached_property
    def status(self) -> str:
        """How the present status reads, with its version or date."""
        known = house().statuses.get(self.ticket.status)
        label = self.said(known.labels) if known else self.ticket.status
        if "…" not in label:
            return label
        if self.ticket.status == Status.SCHEDULED and self.ticket.appointment_at:
            return label.replace("…", self.moment(self.ticket.appointment_at))
        return label.replace("…", self.target_release.name if self.target_release else "").strip()

    @property
    def meaning(self) -> str:
        """What the present status means and whose turn it is."""
        known = house().statuses.get(self.ticket.status)
        return self.said(known.meanings) if known else ""

    @cached_property
    def target_release(self) -> Release | None:
        return Release.objects.filter(pk=self.ticket.target_release_id).first() if self.ticket.target_release_id else None

    # Moments

    def moment(self, at: datetime | str) -> str:
        """Day and time, also of today: a letter may be read tomorrow."""
        if isinstance(at, str):
            at = datetime.fromisoformat(at)
        return words.day_and_time(at, self.reader.zone, self.language, clock.now())

    def day(self, on: date) -> str:
        return words.date_of(on, self.language)

    def day_of(self, at: datetime) -> str:
        """The last day before a moment at which something ends, in the reader's zone."""
        return self.day((at - timedelta(seconds=1)).astimezone(ZoneInfo(self.reader.zone)).date())

    # Promises

    @cached_property
    def due(self) -> dict[str, datetime]:
        """The clocks that run now, with their due moments; one that has gone by promises nothing any more."""
        rows = Clock.objects.filter(ticket=self.ticket.pk, due_at__gte=clock.now()).exclude(state="met")
        return {row.kind: row.due_at for row in rows}

    @cached_property
    def promises(self) -> list[str]:
        """Until when we answer, and until when we aim at a solution."""
        found = []
        if "first_reply" in self.due:
            found.append(self._first_reply(self.due["first_reply"]))
        elif "update" in self.due:
            found.append(_("Next news before %(moment)s.") % {"moment": self.moment(self.due["update"])})
        if "goal" in self.due:
            found.append(_("Solution aimed at before %(moment)s.") % {"moment": self.moment(self.due["goal"])})
        return found

    def _first_reply(self, due: datetime) -> str:
        calendar, now = stored.calendar(self.ticket.calendar_id), clock.now()
        opening = now if calendar.is_open(now) else calendar.next_opening(now)
        if not now < opening < due:
            return _("First answer before %(moment)s.") % {"moment": self.moment(due)}
        said = {"opening": self.moment(opening), "moment": self.moment(due)}
        return _("Support reopens %(opening)s; first answer before %(moment)s.") % said

    def standing(self) -> list[str]:
        """What the present status means for the reader, and by when something follows."""
        return [line for line in (self.meaning, *self.promises) if line]

    def variables(self) -> dict[str, Callable[[], str]]:
        """What a letter's text may say of the request; asked for when it does."""
        return {
            "key": lambda: self.ticket.key,
            "subject": lambda: self.ticket.subject,
            "company": lambda: self.ticket.company.name,
            "type": lambda: self.type_label(self.ticket.type.key),
            "criticality": lambda: self.level(self.ticket.criticality),
            "status": lambda: self.status,
            "author": lambda: self.by,
            "first_reply": lambda: self._until("first_reply"),
            "update": lambda: self._until("update"),
            "solution": lambda: self._until("goal"),
        }

    def _until(self, clock_kind: str) -> str:
        return self.moment(self.due[clock_kind]) if clock_kind in self.due else ""

    @property
    def turn(self) -> str:
        """Whose turn it is, as the portal says it."""
        return {
            Turn.CUSTOMER: _("Your turn"),
            Turn.RND: _("With R&D"),
            Turn.NOBODY: _("Nothing to do now"),
        }.get(Turn(self.ticket.turn), _("Our turn"))

    def facts(self) -> list[tuple[str, str]]:
        """What the reader needs to see at once: a customer whose turn it is, an agent whose request."""
        if not self.reader.is_agent:
            return [(_("Status"), self.status), (_("Turn"), self.turn)]
        level = self.level(self.ticket.criticality)
        rows = [(_("Company"), self.ticket.company.name), (_("Criticality"), level), (_("Status"), self.status)]
        return [(name, value) for name, value in rows if value]

    # Texts

    def message(self) -> Quote | None:
        """The message that belongs to the event, with its author and how many files came with it."""
        found = Message.objects.select_related("author").filter(pk=self.data.get("message"), ticket=self.ticket.pk).first()
        if found is None:
            return None
        files = Attachment.objects.filter(message=found.pk).count()
        name = found.author.name if found.author else self.brand.get("vendor", "")
        intro = _("%(name)s wrote:") % {"name": name}
        if files:
            intro = _("%(name)s wrote, with %(count)s files:") % {"name": name, "count": files}
        body, language = self._own_words(found)
        return Quote(intro, self.without_removed(body), language)

    def _own_words(self, message: Message) -> tuple[str, str]:
        """A message in its language; an update of a known problem, written in several, in the reader's."""
        if own := (message.versions or {}).get(self.language):
            return own, self.language
        return message.body, message.language

    def earlier(self) -> Quote | None:
        """The public message before the one the letter tells of; to a reminder, the last one. A long one is cut at a word."""
        told = self.data.get("message")
        if not told and self.event.kind != "ticket.reminded":
            return None
        before = Message.objects.select_related("author").filter(ticket=self.ticket.pk, created_at__lte=self.event.at)
        if told:
            own = Message.objects.filter(pk=told, ticket=self.ticket.pk).values_list("created_at", flat=True).first()
            before = before.filter(Q(created_at__lt=own) | Q(created_at=own, pk__lt=told)) if own else before.none()
        found = before.order_by("-created_at", "-pk").first()
        if found is None:
            return None
        name = found.author.name if found.author else self.brand.get("vendor", "")
        intro = _("On %(moment)s %(name)s wrote:") % {"moment": self.moment(found.created_at), "name": name}
        body, language = self._own_words(found)
        body = self.without_removed(body)
        short = shortened(body)
        return Quote(intro, short, language, is_cut=short != body)

    def reason(self) -> Quote | None:
        """The reason given with the act."""
        text = self.data.get("reason") or ""
        if not text.strip():
            return None
        return Quote(_("Reason given by %(name)s:") % {"name": self.by}, self.without_removed(text))

    def without_removed(self, text: str) -> str:
        """What was taken out of a text is said in the reader's words (DOMAIN 1.15)."""
        if "⟦" not in text:
            return text
        events = list(Event.objects.filter(ticket=self.ticket.pk, kind=removed.KIND).select_related("by"))
        names = {event.by_id: event.by.given_name for event in events if event.by}
        return removed.in_words(text, removed.traces(events), names, self.reader.zone)


def shortened(text: str) -> str:
    """A quoted text of at most fifteen lines and a thousand signs, cut between words, with the mark of a gap at its end."""
    kept = "\n".join(text.split("\n")[:EARLIER_LINES])
    if len(kept) > EARLIER_SIGNS:
        kept = kept[:EARLIER_SIGNS].rsplit(None, 1)[0]
    return text if len(kept) == len(text) else f"{kept.rstrip()} {removed.GAP}"
