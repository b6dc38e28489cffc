"""What the vendor's people read: what happened on a request of theirs, and what is expected. Rendered as the reader."""

from django.utils.translation import gettext as _

from guichet.desk.models import Note, Survey
from guichet.desk.operations.watching import LINKED
from guichet.reactions.case import Case, Said
from guichet.reactions.pieces import Quote
from guichet.reactions.recipients import by_customer


def _clock(case: Case) -> str:
    names = {"first_reply": _("First reply"), "update": _("Next update"), "goal": _("Solution")}
    return names.get(case.data.get("clock", ""), case.data.get("clock", ""))


def critical(case: Case) -> Said:
    """The whole team, at creation (DOMAIN 1.4 f)."""
    line = _("%(company)s opened a critical request. Somebody has to take it now.") % {"company": case.ticket.company.name}
    fields = case.ticket.fields
    facts = [(_("Call"), fields.get("phone", "")), (_("Reachable"), fields.get("reachable", ""))]
    return Said(_("Critical request"), [line], then=case.promises, facts=[fact for fact in facts if fact[1]])


def reply(case: Case) -> Said:
    lines = []
    if case.data.get("reopened") and case.ticket.by_thanks:
        lines = [_("The customer answered the solution, it seems with thanks alone. If so, say it on the page, and the solution stands.")]
    elif case.data.get("reopened"):
        lines = [_("The solution did not help: the request is open again, with the time already used.")]
    return Said(_("Answer of %(company)s") % {"company": case.ticket.company.name}, lines, case.message(), case.promises)


def corrected(case: Case) -> Said:
    """What was entered during a call, put right by the contact (DOMAIN 1.15)."""
    line = _("%(name)s corrected what was entered for the request. Please read it again.") % {"name": case.by}
    return Said(_("Request corrected"), [line], then=case.promises)


def moved(case: Case) -> Said:
    named = {"name": case.by}
    line = {
        "approve": _("%(name)s approved the offer. Work can go on.") % named,
        "return_offer": _("%(name)s does not want the offer like this.") % named,
        "refuse_offer": _("%(name)s refused the offer for good. The request is closed.") % named,
        "not_solved": _("%(name)s says that the solution did not help.") % named,
        "still_there": _("%(name)s says that the fault is still there.") % named,
        "appointment_came": _("The appointment has come. It is our turn."),
    }.get(case.data.get("transition", ""), _("It is our turn again."))
    quote = case.message() or (case.reason() if by_customer(case.event) else None)
    return Said(case.status, [line], quote, case.promises)


def regressed(case: Case) -> Said:
    """The version has the fix, and the fault seems to be there (DOMAIN 1.12)."""
    reference = f"PRB-{case.data['problem']}"
    names = {"key": case.ticket.key, "problem": reference, "version": case.ticket.release.name if case.ticket.release else ""}
    line = _("Request %(key)s runs %(version)s, which has the fix of %(problem)s, and still looks like it.") % names
    found = case.data.get("reason", "")
    why = _("It is linked with it.") if found == LINKED else _("Its text holds “%(signature)s”.") % {"signature": found}
    return Said(_("Is %(problem)s back?") % names, [line, why])


def assigned(case: Case) -> Said:
    names = {"name": case.by, "key": case.ticket.key}
    if case.data.get("added") == case.reader.person_id:
        line = _("%(name)s gave you sight of request %(key)s.") % names
    elif case.data.get("handler") == case.reader.person_id and case.ticket.owner_id != case.reader.person_id:
        line = _("%(name)s made you the handler of request %(key)s.") % names
    else:
        line = _("%(name)s assigned request %(key)s to you. You answer for its promises.") % names
    return Said(_("Assigned to you"), [line], then=case.promises)


def mentioned(case: Case) -> Said:
    """The note goes to agents only; the requesters' role could not even read it."""
    note = Note.objects.select_related("author").filter(pk=case.data.get("note"), ticket=case.ticket.pk).first()
    line = _("%(name)s mentions you in an internal note.") % {"name": case.by}
    quote = (
        Quote(_("Internal note of %(name)s:") % {"name": note.author.name}, note.body) if note and case.reader.is_agent else None
    )
    return Said(_("You are mentioned"), [line], quote)


