"""The cast of the demo world (docs: Helvetic Software and its customers), laid into the database of a test.

Fixtures, all of one transaction that ends with the test:

- ``cast``                          the packaged configuration and everybody below; see ``Cast`` for what it finds
- ``ada``, ``alan``, ``paula``, ``remi``   Acme SA: requester; administrator, approver, sees the company; right *confidential*; reader
- ``boris``, ``berta``              Borealis AG (switch "all see all" on): requester; administrator, approver, *confidential*
- ``cora``                          Cirrus Sàrl, whose contract ended on 31 December 2025
- ``dario``                         Delta SpA: holds Flex credit, two installations, three entities
- ``admin``                         the vendor's administrator, sits in no team
- ``lena``, ``nora``, ``luca``, ``theo``   Support: lead of all its teams; back office; logistics and production; limited agent there
- ``carl``, ``rosa``, ``sara``      Consulting (CON-LP, CON-DEV), R&D (RND-BO), Sales
- ``dora``                          Deployment (team DEP)

Each of these is the ``Actor``; ``cast.person("ada")`` is the row. ``signed_in("ada")`` gives a test client with a session
of hers (no password is hashed); the password of all is ``PASSWORD``.

``cast.company("acme")``, ``cast.installation("acme-prod")`` (``acme-test``, ``borealis-prod``, ``borealis-test``, ``cirrus-prod``,
``delta-prod``, ``delta-como``), ``cast.entity("acme", "01")``, ``cast.contract("acme")``, ``cast.release("24.2.3")``,
``cast.desk("SUP")``, ``cast.team("SUP-BO")``, ``cast.type("SPT")``, ``cast.domain("payroll")``.
"""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.test import Client

from guichet.access.actors import Actor, load_actor
from guichet.catalog.models import Entity, Installation, Product, Release, VersionLine
from guichet.contracts.models import Contract
from guichet.people.models import Absence, Company, Credential, Membership, Person, Seat
from guichet.service.models import Desk, Domain, RequestType, Team
from guichet.sla.models import BusinessCalendar, SlaPolicy

PASSWORD = "guichet-demo"

LINES = {
    "23.4": (dt.date(2026, 6, 30), {"23.4.9": dt.date(2025, 12, 29)}),
    "24.1": (dt.date(2027, 12, 31), {"24.1.10": dt.date(2026, 6, 17), "24.1.11": dt.date(2026, 9, 25)}),
    "24.2": (
        dt.date(2028, 12, 31),
        {"24.2.3": dt.date(2026, 8, 21), "24.2.4": dt.date(2026, 10, 15), "24.2.5": dt.date(2026, 11, 16), "24.2.6": None},
    ),
    "25.1": (dt.date(2029, 12, 31), {"25.1.0": dt.date(2026, 7, 7), "25.1.1": dt.date(2026, 10, 29)}),
}
PLANNED = {"24.2.6": dt.date(2026, 12, 8)}

# key → (e-mail, given name, family name, teams, teams led)
VENDOR = {
    "admin": ("admin@vendor.example", "Sandro", "Graf", [], []),
    "lena": ("lena@vendor.example", "Lena", "Zbinden", [], ["SUP-BO", "SUP-LP", "SUP-TEC"]),
    "nora": ("nora@vendor.example", "Nora", "Brunner", ["SUP-BO"], []),
    "luca": ("luca@vendor.example", "Luca", "Bernasconi", ["SUP-LP"], []),
    "theo": ("theo@vendor.example", "Theo", "Käser", ["SUP-LP"], []),
    "carl": ("carl@vendor.example", "Carl", "Wyss", ["CON-LP", "CON-DEV"], []),
    "rosa": ("rosa@vendor.example", "Rosa", "Ferrari", ["RND-BO"], []),
    "sara": ("sara@vendor.example", "Sara", "Aebi", ["SAL"], []),
    "dora": ("dora@vendor.example", "Dora", "Lüthi", ["DEP"], []),
}
# key → (name, city, language, switch, contract's end, flex, entities, installations)
COMPANIES = {
    "acme": (
        "Acme SA", "Lausanne", "fr", False, dt.date(2030, 12, 31), None,
        {"01": "Acme SA, Lausanne", "02": "Acme Logistique Sàrl, Payerne"},
        {"acme-prod": ("Production", "production", "24.2.3"), "acme-test": ("Test", "test", "24.2.3")},
    ),
    "borealis": (
        "Borealis AG", "Aarau", "de", True, dt.date(2030, 12, 31), None, {"01": "Borealis AG"},
        {"borealis-prod": ("Production", "production", "24.2.3"), "borealis-test": ("Test", "test", "24.2.5")},
    ),
    "cirrus": (
        "Cirrus Sàrl", "Neuchâtel", "fr", True, dt.date(2025, 12, 31), None, {"01": "Cirrus Sàrl"},
        {"cirrus-prod": ("Production", "production", "24.1.10")},
    ),
    "delta": (
        "Delta SpA", "Chiasso", "it", False, dt.date(2030, 12, 31), 2900,
        {"01": "Delta SpA, Chiasso", "02": "Delta Componenti Sagl, Mendrisio", "03": "Delta Trading Srl, Como"},
        {"delta-prod": ("Production", "production", "24.2.4"), "delta-como": ("Como", "production", "24.2.5")},
    ),
}  # fmt: skip
# key → (company, given name, family name, roles and rights)
CONTACTS = {
    "ada": ("acme", "Ada", "Favre", {"is_requester"}),
    "alan": ("acme", "Alan", "Muriset", {"is_requester", "is_approver", "is_administrator", "sees_company"}),
    "paula": ("acme", "Paula", "Rochat", {"is_requester", "is_confidential"}),
    "remi": ("acme", "Remi", "Chollet", set()),
    "boris": ("borealis", "Boris", "Meier", {"is_requester"}),
    "berta": ("borealis", "Berta", "Frei", {"is_requester", "is_approver", "is_administrator", "is_confidential"}),
    "cora": ("cirrus", "Cora", "Pittet", {"is_requester", "is_approver", "is_administrator"}),
    "dario": ("delta", "Dario", "Bianchi", {"is_requester", "is_approver", "is_administrator", "sees_company"}),
}


