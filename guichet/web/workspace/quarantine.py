"""Mail that waits for somebody's word, and all that was received with its outcome."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from guichet.access.refusals import Invalid, Missing
from guichet.access.rights import works_on_requests
from guichet.desk.models import Ticket
from guichet.desk.operations.sharing import note_reading
from guichet.intake import quarantine as operations
from guichet.intake.models import Mail
from guichet.intake.reasons import in_words
from guichet.people.invitations import by_address
from guichet.people.models import Person
from guichet.service.house import house
from guichet.web.components.access import desk
from guichet.web.components.answers import see_other
from guichet.web.workspace import presenting

_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
HOME, RECEIVED = "/desk/quarantine/", "/desk/mail/"
PAGE = 50


def outcome_label(outcome: str) -> str:
    return {
        "waiting": _("is being read"), "opened": _("opened a request"), "replied": _("answered a request"),
        "draft": _("waits as a draft"), "quarantined": _("in quarantine"), "ignored": _("ignored"), "poison": _("cannot be read"),
    }[outcome]  # fmt: skip


@desk
@require_GET
def quarantine(request: HttpRequest) -> HttpResponse:
    """The mail held, the newest first, and the one opened beside it with what can be done."""
    held = _seen(request).filter(outcome__in=operations.HELD)
    rows, following = _page(request, held)
    wanted = request.GET.get("mail", "")
    chosen = next((row for row in rows if str(row.pk) == wanted), None) or (
        held.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 18 else None
    )
    chosen = chosen or (rows[0] if rows else None)
    return _shown(request, rows, following, chosen)


def _shown(
    request: HttpRequest, rows: list[Mail], following: str, chosen: Mail | None, *, wrong: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    page = {
        "rows": [_row(mail, chosen) for mail in rows],
        "count": operations.held_count(request.actor),
        "letter": _letter(request, chosen) if chosen else None,
        "typed": request.POST if wrong else {},
        "wrong": wrong or {},
        "next_href": f"?{urlencode({'before': following})}" if following else "",
        "may_decide": works_on_requests(request.actor),
    }
    context = {"page": page, "rail": presenting.rail(request, view="quarantine")}
    return render(request, "workspace/quarantine.html", context, status=status)


@desk
@require_GET
def received(request: HttpRequest) -> HttpResponse:
    """All mail with its outcome, the newest first; narrowed to one outcome, a sender or some words of the subject."""
    rows = _seen(request)
    outcome, text = request.GET.get("outcome", ""), request.GET.get("q", "").strip()[:80]
    if outcome in (Mail.WAITING, *Mail.OUTCOMES):
        rows = rows.filter(outcome=outcome)
    if text:
        rows = rows.filter(from_email__icontains=text) | rows.filter(subject__icontains=text)
    shown, following = _page(request, rows)
    page = {
        "query": text,
        "outcome": outcome,
        "outcomes": [{"key": key, "name": outcome_label(key)} for key in (Mail.WAITING, *Mail.OUTCOMES)],
        "rows": [_row(mail, None) for mail in shown],
        "next_href": f"?{urlencode({'outcome': outcome, 'q': text, 'before': following})}" if following else "",
    }
    return render(request, "workspace/mail_list.html", {"page": page, "rail": presenting.rail(request, view="quarantine")})


@desk
@require_GET
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: as it was read, what became of it, its original one click off."""
    found = _one(request, pk)
    page = {"row": _row(found, None), "letter": _letter(request, found)}
    return render(request, "workspace/mail.html", {"page": page, "rail": presenting.rail(request, view="quarantine")})


@desk
@require_safe
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The message as it was received, as a file."""
    found = _one(request, pk)
    _note_reading(request, found)
    response = HttpResponse(operations.raw_of(found), content_type="message/rfc822")
    response["Content-Disposition"] = content_disposition_header(True, f"mail-{found.pk}.eml") or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _POLICY
    response["Cache-Control"] = "private, no-store"
    return response


@desk
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one in: as an answer to the request named, else as a new one; for the person named, else for its sender."""
    found = _one(request, pk)
    try:
        person, ticket = _person(request), _ticket(request)
        company = request.POST.get("company", "")
        done = operations.release(
            pk, by=request.actor, ticket=ticket, person=person, company=int(company) if company.isdecimal() and len(company) < 18 else None
        )
    except Invalid as refused:
        rows, following = _page(request, _seen(request).filter(outcome__in=operations.HELD))
        return _shown(request, rows, following, found, wrong=refused.fields, status=422)
    messages.success(request, _("Released: %(outcome)s, %(key)s.") % {"outcome": outcome_label(done.outcome), "key": done.ticket.key if done.ticket else ""})
    return see_other(HOME)


