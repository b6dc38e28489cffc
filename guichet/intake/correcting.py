"""The fields of a correction: the same checks as for a new request, on what stands there already."""

from guichet.access.actors import Actor
from guichet.access.refusals import Invalid
from guichet.desk.models import Message, Ticket
from guichet.desk.operations import correcting
from guichet.desk.operations.correcting import Correction
from guichet.intake import checking
from guichet.intake import criticality as levels
from guichet.intake.choices import Choices, choices_for
from guichet.intake.submission import Values
from guichet.service.models import RequestType


def standing(ticket: Ticket) -> Values:
    """What the form of a correction begins with: the request as it stands."""
    first = Message.objects.filter(ticket=ticket, is_first=True).only("body").first()
    known = {name: ticket.fields.get(name) for name in (*levels.QUESTIONS, *checking.KEPT_DUTIES)}
    known |= {"subject": ticket.subject, "description": first.body if first else "", "criticality": ticket.criticality}
    if ticket.missing and ticket.installation_id:
        known["installation"] = str(ticket.installation_id)
    if ticket.deadline:
        known["deadline"] = ticket.deadline.isoformat()
    return Values.of({name: value for name, value in known.items() if value})


def correct(actor: Actor, ticket: Ticket, values: Values, *, version: int | None = None) -> Ticket:
    """Read the fields and correct the request; what is wrong is said beside each field, all at once."""
    return correcting.correct(ticket.pk, _read(ticket, values, choices_for(actor, ticket.company_id), zone=actor.zone), by=actor, version=version)


def _read(ticket: Ticket, given: Values, choices: Choices, *, zone: str) -> Correction:
    wrong: dict[str, str] = {}
    kind, values = ticket.type, _completed(ticket, given)
    subject = checking.subject_of(values, wrong)
    body = checking.body_of(values, kind, ticket.language, wrong)
    deadline = checking.deadline_of(values, zone, wrong)
    installation = checking.installation_of(values, choices, wrong) if "installation" in ticket.missing else None
    level = derived = ""
    if kind.criticality == RequestType.ASKED and _harm_differs(ticket, values):
        level, derived = checking.level_of(values, kind, deadline, wrong, is_asked=True)
    if wrong:
        raise Invalid(wrong)
    kept: dict[str, str] = {}
    if level:
        # An answer that was taken back is no longer there.
        kept = dict.fromkeys((name for name in (*levels.QUESTIONS, *checking.KEPT_DUTIES) if name in ticket.fields), "")
        kept |= _answers(values) | {name: values.one(name) for name in checking.KEPT_DUTIES if values.one(name)}
    return Correction(subject, body, level=level, derived=derived, answers=kept, deadline=deadline, installation=installation)


def _completed(ticket: Ticket, given: Values) -> Values:
    """What was posted, and for the rest what stands there. A tick that is not set is not posted: its neighbours tell."""
    values = Values({**standing(ticket), **given})
    if "data_harm" not in given and any(key in given for key in levels.QUESTIONS):
        values.pop("data_harm", None)
    return values


def _answers(values: Values) -> dict[str, str]:
    return levels.answers_of({key: values.one(key) for key in levels.QUESTIONS})


def _harm_differs(ticket: Ticket, values: Values) -> bool:
    """Whether the answers or the level were touched: what was left alone is not asked for a reason again."""
    now = standing(ticket)
    level = checking.chosen_level(values, levels.derive(_answers(values)))
    duties = any(values.one(name) != now.one(name) for name in checking.KEPT_DUTIES)
    return level != ticket.criticality or duties or _answers(values) != _answers(now)
