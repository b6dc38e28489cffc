"""The floor's pages: for each page of the product the same rows by plain SQL, printed by one small template."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from bench import floor_writes

OPEN = (
    "('NEW','IN_PROGRESS','LEVEL2','WITH_RND','WAIT_CUSTOMER','WAIT_APPROVAL','PLANNED_FIX','SCHEDULED','FIX_AVAILABLE','RESOLVED')"
)
Row = dict[str, Any]


def fetch(sql: str, *values: Any) -> list[Row]:
    """All rows of a statement as dicts."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The person of the session, with his desks and companies: one query. Nobody else is there."""

    def guarded(request: HttpRequest, **named: Any) -> HttpResponse:
        found = fetch(
            "SELECT id, given_name, family_name, email, is_agent, "
            "ARRAY(SELECT t.desk_id FROM people_seat s JOIN service_team t ON t.id = s.team_id WHERE s.person_id = p.id) AS desks, "
            "ARRAY(SELECT company_id FROM people_membership m WHERE m.person_id = p.id AND ended_at IS NULL) AS companies "
            "FROM people_person p WHERE id = %s AND is_active",
            request.session.get("person"),
        )
        if not found:
            raise Http404
        request.person = found[0]
        return view(request, **named)

    return guarded


def template(body: str) -> Any:
    head = "<!doctype html><title>Floor</title><p>{{ person.given_name }} {{ person.family_name }}</p>"
    form = "<form method=post action=/open/>{% csrf_token %}</form>"
    return engines["django"].from_string(head + body + form)


def answer(request: HttpRequest, page: Any, **rows: Any) -> HttpResponse:
    return HttpResponse(page.render({"person": request.person, **rows}, request))


# The queue

_ROW = """
SELECT t.number, k.key, t.subject, t.language, t.status, t.turn, t.criticality, t.deadline, t.confidential, t.unanswered_since,
       t.escalated_at, t.last_customer_at, t.last_vendor_at, t.updated_at, t.queue_rank, t.next_at, t.next_kind, c.name AS company,
       r.name AS version, o.given_name AS owner
  FROM desk_ticket t JOIN service_requesttype k ON k.id = t.type_id JOIN people_company c ON c.id = t.company_id
  LEFT JOIN catalog_release r ON r.id = t.release_id LEFT JOIN people_person o ON o.id = t.owner_id
"""
_AGENTS = """
SELECT DISTINCT p.id, p.given_name, p.family_name FROM people_person p JOIN people_seat s ON s.person_id = p.id
  JOIN service_team t ON t.id = s.team_id WHERE p.is_agent AND p.is_active AND t.desk_id = ANY(%s) ORDER BY 2, 3
"""
QUEUE = template("""
<form><select name=owner>{% for agent in agents %}<option value="{{ agent.id }}">{{ agent.given_name }} {{ agent.family_name }}</option>
{% endfor %}</select></form><table>{% for row in rows %}<tr><td><input type=checkbox value="{{ row.number }}"><td>{{ row.turn }}
<td>{{ row.key }}-{{ row.number }}<td>{% if row.escalated_at %}!{% endif %}{% if row.deadline %}{{ row.deadline|date:"j M" }}{% endif %}
{{ row.language }}<td><a href="/desk/requests/{{ row.key }}-{{ row.number }}/">{{ row.subject }}</a><td>{{ row.version|default:"" }}
{{ row.company }}<td>{{ row.criticality }}<td>{{ row.status }}<td>{{ row.owner|default:"" }}<td>{{ row.next_kind }}
{{ row.next_at|date:"j M H:i" }}<td>{{ row.updated_at|date:"j M H:i" }}</tr>{% endfor %}</table>""")


@signed_in
def queue(request: HttpRequest) -> HttpResponse:
    after = request.GET.get("after", "").split("~")
    place, key = ("AND (queue_rank, next_at, number) > (%s, %s, %s)", after) if len(after) == 3 else ("", [])
    order = "ORDER BY queue_rank, next_at, number LIMIT 51"
    rows = fetch(f"{_ROW} WHERE t.status IN {OPEN} AND t.desk_id = ANY(%s) {place} {order}", request.person["desks"], *key)
    return answer(request, QUEUE, rows=rows[:50], agents=fetch(_AGENTS, request.person["desks"]))


# One request

