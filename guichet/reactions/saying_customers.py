"""What the customer's people read: what happened, whose turn it is, by when (DOMAIN 1.11). Rendered as the reader."""

from dataclasses import replace

from django.utils.translation import gettext as _

from guichet.contracts.models import Offer
from guichet.desk import surveying
from guichet.desk.states import Status
from guichet.reactions.case import Case, Said
from guichet.reactions.pieces import Quote
from guichet.service.house import house
from guichet.sla import stored, words


def receipt(case: Case) -> Said:
    """The reference, what it was taken as, and the promise."""
    ticket = case.ticket
    lines, needs = [_("We have your request. Its reference is %(key)s.") % {"key": ticket.key}], []
    if ticket.reporter_id != case.reader.person_id:
        lines = [_("%(name)s opened request %(key)s and shares it with you.") % {"name": ticket.reporter.name, "key": ticket.key}]
    elif ticket.entered_by_id:
        entered = _("%(name)s entered request %(key)s for you. Is something wrong? Correct it on its page, or answer.")
        lines = [entered % {"name": ticket.entered_by.name, "key": ticket.key}]
    elif ticket.missing:
        missing = words.joined([_named(case, name) for name in ticket.missing], case.language)
        link = f"{case.link}correct/"
        needs = [_("What we still need from you: %(missing)s. Fill it in here: %(link)s") % {"missing": missing, "link": link}]
        waits = any(fact.get("waits") for fact in case.event.sla or [])
        needs.append(_("Our times count once this is there.") if waits else _("Our times count already."))
    then = case.promises
    if ticket.criticality == "CRITICAL" and (phone := _phone(case)):
        then = [*then, _("A critical request needs a call as well: %(phone)s.") % {"phone": phone}]
    facts = [(_("Subject"), ticket.subject), (_("Type"), case.type_label(ticket.type.key))]
    if ticket.criticality:
        facts.append((_("Criticality"), case.level(ticket.criticality)))
    return Said(_("Your request is with us"), lines, then=then, facts=facts, needs=needs)


_MISSING = {
    "criticality": lambda: _("how much it harms you"),
    "installation": lambda: _("which installation it concerns"),
}


def _named(case: Case, name: str) -> str:
    """What is missing, in the words of the form."""
    if name in _MISSING:
        return _MISSING[name]()
    field = next((field for field in case.ticket.type.fields if field["key"] == name), None)
    return case.said(field["labels"]) if field else name


def kept(case: Case) -> Said:
    """His answer came after the end: nothing was opened, and its text waits (DOMAIN 1.7)."""
    lines = [
        _("Request %(key)s is closed and takes no answer, so your message was not added to it.") % {"key": case.ticket.key},
        _("Your text is kept until %(day)s: with the follow-up you send it as a new request that is linked to this one.")
        % {"day": case.moment(case.data["until"])},
    ]
    return Said(_("Your text is kept"), lines, follow_up=True)


def _phone(case: Case) -> str:
    """Outside the contract's hours its on-call number, else the vendor's."""
    contract, phone = case.ticket.contract, case.brand.get("phone", "")
    if contract is None or stored.calendar(contract.calendar_id).is_open(case.event.at):
        return phone
    return contract.on_call_number or phone


def message(case: Case) -> Said:
    """A public message of ours: a question, a solution or news."""
    about, letter = _("New message"), "reply"
    if case.data.get("question") or case.event.status == Status.WAIT_CUSTOMER:
        about, letter = _label(case, Status.WAIT_CUSTOMER), "question"
    elif case.data.get("resolution"):
        about, letter = _label(case, Status.RESOLVED), "solution"
    return Said(about, [], case.message(), case.standing(), by_hand=True, letter=letter)


def call(case: Case) -> Said:
    lines = [_("%(name)s noted your call on the request.") % {"name": case.by}]
    if case.ticket.reporter_id != case.reader.person_id:
        lines = [_("%(name)s noted a call on the request.") % {"name": case.by}]
    return Said(_("Your call"), lines, case.message(), case.standing(), by_hand=True)


def colleague_wrote(case: Case) -> Said:
    return Said(_("New message"), [], case.message(), case.standing())


# Statuses whose letter has a text of its own.
_LETTERS = {
    Status.WAIT_CUSTOMER: "question",
    Status.RESOLVED: "solution",
    Status.CLOSED: "closed",
    Status.CANCELLED: "withdrawn",
    Status.PLANNED_FIX: "planned",
    Status.FIX_AVAILABLE: "fix_available",
    Status.SCHEDULED: "appointment",
}


def moved(case: Case) -> Said:
    """The status changed; with the text that was written to it, if there is one."""
    said = _moved(case)
    return said if said.letter or case.ticket.status != case.data.get("to") else replace(said, letter=_LETTERS.get(case.ticket.status, ""))


