"""What the walk over all addresses needs: the addresses of the resolver, a scene to visit, and a visit that leaves nothing."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from guichet import clock
from guichet.access.acting import acting_as
from guichet.desk import files
from guichet.desk.models import Attachment, Message, Note, Ticket
from guichet.intake.mailbox import keeping
from guichet.intake.models import Mail, Mailbox
from guichet.knowledge.models import Article, ArticleImage, ArticleText, KnownProblem, Regression
from guichet.people.models import Closure, Company, Person
from tests.access.urls import ROLES
from tests.cast import Cast

MOMENT = "2026-11-24 14:30"


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every address of the resolver as it is written there: `desk/requests/<number:number>/notes/`."""
    for found in (resolver or get_resolver()).url_patterns:
        written = before + str(found.pattern)
        if isinstance(found, URLPattern):
            yield written
        else:
            yield from patterns(found, written)


@dataclass
class Scene:
    """One of everything that an address can name."""

    clients: dict[str, Client]
    names: dict[str, str] = field(default_factory=dict)

    def visit(self, role: str, address: str, method: str = "get", data: dict | None = None) -> HttpResponse:
        """A visit whose every trace in the database is undone."""
        client = self.clients[role]
        carried = {name: cookie.value for name, cookie in client.cookies.items()}
        with transaction.atomic():
            response = getattr(client, method)(address.format(**self.names), data or {})
            if response.streaming:
                b"".join(response.streaming_content)
            transaction.set_rollback(True)
        client.cookies.clear()
        for name, value in carried.items():
            client.cookies[name] = value
        return response

    def touched(self, role: str, address: str) -> set[str]:
        """The tables in which a GET wrote anything, even if it was undone within."""
        before = _written()
        self.visit(role, address)
        return {table for table, rows in _written().items() if rows != before.get(table)}


def _written() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return dict(cursor.fetchall())


def set_scene(cast: Cast, opened: Callable[..., Ticket], *, enforce_csrf_checks: bool = False) -> Scene:
    """Requests of two companies, one of them confidential, with files and notes; everybody signed in."""
    ada, paula, boris, nora = (cast.actor(key) for key in ("ada", "paula", "boris", "nora"))
    ticket = opened(ada)
    secret = opened(paula, subject="Décompte de salaire faux", domain="payroll", confidential=True)
    foreign = opened(boris, company="borealis", subject="Lagerbestand weicht ab", language="de")
    names = {"ticket": ticket.key, "secret": secret.key, "foreign": foreign.key} | _known(cast, ticket)
    for name, of in (("ticket", ticket), ("secret", secret), ("foreign", foreign)):
        names[f"{name}_file"] = _file(of, message=Message.objects.get(ticket=of, is_first=True))
    with acting_as(nora):
        note = Note.objects.create(ticket=ticket, company_id=ticket.company_id, author_id=nora.person_id, body="Voir le journal")
        names["note_file"] = _file(ticket, note=note)
    for name, key in (("company", "acme"), ("foreign_company", "borealis")):
        company: Company = cast.company(key)
        names[name] = str(company.pk)
        names[f"{name}_closure"] = str(Closure.objects.create(company=company, first_on="2026-12-24", last_on="2026-12-31").pk)
    names |= {
        "membership": str(cast.membership("remi").pk),
        "foreign_membership": str(cast.membership("boris").pk),
        "agent": str(cast.person("luca").pk),
        "closure": names["company_closure"],
        "installation": str(cast.installation("acme-test").pk),
        "line": str(cast.release("24.2.3").line_id),
    }
    names |= {"message": str(Message.objects.get(ticket=ticket, is_first=True).pk)}
    names |= {"mail": _mail(ticket), "mailbox": str(Mailbox.objects.create(key="SUPPORT").pk)}
    return Scene({role: _client(cast, role, enforce_csrf_checks) for role in ROLES}, names)


def _client(cast: Cast, role: str, enforce_csrf_checks: bool) -> Client:
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    if role == "anonymous":
        return client
    person: Person = cast.person(role)
    session = SessionStore()
    session.update({"person": person.pk, "epoch": person.epoch})
    session.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def _mail(ticket: Ticket) -> str:
    """Mail in quarantine that names the ticket."""
    raw = b"From: someone@else.example\nSubject: Question\n\nBonjour\n"
    digest = hashlib.sha256(raw).hexdigest()
    keeping.store(raw, digest, settings.GUICHET_HOME)
    held = Mail.objects.create(
        identity=digest, sha256=digest, size=len(raw), origin="command", outcome=Mail.QUARANTINED, reason="stranger",
        settled_at=ticket.created_at, from_email="someone@else.example", ticket=ticket, company_id=ticket.company_id,
        said=Message.objects.get(ticket=ticket, is_first=True), person_id=ticket.reporter_id,
    )  # fmt: skip
    return str(held.pk)


def _known(cast: Cast, ticket: Ticket) -> dict[str, str]:
    """A known problem and an article that are public, with a picture."""
    product = cast.installation("acme-prod").product
    problem = KnownProblem.objects.create(symptom={"en": "Rate is wrong"}, product=product, visibility="public")
    article = Article.objects.create(state="published", audience="public", product=product, published_at=clock.now())
    ArticleText.objects.create(article=article, language="en", slug="close-a-period", title="Close a period", body="**So**")
    png = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
    kept = files.store("screen.png", ContentFile(png), len(png))
    image = ArticleImage.objects.create(article=article, token="picture-of-an-article", **kept)
    flag = Regression.objects.create(problem=problem, ticket=ticket, company_id=ticket.company_id, reason="linked")
    return {"flag": str(flag.pk), "problem": problem.reference, "article": "close-a-period", "article_pk": str(article.pk), "image": f"{image.token}/screen.png"}


def _file(ticket: Ticket, **belongs: Message | Note) -> str:
    content = b"Un journal, deux lignes.\n"
    stored = files.store("journal.txt", ContentFile(content), len(content))
    token = f"{'note' if 'note' in belongs else 'message'}-{ticket.pk}".ljust(40, "x")
    Attachment.objects.create(
        ticket=ticket,
        company_id=ticket.company_id,
        token=token,
        filename="journal.txt",
        content_type="text/plain",
        size=len(content),
        sha256=stored["sha256"],
        uploaded_by_id=ticket.reporter_id,
        created_at=clock.now(),
        **belongs,
    )
    assert Path(files.path_of(stored["sha256"])).is_file()
    return f"{token}/journal.txt"
