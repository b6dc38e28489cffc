"""The vendor, its customers and what runs at them, written into the tables. Dates are laid out from one moment."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from guichet.catalog.models import Entity, EntityLimit, Installation, Product, Release, VersionLine
from guichet.contracts.models import Contract
from guichet.exchange.demo import plan as plans
from guichet.exchange.demo import stories as told
from guichet.exchange.demo.knowing import make_articles, make_problems
from guichet.people.models import Company, Credential, Membership, Person, Seat
from guichet.service.models import Team
from guichet.sla.models import BusinessCalendar, SlaPolicy

# Said aloud everywhere; an address beyond loopback refuses to serve while it exists.
PASSWORD = "guichet-demo"


def make_world(at: datetime) -> None:
    """Everything but requests. The password of all is the same, and marked as the demo's."""
    product = _product(at)
    _vendor()
    for company in told.world()["companies"]:
        _company(company, product, at)
    make_problems(product, at)
    make_articles(product, at)
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