def _moved(case: Case) -> Said:
    to, quote = case.data.get("to"), case.message()
    by_hand = quote is not None and case.event.by is not None and case.event.by.is_agent
    if case.data.get("offer") and to == Status.WAIT_APPROVAL:
        return _offer(case)
    if case.ticket.status != to:
        # The letter is late and the request has moved on: say where it stands now.
        return Said(case.status, [], quote, case.standing(), by_hand=by_hand)
    if to == Status.CLOSED:
        return _closed(case, quote, by_hand)
    lines = []
    if to == Status.CANCELLED:
        lines = [_("%(name)s withdrew the request.") % {"name": case.by}]
        return Said(case.status, lines, quote or case.reason(), [case.meaning], by_hand=by_hand, follow_up=True)
    if case.data.get("transition") == "unplan":
        lines = [_("The version that was planned no longer holds. We tell you as soon as there is another.")]
        quote = quote or case.reason()
    elif case.data.get("transition") == "withdraw_offer":
        lines = [_("%(name)s withdrew the offer. Nothing will be billed for it.") % {"name": case.by}]
    elif to == Status.PLANNED_FIX and case.target_release and case.target_release.planned_on:
        expected = _("Version %(version)s is expected on %(day)s.")
        lines = [expected % {"version": case.target_release.name, "day": case.day(case.target_release.planned_on)}]
    elif case.data.get("transition") == "only_thanks":
        lines = [_("Thank you for your message. We take it that the solution holds; if it does not, answer, and work goes on.")]
    elif to == Status.RESOLVED and case.data.get("resolution") == "no_answer":
        lines = [_("We had no answer and propose to close the request. Do you still need us? Answer, and work goes on at once.")]
    return Said(case.status, lines, quote, case.standing(), _result(case), by_hand)


def _closed(case: Case, quote: Quote | None, by_hand: bool) -> Said:
    lines = [
        _("Request %(key)s is closed and takes no reply.") % {"key": case.ticket.key},
        _("Does it come back? Open a follow-up: everything you need is filled in."),
    ]
    notes: list[tuple[int, str]] = []
    if case.ticket.reporter_id == case.reader.person_id:
        lines.append(_("How satisfied are you, from 1 (not at all) to 5 (very)? One click, within 14 days:"))
        notes = [(score, surveying.address_of(case.ticket.pk, case.reader.person_id, score)) for score in surveying.SCORES]
    return Said(case.status, [], quote, lines, _result(case), by_hand, follow_up=True, survey=notes)


def _result(case: Case) -> list[tuple[str, str]]:
    known = house().resolutions.get(case.data.get("resolution", ""))
    return [(_("Result"), case.said(known.labels))] if known else []


def offer(case: Case) -> Said:
    """To an approver: work outside coverage waits for a named yes."""
    return _offer(case)


def _offer(case: Case) -> Said:
    """Amounts are for approvers, administrators and the reporter (DOMAIN 1.9)."""
    found = Offer.objects.select_related("offered_by").filter(pk=case.data.get("offer"), ticket=case.ticket.pk).first()
    if found is None:
        return Said(case.status, [], case.message(), case.standing(), letter="offer")
    rights = case.reader.in_company(case.ticket.company_id)
    decides = bool(rights and rights.is_approver)
    lines = [_("%(name)s made an offer for work that the contract does not cover.") % {"name": found.offered_by.name}]
    then = [_("Nothing is done or billed before somebody with the right to approve cost says yes.")]
    if decides:
        then = [_("Nothing is done or billed before you or another approver says yes.")]
    facts = [(_("Valid until"), case.day(found.valid_until))]
    if decides or (rights and rights.is_administrator) or case.ticket.reporter_id == case.reader.person_id:
        facts.insert(0, (_("Amount"), f"{found.currency} {words.number(found.amount, case.language, 2)}"))
    intro = _("What it is for:")
    return Said(case.status, lines, case.message() or Quote(intro, found.reason), then, facts, letter="offer")


def criticality_changed(case: Case) -> Said:
    """At once, with the reason; after a lowering, until when it may be contested (DOMAIN 1.4 e)."""
    names = {"name": case.by, "former": case.level(case.data["from"]), "present": case.level(case.data["to"])}
    lowered, then = case.data.get("direction") == "lowered", case.promises
    if lowered:
        lines = [_("%(name)s lowered the criticality from %(former)s to %(present)s.") % names]
        until = case.ticket.contest_until
        if until and not case.ticket.contested_at:
            contest = _("You disagree? Contest once until %(moment)s; the team lead decides.") % {"moment": case.moment(until)}
            then = [contest, *then]
    else:
        lines = [_("%(name)s raised the criticality from %(former)s to %(present)s.") % names]
    about = _("Criticality now %(level)s") % {"level": case.level(case.data["to"])}
    return Said(about, lines, case.reason(), then)