_TICKET = """
SELECT t.*, k.key, k.labels, d.labels AS desk, c.name AS company, c.phone AS company_phone, r.name AS version, f.number AS contract, f.ends_on
  FROM desk_ticket t JOIN service_requesttype k ON k.id = t.type_id JOIN service_desk d ON d.id = t.desk_id
  JOIN people_company c ON c.id = t.company_id LEFT JOIN catalog_release r ON r.id = t.release_id
  LEFT JOIN contracts_contract f ON f.id = t.contract_id
 WHERE t.number = %s
"""
_NAMED = "SELECT id, given_name, family_name, phone FROM people_person WHERE id = ANY(%s)"
_OF_TICKET = {
    "events": "SELECT e.id, e.kind, e.at, e.data, e.status, e.turn, p.given_name AS who FROM desk_event e LEFT JOIN people_person p ON p.id = e.by_id WHERE e.ticket_id = %s ORDER BY e.at, e.id",
    "messages": "SELECT m.id, m.body, m.side, m.created_at, m.language, p.given_name AS who FROM desk_message m LEFT JOIN people_person p ON p.id = m.author_id WHERE m.ticket_id = %s ORDER BY m.created_at, m.id",
    "files": "SELECT id, filename, size, token, message_id, note_id FROM desk_attachment WHERE ticket_id = %s ORDER BY id",
    "sharers": "SELECT p.given_name, p.family_name FROM desk_share s JOIN people_person p ON p.id = s.person_id WHERE s.ticket_id = %s ORDER BY s.id",
    "offers": "SELECT o.* FROM contracts_offer o WHERE o.ticket_id = %s ORDER BY id",
    "letters": "SELECT l.event_id, p.given_name FROM reactions_letter l JOIN people_person p ON p.id = l.person_id WHERE l.ticket_id = %s ORDER BY l.id",
    "entities": "SELECT e.code, e.name FROM desk_ticketentity t JOIN catalog_entity e ON e.id = t.entity_id WHERE t.ticket_id = %s ORDER BY e.code",
    "clocks": "SELECT kind, state, target_s, used_s, due_at FROM desk_clock WHERE ticket_id = %s ORDER BY id",
}
# What the customer's page shows beside: where it runs, what the contract covers, at which desk each author sits.
_BESIDE = {
    "places": "SELECT i.environment, i.name, r.name AS release, l.support_ends_on FROM desk_ticket t JOIN catalog_installation i ON i.id = t.installation_id JOIN catalog_release r ON r.id = i.release_id JOIN catalog_versionline l ON l.id = r.line_id WHERE t.number = %s",
    "seats": "SELECT s.person_id, t.desk_id FROM people_seat s JOIN service_team t ON t.id = s.team_id WHERE s.person_id IN (SELECT author_id FROM desk_message WHERE ticket_id = %s AND side = 'vendor')",
}
_COVERED = "SELECT key, spec FROM contracts_coveragerow WHERE key = ANY(%s) ORDER BY position"
_NOTES = "SELECT n.id, n.body, n.created_at, p.given_name AS who FROM desk_note n JOIN people_person p ON p.id = n.author_id WHERE n.ticket_id = %s ORDER BY n.created_at, n.id"
_OF_COMPANY = {
    "installations": "SELECT i.environment, i.name, r.name AS release FROM catalog_installation i JOIN catalog_release r ON r.id = i.release_id WHERE i.company_id = %s AND i.is_active ORDER BY i.environment, i.id",
    "company_entities": "SELECT code, name FROM catalog_entity WHERE company_id = %s ORDER BY code",
}
_PEOPLE = "SELECT p.given_name, p.family_name, p.phone FROM people_membership m JOIN people_person p ON p.id = m.person_id WHERE m.company_id = %s AND m.ended_at IS NULL AND p.is_active ORDER BY m.id"
_DRAFT = "SELECT data, updated_at FROM intake_draft WHERE ticket_id = %s AND person_id = %s"
_LINKS = "SELECT number, subject FROM desk_ticket WHERE previous_id = %s OR parent_id = %s OR duplicate_of_id = %s ORDER BY number LIMIT 30"
_TICKET_HTML = """
<h1>{{ ticket.key }}-{{ ticket.number }} {{ ticket.subject }}</h1><p>{{ ticket.status }} {{ ticket.turn }} {{ ticket.turn_since|date:"j M H:i" }}
{{ ticket.criticality }} {{ ticket.version }} {% for one in ticket.named %}{{ one.given_name }} {{ one.family_name }} {{ one.phone }} {% endfor %}</p>
<dl>{% for one in clocks %}<dt>{{ one.kind }} {{ one.state }}<dd>{{ one.target_s }} {{ one.used_s }} {{ one.due_at|date:"j M H:i" }}{% endfor %}</dl>
{% for one in messages %}<article><h2>{{ one.who }} {{ one.created_at|date:"j M H:i" }}</h2>{{ one.body|linebreaks }}</article>{% endfor %}
{% for one in notes %}<article class=note><h2>{{ one.who }} {{ one.created_at|date:"j M H:i" }}</h2>{{ one.body|linebreaks }}</article>{% endfor %}
<ul>{% for one in files %}<li><a href="/attachments/{{ one.token }}/{{ one.filename }}">{{ one.filename }}</a> {{ one.size }}{% endfor %}</ul>
<ol>{% for one in events %}<li>{{ one.at|date:"j M H:i" }} {{ one.kind }} {{ one.who }} {{ one.status }}{% endfor %}</ol>
<ul>{% for one in sharers %}<li>{{ one.given_name }} {{ one.family_name }}{% endfor %}{% for one in offers %}<li>{{ one.amount }} {{ one.state }}{% endfor %}
{% for one in letters %}<li>{{ one.given_name }}{% endfor %}{% for one in entities %}<li>{{ one.code }} {{ one.name }}{% endfor %}
{% for one in links %}<li>{{ one.number }} {{ one.subject }}{% endfor %}</ul>
<form method=post><textarea name=body>{% for one in drafts %}{{ one.data }}{% endfor %}</textarea></form>"""
_ASIDE_HTML = """
<aside><h2>{{ ticket.company }}</h2><p>{{ ticket.contract }} {{ ticket.ends_on|date:"j M Y" }} {{ ticket.company_phone }}</p><ul>
{% for one in installations %}<li>{{ one.environment }} {{ one.release }}{% endfor %}{% for one in company_entities %}<li>{{ one.code }} {{ one.name }}{% endfor %}
{% for one in people %}<li>{{ one.given_name }} {{ one.family_name }} {{ one.phone }}{% endfor %}
{% for one in others %}<li>{{ one.key }}-{{ one.number }} {{ one.subject }} {{ one.status }}{% endfor %}</ul></aside>
<nav>{% for row in rows %}<a href="/desk/requests/{{ row.key }}-{{ row.number }}/">{{ row.turn }} {{ row.key }}-{{ row.number }} {{ row.company }}
{{ row.next_at|date:"j M H:i" }} {{ row.subject }}</a>{% endfor %}</nav>"""
TICKET = template(_TICKET_HTML + _ASIDE_HTML)
_OWN_HTML = """<ul>{% for one in places %}<li>{{ one.environment }} {{ one.release }}{% endfor %}{% for one in seats %}<li>{{ one.desk_id }}{% endfor %}
{% for one in covered %}<li>{{ one.key }}{% endfor %}{% for one in people %}<li>{{ one.given_name }} {{ one.family_name }}{% endfor %}</ul>"""
OWN_TICKET = template(_TICKET_HTML + _OWN_HTML)


