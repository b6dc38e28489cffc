"""What of the index somebody may be shown: the rule of access/visibility.py as a condition on the rows that are compared.

PostgreSQL's policies hold below it, and whoever shows a row loads it through `visible_to` again.
"""

from typing import Any

from django.db.models import QuerySet

from guichet.access.actors import Actor
from guichet.desk.models import Ticket
from guichet.knowledge.models import Article, KnownProblem
from guichet.matching.models import Item
from guichet.matching.ranking import Scope

KNOWLEDGE = (Item.PROBLEM, Item.ARTICLE)


def scope(actor: Actor, *, product_id: int | None = None, without_ticket: int | None = None, kinds: tuple[str, ...] = ()) -> Scope:
    """The rows this actor may find: of a product (and of none in particular), without one request, of some kinds alone."""
    values: dict[str, Any] = {}
    sees_all = actor.is_agent or actor.is_system
    seen = _for_agent(actor, values) if sees_all else _for_requester(actor, values)
    where = [f"({seen})"]
    if product_id is not None:
        values["product"] = product_id
        where.append("(row.product_id IS NULL OR row.product_id = %(product)s)")
    if without_ticket is not None:
        values["without"] = without_ticket
        where.append("NOT (row.object_id = %(without)s AND row.kind = 'ticket')")
    if kinds:
        values["kinds"] = list(kinds)
        where.append("row.kind = ANY (%(kinds)s)")
    owners = None if sees_all else (0, *actor.companies)
    return Scope(" AND ".join(where), values, owners=owners, counts_all=sees_all)


def _for_agent(actor: Actor, values: dict[str, Any]) -> str:
    """All knowledge, and the requests on his desks; a limited agent's are few and named one by one."""
    if actor.is_system:
        return "true"
    if actor.is_limited:
        return f"row.owner <= 0 OR row.object_id IN ({_numbers(Ticket.objects.visible_to(actor), 'tickets', values)})"
    # Every row is looked at: of 168,000 rows the pass takes 13 ms with one number to compare, 19 with a list.
    if len(actor.desks) == 1:
        (values["desk"],) = actor.desks
        return "row.owner <= 0 OR row.desk_id = %(desk)s"
    values["desks"] = sorted(actor.desks)
    return "row.owner <= 0 OR row.desk_id = ANY (%(desks)s)"


def _for_requester(actor: Actor, values: dict[str, Any]) -> str:
    """What he may read of known problems and articles, and the requests of his companies that he sees."""
    values["companies"] = actor.companies
    problems = _numbers(KnownProblem.objects.visible_to(actor), "problems", values)
    articles = _numbers(Article.objects.visible_to(actor), "articles", values)
    tickets = _numbers(Ticket.objects.visible_to(actor), "tickets", values)
    return (
        f"row.kind = 'problem' AND row.owner = 0 AND row.object_id IN ({problems}) "
        f"OR row.kind = 'article' AND row.owner = 0 AND row.object_id IN ({articles}) "
        f"OR row.kind = 'ticket' AND row.owner = ANY (%(companies)s) AND row.object_id IN ({tickets})"
    )


def _numbers(rows: QuerySet, name: str, values: dict[str, Any]) -> str:
    """The ids of rows as SQL within the condition; its values go by names of their own."""
    sql, given = rows.order_by().values("pk").query.sql_with_params()
    parts = sql.split("%s")
    for number, value in enumerate(given):
        values[f"{name}_{number}"] = value
        parts[number] += f"%({name}_{number})s"
    return "".join(parts)
