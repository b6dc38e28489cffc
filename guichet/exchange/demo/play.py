"""One take of a story, told through the real operations at its own moments, in one transaction."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import translation

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, Actor, load_actor
from guichet.catalog.models import Entity, Installation, Release
from guichet.desk.files import store
from guichet.desk.models import Event, Message, Ticket
from guichet.desk.operations import closing, escalating, moving, offering, replying, sharing, sorting, timers, weighing
from guichet.desk.operations.moving import Moving
from guichet.desk.operations.opening import Opening, open_ticket
from guichet.desk.operations.releasing import release_fix
from guichet.desk.states import Status
from guichet.exchange.demo import plan as plans
from guichet.exchange.demo import stories as told
from guichet.exchange.demo.plan import Take
from guichet.jobs import queue
from guichet.knowledge.models import KnownProblem
from guichet.people.models import Company, Person
from guichet.service.house import house

MINUTES = timedelta(minutes=1)
_BASIS = {
    "covered": "Covered by the contract.",
    "project": "Belongs to a running project.",
    "standing": "Standing agreement on the contract.",
    "goodwill": "Goodwill, once.",
}
_SMILES = {
    "fr": "Rapide et clair, merci.",
    "de": "Schnell und verständlich, danke.",
    "en": "Quick and clear.",
    "it": "Rapidi e chiari.",
}


@transaction.atomic
def tell(take: Take, at: datetime) -> Ticket:
    """Open the request of a take and play its course up to *at*; nobody is told, and every notice counts as given."""
    with queue.quiet(), translation.override(take.language):
        number = _open(take)
        for moment, step in zip(take.moments, take.steps, strict=True):
            _let_time_pass(number, moment)
            _do(take, number, step, moment)
        _let_time_pass(number, at)
        ticket = Ticket.objects.get(pk=number)
        _answer_survey(take, ticket, at)
        for child in ticket.children.filter(type__key="PSP"):
            _install(take, child, at)
            _done_telling(child.pk)
    _done_telling(number)
    return ticket


def _done_telling(number: int) -> None:
    Event.objects.filter(ticket=number, reacted_at=None).update(reacted_at=F("at"))


def as_one(actor: Actor, moment: datetime, operation: Callable, *args: Any, **kwargs: Any) -> Any:
    """Run an operation as somebody, at a moment, in his database role."""
    with clock.standing_at(moment), acting_as(actor):
        return operation(*args, by=actor, **kwargs)


@cache
def actor_of(email: str) -> Actor:
    actor = load_actor(Person.objects.get(email=email).pk)
    if actor is None:
        raise told.StoryError(f"{email} is not active")
    return actor


def forget() -> None:
    """The next world has other people."""
    for kept in (actor_of, _file):
        kept.cache_clear()


@cache
def _file(name: str) -> tuple[tuple[str, Any], ...]:
    path = told.attachment(name)
    with path.open("rb") as stream:
        return tuple(store(name, stream, path.stat().st_size).items())


def _files(names: list[str]) -> list[dict[str, Any]]:
    return [dict(_file(name)) for name in names]


# Opening


def _open(take: Take) -> int:
    story = take.story
    company = Company.objects.get(external_id=take.company["key"])
    installation = Installation.objects.select_related("release").get(external_id=take.installation["key"])
    today = installation.release
    # What was installed then; the present release stands again before anybody sees it.
    then = Release.objects.get(name=take.release)
    Installation.objects.filter(pk=installation.pk).update(release=then)
    installation.release = then
    by = actor_of((take.cast["agent"] if story.get("entered_by") else take.reporter)["email"])
    opening = Opening(
        company=company,
        type=house().type_by_key[story["type"]],
        subject=plans.opening_text(take, "subject"),
        body=plans.opening_text(take, "description"),
        installation=None if story["type"] in ("ACC", "LIC", "TRN") else installation,
        entities=_entities(take, company, installation),
        domain=story.get("domain", ""),
        criticality=story.get("criticality", ""),
        derived=story.get("criticality", ""),
        fields=_fields(take),
        deadline=plans.on_day(take.opened, story["deadline"]) if "deadline" in story else None,
        confidential=bool(story.get("confidential")),
        share_with=list(Person.objects.filter(email__in=[_contact(take, key)["email"] for key in story.get("shared", ())])),
        language=take.language,
        attachments=_files(story.get("attach", [])),
        channel=story.get("channel", "portal"),
        previous=Ticket.objects.get(pk=take.parent.number) if story.get("follows") else None,
        reporter=Person.objects.get(email=take.reporter["email"]) if story.get("entered_by") else None,
        number=take.number,
    )
    as_one(by, take.opened, open_ticket, opening)
    Installation.objects.filter(pk=installation.pk).update(release=today)
    # `problem` of every telling; `problem_now` of the one that stands open, whose versions it is about.
    if found := story.get("problem") or (take.is_open and story.get("problem_now")):
        Ticket.objects.filter(pk=take.number).update(problem=int(found.removeprefix("PRB-")))
    return take.number


def _contact(take: Take, key: str) -> dict[str, Any]:
    return next(p for p in plans.people_of(take.company) if p["key"] == key)


def _entities(take: Take, company: Company, installation: Installation) -> list[Entity]:
    """The reporter's own entities where he is limited; else the first, and now and then all of the installation's."""
    codes = take.reporter.get("entities")
    found = list(Entity.objects.filter(company=company, installations=installation).order_by("code"))
    if codes:
        return [entity for entity in found if entity.code in codes]
    return found if take.number % 5 == 0 else found[:1]


def _fields(take: Take) -> dict[str, Any]:
    """The type's own fields, the answers about harm, and the duties of the criticality."""
    story = take.story
    given = told.fill({k: v for k, v in story.get("fields", {}).items() if not isinstance(v, dict)}, take.values)
    for key, value in story.get("fields", {}).items():
        if isinstance(value, dict):
            given[key] = plans.calendar().local(plans.calendar().add_working_days(take.opened, value["days"])).date().isoformat()
    given |= story.get("answers", {})
    if story.get("impact"):
        given["impact"] = plans.opening_text(take, "impact")
    if story.get("criticality") == "CRITICAL":
        given["phone"] = take.reporter.get("phone", "")
        given["reachable"] = story.get("reachable", take.values["requester"])
    return given