def email_of(key: str) -> str:
    """The address somebody of the cast signs in with."""
    return VENDOR[key][0] if key in VENDOR else f"{key}@{CONTACTS[key][0]}.example"


class Cast:
    """Finds what was laid by the names of the demo world."""

    def person(self, key: str) -> Person:
        return Person.objects.get(email=email_of(key))

    def actor(self, key: str) -> Actor:
        """As whom the person acts, loaded anew."""
        actor = load_actor(self.person(key).pk)
        assert actor is not None, f"{key} is not active"
        return actor

    def company(self, key: str) -> Company:
        return Company.objects.get(external_id=key)

    def installation(self, key: str) -> Installation:
        return Installation.objects.get(external_id=key)

    def entity(self, company: str, code: str) -> Entity:
        return Entity.objects.get(company__external_id=company, code=code)

    def contract(self, company: str) -> Contract:
        return Contract.objects.get(company__external_id=company)

    def membership(self, key: str) -> Membership:
        """What a contact may do in the company he came with."""
        return Membership.objects.get(person__email=email_of(key), company__external_id=CONTACTS[key][0])

    def release(self, name: str) -> Release:
        return Release.objects.get(name=name)

    def desk(self, key: str) -> Desk:
        return Desk.objects.get(key=key)

    def team(self, key: str) -> Team:
        return Team.objects.get(key=key)

    def type(self, key: str) -> RequestType:
        return RequestType.objects.get(key=key)

    def domain(self, key: str) -> Domain:
        return Domain.objects.get(key=key)


def lay() -> None:
    """Load the packaged configuration and lay the cast. Some hundred statements: `cast` does it once in a run."""
    from guichet.exchange.configuration import load

    load()
    product = Product.objects.create(key="helvetic-erp", name="Helvetic ERP")
    for name, (until, releases) in LINES.items():
        line = VersionLine.objects.create(product=product, name=name, support_ends_on=until)
        for release, on in releases.items():
            Release.objects.create(line=line, name=release, released_on=on, planned_on=PLANNED.get(release))
    _companies(product)
    _vendor()
    secret = make_password(PASSWORD)
    Credential.objects.bulk_create(Credential(person=person, password=secret, is_demo=True) for person in Person.objects.all())


def _companies(product: Product) -> None:
    policy, calendar = SlaPolicy.objects.get(key="STANDARD"), BusinessCalendar.objects.get(key="CH-BE")
    for key, (name, city, language, switch, until, flex, entities, installations) in COMPANIES.items():
        company = Company.objects.create(
            name=name, external_id=key, city=city, language=language, all_see_all=switch, mail_domain=f"{key}.example"
        )
        contract = Contract.objects.create(
            company=company,
            number=f"C-{key}",
            starts_on=dt.date(2023, 1, 1),
            ends_on=until,
            policy=policy,
            calendar=calendar,
            flex_balance=flex,
        )
        contract.products.add(product)
        made = [Entity.objects.create(company=company, code=code, name=said) for code, said in entities.items()]
        for external_id, (said, environment, release) in installations.items():
            installation = Installation.objects.create(
                company=company,
                product=product,
                release=Release.objects.get(name=release),
                environment=environment,
                name=said,
                external_id=external_id,
            )
            installation.entities.set([entity for entity in made if external_id != "delta-como" or entity.code == "03"])
    for key, (company, given, family, roles) in CONTACTS.items():
        of = Company.objects.get(external_id=company)
        person = Person.objects.create(email=email_of(key), given_name=given, family_name=family, language=of.language)
        Membership.objects.create(person=person, company=of, **dict.fromkeys(roles, True))


