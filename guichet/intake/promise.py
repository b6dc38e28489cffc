"""When the first answer comes: the same second that the request's clock will hold (DOMAIN 1.4, 1.8), in words.

The sentence stands in the send bar before sending, on the request once it is sent, and in the receipt; so it is worded
here, in the four languages, as times are in sla/words.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from guichet.desk.models import Ticket
from guichet.service.models import RequestType
from guichet.sla import stored, words
from guichet.sla.calendar import Calendar, due
from guichet.sla.policy import Policy, level_of, seconds


@dataclass(frozen=True)
class Promise:
    """`opens_at`: when work on it can begin, None while open. Targets in working seconds, moments in UTC."""

    start: datetime
    opens_at: datetime | None
    due_at: datetime
    first_reply_s: int
    update_s: int | None
    goal_s: int | None
    goal_at: datetime | None


def promise(calendar: Calendar, policy: Policy, level: str | None, start: datetime, *, first_reply_s: int | None = None) -> Promise:
    """What a request of that level promises if it is opened at *start*; None: a type without criticality.

    *first_reply_s* is another target that the type asks for (remove access: 1 h).
    """
    targets = policy.targets_at(level)
    reply = first_reply_s if first_reply_s is not None else targets.first_reply or 0
    return Promise(
        start=start,
        opens_at=None if calendar.is_open(start) else calendar.next_opening(start),
        due_at=due(calendar, start, reply),
        first_reply_s=reply,
        update_s=targets.update,
        goal_s=targets.goal,
        goal_at=due(calendar, start, targets.goal) if targets.goal else None,
    )


def level_for(kind: RequestType, criticality: str) -> str | None:
    """The level whose targets a type gets: asked, fixed, or none (DOMAIN 1.4 g)."""
    return level_of({kind.key: kind.criticality}, kind.key, criticality or None)


def quicker(kind: RequestType, fields: Mapping[str, Any]) -> int | None:
    """The first reply a type asks for when a field says so: *remove access* within 1 h (DOMAIN 1.3)."""
    for rule in kind.spec.get("first_reply") or []:
        if all(str(fields.get(key)) == str(value) for key, value in rule["when"].items()):
            return seconds(rule["target"])
    return None


def promise_of(ticket: Ticket) -> Promise:
    """The promise of a request as it was opened."""
    return promise(
        stored.calendar(ticket.calendar_id),
        stored.policy(ticket.policy_id),
        level_for(ticket.type, ticket.criticality),
        ticket.created_at,
        first_reply_s=quicker(ticket.type, ticket.fields),
    )


# Words

_FIRST = {
    "en": "First answer before {due}.",
    "fr": "Première réponse avant {due}.",
    "de": "Erste Antwort bis {due}.",
    "it": "Prima risposta entro {due}.",
}
_REOPENS = {
    "en": "Support reopens {opens}; first answer before {due}.",
    "fr": "Le support rouvre {opens} ; première réponse avant {due}.",
    "de": "Der Support öffnet {opens} wieder; erste Antwort bis {due}.",
    "it": "L’assistenza riapre {opens}; prima risposta entro {due}.",
}
_TODAY = {"en": "{time} today", "fr": "{time} aujourd’hui", "de": "{time}", "it": "{time} di oggi"}
_ON_DAY = {"en": "{day} at {time}", "fr": "{day} à {time}", "de": "am {day} um {time}", "it": "{day} {time}"}
_AT = {"en": "at {time}", "fr": "à {time}", "de": "um {time}", "it": "{time}"}


def sentence(made: Promise, *, language: str, zone: str | tzinfo, now: datetime) -> str:
    """ "Support reopens Wednesday at 8:00; first answer before 9:00." or "First answer before Wed 25 Nov, 10:12." """
    language = words.known(language)
    zone = ZoneInfo(zone) if isinstance(zone, str) else zone
    if made.opens_at is None:
        said = _FIRST[language].format(due=_due(made.due_at, zone, language, now))
    else:
        opens = _opening(made.opens_at, zone, language, now)
        said = _REOPENS[language].format(opens=opens, due=_due(made.due_at, zone, language, now, beside=made.opens_at))
    return words.spaced(said, language)


def _due(at: datetime, zone: tzinfo, language: str, now: datetime, beside: datetime | None = None) -> str:
    """The due moment; on the day just named its time alone, today with the word *today*."""
    local = at.astimezone(zone)
    if beside is not None and local.date() == beside.astimezone(zone).date():
        return words.due_moment(at, zone, language, at).removeprefix("heute ")
    said = words.due_moment(at, zone, language, now)
    return _TODAY[language].format(time=said) if local.date() == now.astimezone(zone).date() else said


def _opening(at: datetime, zone: tzinfo, language: str, now: datetime) -> str:
    """When the desk opens again: today its time, within the week the day's name, else the date in full."""
    local = at.astimezone(zone)
    time = words.at_time(local, language)
    away = (local.date() - now.astimezone(zone).date()).days
    if away == 0:
        return _AT[language].format(time=time)
    day = words.WEEKDAYS_LONG[language][local.weekday()] if away <= words.NEAR_DAYS + 1 else words.long_day(at, zone, language, now)
    return _ON_DAY[language].format(day=day, time=time)


