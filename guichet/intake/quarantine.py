"""What agents do with mail that waits in quarantine: release it as a request, as an answer, for a person; or discard it.

What is released passes the same entrance as any other mail, as the person it is released for: the walls stay, only the doubt
about the sender is settled by the agent's word. Each release and each discarded mail is written down (access/log.py).
"""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from guichet.access.acting import acting_as
from guichet.access.actors import Actor, load_actor
from guichet.access.log import note_act
from guichet.access.refusals import Conflict, DeskError, Forbidden, Invalid, Missing
from guichet.access.rights import require_work
from guichet.desk.models import Ticket
from guichet.intake import claims, contents, deciding
from guichet.intake.deciding import Decision
from guichet.intake.mailbox import keeping
from guichet.intake.mailbox.models import Mail
from guichet.intake.reasons import in_words
from guichet.intake.working import keep_outcome
from guichet.mail.parsed import ParsedMail
from guichet.people.invitations import by_address
from guichet.people.models import Company, Membership, Person


def parsed(mail: Mail) -> ParsedMail | None:
    """The message as it reads; None where nothing can read it."""
    from guichet.mail.reading import parse

    try:
        return parse(raw_of(mail))
    except Exception:
        return None


def raw_of(mail: Mail) -> bytes:
    """The message as it was received. Raises Missing where its file is gone."""
    if mail.is_gone:
        raise Missing(_("The original was deleted, because something of it was taken out."))
    try:
        return keeping.read(mail.sha256, settings.GUICHET_HOME)
    except FileNotFoundError:
        raise Missing(_("The original cannot be found in the store.")) from None


@transaction.atomic
def release(
    number: int, *, by: Actor, ticket: Ticket | None = None, person: Person | None = None, company: int | None = None
) -> Mail:
    """Let a mail in: as an answer to *ticket*, else as a new request; in the name of *person*, else of its known sender.

    A new request is opened by the agent for him, so that its page and its receipt say who entered it. Raises Invalid with the
    reason where the walls refuse it still.
    """
    mail = _held(number, by)
    read = parsed(mail)
    if read is None:
        raise Invalid({"mail": _("This message cannot be read. Its original can be downloaded.")})
    claimed = _sender(mail)
    if person is None and claimed is not None and claimed.is_agent and mail.reason in ("forged", "unproven_agent"):
        # What nobody has proven is not said for the vendor unless an agent names the colleague himself.
        raise Invalid({"person": _("Say for whom it is: nothing proves that %(name)s wrote it.") % {"name": claimed.name}})
    person = person or claimed
    if person is None:
        raise Invalid({"person": _("Say for whom it is: nobody is known by its sender's address.")})
    decision = _answered(mail, read, person, ticket, by) if ticket else _opened(mail, read, person, company, by)
    if decision.outcome == Mail.QUARANTINED:
        raise Invalid({"ticket" if ticket else "person": in_words(decision.reason, decision.details)})
    keep_outcome(mail.pk, decision, handled_by_id=by.person_id)
    note_act(by, "mail.released", f"mail {mail.pk}", outcome=decision.outcome, request=decision.ticket.pk if decision.ticket else None)
    mail.refresh_from_db()
    return mail


@transaction.atomic
def discard(number: int, *, by: Actor) -> Mail:
    """Take a mail out of quarantine without letting it in. It stays among the received mail."""
    mail = _held(number, by)
    decision = Decision(Mail.IGNORED, "discarded", mail.ticket, person=mail.person_id, details={"name": by.name, "was": mail.reason})
    keep_outcome(mail.pk, decision, handled_by_id=by.person_id)
    if read := parsed(mail):
        contents.forget_files(read)  # of an attempt to release it
    note_act(by, "mail.discarded", f"mail {mail.pk}", reason=mail.reason)
    mail.refresh_from_db()
    return mail


def release_all(numbers: list[int], *, by: Actor) -> tuple[list[Mail], dict[int, str]]:
    """Release several, each for its own sender and as what it says it is; those that stay, each with its reason."""
    done: list[Mail] = []
    stayed: dict[int, str] = {}
    for number in numbers:
        try:
            with transaction.atomic():
                mail = _held(number, by)
                done.append(release(number, by=by, ticket=mail.ticket))
        except DeskError as refused:
            stayed[number] = refused.message
    return done, stayed


def discard_all(numbers: list[int], *, by: Actor) -> list[Mail]:
    held = Mail.objects.visible_to(by).filter(pk__in=numbers, outcome__in=HELD).values_list("pk", flat=True)
    return [discard(number, by=by) for number in sorted(held)]


# What no agent has looked at yet: quarantine, and what could not be read or worked on.
HELD = (Mail.QUARANTINED, Mail.POISON)


def held_count(by: Actor) -> int:
    """How many mails wait for a word of his; counted up to a hundred."""
    return Mail.objects.visible_to(by).filter(outcome__in=HELD).order_by()[:100].count()


def companies_of(person: Person) -> list[Company]:
    """The companies a person belongs to, for the choice of one."""
    return list(Company.objects.filter(memberships__person=person, memberships__ended_at=None, is_active=True).order_by("name"))


def _held(number: int, by: Actor) -> Mail:
    seen = Mail.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=number)
    mail = seen.first()
    if mail is None:
        raise Missing(_("There is no such mail."))
    require_work(by)
    if mail.outcome not in HELD:
        raise Conflict(_("Somebody was quicker: this mail has its outcome already."), reason="stale")
    return mail


def _sender(mail: Mail) -> Person | None:
    found = by_address(mail.from_email) if mail.from_email else None
    return found if found and found.is_active and not found.is_administrator else None


def _answered(mail: Mail, read: ParsedMail, person: Person, ticket: Ticket, by: Actor) -> Decision:
    if not Ticket.objects.visible_to(by).filter(pk=ticket.pk).exists():
        raise Invalid({"ticket": _("There is no such request.")})
    actor = load_actor(person.pk)
    if actor is None:
        raise Invalid({"person": _("This account is not active.")})
    return deciding.carry_out(mail, read, actor, claims.Claim(claims.TAG, ticket, person.pk))


def _opened(mail: Mail, read: ParsedMail, person: Person, company: int | None, by: Actor) -> Decision:
    """For a contact of a company; the choice is asked only where he belongs to several."""
    of = set(Membership.objects.filter(person=person, ended_at=None, company__is_active=True).values_list("company_id", flat=True))
    if company is None and len(of) == 1:
        company = next(iter(of))
    if company not in of:
        said = _("Choose for which company it is.") if of else _("This person belongs to no company.")
        raise Invalid({"company" if of else "person": said})
    try:
        with acting_as(by):
            return deciding.open_for(mail, read, by, company, reporter=person)
    except Forbidden as refused:
        reason = str(refused.details.get("reason") or "may_not")
        return Decision(Mail.QUARANTINED, reason, person=person.pk)
    except Invalid as refused:
        return Decision(Mail.QUARANTINED, "refused", person=person.pk, details={"message": refused.message[:300]})