@desk
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    operations.discard(pk, by=request.actor)
    messages.success(request, _("Discarded. It stands among the received mail."))
    return see_other(HOME)


@desk
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Several at once: discard them, or release each for its own sender and as what it says it is."""
    numbers = [int(n) for n in request.POST.getlist("mail")[:PAGE] if n.isdecimal() and len(n) < 18]
    if not numbers:
        raise Invalid({"mail": _("Tick the mail first.")})
    if request.POST.get("act") == "release":
        done, stayed = operations.release_all(numbers, by=request.actor)
        messages.success(request, ngettext("%(count)s mail released.", "%(count)s mails released.", len(done)) % {"count": len(done)})
        for number, why in list(stayed.items())[:5]:
            messages.warning(request, _("Mail %(number)s stays: %(why)s") % {"number": number, "why": why})
    else:
        gone = operations.discard_all(numbers, by=request.actor)
        messages.success(request, ngettext("%(count)s mail discarded.", "%(count)s mails discarded.", len(gone)) % {"count": len(gone)})
    return see_other(HOME)


def _seen(request: HttpRequest) -> Any:
    return Mail.objects.visible_to(request.actor).select_related("ticket__type", "mailbox", "person", "handled_by").order_by("-pk")


def _one(request: HttpRequest, pk: int) -> Mail:
    found = _seen(request).filter(pk=pk).first()
    if found is None:
        raise Missing(_("There is no such mail."))
    return found


def _page(request: HttpRequest, rows: Any) -> tuple[list[Mail], str]:
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 18:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""


def _row(mail: Mail, chosen: Mail | None) -> dict[str, Any]:
    ticket = mail.ticket
    key = f"{house().types[ticket.type_id].key}-{ticket.pk}" if ticket else ""
    return {
        "pk": mail.pk,
        "at": mail.received_at,
        "name": mail.from_name or mail.from_email.partition("@")[0],
        "email": mail.from_email,
        "subject": mail.subject,
        "excerpt": mail.excerpt[:200],
        "outcome": outcome_label(mail.outcome),
        "is_held": mail.outcome in operations.HELD,
        "reason": in_words(mail.reason, mail.details),
        "key": key,
        "href": f"/desk/requests/{key}/" if key else "",
        "mailbox": mail.mailbox.key if mail.mailbox else "",
        "handled_by": mail.handled_by.name if mail.handled_by else "",
        "copies": mail.copies,
        "is_chosen": chosen is not None and chosen.pk == mail.pk,
        "is_known": mail.person_id is not None,
    }


def _note_reading(request: HttpRequest, mail: Mail) -> None:
    """Who reads the mail of a request reads the request (DOMAIN 1.11)."""
    if mail.ticket is not None:
        note_reading(mail.ticket, request.actor)


def _letter(request: HttpRequest, mail: Mail) -> dict[str, Any]:
    """The message opened: read anew from its bytes, as text; nothing of its HTML comes into the page."""
    _note_reading(request, mail)
    read = operations.parsed(mail)
    named = request.POST.get("person", "").strip()
    person = (by_address(named) if named else mail.person) or (by_address(mail.from_email) if mail.from_email else None)
    companies = operations.companies_of(person) if person and not person.is_agent else []
    return {
        **_row(mail, None),
        "text": read.text[:50_000] if read else "",
        "language": (read.language or "") if read else "",
        "to": ", ".join(address.email for address in (*read.to, *read.cc)[:20]) if read else "",
        "date": read.date if read else None,
        "checks": (read.header("Authentication-Results") if read else "")[:500],
        "files": [{"name": a.filename, "size": a.size} for a in read.attachments[:50]] if read else [],
        "size": mail.size,
        "person": person.email if person else "",
        "companies": [{"pk": company.pk, "name": company.name} for company in companies] if len(companies) > 1 else [],
    }


def _person(request: HttpRequest) -> Person | None:
    said = request.POST.get("person", "").strip()
    if not said:
        return None
    person = by_address(said)
    if person is None or not person.is_active:
        raise Invalid({"person": _("Nobody with this address is known here.")})
    return person


def _ticket(request: HttpRequest) -> Ticket | None:
    said = request.POST.get("ticket", "").strip().rpartition("-")[2]
    if not said:
        return None
    found = Ticket.objects.visible_to(request.actor).filter(pk=int(said)).first() if said.isdecimal() and len(said) < 18 else None
    if found is None:
        raise Invalid({"ticket": _("There is no such request.")})
    return found
