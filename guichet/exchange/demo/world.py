"""The vendor, its customers and what runs at them, written into the tables. Dates are laid out from one moment."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils.text import slugify

from guichet.catalog.models import Entity, EntityLimit, Installation, Product, Release, VersionLine
from guichet.contracts.models import Contract
from guichet.exchange.demo import plan as plans
from guichet.exchange.demo import stories as told
from guichet.knowledge.models import Article, ArticleText, Dossier, KnownProblem, ProblemRange
from guichet.people.models import Company, Credential, Membership, Person, Seat
from guichet.service.models import Domain, Team
from guichet.sla.models import BusinessCalendar, SlaPolicy

# Said aloud everywhere; an address beyond loopback refuses to serve while it exists.
PASSWORD = "guichet-demo"


def make_world(at: datetime) -> None:
    """Everything but requests. The password of all is the same, and marked as the demo's."""
    product = _product(at)
    _vendor()
    for company in told.world()["companies"]:
        _company(company, product, at)
    _problems(product, at)
    _articles(product, at)
    secret = make_password(PASSWORD)
    Credential.objects.bulk_create(
        Credential(person=person, password=secret, is_demo=True, changed_at=at) for person in Person.objects.filter(credential=None)
    )


def _day(at: datetime, when: dict[str, int]) -> date:
    """`{ago: 8}` and `{in: 14}` in days from the moment of the world."""
    return (at.astimezone(plans.calendar().zone) + timedelta(days=when["in"] if "in" in when else -when["ago"])).date()


def _product(at: datetime) -> Product:
    vendor = told.world()["vendor"]["product"]
    product = Product.objects.create(key=vendor["key"], name=vendor["name"])
    for line in told.world()["lines"]:
        support = line["support"]
        row = VersionLine.objects.create(
            product=product, name=line["key"], support_ends_on=_day(at, support.get("ended") or support["ends"])
        )
        for name, when in line["releases"].items():
            day = _day(at, when)
            Release.objects.create(
                line=row, name=name, released_on=day if "ago" in when else None, planned_on=None if "ago" in when else day
            )
    return product


def _vendor() -> None:
    teams = {team.key: team for team in Team.objects.all()}
    for one in told.world()["people"]:
        person = Person.objects.create(
            email=one["email"],
            given_name=one["first"],
            family_name=one["last"],
            language=one["language"],
            phone=one.get("phone", ""),
            is_agent=one["role"] != "administrator",
            is_administrator=one["role"] == "administrator",
            is_limited=one["role"] == "limited",
            spoken=one.get("speaks", []),
        )
        Seat.objects.bulk_create(
            Seat(person=person, team=teams[key], is_lead=one["role"] == "lead") for key in one.get("teams", ())
        )


def _company(given: dict[str, Any], product: Product, at: datetime) -> None:
    company = Company.objects.create(
        name=given["name"],
        external_id=given["key"],
        city=given["city"],
        language=given["language"],
        phone=next((p["phone"] for p in given["people"] if "phone" in p), ""),
        mail_domain=given["domain"],
        all_see_all=given["all_see_all"],
        created_at=at - timedelta(days=given["contract"]["from"]["ago"]),
    )
    _contract(given["contract"], company, product, at)
    entities = {}
    for code, name in given["entities"].items():
        legal, _comma, city = name.partition(", ")
        entities[code] = Entity.objects.create(company=company, code=code, name=legal, city=city)
    for one in given["installations"]:
        installation = Installation.objects.create(
            company=company,
            product=product,
            release=Release.objects.get(name=one["release"]),
            environment=one["environment"],
            name=one["name"],
            operated_by=one["operated_by"],
            external_id=one["key"],
        )
        installation.entities.set([entities[code] for code in one.get("entities", entities)])
    for one in plans.people_of(given):
        _contact(one, company, entities)