def contest_decided(case: Case) -> Said:
    level = case.level(case.data["level"])
    if case.data["granted"]:
        line = _("%(name)s agrees with you: the criticality is %(level)s again.") % {"name": case.by, "level": level}
    else:
        line = _("%(name)s looked at it again: the criticality stays %(level)s.") % {"name": case.by, "level": level}
    return Said(_("Your objection is decided"), [line], case.reason(), case.promises)


def type_changed(case: Case) -> Said:
    lines = [
        _("%(name)s changed the type of the request: it is now “%(type)s”, with the reference %(key)s.")
        % {"name": case.by, "type": case.type_label(case.data["to"]), "key": case.ticket.key},
        _("The number stays, the former reference still finds it, and the time already used counts."),
    ]
    return Said(_("Other type of request"), lines, then=case.standing())


def desk_changed(case: Case) -> Said:
    """A wrong desk never costs the customer his place (DOMAIN 1.3). Desks the customer does not see are not named."""
    desk = house().desk_by_key.get(case.data.get("to", ""))
    line = _("Other colleagues of ours now handle the request.")
    if desk and desk.is_visible:
        line = _("The request is now handled by: %(desk)s.") % {"desk": case.said(desk.labels)}
    kept = _("It keeps its place, and no clock starts anew.")
    return Said(_("Handled by other colleagues"), [line, kept], then=case.standing())


def shared(case: Case) -> Said:
    line = _("%(name)s shares request %(key)s with you: you can read it and reply.") % {"name": case.by, "key": case.ticket.key}
    return Said(_("Shared with you"), [line], then=case.standing(), facts=[(_("Subject"), case.ticket.subject)])


def handed_over(case: Case) -> Said:
    """A colleague left; what was his and open is the reader's now (DOMAIN 1.15)."""
    names = {"name": case.data["name"], "key": case.ticket.key}
    lines = [_("%(name)s has left your company. You have request %(key)s from now on.") % names]
    return Said(_("You take over a request"), lines, then=case.standing(), facts=[(_("Subject"), case.ticket.subject)])


def now_yours(case: Case) -> Said:
    """The request was opened for another company by mistake."""
    line = _("Request %(key)s was opened for another company by mistake. It is your company’s: %(name)s is its reporter.")
    said = line % {"key": case.ticket.key, "name": case.ticket.reporter.name}
    return Said(_("A request of your company"), [said], then=case.standing(), facts=[(_("Subject"), case.ticket.subject)])


def no_longer_yours(case: Case) -> Said:
    lines = [
        _("Request %(key)s was opened for your company by mistake. We moved it, and it is no longer among yours.")
        % {"key": case.ticket.key},
        _("You need not do anything."),
    ]
    return Said(_("Not a request of your company"), lines, href="/requests/")


def reminder(case: Case) -> Said:
    """What we wait for (DOMAIN 1.6)."""
    asked = {
        "answer": _("We still need your answer to go on."),
        "approval": _("An offer still waits for your decision."),
        "install": _("A fix is available and waits to be installed. Did it help?"),
        "confirm": _("Did our solution help? Confirm it, or say that it does not."),
        "check": _("Today you wanted to check our solution. Did it help?"),
    }
    line = asked.get(case.data["kind"], asked["answer"])
    return Said(_("Reminder"), [line], then=case.standing())


def due_moved(case: Case) -> Said:
    """A due moment already told never moves later without telling (DOMAIN 1.4 j)."""
    names = {
        "first_reply": _("The first answer is now due before %(moment)s, no longer before %(former)s."),
        "update": _("The next news is now due before %(moment)s, no longer before %(former)s."),
        "goal": _("The solution is now aimed at before %(moment)s, no longer before %(former)s."),
    }
    moved = [case.data, *case.data.get("also", [])]
    lines = [names[one["clock"]] % {"moment": case.moment(one["to"]), "former": case.moment(one["from"])} for one in moved]
    return Said(_("A date moved"), lines, then=[case.meaning])


def confidential_changed(case: Case) -> Said:
    if case.data.get("confidential"):
        line = _("%(name)s made the request confidential: only you, those added by name and our team see it.")
    else:
        line = _("%(name)s lifted the confidentiality: the request is visible like any other.")
    return Said(_("Who sees the request"), [line % {"name": case.by}])


def opened_by_lead(case: Case) -> Said:
    line = _("%(name)s, who leads the desk, opened your confidential request.") % {"name": case.by}
    return Said(_("Your confidential request was opened"), [line], quote=case.reason())


def _label(case: Case, status: str) -> str:
    known = house().statuses.get(status)
    return case.said(known.labels) if known else status