# What happens by itself


def _let_time_pass(number: int, until: datetime) -> None:
    """Wake the request at every moment at which the worker would have."""
    for _round in range(200):
        wake_at = Ticket.objects.filter(pk=number).values_list("wake_at", flat=True).first()
        if wake_at is None or wake_at > until:
            return
        with clock.standing_at(wake_at), acting_as(SYSTEM):
            timers.wake(number, wake_at)
    raise told.StoryError(f"request {number} never comes to rest")


# Steps


def _do(take: Take, number: int, step: dict[str, Any], moment: datetime) -> None:
    by = _who(take, step["by"])
    if step["by"] == "system":
        _system(take, number, step, moment)
        return
    play = _STEPS[step["do"]]
    play(take, number, step, moment, by)
    if "note" in step and step["do"] != "handover_rnd":
        as_one(by, moment + 2 * MINUTES, replying.note, number, step["note"])


def _who(take: Take, by: str) -> Actor:
    if by == "system":
        return SYSTEM
    if by in ("requester", "colleague", "approver"):
        return actor_of({"requester": take.reporter, "colleague": take.colleague, "approver": take.approver}[by]["email"])
    return actor_of(take.cast[by]["email"])


def _system(take: Take, number: int, step: dict[str, Any], moment: datetime) -> None:
    """Time itself did it already; here it is only seen. A release is the one thing that comes from outside."""
    if step["do"] == "release":
        with clock.standing_at(moment), acting_as(SYSTEM):
            ticket = release_fix(number, Release.objects.get(name=take.fix))
        KnownProblem.objects.filter(pk=ticket.problem_id).update(state=KnownProblem.FIXED)
        return
    expected = {"close": {Status.CLOSED}, "expire": {Status.RESOLVED}, "appointment": {Status.IN_PROGRESS, Status.LEVEL2}}
    status = Ticket.objects.values_list("status", flat=True).get(pk=number)
    if status not in expected[step["do"]]:
        raise told.StoryError(f"{take.story['key']}: {step['do']} did not happen by itself, the request is {status}")


