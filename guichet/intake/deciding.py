"""What becomes of a message: it opens, answers, waits as a draft, or somebody has to look at it.

Here the sender is found out, and the request he answers; then the one entrance decides as for every door (receive.py).
Nothing is written here but what the entrance writes: the worker keeps the decision (working.py).
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils import translation

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, Actor, load_actor
from guichet.access.refusals import Conflict, DeskError, Forbidden, Invalid, Missing, TooLarge
from guichet.contracts import coverage
from guichet.desk import addresses
from guichet.desk.events import record
from guichet.desk.models import Message, Ticket
from guichet.desk.operations.replying import note
from guichet.desk.operations.sharing import share
from guichet.desk.texts import is_blank
from guichet.intake import authentic, claims, contents
from guichet.intake.choices import may_begin
from guichet.intake.mailbox.models import Mail, Mailbox
from guichet.intake.receive import identity, receive
from guichet.intake.submission import KEPT, Received, Submission, Values
from guichet.jobs import queue
from guichet.mail.parsed import ParsedMail
from guichet.people import limits
from guichet.people.invitations import by_address
from guichet.people.models import Company
from guichet.service.house import house

AUTOMATIC_PER_HOUR = 20


@dataclass(frozen=True)
class Decision:
    """`outcome` and `reason` of Mail; the request it belongs to or names; what an agent is told besides."""

    outcome: str
    reason: str = ""
    ticket: Ticket | None = None
    said: int | None = None
    person: int | None = None
    details: dict[str, Any] = field(default_factory=dict)


def decide(mail: Mail, parsed: ParsedMail) -> Decision:
    """Decide and carry it out, within the caller's transaction, as the system."""
    claim = claims.claim_of(parsed, mail.place.get("to", ()))
    named = claim.ticket if claim else None
    if is_our_own(parsed):
        return Decision(Mail.IGNORED, "own", named)
    if parsed.is_bounce:
        return _bounced(parsed, named)
    if parsed.is_feedback_report:
        return Decision(Mail.IGNORED, "report", named)
    if parsed.is_auto_reply:
        return Decision(Mail.IGNORED, "automatic", named)
    if parsed.sender is None or "@" not in parsed.sender.email:
        return Decision(Mail.QUARANTINED, "no_sender", named)
    if "many_from" in parsed.troubles:
        return Decision(Mail.QUARANTINED, "many_senders", named)
    person = by_address(parsed.sender.email)
    if person is None:
        return Decision(Mail.QUARANTINED, "stranger", named)
    if wrong := _is_not_who_it_says(mail, parsed, person.pk, claim, is_agent=person.is_agent or person.is_administrator):
        return Decision(Mail.QUARANTINED, wrong, named, person=person.pk)
    actor = load_actor(person.pk)
    if actor is None:
        return Decision(Mail.QUARANTINED, "inactive", named, person=person.pk)
    if said_otherwise(mail):
        return Decision(Mail.QUARANTINED, "same_id", named, person=person.pk)
    with translation.override(actor.language):
        return carry_out(mail, parsed, actor, claim)


def carry_out(
    mail: Mail, parsed: ParsedMail, actor: Actor, claim: claims.Claim | None, *, company: int | None = None
) -> Decision:
    """Answer or open as *actor*; what the walls refuse stands in quarantine with the reason."""
    ticket = claim.ticket if claim else None
    try:
        with acting_as(actor):
            if claim is not None:
                return _answer(mail, parsed, actor, claim)
            return _open(mail, parsed, actor, company)
    except Missing:
        return Decision(Mail.QUARANTINED, _unseen(actor, ticket), ticket, person=actor.person_id)
    except Forbidden as refused:
        reason = refused.details.get("reason") or "may_not"
        return Decision(Mail.QUARANTINED, str(reason), ticket, person=actor.person_id)
    except Conflict:
        return Decision(Mail.QUARANTINED, "closed", ticket, person=actor.person_id)
    except (Invalid, TooLarge) as refused:
        return _refused(refused, ticket, actor)


def _refused(refused: DeskError, ticket: Ticket | None, actor: Actor) -> Decision:
    fields = refused.details.get("fields") or {}
    if set(fields) & {"body", "description"} and not set(fields) - {"body", "description", "subject"}:
        return Decision(Mail.QUARANTINED, "empty", ticket, person=actor.person_id)
    return Decision(Mail.QUARANTINED, "refused", ticket, person=actor.person_id, details={"message": refused.message[:300]})


