"""Who is asking: a person with what he may do, loaded once per request or job."""

from dataclasses import dataclass, field

from django.db import connection


@dataclass(frozen=True)
class Rights:
    """What one person may do in one company (DOMAIN 1.11). Roles add up."""

    company_id: int
    company: str = ""
    is_reader: bool = True
    is_requester: bool = False
    is_approver: bool = False
    is_administrator: bool = False
    sees_company: bool = False
    is_confidential: bool = False
    all_see_all: bool = False
    # None: every entity; otherwise only these.
    entities: frozenset[int] | None = None
    # Came by a merger of companies: what the company sees as a whole begins after this number for him.
    sees_after: int | None = None
    # The company was merged into this one: its old requests are seen by those who saw them, and nothing new is opened.
    merged_into: int | None = None

    @property
    def sees_all(self) -> bool:
        """Sees the company's requests that are not confidential, by the company's switch or by own right."""
        return self.all_see_all or self.sees_company


@dataclass(frozen=True)
class Actor:
    """A person, or the system itself, as the walls know him."""

    kind: str  # "public", "requester", "agent", "system"
    person_id: int | None = None
    name: str = ""
    given_name: str = ""
    email: str = ""
    language: str = "en"
    zone: str = "Europe/Zurich"
    theme: str = "auto"
    epoch: int = 0
    is_administrator: bool = False
    is_limited: bool = False
    rights: dict[int, Rights] = field(default_factory=dict)
    # Of companies that were merged into another one: for their old requests alone.
    former: dict[int, Rights] = field(default_factory=dict)
    desks: frozenset[int] = frozenset()
    desk_keys: frozenset[str] = frozenset()
    teams: frozenset[int] = frozenset()
    led_teams: frozenset[int] = frozenset()
    led_desks: frozenset[int] = frozenset()
    spoken: tuple[str, ...] = ()
    # Colleagues who are away and whose deputy he is (DOMAIN 1.15).
    stands_for: frozenset[int] = frozenset()

    @property
    def is_agent(self) -> bool:
        return self.kind == "agent"

    @property
    def is_requester(self) -> bool:
        return self.kind == "requester"

    @property
    def is_system(self) -> bool:
        return self.kind == "system"

    @property
    def is_known(self) -> bool:
        return self.person_id is not None

    @property
    def companies(self) -> list[int]:
        return sorted({*self.rights, *self.former})

    @property
    def all_rights(self) -> list[Rights]:
        """Those in his companies, and those in companies that were merged into them."""
        return [*self.rights.values(), *self.former.values()]

    def in_company(self, company_id: int) -> Rights | None:
        """The rights in that company, or None for a stranger to it."""
        return self.rights.get(company_id) or self.former.get(company_id)


PUBLIC = Actor(kind="public")
SYSTEM = Actor(kind="system", name="Guichet")

# One round trip: the person, the rights by company, the seats. Read as the login, before any role is taken.
_LOAD = """
SELECT p.id, p.given_name, p.family_name, p.email, p.language, p.zone, p.theme, p.epoch, p.is_agent, p.is_administrator,
       p.is_limited, p.spoken,
       (SELECT coalesce(json_agg(json_build_array(m.company_id, c.name, m.is_reader, m.is_requester, m.is_approver,
               m.is_administrator, m.sees_company, m.is_confidential, c.all_see_all,
               CASE WHEN m.is_limited_to_entities THEN
                    (SELECT coalesce(json_agg(l.entity_id), '[]'::json) FROM catalog_entitylimit l
                      WHERE l.membership_id = m.id) END, m.sees_after, c.merged_into_id) ORDER BY m.id), '[]'::json)
          FROM people_membership m JOIN people_company c ON c.id = m.company_id
          LEFT JOIN people_company i ON i.id = c.merged_into_id
         WHERE m.person_id = p.id AND m.ended_at IS NULL AND coalesce(i.is_active, c.is_active)),
       (SELECT coalesce(json_agg(json_build_array(t.id, t.desk_id, s.is_lead, d.key)), '[]'::json)
          FROM people_seat s JOIN service_team t ON t.id = s.team_id JOIN service_desk d ON d.id = t.desk_id
         WHERE s.person_id = p.id)
  FROM people_person p WHERE p.id = %s AND p.is_active
"""


def load_actor(person_id: int) -> Actor | None:
    """The actor of an active person; None where there is none. One query."""
    import json

    # Not above: logging reads this module before the models may be.
    from guichet.people.presence import staff

    with connection.cursor() as cursor:
        cursor.execute(_LOAD, [person_id])
        row = cursor.fetchone()
    if row is None:
        return None
    given, family = row[1], row[2]
    memberships, seats = ((json.loads(v) if isinstance(v, str) else v) for v in row[12:14])
    everywhere = {} if row[8] or row[9] else {m[0]: _rights(m) for m in memberships}
    return Actor(
        kind="agent" if row[8] or row[9] else "requester",
        person_id=row[0],
        name=f"{given} {family}".strip(),
        given_name=given,
        email=row[3],
        language=row[4],
        zone=row[5],
        theme=row[6],
        epoch=row[7],
        is_administrator=row[9],
        is_limited=row[10],
        spoken=tuple(row[11] or ()),
        stands_for=staff().stands_for(row[0]) if row[8] and seats else frozenset(),
        rights={pk: held for pk, held in everywhere.items() if held.merged_into is None},
        former={pk: held for pk, held in everywhere.items() if held.merged_into is not None},
        teams=frozenset(s[0] for s in seats),
        desks=frozenset(s[1] for s in seats),
        desk_keys=frozenset(s[3] for s in seats),
        led_teams=frozenset(s[0] for s in seats if s[2]),
        led_desks=frozenset(s[1] for s in seats if s[2]),
    )


def _rights(row: list) -> Rights:
    *held, entities, sees_after, merged_into = row
    limits = None if entities is None else frozenset(entities)
    return Rights(*held, entities=limits, sees_after=sees_after, merged_into=merged_into)
