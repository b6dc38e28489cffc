"""Somebody of the vendor goes away for a time and names who answers meanwhile (DOMAIN 1.15)."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.actors import Actor
from guichet.access.log import note_act
from guichet.access.refusals import Forbidden, Invalid
from guichet.desk import answering
from guichet.jobs import queue
from guichet.people import presence
from guichet.people.models import Absence, Person, Seat

MOST_DAYS = 366


@transaction.atomic
def be_absent(person: Person, *, by: Actor, first_on: dt.date, last_on: dt.date, deputy: Person | None = None) -> Absence:
    """Away from the first day to the end of the last, in the person's own zone; his deputy, else the lead, answers meanwhile.

    An agent says so himself, or his lead or the administrator does for him. Times of one person do not overlap. Who answers
    is told by a letter.
    """
    _require(by, person)
    # Two who enter the same absence at once: the second waits here, and then sees the first.
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    now, zone = clock.now(), ZoneInfo(person.zone)
    starts_at, ends_at = (dt.datetime.combine(day, dt.time(), tzinfo=zone) for day in (first_on, last_on + dt.timedelta(days=1)))
    if last_on < first_on:
        raise Invalid({"last_on": _("The last day lies before the first.")})
    if ends_at <= now:
        raise Invalid({"last_on": _("This day is past.")})
    if (last_on - first_on).days > MOST_DAYS:
        raise Invalid({"last_on": _("An absence lasts a year at most.")})
    if Absence.objects.filter(person=person, starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise Invalid({"first_on": _("There is an absence in these days already. Remove it first.")})
    if deputy is not None and (deputy.pk == person.pk or not presence.staff().works(deputy.pk)):
        raise Invalid({"deputy": _("Choose a colleague who works on requests.")})
    absence = Absence.objects.create(
        person=person, deputy=deputy, starts_at=starts_at, ends_at=ends_at, entered_by_id=by.person_id, created_at=now
    )
    presence.forget()
    note_act(by, "absence.entered", f"person {person.pk}", first_on=first_on, last_on=last_on, deputy=deputy and deputy.pk)
    stands_in = who_answers(absence)
    for told in {stands_in, person.pk} - {by.person_id, None}:
        queue.tell_person("absence", person_id=told, about=absence.pk)
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, by: Actor) -> None:
    """He is back, or stays after all: from now on what is his stands with him again."""
    _require(by, absence.person)
    now = clock.now()
    if absence.starts_at >= now:
        absence.delete()
    elif absence.ends_at > now:
        absence.ends_at = now
        absence.save(update_fields=["ends_at"])
    presence.forget()
    note_act(by, "absence.ended", f"person {absence.person_id}")


def who_answers(absence: Absence) -> int | None:
    """Who answers in his place when it begins: the deputy, his deputy where he is away too, else the lead."""
    at = max(absence.starts_at, clock.now())
    found = answering.who(absence.person_id, None, None, None, confidential=False, at=at)
    return None if found == absence.person_id else found


def may_enter(by: Actor, person_id: int) -> bool:
    """Oneself, the vendor's administrator, and who leads a team or desk where the person sits."""
    if by.person_id == person_id or by.is_administrator:
        return True
    seats = Seat.objects.filter(person=person_id).values_list("team_id", "team__desk_id")
    return any(team in by.led_teams or desk in by.led_desks for team, desk in seats)


def _require(by: Actor, person: Person) -> None:
    if not (person.is_agent and person.is_active and by.is_agent and may_enter(by, person.pk)):
        raise Forbidden(_("An absence is entered by oneself, by the lead or by the administrator."))