def _unseen(actor: Actor, ticket: Ticket | None) -> str:
    if ticket is None:
        return "wrong_tag"
    return "other_company" if actor.is_requester and actor.in_company(ticket.company_id) is None else "not_seen"


# Who


def is_our_own(parsed: ParsedMail) -> bool:
    """Our own letter coming back: by its identifier, or written from an address of ours."""
    if parsed.message_id and (addresses.read_message_id(parsed.message_id) or parsed.message_id.startswith("account.")):
        return True
    sender = parsed.sender.email.lower() if parsed.sender else ""
    local, at, domain = sender.partition("@")
    return f"{local.partition('+')[0]}{at}{domain}" in our_addresses()


def our_addresses() -> set[str]:
    """The addresses of the house, of its brands and of its mailboxes."""
    found = {house().brand(key).get("email", "").lower() for key in ("", *house().brands)}
    for user, others in Mailbox.objects.values_list("user", "addresses"):
        found |= {user.lower(), *(address.lower() for address in others)}
    return {address for address in found if "@" in address}


def _is_not_who_it_says(mail: Mail, parsed: ParsedMail, person: int, claim: claims.Claim | None, *, is_agent: bool) -> str:
    """The reason to doubt the sender; empty where there is none.

    What failed a check is forged. A colleague of the house speaks in its name, so he has to be proven: by a check, or by
    answering a letter that only he got.
    """
    box = mail.mailbox
    trusted = box.trusted_hosts if box else house().text("mail").get("trusted_hosts", [])
    demands = box.demands if box else house().text("mail").get("demands", Mailbox.NOT_FAILED)
    found = authentic.verdict(parsed.headers_named("Authentication-Results"), parsed.sender.email, trusted)
    if found == authentic.FAILED:
        return "forged"
    if found == authentic.PASSED:
        return ""
    if is_agent:
        return "" if claim is not None and claim.person == person else "unproven_agent"
    return "unproven" if trusted and demands == Mailbox.PASSED else ""


def said_otherwise(mail: Mail) -> bool:
    """Whether the same sender's message with this Message-ID was taken before, with other words."""
    if not mail.message_id:
        return False
    others = Mail.objects.filter(message_id=mail.message_id, from_email__iexact=mail.from_email).exclude(pk=mail.pk)
    return others.filter(outcome__in=(Mail.OPENED, Mail.REPLIED, Mail.DRAFT)).exists()


# Answering


def _answer(mail: Mail, parsed: ParsedMail, actor: Actor, claim: claims.Claim) -> Decision:
    ticket = claim.ticket
    if ticket is None:
        raise Missing("")
    # Whether he may see it is asked once, where the request is locked.
    text = contents.reply_text(parsed)
    marked = contents.without_marker(text) if actor.is_agent else None
    kept = contents.keep_files(parsed, ticket)
    sent = f"mail:{mail.identity}"
    if actor.is_agent and (marked is not None or claim.is_note):
        body = contents.with_remarks(text if marked is None else marked, kept)
        note(ticket.pk, body, by=actor, attachments=kept.files, submission=identity(actor, sent))
        return Decision(Mail.REPLIED, "", ticket, person=actor.person_id, details={"note": True})
    body = contents.with_remarks(text, kept)
    submission = Submission(
        actor=actor, channel="email", submission=sent, ticket=ticket.pk, body=body, files=kept.files,
        is_thanks=actor.is_requester and not kept.files and contents.is_only_thanks(text),
    )  # fmt: skip
    received = receive(submission)
    if received.outcome == KEPT:
        return _kept(received, actor, parsed)
    _add_colleagues(parsed, received.ticket, actor)
    message = Message.objects.filter(submission=identity(actor, sent)).values_list("pk", flat=True).first()
    return Decision(Mail.REPLIED, "", received.ticket, message, actor.person_id)


def _kept(received: Received, actor: Actor, parsed: ParsedMail) -> Decision:
    """The request is closed: his text waits as a draft, and he is told once where it is (DOMAIN 1.7)."""
    assert received.draft is not None
    with acting_as(SYSTEM):
        data = {"until": received.draft.expires_at.isoformat(), "is_silent": is_too_often(parsed)}
        record(received.ticket, "message.kept", by=actor, is_public=False, data=data)
    return Decision(Mail.DRAFT, "", received.ticket, person=actor.person_id)


def is_too_often(parsed: ParsedMail) -> bool:
    """Count an automatic letter to the sender; whether there were too many in an hour, so that two machines do not write to each
    other. Who names no sender gets none."""
    if parsed.sender is None:
        return True
    most = house().text("mail").get("automatic_per_hour", AUTOMATIC_PER_HOUR)
    return limits.count(f"automatic:{parsed.sender.email.lower()}", most, 3600) > 0