def _vendor() -> None:
    for key, (email, given, family, teams, led) in VENDOR.items():
        person = Person.objects.create(
            email=email,
            given_name=given,
            family_name=family,
            is_agent=key != "admin",
            is_administrator=key == "admin",
            is_limited=key == "theo",
            spoken=["de", "fr", "en", "it"],
        )
        for team in [*teams, *led]:
            Seat.objects.create(person=person, team=Team.objects.get(key=team), is_lead=team in led)


# What `lay` wrote, by table, so that the following tests of a run copy it back instead of laying it again.
_written: dict[str, bytes] = {}


def _keep() -> None:
    tables = [t for t in connection.introspection.table_names() if not t.startswith(("django_", "procrastinate_"))]
    with connection.cursor() as cursor:
        for table in tables:
            with cursor.copy(f"COPY {_target(cursor, table)} TO STDOUT (FORMAT binary)") as copy:
                rows = b"".join(bytes(part) for part in copy)
            if len(rows) > 21:  # a header and a trailer alone
                _written[table] = rows


def _give_back() -> None:
    # In one transaction even where the test has none: foreign keys are checked at its end, so no order has to be kept.
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in _written.items():
            with cursor.copy(f"COPY {_target(cursor, table)} FROM STDIN (FORMAT binary)") as copy:
                copy.write(rows)


def _target(cursor, table: str) -> str:
    """The table with its stored columns; generated ones are computed again."""
    cursor.execute(
        "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
        "AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
        [table],
    )
    return f'"{table}" ({", ".join(row[0] for row in cursor.fetchall())})'


def forget_what_is_kept() -> None:
    """Empty the caches of the process: they hold rows of an earlier test."""
    from guichet.catalog import shelf
    from guichet.people import presence
    from guichet.service import house
    from guichet.sla import stored

    for module in (house, stored, shelf, presence):
        module.forget()


@pytest.fixture
def cast(db) -> Cast:
    """The configuration, the companies and everybody of the demo world's cast."""
    if _written:
        _give_back()
    else:
        lay()
        _keep()
    forget_what_is_kept()
    yield Cast()
    forget_what_is_kept()


@pytest.fixture
def signed_in(cast: Cast) -> Callable[[str], Client]:
    """A test client that is signed in as somebody of the cast: ``signed_in("ada").get("/")``."""

    def client_of(key: str) -> Client:
        person = cast.person(key)
        session = SessionStore()
        session.update({"person": person.pk, "epoch": person.epoch})
        session.create()
        client = Client()
        from django.conf import settings

        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return client

    return client_of


@pytest.fixture
def away(cast: Cast) -> Callable[..., Absence]:
    """``away("nora", deputy="luca")``: she is away from 24 November to 4 December 2026, or from one moment to another."""

    def _away(who: str, *, deputy: str | None = None, since: str = "2026-11-24 00:00", until: str = "2026-12-05 00:00") -> Absence:
        from guichet.people import presence

        starts_at, ends_at = (dt.datetime.fromisoformat(m).replace(tzinfo=ZoneInfo("Europe/Zurich")) for m in (since, until))
        person = cast.person(who)
        absence = Absence.objects.create(
            person=person,
            deputy=cast.person(deputy) if deputy else None,
            starts_at=starts_at,
            ends_at=ends_at,
            entered_by=person,
        )
        presence.forget()
        return absence

    return _away


def _actor(key: str):
    @pytest.fixture(name=key)
    def actor(cast: Cast) -> Actor:
        return cast.actor(key)

    actor.__doc__ = f"{key.capitalize()}, as an actor."
    return actor


ada, alan, paula, remi = (_actor(key) for key in ("ada", "alan", "paula", "remi"))
boris, berta, cora, dario = (_actor(key) for key in ("boris", "berta", "cora", "dario"))
admin, lena, nora, luca, theo = (_actor(key) for key in ("admin", "lena", "nora", "luca", "theo"))
carl, rosa, sara, dora = (_actor(key) for key in ("carl", "rosa", "sara", "dora"))
