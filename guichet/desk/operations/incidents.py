"""Incident notices: trouble of many is said once, before they ask; who has it follows instead of opening (DOMAIN 1.15)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.log import note_act
from guichet.access.refusals import Forbidden, Invalid, Missing
from guichet.access.rights import require_work
from guichet.catalog.models import Product, VersionLine
from guichet.desk.models import Incident, IncidentFollower, Ticket
from guichet.jobs import queue
from guichet.people.models import LANGUAGES, Membership

NEWS, OVER = "news", "over"
_MOMENT = timedelta(seconds=1)
TITLE_MOST, TEXT_MOST = 200, 10_000


@dataclass(frozen=True)
class Notice:
    """What a notice says: a title and a text in each of the four languages, of what, and from when to when."""

    product: Product
    line: VersionLine | None
    titles: dict[str, str]
    texts: dict[str, str]
    starts_at: datetime
    ends_at: datetime | None = None
    parent: Ticket | None = None


def may_publish(actor: Actor) -> bool:
    """Whoever leads a team, and the vendor's administrator."""
    return actor.is_administrator or bool(actor.led_teams and not actor.is_limited)


def _check(notice: Notice, by: Actor) -> None:
    if not may_publish(by):
        raise Forbidden(_("A lead or the administrator publishes incident notices."))
    wrong: dict[str, str] = {}
    for code, name in LANGUAGES:
        if not notice.titles.get(code, "").strip():
            wrong[f"title_{code}"] = _("Write the title in %(language)s.") % {"language": name}
        if not notice.texts.get(code, "").strip():
            wrong[f"text_{code}"] = _("Write the text in %(language)s.") % {"language": name}
        if len(notice.titles.get(code, "")) > TITLE_MOST:
            wrong[f"title_{code}"] = _("At most %(most)s characters, please.") % {"most": TITLE_MOST}
        if len(notice.texts.get(code, "")) > TEXT_MOST:
            wrong[f"text_{code}"] = _("At most %(most)s characters, please.") % {"most": TEXT_MOST}
    if notice.line and notice.line.product_id != notice.product.pk:
        wrong["line"] = _("This version line is not one of the product.")
    if notice.ends_at and notice.ends_at <= notice.starts_at:
        wrong["ends_at"] = _("The end lies before the beginning.")
    if wrong:
        raise Invalid(wrong)


@transaction.atomic
def publish(notice: Notice, *, by: Actor) -> Incident:
    """Show the notice to the companies concerned from its beginning on."""
    _check(notice, by)
    incident = Incident.objects.create(**vars(notice), published_by_id=by.person_id)
    note_act(by, "incident.published", f"incident {incident.pk}", product=notice.product.key)
    return incident


@transaction.atomic
def change(number: int, notice: Notice, *, by: Actor, tells: bool = False) -> Incident:
    """Say it anew; with *tells* whoever follows it gets a letter with the new text."""
    _check(notice, by)
    incident = _locked(number)
    for name, value in vars(notice).items():
        setattr(incident, name, value)
    incident.updated_at = clock.now()
    if notice.ends_at is None or notice.ends_at > incident.updated_at:
        incident.over_told_at = None  # it is not over, or not any more
    incident.save()
    note_act(by, "incident.changed", f"incident {incident.pk}", tells=tells)
    if tells:
        _tell(incident, NEWS)
    return incident


@transaction.atomic
def end(number: int, *, by: Actor) -> Incident:
    """It is over: the notice is gone from the pages at once, and whoever follows it is told."""
    if not may_publish(by):
        raise Forbidden(_("A lead or the administrator publishes incident notices."))
    incident, at = _locked(number), clock.now()
    if incident.ends_at and incident.ends_at <= at:
        return incident
    incident.ends_at = at
    incident.starts_at = min(incident.starts_at, at - _MOMENT)  # perhaps it never began
    incident.updated_at = at
    incident.save(update_fields=["starts_at", "ends_at", "updated_at"])
    note_act(by, "incident.ended", f"incident {incident.pk}")
    tell_over(incident, at)
    return incident


def _locked(number: int) -> Incident:
    incident = Incident.objects.select_for_update().filter(pk=number).first()
    if incident is None:
        raise Missing(_("There is nothing here for you."))
    return incident


def tell_over(incident: Incident, at: datetime) -> None:
    """Tell the followers once that it is over."""
    incident.over_told_at = at
    incident.save(update_fields=["over_told_at"])
    _tell(incident, OVER)


def tell_ended(now: datetime) -> int:
    """What ended by its own date: its followers are told. How many notices; may run twice, or in two workers at once."""
    with transaction.atomic():
        ended = list(Incident.objects.select_for_update(skip_locked=True).filter(ends_at__lte=now, over_told_at=None)[:50])
        for incident in ended:
            tell_over(incident, now)
    return len(ended)


def _tell(incident: Incident, what: str) -> None:
    for person in incident.followers.order_by("pk").values_list("person_id", flat=True):
        queue.tell_incident(what, incident_id=incident.pk, person_id=person)


@transaction.atomic
def follow(number: int, *, by: Actor) -> Incident:
    """A contact has this trouble too: one click instead of a request; doing it again changes nothing."""
    incident = _seen(number, by)
    company = next(pk for pk in by.companies if Incident.objects.filter(pk=incident.pk).concerning([pk]).exists())
    _follow(incident, company, by.person_id or 0)
    return incident


@transaction.atomic
def follow_for(number: int, member: Membership, *, by: Actor) -> Incident:
    """The same for a contact who is on the telephone."""
    require_work(by)
    incident = Incident.objects.shown(clock.now()).concerning([member.company_id]).filter(pk=number).first()
    if incident is None:
        raise Missing(_("There is nothing here for you."))
    _follow(incident, member.company_id, member.person_id)
    return incident


def _follow(incident: Incident, company: int, person: int) -> None:
    row = IncidentFollower(incident=incident, company_id=company, person_id=person)
    IncidentFollower.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def unfollow(number: int, *, by: Actor) -> Incident:
    """No letters any more."""
    incident = _seen(number, by)
    IncidentFollower.objects.filter(incident=incident, person=by.person_id).delete()
    return incident


def _seen(number: int, by: Actor) -> Incident:
    incident = Incident.objects.visible_to(by).filter(pk=number, starts_at__lte=clock.now()).first() if by.is_requester else None
    if incident is None:
        raise Missing(_("There is nothing here for you."))
    return incident