_OPEN_HOURS = {
    "en": "; only open hours count.",
    "fr": " ; seules les heures d’ouverture comptent.",
    "de": "; nur die Öffnungszeiten zählen.",
    "it": "; contano solo le ore di apertura.",
}
_THEN = {
    "en": ", then news at least every {every}.",
    "fr": ", puis des nouvelles au moins toutes les {every}.",
    "de": ", danach mindestens alle {every} Neues.",
    "it": ", poi notizie almeno ogni {every}.",
}
_GOAL = {
    "en": "Way round or solution aimed at by {goal}.",
    "fr": "Contournement ou solution visés d’ici au {goal}.",
    "de": "Umgehungslösung oder Lösung angestrebt bis {goal}.",
    "it": "Alternativa o soluzione prevista entro {goal}.",
}
FAST_S = 2 * 3600


def detail(made: Promise, *, language: str, zone: str | tzinfo, now: datetime) -> tuple[str, str]:
    """What stands behind the promise: its working time, and the goal (empty where there is none)."""
    language = words.known(language)
    zone = ZoneInfo(zone) if isinstance(zone, str) else zone
    target = words.working_hours(made.first_reply_s, language)
    if made.update_s and made.first_reply_s <= FAST_S:
        target += _THEN[language].format(every=words.hours(made.update_s))
    else:
        target += _OPEN_HOURS[language]
    goal = ""
    if made.goal_at is not None:
        goal = _GOAL[language].format(goal=words.day_and_time(made.goal_at, zone, language, now))
    return words.spaced(target, language), words.spaced(goal, language)


_CALL_NOW = {
    "en": "Nobody reads requests until then. Outside opening hours call {number}: somebody answers now.",
    "fr": "D’ici là, personne ne lit les demandes. Hors des heures d’ouverture, appelez le {number} : quelqu’un répond maintenant.",
    "de": "Bis dann liest niemand Anfragen. Rufen Sie ausserhalb der Öffnungszeiten {number} an: Jetzt antwortet jemand.",
    "it": "Fino ad allora nessuno legge le richieste. Fuori orario chiamate il {number}: qualcuno risponde subito.",
}
_CALL_THEN = {
    "en": "Your contract has no on-call service: nobody answers until then. Call {number} as soon as Support is open.",
    "fr": "Votre contrat ne prévoit pas de permanence : personne ne répond d’ici là. Appelez le {number} dès l’ouverture.",
    "de": "Ihr Vertrag enthält keinen Pikettdienst: Bis dann antwortet niemand. Rufen Sie {number} an, sobald der Support offen ist.",
    "it": "Il vostro contratto non prevede un servizio di picchetto: fino ad allora non risponde nessuno. Chiamate il {number} all’apertura.",
}
_CALL_TOO = {
    "en": "Call {number} as well and give this subject.",
    "fr": "Appelez aussi le {number} et donnez ce sujet.",
    "de": "Rufen Sie auch {number} an und nennen Sie diesen Betreff.",
    "it": "Chiamate anche il {number} e indicate questo oggetto.",
}


def call(made: Promise, *, on_call: str, phone: str, language: str, is_desk_open: bool = True) -> tuple[str, str]:
    """For CRITICAL: what to say about calling, and the number (DOMAIN 1.4, 1.15). ``{number}`` stands for it in the text.

    Outside hours it is the contract's on-call number, or plainly that nobody answers before the opening. *is_desk_open*: false
    while the extended hours for CRITICAL alone are open; the on-call number is answered then too.
    """
    language = words.known(language)
    if made.opens_at is None:
        return words.spaced(_CALL_TOO[language], language), phone if is_desk_open else on_call or phone
    if on_call:
        return words.spaced(_CALL_NOW[language], language), on_call
    return words.spaced(_CALL_THEN[language], language), phone