def _ticket(number: int) -> Row:
    found = fetch(_TICKET, number)
    if not found:
        raise Http404
    people = [found[0][f"{name}_id"] for name in ("owner", "handler", "reporter", "entered_by")]
    return {**found[0], "named": fetch(_NAMED, [pk for pk in people if pk])}


@signed_in
def ticket(request: HttpRequest, number: int) -> HttpResponse:
    one, me = _ticket(number), request.person
    mine = "(t.owner_id = %s AND (t.turn = 'support' OR t.unanswered_since IS NOT NULL) OR t.handler_id = %s)"
    order = "ORDER BY queue_rank, next_at, number LIMIT"
    return answer(
        request,
        TICKET,
        ticket=one,
        **{name: fetch(sql, number) for name, sql in _OF_TICKET.items()},
        **{name: fetch(sql, one["company_id"]) for name, sql in _OF_COMPANY.items()},
        notes=fetch(_NOTES, number),
        people=fetch(_PEOPLE + " LIMIT 8", one["company_id"]),
        drafts=fetch(_DRAFT, number, me["id"]),
        links=fetch(_LINKS, number, number, number),
        others=fetch(f"{_ROW} WHERE t.company_id = %s AND t.status IN {OPEN} {order} 8", one["company_id"]),
        rows=fetch(f"{_ROW} WHERE t.status IN {OPEN} AND {mine} {order} 25", me["id"], me["id"]),
    )


@signed_in
def own_ticket(request: HttpRequest, number: int) -> HttpResponse:
    one, me = _ticket(number), request.person
    return answer(
        request,
        OWN_TICKET,
        ticket=one,
        **{name: fetch(sql, number) for name, sql in {**_OF_TICKET, **_BESIDE}.items()},
        covered=fetch(_COVERED, ["defect", "defect_old_version"]),
        people=fetch(_PEOPLE, one["company_id"]),
        drafts=fetch(_DRAFT, number, me["id"]),
        links=fetch(_LINKS, number, number, number),
    )


# The customer's start page

