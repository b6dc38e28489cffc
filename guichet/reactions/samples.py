"""A letter of each kind about a request that does not exist: what the preview in administration shows.

Whoever edits the texts sees no request by that role, so nothing here is read from one.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from guichet import clock
from guichet.reactions.frame import Sheet
from guichet.reactions.pieces import Item, Part, Quote
from guichet.service.house import house
from guichet.service.lettering import AGENTS, COMMON, CONFIDENTIAL, LetterKind
from guichet.sla import words

KEY = "SPT-1042"
_READER, _AUTHOR, _COMPANY, _VERSION, _PROBLEM = "Ada Perret", "Nora Keller", "Acme SA", "24.2.6", "PRB-17"
_SUBJECT = {
    "en": "Invoice in EUR: VAT at 7.7 % instead of 8.1 %",
    "fr": "Facture en EUR : TVA à 7,7 % au lieu de 8,1 %",
    "de": "Rechnung in EUR: MWST 7,7 % statt 8,1 %",
    "it": "Fattura in EUR: IVA al 7,7 % invece dell’8,1 %",
}
_WROTE = {
    "en": "Since which day is the rate wrong?\nPlease send us the number of one of these invoices.",
    "fr": "Depuis quel jour le taux est-il faux ?\nEnvoyez-nous le numéro d’une de ces factures, s’il vous plaît.",
    "de": "Seit welchem Tag stimmt der Satz nicht?\nBitte senden Sie uns die Nummer einer dieser Rechnungen.",
    "it": "Da quale giorno l’aliquota è sbagliata?\nInviateci per favore il numero di una di queste fatture.",
}
_BEFORE = {
    "en": "The rate that is proposed is the former one.",
    "fr": "Le taux proposé est l’ancien.",
    "de": "Vorgeschlagen wird der frühere Satz.",
    "it": "L’aliquota proposta è quella precedente.",
}
_STATUS = {
    "question": "WAIT_CUSTOMER", "solution": "RESOLVED", "closed": "CLOSED", "withdrawn": "CANCELLED", "planned": "PLANNED_FIX",
    "fix_available": "FIX_AVAILABLE", "appointment": "SCHEDULED", "offer": "WAIT_APPROVAL", "receipt": "NEW", "critical": "NEW",
}  # fmt: skip
_NEWS: dict[str, Callable[[dict[str, str]], list[str]]] = {
    "receipt": lambda n: [_("We have your request. Its reference is %(key)s.") % n],
    "planned": lambda n: [_("Version %(version)s is expected on %(day)s.") % n],
    "offer": lambda n: [_("%(name)s made an offer for work that the contract does not cover.") % n],
    "withdrawn": lambda n: [_("%(name)s withdrew the request.") % n],
    "call": lambda n: [_("%(name)s noted your call on the request.") % n],
    "text_kept": lambda n: [_("Request %(key)s is closed and takes no answer, so your message was not added to it.") % n],
    "criticality": lambda n: [_("%(name)s raised the criticality from %(former)s to %(present)s.") % n],
    "contest_decided": lambda n: [_("%(name)s agrees with you: the criticality is %(level)s again.") % n],
    "type_changed": lambda n: [_("The number stays, the former reference still finds it, and the time already used counts.")],
    "desk_changed": lambda n: [_("Other colleagues of ours now handle the request.")],
    "shared": lambda n: [_("%(name)s shares request %(key)s with you: you can read it and reply.") % n],
    "taken_over": lambda n: [_("%(name)s has left your company. You have request %(key)s from now on.") % n],
    "now_yours": lambda n: [_("Request %(key)s was opened for another company by mistake. It is your company’s: %(name)s is its reporter.") % n],
    "not_yours": lambda n: [_("Request %(key)s was opened for your company by mistake. We moved it, and it is no longer among yours.") % n],
    "reminder": lambda n: [_("We still need your answer to go on.")],
    "date_moved": lambda n: [_("The next news is now due before %(moment)s, no longer before %(former)s.") % (n | {"former": n["former_moment"]})],
    "who_sees": lambda n: [_("%(name)s made the request confidential: only you, those added by name and our team see it.") % n],
    "opened_by_lead": lambda n: [_("%(name)s, who leads the desk, opened your confidential request.") % n],
    CONFIDENTIAL: lambda n: [_("There is news about the confidential request %(key)s. It is not repeated in a letter.") % n],
    "critical": lambda n: [_("%(company)s opened a critical request. Somebody has to take it now.") % n],
    "corrected": lambda n: [_("%(name)s corrected what was entered for the request. Please read it again.") % n],
    "our_turn": lambda n: [_("It is our turn again.")],
    "problem_back": lambda n: [_("Request %(key)s runs %(version)s, which has the fix of %(problem)s, and still looks like it.") % n],
    "assigned": lambda n: [_("%(name)s assigned request %(key)s to you. You answer for its promises.") % n],
    "mentioned": lambda n: [_("%(name)s mentions you in an internal note.") % n],
    "criticality_raised": lambda n: [_("%(name)s raised the criticality from %(former)s to %(present)s. Please check it.") % n],
    "contested": lambda n: [_("%(name)s contests the criticality %(present)s and asks for %(wanted)s. The lead decides.") % n],
    "escalated": lambda n: [_("%(name)s escalated the request. An answer is due within the update interval.") % n],
    "escalation_withdrawn": lambda n: [_("%(name)s took the escalation back.") % n],
    "escalation_unanswered": lambda n: [_("The customer escalated and was owed an answer before %(moment)s. There was no answer.") % n],
    "contest_undecided": lambda n: [_("The customer contests the criticality; your decision was due before %(moment)s.") % n],
    "owes_news": lambda n: [_("The customer has had no news for 20 working days. Tell him how the planned version stands.")],
    "left_open": lambda n: [_("The customer does not answer. A critical request is never ended by itself: please decide how it goes on.")],
    "unhappy": lambda n: [_("The customer gave %(score)s of 5. Please look into it.") % n],
    "warned": lambda n: [_("%(clock)s: %(part)s %% of the time is used. Due before %(moment)s.") % n],
    "breached": lambda n: [_("%(clock)s: the target of %(moment)s was missed.") % n],
    "third_handover": lambda n: [_("The request was handed from desk to desk for the third time. Please see to it that it finds its place.")],
    "reporter_left": lambda n: [_("%(name)s left %(company)s. %(heir)s took the request over.") % n],
    "owner_left": lambda n: [_("The owner left, and his successor may not read this request. Give it to somebody who may.")],
    "release": lambda n: [_("Version %(version)s has come out.") % n],
    "problem_update": lambda n: [_("There is news about known problem %(problem)s, which you follow: %(title)s") % n],
    "incident": lambda n: [_("It is over: %(title)s") % n],
    "sign_in": lambda n: [_("With this link you sign in to the support of %(vendor)s. It works once, for %(lasts)s.") % n],
    "new_password": lambda n: [_("With this link you choose a new password. It works once, for %(lasts)s.") % n],
    "invitation": lambda n: [_("%(company)s invites you to the support of %(vendor)s: here you ask, and follow your requests.") % n],
    "password_changed": lambda n: [_("Your password was changed on %(moment)s.") % n],
    "absence": lambda n: [_("%(name)s is away from %(from)s to %(until)s, and you answer meanwhile.") % n],
    "successor": lambda n: [_("%(name)s has left. The open requests are yours from now on: you answer for their promises.") % n],
}  # fmt: skip


def sheet(kind: LetterKind, language: str, brand: Mapping[str, Any]) -> Sheet:
    """Everything that kind of letter may hold, in a language and under a brand."""
    with translation.override(language):
        return _sheet(kind, language, brand)


def _sheet(kind: LetterKind, language: str, brand: Mapping[str, Any]) -> Sheet:
    names = _names(language, brand)
    promises = [_("First answer before %(moment)s.") % names, _("Solution aimed at before %(moment)s.") % {"moment": names["later"]}]
    status, meaning = _status(kind.key, language)
    facts = [(_("Status"), status)]
    if kind.group == AGENTS:
        facts = [(_("Company"), _COMPANY), (_("Criticality"), names["present"]), *facts]
    said = _NEWS.get(kind.key)
    return Sheet(
        kind=kind.key,
        language=language,
        name=_AUTHOR if kind.group == AGENTS else _READER,
        about=str(kind.name),
        link=f"{settings.GUICHET_BASE_URL}{'/desk' if kind.group == AGENTS else ''}/requests/{KEY}/",
        link_words=_("Read it here:") if set(kind.variables) <= {*COMMON, "key"} else _("Answer here:"),
        brand=brand,
        lines=said(names) if said else [],
        needs=[_("What we still need from you: %(missing)s. Fill it in here: %(link)s") % names],
        quote=Quote(_("%(name)s wrote:") % names, _WROTE[language], language),
        earlier=Quote(_("On %(moment)s %(name)s wrote:") % {"moment": names["former_moment"], "name": _READER}, _BEFORE[language], language),
        parts=[Part(_("It holds the fix for these requests. Install it, then tell us whether it helps:"), [_item(language, status)])],
        then=[line for line in (meaning, *(promises if kind.key not in _STATUS or kind.key in ("receipt", "critical") else ())) if line],
        ratings=[(score, f"{settings.GUICHET_BASE_URL}/survey/…/{score}/") for score in range(1, 6)],
        facts=facts,
        more={name: lambda value=value: value for name, value in _more(names, status).items()},
    )


def _names(language: str, brand: Mapping[str, Any]) -> dict[str, str]:
    now = clock.now()

    def moment(hours: int) -> str:
        return words.day_and_time(now + timedelta(hours=hours), "Europe/Zurich", language, now)

    def day(days: int) -> str:
        return words.date_of((now + timedelta(days=days)).date(), language)

    return {
        "key": KEY, "name": _AUTHOR, "company": _COMPANY, "version": _VERSION, "problem": _PROBLEM, "heir": "Rémi Favre",
        "vendor": brand.get("vendor", ""), "title": _SUBJECT[language], "clock": _("First reply"), "part": "75", "score": "2",
        "former": _level("LOW", language), "present": _level("MEDIUM", language), "level": _level("MEDIUM", language),
        "wanted": _level("HIGH", language), "moment": moment(4), "former_moment": moment(-20), "later": moment(72),
        "lasts": _("%(count)s minutes") % {"count": 15}, "day": day(14), "from": day(1), "until": day(8),
        "missing": _("how much it harms you"), "link": f"{settings.GUICHET_BASE_URL}/requests/{KEY}/correct/",
    }  # fmt: skip


def _more(names: Mapping[str, str], status: str) -> dict[str, str]:
    kind = house().type_by_key.get("SPT")
    return {
        "key": KEY,
        "subject": names["title"],
        "company": _COMPANY,
        "type": _in(kind.labels if kind else {}, words.known(translation.get_language())),
        "criticality": names["present"],
        "status": status,
        "author": _AUTHOR,
        "first_reply": names["moment"],
        "update": names["moment"],
        "solution": names["later"],
    }


def _item(language: str, status: str) -> Item:
    return Item(KEY, _SUBJECT[language], status, f"{settings.GUICHET_BASE_URL}/requests/{KEY}/", language)


def _status(kind: str, language: str) -> tuple[str, str]:
    found = house().statuses.get(_STATUS.get(kind, "IN_PROGRESS"))
    label = _in(found.labels if found else {}, language)
    return label.replace("…", _VERSION), _in(found.meanings if found else {}, language)


def _level(key: str, language: str) -> str:
    found = house().levels.get(key)
    return _in(found.labels if found else {}, language)


def _in(labels: Mapping[str, str], language: str) -> str:
    return labels.get(language) or labels.get("en", "")