def _contract(given: dict[str, Any], company: Company, product: Product, at: datetime) -> None:
    calendars = {calendar.key: calendar for calendar in BusinessCalendar.objects.all()}
    contract = Contract.objects.create(
        company=company,
        number=f"C-{company.external_id}",
        starts_on=_day(at, given["from"]),
        ends_on=_day(at, given["until"]),
        policy=SlaPolicy.objects.get(key__iexact=given["policy"]),
        calendar=calendars[given["calendar"]],
        critical_calendar=calendars.get(given.get("extended", "")),
        on_call_number=given.get("on_call", ""),
        standing_agreement=given.get("standing", ""),
        flex_balance=given.get("flex"),
    )
    contract.products.add(product)


def _contact(given: dict[str, Any], company: Company, entities: dict[str, Entity]) -> None:
    person = Person.objects.filter(email=given["email"]).first() or Person.objects.create(
        email=given["email"],
        given_name=given["first"],
        family_name=given["last"],
        language=given["language"],
        phone=given.get("phone", ""),
    )
    roles, rights = given["roles"], given.get("rights", ())
    membership = Membership.objects.create(
        person=person,
        company=company,
        is_requester="requester" in roles,
        is_approver="approver" in roles,
        is_administrator="administrator" in roles,
        sees_company="company" in rights,
        is_confidential="confidential" in rights,
        is_limited_to_entities="entities" in given,
    )
    EntityLimit.objects.bulk_create(EntityLimit(membership=membership, entity=entities[code]) for code in given.get("entities", ()))


def _problems(product: Product, at: datetime) -> None:
    """The known problems of the demo, each with its ranges and the release that ends it."""
    domains = {domain.key: domain for domain in Domain.objects.all()}
    lines = {line.name: line for line in VersionLine.objects.all()}
    releases = {release.name: release for release in Release.objects.all()}
    given = told.problems()
    KnownProblem.objects.bulk_create(_problem(one, number, product, domains, at) for number, one in enumerate(given))
    Dossier.objects.bulk_create(Dossier(problem_id=_number(one), steps=one.get("steps", "")) for one in given)
    ranges = []
    for one in given:
        for line, (first, _last) in one["affected"].items():
            fix = releases.get(one["fixed_in"].get(line, ""))
            end = fix.name if fix else ""
            ranges.append(ProblemRange(problem_id=_number(one), line=lines[line], first=first, end=end, fixed_in=fix))
    ProblemRange.objects.bulk_create(ranges)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('knowledge_knownproblem', 'id'), (SELECT max(id) FROM knowledge_knownproblem))"
        )


def _articles(product: Product, at: datetime) -> None:
    """The articles of the demo, published, in four languages."""
    domains = {domain.key: domain for domain in Domain.objects.all()}
    author = Person.objects.get(email="nora@vendor.example")
    for given in told.articles():
        published = at - timedelta(days=given["ago"])
        article = Article.objects.create(
            state=Article.PUBLISHED, audience=given["audience"], product=product, domain=domains[given["domain"]], language="fr",
            author=author, reviewed_by=author, reviewed_at=published, published_at=published, created_at=published, updated_at=published,
            review_on=published.date() + timedelta(days=365),
        )  # fmt: skip
        ArticleText.objects.bulk_create(
            ArticleText(article=article, language=language, slug=slugify(title)[:100], title=title, body=body, updated_at=published)
            for language, (title, body) in given["texts"].items()
        )


def _number(given: dict[str, Any]) -> int:
    return int(given["key"].removeprefix("PRB-"))


def _problem(given: dict[str, Any], number: int, product: Product, domains: dict[str, Domain], at: datetime) -> KnownProblem:
    created = at - timedelta(days=30 + 9 * number)
    return KnownProblem(
        pk=_number(given),
        symptom=given["symptom"],
        seen=given.get("seen", {}),
        way_round=given["way_round"],
        signatures=given.get("signatures", []),
        domain=domains[given["domain"]],
        product=product,
        state=given["state"],
        visibility=given["visibility"],
        created_at=created,
        updated_at=max(created, at - timedelta(days=3 + 2 * number)),
        checked_at=at - timedelta(hours=2 + 30 * number),
    )
