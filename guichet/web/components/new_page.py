"""What the page of a new request shows: its steps, which of them is open, coverage, level, promise, files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet import clock
from guichet.access.actors import Actor
from guichet.catalog.models import Installation
from guichet.contracts.models import Contract
from guichet.desk.models import Ticket
from guichet.desk.operations.opening import calendar_for
from guichet.intake import checking, coach, uploads, which
from guichet.intake import criticality as levels
from guichet.intake import promise as promises
from guichet.intake.choices import Choices
from guichet.intake.coverage_sentence import coverage_of
from guichet.intake.models import Draft, Upload
from guichet.intake.submission import Values
from guichet.people.models import Membership, new_token
from guichet.service import limits
from guichet.service.house import house
from guichet.service.models import RequestType
from guichet.sla import stored, words
from guichet.web.components.calling import is_called, to_call
from guichet.web.components.new_form import NewRequestForm, installation_name, language
from guichet.web.components.templatetags.guichet import label


@dataclass
class Asking:
    """One look at the form: who asks, what he may choose, what he typed so far."""

    actor: Actor
    choices: Choices
    values: Values
    previous: Ticket | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    draft: Draft | None = None
    submission: str = field(default_factory=new_token)
    keeps_secret: bool = False
    # The contact for whom somebody of the vendor asks, as a membership; none where the contact asks himself.
    reporter: Membership | None = None

    @property
    def kind(self) -> RequestType:
        return checking.type_of(self.values, self.choices)

    @property
    def action(self) -> str:
        if self.reporter:
            return "/desk/requests/new/"
        return f"/requests/{self.previous.key}/follow-up/" if self.previous else "/requests/new/"

    @property
    def live(self) -> str:
        """Where the form asks for advice while somebody writes; each door has its own."""
        return "/desk/requests/new/" if self.reporter else "/requests/new/"

    @property
    def uploads(self) -> str:
        return "/desk/uploads/" if self.reporter else "/uploads/"

    @property
    def zone(self) -> str:
        """A deadline is meant where the contact is."""
        return self.reporter.person.zone if self.reporter else self.actor.zone


def context(request: HttpRequest, asking: Asking) -> dict[str, Any]:
    """Everything of the page; nothing of it is asked for again by the template."""
    kind, now = asking.kind, clock.now()
    form = NewRequestForm(asking.choices, kind, asking.values, asking.zone, asking.errors)
    kept = uploads.found(asking.actor, asking.values.many("upload"))
    steps = _steps(asking, form, kept)
    return {
        "form": form,
        "asking": asking,
        "section": "requests",
        "steps": steps,
        "opened": _opened(steps, asking, form),
        "which": [form[which.PREFIX + q["key"]] for q in which.which_questions()],
        "kind": kind,
        "proposal": proposal(asking),
        "companies": companies(asking.actor),
        "coach": coaching(asking, form),
        "level": level(asking),
        "promise": promised(asking, now),
        "limits": limits.said(),
        "uploads": kept,
        "draft": asking.draft,
    }


def companies(actor: Actor) -> list[tuple[int, str]]:
    """The companies he may choose from; none to choose for most people."""
    found = [(rights.company_id, rights.company) for rights in actor.rights.values() if rights.is_requester]
    return found if len(found) > 1 else []


def proposal(asking: Asking) -> dict[str, Any]:
    """Which desk and team answers, whether the contract covers it, and by which rule."""
    kind = asking.kind
    answers = which.which_answers({name: asking.values.one(name) for name in asking.values})
    proposed = which.propose_type(answers, asking.choices) if answers else kind
    team = which.team_of(kind, _domain(asking))
    installation = installation_of(asking)
    on = clock.now().astimezone(ZoneInfo(asking.choices.company.zone)).date()
    return {
        "kind": kind,
        "desk": house().desks[kind.desk_id],
        "team": team,
        "coverage": coverage_of(kind, installation, on),
        "other": proposed if proposed.pk != kind.pk else None,
    }


def installation_of(asking: Asking) -> Installation | None:
    """The installation that is chosen, else the first that is offered."""
    said = asking.values.one("installation")
    if said:
        return asking.choices.installation(said)
    return asking.choices.installations[0] if asking.choices.installations else None


def described(asking: Asking) -> str:
    """What is typed below the subject, under whichever headings."""
    return "\n".join(filter(None, (asking.values.one(name) for name in ("description", *checking.HEADINGS))))


def _text(asking: Asking) -> str:
    return f"{asking.values.one('subject')}\n{described(asking)}"


def _domain(asking: Asking) -> str:
    return asking.values.one("domain").lower() or which.propose_domain(_text(asking))


def coaching(asking: Asking, form: NewRequestForm) -> dict[str, Any]:
    """The three parts of the subject, advice, the meter of the description, and what looks secret."""
    values, spoken = asking.values, language()
    subject = values.one("subject")
    body = checking.body_of(values, asking.kind, spoken)
    hints = coach.coach(subject, body or None, asking.kind.key, spoken, attachments=len(values.many("upload"))) if subject else []
    headed = {name: values.one(name) or None for name in checking.HEADINGS}
    meter = coach.completeness(values.one("description") or None, asking.kind.key, language=spoken, **headed)
    missing = {heading: form.fields[heading].label for heading in meter["missing"] if heading in form.fields}
    return {
        "parts": coach.parts(subject, spoken) if subject else {},
        "hints": [h for h in hints if h.field == "subject" and h.rule != "secret"],
        "description_hints": [h for h in hints if h.field == "description" and h.rule != "secret"] if body else [],
        "meter": meter,
        "missing": list(missing.values()),
        "domain": which.propose_domain(_text(asking)),
    }


def level(asking: Asking) -> dict[str, Any] | None:
    """What the answers mean, what was chosen, and the targets and definition of each level."""
    if asking.kind.criticality != RequestType.ASKED:
        return None
    given = {key: asking.values.one(key) for key in levels.QUESTIONS}
    answers = levels.answers_of(given)
    derived = levels.derive(answers) if not levels.unanswered(answers) else ""
    chosen = checking.chosen_level(asking.values, derived)
    policy = stored.policy(asking.choices.contract.policy_id)
    facts, hints = {}, {}
    for key, row in house().levels.items():
        targets = policy.targets_at(key)
        fact = _("first answer in %(time)s") % {"time": words.hours(targets.first_reply or 0)}
        if key == chosen:
            if targets.update:
                fact += ", " + _("news every %(time)s") % {"time": words.hours(targets.update)}
            if targets.goal:
                fact += ", " + _("aim %(time)s") % {"time": words.hours(targets.goal)}
        facts[key] = fact
        definition = label(row.definitions)
        duty = label(house().text("criticalities").get(key, {}).get("duty_text") or {})
        hints[key] = " ".join(filter(None, [definition[:1].upper() + definition[1:], duty]))
    return {
        "derived": house().levels.get(derived),
        "derived_key": derived,
        "chosen": chosen if chosen in house().levels else "",
        "differs": bool(derived and chosen and chosen != derived),
        "rows": [
            {"key": row.key, "row": row, "fact": facts[row.key], "hint": hints[row.key]}
            for row in sorted(house().levels.values(), key=lambda one: -one.position)
        ],
        "duties": house().levels[chosen].duties if chosen in house().levels else [],
    }


def promised(asking: Asking, now: datetime) -> dict[str, Any] | None:
    """The promise of the send bar; nothing until the answers say how much it harms."""
    kind = asking.kind
    chosen = ""
    if kind.criticality == RequestType.ASKED:
        found = level(asking)
        chosen = found["chosen"] if found else ""
        if not chosen:
            return None
    contract = asking.choices.contract_of(installation_of(asking)) or asking.choices.contract
    made = promises.promise(
        stored.calendar(calendar_for(contract, chosen)),
        stored.policy(contract.policy_id),
        promises.level_for(kind, chosen),
        now,
        first_reply_s=promises.quicker(kind, {name: asking.values.one(name).lower() for name in asking.values}),
    )
    if asking.reporter:
        return _spoken(made)
    return said(made, asking.actor.zone, now, level=chosen, contract=contract)


def _spoken(made: promises.Promise) -> dict[str, Any]:
    """During a call the first reply is given already; what is promised is the next news (DOMAIN 1.4 a, h)."""
    sentence = _("The call counts as the first reply.")
    if made.update_s:
        sentence += " " + _("Then news at least every %(time)s.") % {"time": words.hours(made.update_s)}
    goal = _("Aim: %(time)s.") % {"time": words.hours(made.goal_s)} if made.goal_s else ""
    return {"sentence": sentence, "target": _("Working time, in the calendar of the contract."), "goal": goal}


def said(made: promises.Promise, zone: str, now: datetime, *, level: str, contract: Contract | None) -> dict[str, Any]:
    """A promise in the words of the reader; for a level that is called for, whom to call."""
    spoken = language()
    target, goal = promises.detail(made, language=spoken, zone=zone, now=now)
    found = {"sentence": promises.sentence(made, language=spoken, zone=zone, now=now), "target": target, "goal": goal}
    if is_called(level):
        found["call"] = to_call(made, contract)
    return found


# Steps


def _steps(asking: Asking, form: NewRequestForm, kept: Sequence[Upload]) -> list[dict[str, Any]]:
    """The numbered steps of this type, each with its answer in one line."""
    found = [
        ("which", _("Which one?"), ["company", "type", *(which.PREFIX + q["key"] for q in which.which_questions())]),
        ("subject", _("Subject"), ["subject"]),
        ("description", _("Description"), form.texts),
    ]
    if form.own:
        found.append(("details", _("Details"), form.own))
    place = [name for name in ("installation", "entity", "domain") if name in form.fields]
    if place:
        found.append(("where", _("Where it happens"), place))
    if "criticality" in form.fields:
        harm = [*levels.QUESTIONS, "criticality", "criticality_reason", "impact", "deadline", "reachable", "phone"]
        found.append(("harm", _("How much it harms you"), harm))
    found += [("files", _("Files"), ["attachments"]), ("readers", _("Who else reads it"), ["share", "confidential"])]
    return [
        {"key": key, "no": no, "title": title, "fields": names, "sum": _SUMS[key](asking, form, kept)}
        for no, (key, title, names) in enumerate(found, start=1)
    ]


def _opened(steps: list[dict[str, Any]], asking: Asking, form: NewRequestForm) -> str:
    """The first step refused; else the first that is not answered yet."""
    for step in steps:
        if any(name in asking.errors or name in form.errors for name in step["fields"]):
            return step["key"]
    values = asking.values
    answered = {
        "which": bool(values.one("type") or any(values.one(n) for n in values if n.startswith(which.PREFIX))),
        "subject": bool(values.one("subject").strip()),
        "description": any(values.one(name).strip() for name in form.texts),
        "details": all(values.one(name) for name in form.own if form.fields[name].required),
        "where": "entity" not in form.fields or bool(values.many("entity")),
        "harm": bool((level(asking) or {}).get("chosen")),
    }
    return next((step["key"] for step in steps if not answered.get(step["key"], True)), "")


def _sum_which(asking: Asking, form: NewRequestForm, kept: Sequence[Upload]) -> str:
    return label(asking.kind.labels)


def _sum_subject(asking: Asking, form: NewRequestForm, kept: Sequence[Upload]) -> str:
    return asking.values.one("subject")[:200]


def _sum_description(asking: Asking, form: NewRequestForm, kept: Sequence[Upload]) -> str:
    written = [name for name in form.texts if asking.values.one(name).strip()]
    if not written:
        return ""
    if "description" in written or not form.headings:
        return asking.values.one(written[0])[:120]
    said = ngettext("%(count)s part of %(all)s", "%(count)s parts of %(all)s", len(written))
    return said % {"count": len(written), "all": len(form.headings)}


def _sum_details(asking: Asking, form: NewRequestForm, kept: Sequence[Upload]) -> str:
    return " · ".join(asking.values.one(name)[:60] for name in form.own if asking.values.one(name))[:200]


def _sum_where(asking: Asking, form: NewRequestForm, kept: Sequence[Upload]) -> str:
    parts = []
    if "installation" in form.fields and form.installation:
        parts.append(installation_name(form.installation).replace(" · ", " "))
    if "entity" in form.fields:
        names = dict(form.fields["entity"].choices)
        parts.append(words.joined([names[value] for value in asking.values.many("entity") if value in names], language()))
    domain = house().domain_by_key.get(_domain(asking))
    if "domain" in form.fields and domain:
        parts.append(label(domain.labels))
    return " · ".join(filter(None, parts))


def _sum_harm(asking: Asking, form: NewRequestForm, kept: Sequence[Upload]) -> dict[str, Any] | str:
    found = level(asking)
    if not found or not found["chosen"]:
        return ""
    at = checking.local_moment(asking.values.one("deadline"), asking.zone) if asking.values.one("deadline") else None
    return {"level": house().levels[found["chosen"]], "deadline": at}


def _sum_files(asking: Asking, form: NewRequestForm, kept: Sequence[Upload]) -> str:
    return ngettext("%(count)s file", "%(count)s files", len(kept)) % {"count": len(kept)} if kept else _("none")


def _sum_readers(asking: Asking, form: NewRequestForm, kept: Sequence[Upload]) -> dict[str, Any]:
    names = {person.email: person.name for person in asking.choices.colleagues}
    shared = words.joined([names.get(value, value)[:60] for value in asking.values.many("share")][:6], language())
    return {"confidential": asking.values.is_ticked("confidential"), "names": shared}


_SUMS = {
    "which": _sum_which, "subject": _sum_subject, "description": _sum_description, "details": _sum_details,
    "where": _sum_where, "harm": _sum_harm, "files": _sum_files, "readers": _sum_readers,
}  # fmt: skip