HOME = template("""{% for title, rows in lists %}<h2>{{ title }}</h2><ul>{% for row in rows %}<li>{{ row.turn }} {{ row.criticality }}
<a href="/requests/{{ row.key }}-{{ row.number }}/">{{ row.key }}-{{ row.number }} {{ row.subject }}</a> {{ row.status }} {{ row.owner|default:"" }}
{{ row.next_kind }} {{ row.next_at|date:"j M H:i" }} {{ row.updated_at|date:"j M H:i" }}</li>{% endfor %}</ul>{% endfor %}
{% for one in asked %}<p>{{ one.who }}: {{ one.body }}</p>{% endfor %}{% for one in contracts %}<p>{{ one.number }} {{ one.ends_on|date:"j M Y" }}</p>{% endfor %}""")
_ASKED = """SELECT DISTINCT ON (m.ticket_id) m.ticket_id, m.body, p.given_name AS who FROM desk_message m
LEFT JOIN people_person p ON p.id = m.author_id WHERE m.ticket_id = ANY(%s) AND m.side = 'vendor' ORDER BY m.ticket_id, m.created_at DESC"""


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    me = request.person["id"]
    newest = "ORDER BY t.updated_at DESC, t.number DESC LIMIT 10"
    mine = f"{_ROW} WHERE t.reporter_id = %s AND t.status IN {OPEN}"
    yours = fetch(f"{mine} AND t.turn = 'customer' AND t.status <> 'WAIT_APPROVAL' ORDER BY t.turn_since, t.number LIMIT 10", me)
    ours = fetch(f"{mine} AND t.turn <> 'customer' {newest}", me)
    waiting = fetch(f"{mine} AND t.status = 'WAIT_APPROVAL' {newest}", me)
    shared = fetch(
        f"{_ROW} WHERE t.number IN (SELECT ticket_id FROM desk_share WHERE person_id = %s) AND t.reporter_id <> %s "
        f"AND t.status IN {OPEN} {newest}",
        me, me,
    )  # fmt: skip
    return answer(
        request,
        HOME,
        lists=[("Yours", yours), ("Ours", ours), ("Waiting", waiting), ("Shared", shared)],
        asked=fetch(_ASKED, [row["number"] for row in [*yours, *shared]]),
        contracts=fetch("SELECT * FROM contracts_contract WHERE company_id = ANY(%s) ORDER BY id", request.person["companies"]),
    )


# Search

FOUND = template("""<form><input name=q value="{{ words }}"></form><ul>{% for row in rows %}<li><a href="/desk/requests/{{ row.key }}-{{ row.number }}/">
{{ row.key }}-{{ row.number }} {{ row.subject }}</a> {{ row.turn }} {{ row.company }} {{ row.status }} {{ row.owner|default:"" }}
{{ row.updated_at|date:"j M H:i" }}</li>{% endfor %}{% for one in texts %}<li>{{ one.body|truncatechars:180 }}</li>{% endfor %}
{% for one in companies %}<li>{{ one.name }}</li>{% endfor %}{% for one in people %}<li>{{ one.given_name }} {{ one.family_name }} {{ one.email }}</li>{% endfor %}</ul>""")
_HITS = "SELECT {number} AS number FROM {table} WHERE words @@ to_tsquery('simple', guichet_unaccent(%s)) ORDER BY {order} DESC LIMIT 100"


@signed_in
def search(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")
    query, like = " & ".join(f"'{word}'" for word in words.lower().split()) + ":*", f"%{words}%"
    numbers: set[int] = set()
    for table, number, order in (
        ("desk_ticket", "number", "number"),
        ("desk_message", "ticket_id", "id"),
        ("desk_note", "ticket_id", "id"),
    ):
        numbers |= {row["number"] for row in fetch(_HITS.format(table=table, number=number, order=order), query)}
    rows = fetch(f"{_ROW} WHERE t.number = ANY(%s) AND t.desk_id = ANY(%s) ORDER BY t.updated_at DESC, t.number DESC LIMIT 30", list(numbers), request.person["desks"])  # fmt: skip
    shown = [row["number"] for row in rows]
    text = "SELECT ticket_id, body FROM {} WHERE ticket_id = ANY(%s) AND words @@ to_tsquery('simple', guichet_unaccent(%s)) ORDER BY id LIMIT 200"
    return answer(
        request,
        FOUND,
        words=words,
        rows=rows,
        texts=[row for table in ("desk_message", "desk_note") for row in fetch(text.format(table), shown, query)][:30],
        companies=fetch("SELECT id, name FROM people_company WHERE upper(name) LIKE upper(%s) ORDER BY name LIMIT 8", like),
        people=fetch("SELECT id, given_name, family_name, email FROM people_person WHERE upper(email) LIKE upper(%s) OR upper(family_name) LIKE upper(%s) OR upper(given_name) LIKE upper(%s) ORDER BY family_name LIMIT 8", like, like, like),
    )  # fmt: skip


urlpatterns = [
    path("desk/", queue),
    path("desk/search/", search),
    path("desk/requests/<int:number>/", ticket),
    path("", home),
    path("requests/<int:number>/", own_ticket),
    path("open/", signed_in(floor_writes.open_ticket)),
    path("reply/<int:number>/", signed_in(floor_writes.reply)),
]