def criticality_raised(case: Case) -> Said:
    names = {"name": case.by, "former": case.level(case.data["from"]), "present": case.level(case.data["to"])}
    line = _("%(name)s raised the criticality from %(former)s to %(present)s. Please check it.") % names
    return Said(_("Criticality raised"), [line], case.reason(), case.promises)


def contested(case: Case) -> Said:
    """The lead answers within the higher level's first-reply time (DOMAIN 1.4 e)."""
    names = {"name": case.by, "present": case.level(case.data["from"]), "wanted": case.level(case.data["to"])}
    lines = [_("%(name)s contests the criticality %(present)s and asks for %(wanted)s. The lead decides.") % names]
    if case.data.get("answer_by"):
        lines.append(_("An answer is due before %(moment)s.") % {"moment": case.moment(case.data["answer_by"])})
    return Said(_("Criticality contested"), lines, case.reason())


def escalated(case: Case) -> Said:
    """Demands an answer within the update interval (DOMAIN 1.10)."""
    line = _("%(name)s escalated the request. An answer is due within the update interval.") % {"name": case.by}
    return Said(_("Escalated"), [line], case.reason(), case.promises)


def escalation_withdrawn(case: Case) -> Said:
    line = _("%(name)s took the escalation back.") % {"name": case.by}
    return Said(_("Escalation taken back"), [line], case.reason())


def escalation_unanswered(case: Case) -> Said:
    line = _("The customer escalated and was owed an answer before %(moment)s. There was no answer.")
    return Said(_("Escalation without an answer"), [line % {"moment": case.moment(case.data["due_at"])}])


def contest_undecided(case: Case) -> Said:
    line = _("The customer contests the criticality; your decision was due before %(moment)s.")
    return Said(_("Contest without a decision"), [line % {"moment": case.moment(case.data["due_at"])}])


def owes_news(case: Case) -> Said:
    """PLANNED_FIX: told at least every 20 working days (DOMAIN 1.6)."""
    line = _("The customer has had no news for 20 working days. Tell him how the planned version stands.")
    return Said(_("News is owed"), [line])


def left_open(case: Case) -> Said:
    """A CRITICAL request is neither resolved nor closed by the system (DOMAIN 1.6)."""
    line = _("The customer does not answer. A critical request is never ended by itself: please decide how it goes on.")
    return Said(_("Critical request without an answer"), [line])


def unhappy(case: Case) -> Said:
    """A note of two or less, with the words to it (DOMAIN 1.11)."""
    line = _("The customer gave %(score)s of 5. Please look into it.") % {"score": case.data["score"]}
    answer = Survey.objects.filter(ticket=case.ticket.pk).exclude(text="").first()
    quote = Quote(_("%(name)s wrote:") % {"name": case.by}, answer.text, case.ticket.language) if answer else None
    return Said(_("Low satisfaction"), [line], quote)


def warned(case: Case) -> Said:
    part = int(case.data["fraction"] * 100)
    line = _("%(clock)s: %(part)s %% of the time is used. Due before %(moment)s.")
    line %= {"clock": _clock(case), "part": part, "moment": case.moment(case.data["due_at"])}
    return Said(_("Due soon"), [line])


def breached(case: Case) -> Said:
    line = _("%(clock)s: the target of %(moment)s was missed.")
    line %= {"clock": _clock(case), "moment": case.moment(case.data["due_at"])}
    return Said(_("Target missed"), [line])


def third_handover(case: Case) -> Said:
    line = _("The request was handed from desk to desk for the third time. Please see to it that it finds its place.")
    return Said(_("Third hand-over"), [line])


def reporter_left(case: Case) -> Said:
    """The reporter left his company; somebody took the request over, or nobody of the company may have it."""
    names = {"name": case.data["name"], "company": case.ticket.company.name, "heir": case.data.get("heir_name", "")}
    lines = [_("%(name)s left %(company)s. %(heir)s took the request over.") % names]
    if not case.data.get("heir"):
        lines = [
            _("%(name)s left %(company)s, and nobody there may have this request now.") % names,
            _("As soon as a contact of the company may, name him on the page of the request."),
        ]
    return Said(_("The reporter left"), lines)


def owner_left(case: Case) -> Said:
    line = _("The owner left, and his successor may not read this request. Give it to somebody who may.")
    return Said(_("The request has no owner"), [line])
