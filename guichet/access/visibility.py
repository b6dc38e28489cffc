"""Who sees what, once (DOMAIN 1.11, 1.12). PostgreSQL holds the coarse wall again in access/walls.py.

Each function answers a condition on the rows of one model; `visible_to(actor)` of the models applies it.
"""

from collections.abc import Collection

from django.db.models import BooleanField, F, Func, Q, Value
from django.utils import timezone

from guichet import clock
from guichet.access.actors import Actor, Rights

NOTHING = Q(pk__in=())


def ticket(actor: Actor) -> Q:
    """Agents: the tickets of their desks. Requesters: their own, those shared, and what DOMAIN 1.11 adds."""
    if actor.is_system:
        return Q()
    if actor.is_agent:
        return _for_agent(actor) & (Q(confidential=False) | _confidential_for_agent(actor))
    if actor.is_requester:
        found = NOTHING
        for rights in actor.all_rights:
            found |= _in_company(actor, rights)
        return found
    return NOTHING


def known_to_exist(actor: Actor) -> Q:
    """Tickets an agent may know of: also confidential ones of his desks, as number, company and that word only."""
    return _for_agent(actor) if actor.is_agent else NOTHING


def _for_agent(actor: Actor) -> Q:
    if actor.is_limited:
        return Q(team__in=actor.teams)
    mine = Q(owner=actor.person_id) | Q(handler=actor.person_id)
    if actor.stands_for:
        # As deputy of somebody away he sees what that one is assigned to; confidential ones only in his own right.
        mine |= Q(confidential=False) & (Q(owner__in=actor.stands_for) | Q(handler__in=actor.stands_for))
    named = Q(_HasRow("desk_insider", "person_id", [actor.person_id or 0]))
    if not actor.desks:
        return mine | named
    return Q(desk__in=actor.desks) | mine | Q(_HasRow("desk_deskstay", "desk_id", actor.desks)) | named


def _confidential_for_agent(actor: Actor) -> Q:
    """Owner, handler, the team of the domain with its lead, and agents added by name; nobody else."""
    own_team = Q(_DomainOf(actor.teams)) if actor.teams else NOTHING
    return (
        Q(owner=actor.person_id)
        | Q(handler=actor.person_id)
        | own_team
        | Q(_HasRow("desk_insider", "person_id", [actor.person_id or 0]))
    )


def _in_company(actor: Actor, rights: Rights) -> Q:
    """What a contact sees of one company: own, shared, the company's if he may, offers if he approves."""
    seen = Q(reporter=actor.person_id) | Q(_HasRow("desk_share", "person_id", [actor.person_id or 0]))
    # Who came by a merger sees of the company as a whole only what was opened since: nobody sees an old request by it.
    since = Q() if rights.sees_after is None else Q(number__gt=rights.sees_after)
    if rights.sees_all:
        seen |= Q(confidential=False) & since
    if rights.is_approver:
        seen |= Q(status="WAIT_APPROVAL") & since
    condition = Q(company=rights.company_id) & seen
    if rights.entities is not None:
        # Also what he reported himself before he was limited; a request without entities concerns them all.
        condition &= Q(_HasRow("desk_ticketentity", "entity_id", rights.entities)) | ~Q(_HasRow("desk_ticketentity"))
    return condition


def problem(actor: Actor) -> Q:
    """Agents: all known problems. A contact: those for customers of a product his companies run. Anybody: the public ones."""
    return Q() if actor.is_agent or actor.is_system else _read_by(actor, "visibility")


def article(actor: Actor) -> Q:
    """Agents: all articles. Everybody else: what is published, for customers of a product they run, or for all."""
    if actor.is_agent or actor.is_system:
        return Q()
    return Q(state__in=("published", "to_review")) & _read_by(actor, "audience")


def _read_by(actor: Actor, column: str) -> Q:
    public = Q(**{column: "public"})
    if not actor.is_requester:
        return public
    return public | Q(**{column: "customers"}) & (Q(product=None) | Q(_IsRun(actor.companies)))


class _IsRun(Func):
    """The row's product is installed at one of these companies, or covered by an active contract of theirs."""

    output_field = BooleanField()

    def __init__(self, companies: Collection[int]) -> None:
        super().__init__(F("product"), Value(sorted(companies)), Value(timezone.localdate(clock.now())))

    def as_sql(self, compiler, connection, **_) -> tuple[str, list]:
        (product, given), (companies, ids), (today, day) = (compiler.compile(part) for part in self.get_source_expressions())
        found = (
            f"{product} IN (SELECT product_id FROM catalog_installation WHERE is_active AND company_id = ANY ({companies}) "
            "UNION SELECT p.product_id FROM contracts_contract_products p JOIN contracts_contract c ON c.id = p.contract_id "
            f"WHERE c.company_id = ANY ({companies}) AND c.starts_on <= {today} AND (c.ends_on IS NULL OR c.ends_on >= {today}))"
        )
        return found, [*given, *ids, *ids, *day, *day]


class _HasRow(Func):
    """The ticket has a row in that table, if one is named with such a value in the column.

    Written out: Django takes longer to put such a condition together than PostgreSQL to find all rows of a page.
    """

    output_field = BooleanField()

    def __init__(self, table: str, column: str = "", values: Collection[int] = ()) -> None:
        self.table, self.column = table, column
        super().__init__(F("pk"), *([Value(sorted(values))] if column else []))

    def as_sql(self, compiler, connection, **_) -> tuple[str, list]:
        (number, parameters), *among = (compiler.compile(part) for part in self.get_source_expressions())
        found = f"SELECT 1 FROM {self.table} has WHERE has.ticket_id = {number}"
        for mark, values in among:
            found += f" AND has.{self.column} = ANY ({mark})"
            parameters = [*parameters, *values]
        # OFFSET keeps it a look-up by ticket: PostgreSQL would else read all rows of a desk to look at fifty tickets.
        return f"EXISTS ({found} OFFSET 0)", list(parameters)


class _DomainOf(Func):
    """The ticket's domain belongs to one of these teams. A look at the few domains, where a join would widen every list."""

    output_field = BooleanField()

    def __init__(self, teams: Collection[int]) -> None:
        super().__init__(F("domain"), Value(sorted(teams)))

    def as_sql(self, compiler, connection, **_) -> tuple[str, list]:
        (domain, given), (teams, values) = (compiler.compile(part) for part in self.get_source_expressions())
        return f"{domain} IN (SELECT id FROM service_domain WHERE team_id = ANY ({teams}))", [*given, *values]
