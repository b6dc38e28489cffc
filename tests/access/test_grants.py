"""What PostgreSQL lets each role do is what `walls.GRANTS` says, table by table and column by column."""

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from guichet.access.walls import COLUMNS, GRANTS, OWN_ROWS, POLICIES, PUBLIC_ROWS, ROLES

# The queue's own tables: the worker's login alone (walls._queue).
QUEUE = ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_workers")
VERBS = {"SELECT": "S", "INSERT": "I", "UPDATE": "U", "DELETE": "D"}
DOORS = "procrastinate_defer"


def role(audience: str) -> str:
    """The name of an audience's role; `login` is the application's own."""
    return f"{settings.ROLE_PREFIX}_{'app' if audience == 'login' else audience}"


def rows(query: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def tables() -> set[str]:
    return {
        name
        for (name,) in rows("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')")
    }


def granted() -> dict[tuple[str, str], str]:
    """(table, role) → letters, as PostgreSQL holds them for whole tables."""
    found: dict[tuple[str, str], set[str]] = {}
    for table, grantee, verb in rows(
        "SELECT c.relname, coalesce(r.rolname, 'PUBLIC'), a.privilege_type FROM pg_class c, aclexplode(c.relacl) a "
        "LEFT JOIN pg_roles r ON r.oid = a.grantee "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.grantee <> c.relowner"
    ):
        found.setdefault((table, grantee), set()).add(VERBS.get(verb, verb))
    return {key: "".join(sorted(letters)) for key, letters in found.items()}


def granted_columns() -> dict[tuple[str, str, str], set[str]]:
    """(table, role, letter) → columns, where the whole table would be too much."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for table, column, grantee, verb in rows(
        "SELECT c.relname, t.attname, coalesce(r.rolname, 'PUBLIC'), a.privilege_type FROM pg_attribute t "
        "JOIN pg_class c ON c.oid = t.attrelid, aclexplode(t.attacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
    ):
        found.setdefault((table, grantee, VERBS.get(verb, verb)), set()).add(column)
    return found


def test_every_table_has_its_line(db):
    assert set(GRANTS) | set(QUEUE) == tables()


def test_every_role_holds_exactly_the_grants_of_its_line(db):
    wanted = {
        (table, role(audience)): "".join(sorted(set(letters) - set(COLUMNS.get((table, audience), {}))))
        for table, line in GRANTS.items()
        for audience, letters in line.items()
    } | {(table, role("jobs")): "DISU" for table in QUEUE}
    assert granted() == {key: letters for key, letters in wanted.items() if letters}


def test_columns_are_granted_exactly_as_listed(db):
    wanted = {
        (table, role(audience), letter): {name.strip() for name in names.split(",")}
        for (table, audience), letters in COLUMNS.items()
        for letter, names in letters.items()
    }
    assert granted_columns() == wanted


def test_the_table_of_grants_names_known_roles_only():
    assert all(set(line) <= set(ROLES) for line in GRANTS.values())
    assert all(set(letters) <= set("SIUD") for line in GRANTS.values() for letters in line.values())


def test_only_the_worker_draws_from_sequences(db):
    """Identity columns need no grant; the queue's serial ones are the worker's."""
    found = rows(
        "SELECT DISTINCT r.rolname FROM pg_class c, aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee "
        "WHERE c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace AND a.grantee <> c.relowner"
    )
    assert found == [(role("jobs"),)]


def test_row_policies_stand_exactly_on_the_listed_tables(db):
    secured = {name for (name,) in rows("SELECT relname FROM pg_class WHERE relrowsecurity")}
    assert secured == set(POLICIES)


def test_every_policy_is_the_one_that_is_listed(db):
    found = {
        (table, roles[0]): (using, check)
        for table, roles, using, check in rows(
            "SELECT tablename::text, roles::text[], qual, with_check FROM pg_policies WHERE schemaname = 'public'"
        )
    }
    assert set(found) == {
        (table, role(audience))
        for table in POLICIES
        for audience in ("requester", "agent", "worker", "login", *(["public"] if table in PUBLIC_ROWS else []))
    }
    for (table, name), conditions in found.items():
        is_open = conditions == ("true", "true")
        closed_to_agents = table in OWN_ROWS and name == role("agent")
        assert is_open == (name not in (role("requester"), role("public")) and not closed_to_agents), (table, name)


def test_every_table_of_a_company_has_a_policy(db):
    """A table that requesters read and that carries a company or hangs on a row that does stands behind one."""
    carrying = {
        model._meta.db_table
        for model in apps.get_models()
        if any(f.name in {"company", "ticket", "membership", "installation", "contract"} for f in model._meta.local_concrete_fields)
    }
    readable = {table for table in carrying if "S" in GRANTS.get(table, {}).get("requester", "")}
    assert readable <= set(POLICIES)


def test_every_row_of_a_ticket_is_tied_to_its_company(db):
    """Foreign keys are checked without policies, so the pair (ticket, company) is a foreign key itself."""
    pairs = {
        table
        for (table,) in rows(
            "SELECT k.conrelid::regclass::text FROM pg_constraint k WHERE k.contype = 'f' AND k.confrelid = 'desk_ticket'::regclass "
            "AND (SELECT array_agg(a.attname::text ORDER BY a.attname) FROM pg_attribute a WHERE a.attrelid = k.conrelid "
            "AND a.attnum = ANY (k.conkey)) = ARRAY['company_id', 'ticket_id']"
        )
    }
    carrying = {
        model._meta.db_table
        for model in apps.get_models()
        if {"ticket", "company"} <= {f.name for f in model._meta.local_concrete_fields}
    }
    # A draft is of a request or of a company, never both: its constraint says so.
    assert carrying == pairs | {"intake_draft"}


# What the walls themselves ask beyond what a role may read: both answer yes or no, and write nothing.
OF_THE_WALLS = {"guichet_is_his", "guichet_ticket_same_company"}


def test_functions_that_run_as_their_owner_are_the_doors_of_the_queue_and_the_walls_own_alone(db):
    found = rows("SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace")
    assert found
    assert all(config == ["search_path=public, pg_temp"] for _name, config in found)
    assert {name for name, _config in found if not name.startswith(DOORS)} == OF_THE_WALLS


def test_roles_are_no_superusers_and_pass_by_no_policy(db):
    for name, is_super, bypasses, inherits, creates_roles, creates_databases in rows(
        "SELECT rolname, rolsuper, rolbypassrls, rolinherit, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = ANY (%s)",
        [role(audience) for audience in ROLES],
    ):
        assert not (is_super or bypasses or inherits or creates_roles or creates_databases), name
    assert len(rows("SELECT 1 FROM pg_roles WHERE rolname = ANY (%s)", [role(audience) for audience in ROLES])) == len(ROLES)


def test_no_audience_owns_anything_or_belongs_to_another(db):
    owned = rows(
        "SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = ANY (%s)",
        [role(audience) for audience in ROLES],
    )
    member_of = rows(
        "SELECT m.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member WHERE m.rolname = ANY (%s)",
        [role(audience) for audience in ROLES if audience != "login"],
    )
    assert owned == member_of == []


def test_the_login_takes_roles_and_inherits_none(db):
    found = rows(
        "SELECT g.rolname, a.inherit_option, a.set_option, a.admin_option FROM pg_auth_members a "
        "JOIN pg_roles g ON g.oid = a.roleid JOIN pg_roles m ON m.oid = a.member WHERE m.rolname = %s",
        role("login"),
    )
    assert {name for name, *_ in found} == {role(audience) for audience in ROLES if audience != "login"}
    assert {tuple(options) for _, *options in found} == {(False, True, False)}


def readable_by(audience: str) -> set[str]:
    return {table for table, line in GRANTS.items() if "S" in line.get(audience, "")}


def test_the_login_reads_what_it_is_granted_and_nothing_else(login, db):
    for table in sorted(tables()):
        if table in readable_by("login"):
            login.execute(f"SELECT 1 FROM {table} LIMIT 1")
        else:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                login.execute(f"SELECT 1 FROM {table} LIMIT 1")


@pytest.mark.parametrize("table", ["desk_ticket", "desk_message", "desk_note", "intake_draft", "reactions_letter"])
def test_asking_without_saying_who_fails_loudly(login, db, table):
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match=f"permission denied for table {table}"):
        login.execute(f"SELECT count(*) FROM {table}")


@pytest.mark.parametrize("table", ["people_membership", "people_seat", "access_logentry", "service_text"])
def test_the_login_changes_no_rights_no_log_and_no_texts(login, db, table):
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match=f"permission denied for table {table}"):
        login.execute(f"DELETE FROM {table}")


def test_the_login_makes_no_tables(login, db):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        login.execute("CREATE TABLE of_its_own (id int)")


def test_a_forgotten_role_ends_with_the_transaction(login, db):
    with login.transaction():
        login.execute("SELECT set_config('role', %s, true)", [role("agent")])
        login.execute("SELECT 1 FROM desk_ticket")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        login.execute("SELECT 1 FROM desk_ticket")