def _reply(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    files = _files(step.get("attach", []))
    as_one(by, moment, replying.reply, number, step["say"], attachments=files, is_call=step["do"] == "call")


def _moving(status: Status, **given: Any) -> Callable[..., None]:
    """A step that is one move of an agent; *given* names what it takes from the step."""

    def play(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
        values = {name: step.get(key, "") for name, key in given.items()}
        as_one(by, moment, moving.transition_to, number, Moving(status, **values))

    return play


def _take(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    as_one(by, moment, sorting.assign, number, owner=Person.objects.get(pk=by.person_id))


def _offer(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    until = (moment + timedelta(days=step["valid_days"] * 7 // 5)).date()
    given = Moving(Status.WAIT_APPROVAL, body=step["say"], reason=step["reason"], amount=Decimal(step["amount"]), valid_until=until)
    as_one(by, moment, moving.transition_to, number, given)


def _approve(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    if step.get("say"):
        _speak(number, step["say"], moment - MINUTES, by)
    as_one(by, moment, offering.approve, number)


def _refuse(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    as_one(by, moment, offering.refuse, number, step["reason"], for_good=bool(step.get("for_good")))


def _hand_to(status: Status, part: str) -> Callable[..., None]:
    """Hand a request over to another desk, where somebody takes it within minutes."""

    def play(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
        reason = step["note"] if part == "rnd" else _BASIS[step["basis"]]
        as_one(by, moment, moving.transition_to, number, Moving(status, body=step.get("say", ""), reason=reason))
        handler = _who(take, part)
        person = Person.objects.get(pk=handler.person_id)
        as_one(handler, moment + 9 * MINUTES, sorting.assign, number, handler=person)

    return play


def _plan(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    """R&D names the release; the owner tells the customer, who never hears from R&D itself."""
    given = Moving(Status.PLANNED_FIX, target_release=take.fix, way_round_accepted=bool(step.get("way_round_accepted")))
    ticket = as_one(by, moment, moving.transition_to, number, given)
    KnownProblem.objects.filter(pk=ticket.problem_id, state=KnownProblem.OPEN).update(state=KnownProblem.PLANNED)
    as_one(_who(take, "agent"), moment + 6 * MINUTES, replying.reply, number, step["say"])


def _schedule(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    appointment = plans.on_day(moment, step["appointment"])
    as_one(by, moment, moving.transition_to, number, Moving(Status.SCHEDULED, body=step["say"], appointment_at=appointment))


def _resolve(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    given = Moving(
        Status.RESOLVED,
        body=step["say"],
        resolution=step["resolution"],
        duplicate_of=take.parent.number if step.get("duplicate") else None,
        attachments=_files(step.get("attach", [])),
    )
    as_one(by, moment, moving.transition_to, number, given)


def _thanks(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    as_one(by, moment, moving.transition_to, number, Moving(Status.RESOLVED, only_thanks=True))


def _confirm(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    if step.get("say"):
        _speak(number, step["say"], moment, by)
    as_one(by, moment, closing.confirm if step["do"] == "confirm" else closing.close, number)


def _speak(number: int, text: str, moment: datetime, by: Actor) -> None:
    """A word that goes with a gesture and is no reply of its own: it neither reopens nor waits for an answer."""
    ticket = Ticket.objects.only("company_id", "language").get(pk=number)
    Message.objects.create(
        ticket=ticket,
        company_id=ticket.company_id,
        author_id=by.person_id,
        side=Message.CUSTOMER,
        body=text,
        language=ticket.language,
        created_at=moment,
    )


def _not_solved(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    as_one(by, moment, closing.not_solved, number, step["say"])


def _withdraw(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    if by.is_requester:
        as_one(by, moment, closing.withdraw, number, step["reason"])
    else:
        as_one(by, moment, moving.transition_to, number, Moving(Status.CANCELLED, reason=step["reason"]))


def _check_on(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    on = plans.calendar().local(plans.calendar().add_working_days(moment, step["days"])).date()
    as_one(by, moment, closing.check_on, number, on)


def _weigh(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    """An agent lowers, or the lead grants what was contested."""
    level = step.get("to") or Ticket.objects.values_list("contested_level", flat=True).get(pk=number)
    as_one(by, moment, weighing.change_criticality, number, level, step["say"])


def _raise(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    duties = {"impact": step["impact"], "deadline": plans.on_day(moment, step["deadline"]), "reason": step["say"]}
    as_one(by, moment, weighing.raise_criticality, number, step["to"], duties)


def _contest(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    as_one(by, moment, weighing.contest, number, step["say"])


def _escalate(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    as_one(by, moment, escalating.escalate, number, step["say"])


def _share(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    as_one(by, moment, sharing.share, number, take.colleague["email"])


def _type(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    as_one(by, moment, sorting.change_type, number, step["to"], fields={"object": plans.opening_text(take, "subject")})


def _note(take: Take, number: int, step: dict, moment: datetime, by: Actor) -> None:
    as_one(by, moment, replying.note, number, step["say"])


_STEPS: dict[str, Callable[..., None]] = {
    "take": _take,
    "reply": _reply,
    "call": _reply,
    "ask": _moving(Status.WAIT_CUSTOMER, body="say"),
    "note": _note,
    "offer": _offer,
    "approve": _approve,
    "refuse": _refuse,
    "handover_consulting": _hand_to(Status.LEVEL2, "consultant"),
    "handover_rnd": _hand_to(Status.WITH_RND, "rnd"),
    "back": _moving(Status.IN_PROGRESS, reason="reason"),
    "plan": _plan,
    "unplan": _moving(Status.WITH_RND, reason="reason"),
    "schedule": _schedule,
    "resolve": _resolve,
    "thanks": _thanks,
    "confirm": _confirm,
    "close": _confirm,
    "not_solved": _not_solved,
    "withdraw": _withdraw,
    "check_on": _check_on,
    "lower": _weigh,
    "grant": _weigh,
    "raise": _raise,
    "contest": _contest,
    "escalate": _escalate,
    "share": _share,
    "type": _type,
}


# What follows


def _answer_survey(take: Take, ticket: Ticket, at: datetime) -> None:
    """Two of five reporters say how satisfied they were, within the days they are asked."""
    random = Random(f"{take.story['key']}/{take.index}/survey")
    moment = ticket.closed_at and plans.calendar().next_opening(ticket.closed_at + timedelta(hours=random.randint(2, 60)))
    if ticket.status != Status.CLOSED or moment > at or random.random() > 0.4:
        return
    score = random.choice((3, 4, 4, 5, 5, 5) if not ticket.escalated_at else (2, 3, 4))
    text = _SMILES[take.language] if score == 5 and random.random() < 0.5 else ""
    as_one(actor_of(take.reporter["email"]), moment, closing.answer_survey, ticket.pk, score, text)


def _install(take: Take, child: Ticket, at: datetime) -> None:
    """The patch installation that was made for a fix: fixed, done at its date, confirmed."""
    deployer = actor_of(take.cast["deployment"]["email"])
    begin = plans.calendar().next_opening(child.created_at + 12 * MINUTES)
    appointment = next(iter(take.appointments.values()))
    body = {"de": "Termin bestätigt.", "fr": "Rendez-vous confirmé.", "it": "Appuntamento confermato.", "en": "Booked."}
    done = {"de": "Eingespielt und geprüft.", "fr": "Installé et contrôlé.", "it": "Installata e controllata.", "en": "Installed."}
    given = Moving(Status.SCHEDULED, body=body[take.language], appointment_at=appointment)
    as_one(deployer, begin, moving.transition_to, child.pk, given)
    _let_time_pass(child.pk, appointment)
    given = Moving(Status.RESOLVED, body=done[take.language], resolution="done")
    as_one(deployer, appointment + 70 * MINUTES, moving.transition_to, child.pk, given)
    as_one(actor_of(take.reporter["email"]), appointment + 80 * MINUTES, closing.confirm, child.pk)
    _let_time_pass(child.pk, at)