def _add_colleagues(parsed: ParsedMail, ticket: Ticket, actor: Actor) -> None:
    """Who stands in Cc and belongs to the same company takes part from now on; what the sender may not do is left."""
    if not ticket.is_open:
        return
    for person in contents.colleagues(parsed, ticket.company_id, but=(actor.person_id, ticket.reporter_id)):
        try:
            with acting_as(actor):
                share(ticket.pk, person.email, by=actor)
        except (Forbidden, Invalid):
            continue


# Opening


def _open(mail: Mail, parsed: ParsedMail, actor: Actor, company: int | None) -> Decision:
    if actor.is_agent:
        return Decision(Mail.QUARANTINED, "agent_opens", person=actor.person_id)
    able = [company] if company else _companies(actor)
    if len(able) > 1:
        return Decision(Mail.QUARANTINED, "which_company", person=actor.person_id)
    return open_for(mail, parsed, actor, able[0] if able else (actor.companies or [0])[0])


def open_for(mail: Mail, parsed: ParsedMail, actor: Actor, company: int, **further: Any) -> Decision:
    """Open a request from the message for one company."""
    kept = contents.keep_files(parsed, None)
    text = contents.with_remarks(contents.opening_text(parsed), kept)
    subject = contents.opening_subject(parsed)
    reporter = further.get("reporter")
    writer = reporter.pk if reporter else actor.person_id
    values = Values.of({
        "type": _type(mail.mailbox),
        "subject": text.partition("\n")[0][:200] if is_blank(subject) else subject,
        "description": text,
        "share": [person.email for person in contents.colleagues(parsed, company, but=(writer,))],
    })  # fmt: skip
    submission = Submission(
        actor=actor, channel="email", submission=f"mail:{mail.identity}", files=kept.files, values=values, company=company,
        is_silent=is_too_often(parsed), **_of_mailbox(mail.mailbox), **further,
    )  # fmt: skip
    ticket = receive(submission).ticket
    message = Message.objects.filter(ticket=ticket.pk, is_first=True).values_list("pk", flat=True).first()
    return Decision(Mail.OPENED, "", ticket, message, writer)


def _of_mailbox(box: Mailbox | None) -> dict[str, str]:
    """What a request takes from the mailbox it came through."""
    return {"brand": box.brand.key if box.brand else "", "language": box.language} if box else {}


def _companies(actor: Actor) -> list[int]:
    """Where he could open a request now; those with a contract if there are any."""
    able = may_begin(actor)
    if len(able) < 2:
        return able
    today = clock.now().date()
    signed = [company.pk for company in Company.objects.filter(pk__in=able) if coverage.valid(company.pk, today)]
    return signed or able


def _type(box: Mailbox | None) -> str:
    """As what a mailbox's mail opens: its type, the first of its desk, or the preselected one."""
    if box is None:
        return ""
    if box.type_id:
        return house().types[box.type_id].key
    return next((kind.key for kind in house().types.values() if kind.desk_id == box.desk_id and kind.is_active), "")


# Machines


def _bounced(parsed: ParsedMail, named: Ticket | None) -> Decision:
    """A delivery report marks the letter it is about, and nothing else happens."""
    bounce = parsed.bounce
    original = bounce.original_message_id if bounce else ""
    signed = addresses.read_message_id(original) if original else None
    if signed and bounce:
        reason = " ".join(part for part in (bounce.status, bounce.reason) if part)
        queue.put("guichet.letter_bounced", message_id=f"<{original.strip('<>')}>", reason=reason[:300], is_final=bounce.is_final)
        named = Ticket.objects.filter(pk=signed.ticket).first()
    return Decision(Mail.IGNORED, "bounce", named, details={"recipients": list(bounce.recipients[:5]) if bounce else []})


def summary(parsed: ParsedMail) -> dict[str, Any]:
    """What lists show of a message, cut to what they have room for."""
    sender = parsed.sender
    return {
        "from_name": _fit(sender.name if sender else "", 200),
        "from_email": _fit(sender.email if sender else "", 320),
        "subject": _fit(parsed.subject, 500),
        "excerpt": _fit(parsed.reply_text or parsed.text, 1000),
        "files": min(len(parsed.attachments), 32_000),
    }


def _fit(text: str, most: int) -> str:
    text = text.replace("\x00", "").encode("utf-8", "replace").decode()
    return text if len(text) <= most else f"{text[: most - 1]}…"
