"""The walls in PostgreSQL: which role may do what with which table, and which rows it sees.

`GRANTS` is the one table of role × database table; a test compares it with what PostgreSQL says. Policies are coarse:
the company, and no grant on notes. Desks and finer rights stand in visibility.py; a test demands that for every kind of
actor the rows of the rule are among the rows of its policy.
"""

from psycopg import sql

# Letters: S select, I insert, U update, D delete. `login` is the application's login with no role taken: signing in only.
ROLES = ("login", "public", "requester", "agent", "worker", "jobs")

_CONFIGURATION = {"login": "S", "public": "S", "requester": "S", "agent": "SIUD", "worker": "S", "jobs": ""}

GRANTS: dict[str, dict[str, str]] = {
    "django_migrations": {"login": "S", "jobs": "S"},
    "django_session": {"login": "SIUD", "worker": "SD"},
    "people_person": {"login": "SU", "requester": "SU", "agent": "SIU", "worker": "SIU"},
    "people_credential": {"login": "SIU"},
    "people_onetimelink": {"login": "SIUD", "worker": "SIUD"},
    "people_token": {"login": "S"},
    "people_attempt": {"login": "SIUD", "public": "SIUD", "requester": "SIUD", "agent": "SIUD", "worker": "SIUD"},
    "people_company": {"login": "S", "requester": "SU", "agent": "SIU", "worker": "SU"},
    "people_closure": {"requester": "SIUD", "agent": "SIUD", "worker": "S"},
    "people_away": {"requester": "SIUD", "agent": "SIUD", "worker": "S"},
    "people_membership": {"login": "S", "requester": "SU", "agent": "SIU", "worker": "SIU"},
    "people_seat": {"login": "S", "requester": "S", "agent": "SIUD", "worker": "SIUD"},
    "people_absence": {"login": "S", "agent": "SIUD", "worker": "SUD"},
    "sla_businesscalendar": _CONFIGURATION,
    "sla_slapolicy": _CONFIGURATION,
    "service_desk": _CONFIGURATION,
    "service_team": _CONFIGURATION,
    "service_domain": _CONFIGURATION,
    "service_requesttype": _CONFIGURATION,
    "service_criticality": _CONFIGURATION,
    "service_statustext": _CONFIGURATION,
    "service_resolution": _CONFIGURATION,
    "service_matrixrow": _CONFIGURATION,
    "service_text": _CONFIGURATION,
    "service_brand": _CONFIGURATION,
    "service_lettertext": _CONFIGURATION,
    "catalog_product": _CONFIGURATION,
    "catalog_versionline": _CONFIGURATION,
    "catalog_release": _CONFIGURATION,
    "catalog_entity": {"requester": "S", "agent": "SIUD", "worker": "S"},
    "catalog_installation": {"requester": "S", "agent": "SIUD", "worker": "S"},
    "catalog_installation_entities": {"requester": "S", "agent": "SIUD", "worker": "S"},
    "catalog_entitylimit": {"login": "S", "requester": "SID", "agent": "SID", "worker": "S"},
    "contracts_contract": {"requester": "S", "agent": "SIU", "worker": "S"},
    "contracts_contract_products": {"requester": "S", "agent": "SIUD", "worker": "S"},
    "contracts_coveragerow": _CONFIGURATION,
    "contracts_offer": {"requester": "SU", "agent": "SIU", "worker": "SU"},
    "knowledge_knownproblem": {"public": "S", "requester": "S", "agent": "SIU", "worker": "SU"},
    "knowledge_problemrange": {"public": "S", "requester": "S", "agent": "SIUD", "worker": "SI"},
    "knowledge_dossier": {"agent": "SIU", "worker": "S"},
    "knowledge_follower": {"requester": "SID", "agent": "S", "worker": "S"},
    "knowledge_spread": {"public": "S", "requester": "S", "agent": "S", "worker": "SID"},
    "knowledge_news": {"public": "S", "requester": "S", "agent": "SI", "worker": "SIU"},
    "knowledge_regression": {"agent": "SIU", "worker": "SI"},
    "knowledge_article": {"public": "S", "requester": "S", "agent": "SIU", "worker": "SU"},
    "knowledge_articletext": {"public": "S", "requester": "S", "agent": "SIUD", "worker": "S"},
    "knowledge_articlerange": {"public": "S", "requester": "S", "agent": "SIUD", "worker": "S"},
    "knowledge_articleimage": {"public": "S", "requester": "S", "agent": "SID", "worker": "S"},
    "knowledge_articleorigin": {"agent": "SIU"},
    "knowledge_articlevote": {"requester": "SIU", "agent": "SIU"},
    "knowledge_searchmiss": {"public": "I", "requester": "I", "agent": "SI", "worker": "SD"},
    "access_logentry": {"login": "I", "requester": "I", "agent": "SI", "worker": "I"},
    "desk_ticket": {"requester": "SIU", "agent": "SIU", "worker": "SIU"},
    "desk_ticketentity": {"requester": "SID", "agent": "SID", "worker": "SI"},
    "desk_deskstay": {"requester": "SI", "agent": "SI", "worker": "SI"},
    "desk_share": {"requester": "SID", "agent": "SID", "worker": "SID"},
    "desk_insider": {"requester": "I", "agent": "SID", "worker": "SID"},
    "desk_message": {"requester": "SI", "agent": "SIU", "worker": "SIU"},
    "desk_note": {"agent": "SIU"},
    "desk_heldreply": {"agent": "SIUD", "worker": "SUD"},
    "desk_attachment": {"requester": "SI", "agent": "SIUD", "worker": "SI"},
    "desk_event": {"requester": "SI", "agent": "SI", "worker": "SIU"},
    "desk_clock": {"requester": "SIUD", "agent": "SIUD", "worker": "SIUD"},
    "desk_reading": {"requester": "SI", "agent": "SIU", "worker": "S"},
    "desk_incident": {"requester": "S", "agent": "SIU", "worker": "SU"},
    "desk_incidentfollower": {"requester": "SID", "agent": "SI", "worker": "S"},
    "desk_survey": {"requester": "SI", "agent": "S", "worker": "SU"},
    "intake_draft": {"requester": "SIUD", "agent": "SIUD", "worker": "SIUD"},
    "intake_upload": {"requester": "SIUD", "agent": "SIUD", "worker": "SD"},
    "intake_mailbox": {"agent": "SIUD", "worker": "SU"},
    "intake_mail": {"agent": "SU", "worker": "SIU"},
    "reactions_letter": {"agent": "S", "worker": "SIU"},
    "matching_filetext": {"requester": "S", "agent": "SD", "worker": "SIUD"},
    "matching_savedsearch": {"agent": "SIUD", "worker": "SIUD"},
    "matching_item": {"requester": "S", "agent": "S", "worker": "SIUD"},
    "matching_lexeme": {"requester": "S", "agent": "S", "worker": "SIUD"},
    "matching_posting": {"requester": "S", "agent": "S", "worker": "SIUD"},
    "matching_language": {"requester": "S", "agent": "S", "worker": "SIUD"},
    "matching_vector": {"requester": "S", "agent": "S", "worker": "SIUD"},
    "matching_sign": {"requester": "S", "agent": "S", "worker": "SIUD"},
    "reactions_mute": {"requester": "SID", "worker": "SID"},
    "reactions_rhythm": {"requester": "SIU", "worker": "S"},
    "matching_centre": {"agent": "S", "worker": "SID"},
    "matching_progress": {"agent": "S", "worker": "SIU"},
    "matching_label": {"requester": "I", "agent": "SIUD", "worker": "S"},
    "matching_weights": {"requester": "S", "agent": "S", "worker": "SI"},
    "matching_deflection": {"requester": "SID", "agent": "S", "worker": "S"},
    "jobs_heartbeat": {"login": "S", "agent": "S", "worker": "SIU", "jobs": "SIU"},
}  # fmt: skip

# Columns a role may write or read where the whole table would be too much.
COLUMNS: dict[tuple[str, str], dict[str, str]] = {
    ("people_person", "requester"): {"U": "language, zone, theme, phone, away_until, given_name, family_name, is_active, epoch"},
    ("people_company", "requester"): {"U": "all_see_all, language, phone"},
    ("people_person", "login"): {"U": "epoch, language, theme"},
    # Who answers meanwhile, and until when; not who wrote it down.
    ("people_absence", "requester"): {"S": "id, person_id, deputy_id, starts_at, ends_at"},
    ("reactions_letter", "requester"): {"S": "id, event_id, ticket_id, company_id, person_id, kind, state, created_at, sent_at"},
}

_COMPANIES = "ANY ((SELECT nullif(current_setting('guichet.companies', true), ''))::bigint[])"
_ME = "(SELECT nullif(current_setting('guichet.person', true), '')::bigint)"
_OWN_COMPANY = f"company_id = {_COMPANIES}"
# Who came to a company by a merger meets none of its rows from before, but those of requests that are his or shared with him.
_OLD = "(SELECT nullif(current_setting('guichet.old', true), '')::jsonb)"


def _of_ticket(number: str) -> str:
    """Rows of the companies' tickets: no cost for all those to whom no merger happened."""
    since = f"{number} > coalesce(({_OLD} ->> company_id::text)::bigint, 0)"
    return f"{_OWN_COMPANY} AND ({_OLD} IS NULL OR {since} OR guichet_is_his({number}, {_ME}))"


_TICKET, _OF_TICKET = _of_ticket("number"), _of_ticket("ticket_id")
_COLLEAGUE = (
    f"is_agent OR id = {_ME} OR EXISTS (SELECT 1 FROM people_membership m WHERE m.person_id = people_person.id "
    f"AND m.company_id = {_COMPANIES})"
)

# What a contact's companies run or hold a contract for; whether a contract is active is for visibility.py.
_RUN = "product_id IN (SELECT product_id FROM catalog_installation UNION SELECT product_id FROM contracts_contract_products)"
_FOR_HIM = f"= 'customers' AND (product_id IS NULL OR {_RUN})"
_IS_READ = "state IN ('published', 'to_review')"
_OF_PROBLEM = "EXISTS (SELECT 1 FROM knowledge_knownproblem p WHERE p.id = problem_id)"
_OF_ARTICLE = "EXISTS (SELECT 1 FROM knowledge_article a WHERE a.id = article_id)"

_FOUND = (
    f"(kind = 'ticket' AND owner = {_COMPANIES} AND object_id IN (SELECT number FROM desk_ticket)) "
    "OR (kind = 'problem' AND owner = 0 AND object_id IN (SELECT id FROM knowledge_knownproblem)) "
    "OR (kind = 'article' AND owner = 0 AND object_id IN (SELECT id FROM knowledge_article))"
)

# table → (which rows are seen, which rows may be written) by a requester; agents and the worker see all rows.
POLICIES: dict[str, tuple[str, str]] = {
    "people_person": (_COLLEAGUE, "NOT is_agent AND NOT is_administrator AND NOT is_limited"),
    "people_company": (f"id = {_COMPANIES}", f"id = {_COMPANIES}"),
    "people_closure": (_OWN_COMPANY, _OWN_COMPANY),
    "people_away": (
        f"EXISTS (SELECT 1 FROM people_membership m WHERE m.person_id = people_away.person_id AND m.company_id = {_COMPANIES})",
        f"person_id = {_ME}",
    ),
    "people_membership": (_OWN_COMPANY, _OWN_COMPANY),
    "catalog_entity": (_OWN_COMPANY, _OWN_COMPANY),
    "catalog_installation": (_OWN_COMPANY, _OWN_COMPANY),
    "catalog_installation_entities": (
        "EXISTS (SELECT 1 FROM catalog_installation i WHERE i.id = installation_id)", "false",
    ),
    "catalog_entitylimit": (
        f"EXISTS (SELECT 1 FROM people_membership m WHERE m.id = membership_id AND m.{_OWN_COMPANY})",
        f"EXISTS (SELECT 1 FROM people_membership m WHERE m.id = membership_id AND m.{_OWN_COMPANY})",
    ),
    "contracts_contract": (_OWN_COMPANY, "false"),
    "contracts_contract_products": ("EXISTS (SELECT 1 FROM contracts_contract c WHERE c.id = contract_id)", "false"),
    "contracts_offer": (_OF_TICKET, _OWN_COMPANY),
    "desk_ticket": (_TICKET, _OWN_COMPANY),
    "desk_ticketentity": (_OF_TICKET, _OWN_COMPANY),
    "desk_deskstay": (_OF_TICKET, _OWN_COMPANY),
    "desk_share": (_OF_TICKET, _OWN_COMPANY),
    "desk_insider": ("false", _OWN_COMPANY),
    "desk_message": (_OF_TICKET, f"{_OWN_COMPANY} AND side = 'customer' AND author_id = {_ME}"),
    "desk_attachment": (f"{_OF_TICKET} AND note_id IS NULL", f"{_OWN_COMPANY} AND note_id IS NULL AND uploaded_by_id = {_ME}"),
    "desk_event": (f"{_OF_TICKET} AND is_public", f"{_OWN_COMPANY} AND is_public"),
    "desk_clock": (_OF_TICKET, _OWN_COMPANY),
    "desk_reading": (_OF_TICKET, f"{_OWN_COMPANY} AND person_id = {_ME}"),
    "desk_survey": (_OF_TICKET, f"{_OWN_COMPANY} AND person_id = {_ME}"),
    "knowledge_knownproblem": (f"visibility = 'public' OR visibility {_FOR_HIM}", "false"),
    "knowledge_problemrange": (_OF_PROBLEM, "false"),
    "knowledge_follower": (f"person_id = {_ME}", f"person_id = {_ME} AND {_OWN_COMPANY}"),
    "knowledge_spread": (_OF_PROBLEM, "false"),
    "knowledge_news": (f"problem_id IS NOT NULL AND {_OF_PROBLEM}", "false"),
    "knowledge_article": (f"{_IS_READ} AND (audience = 'public' OR audience {_FOR_HIM})", "false"),
    "knowledge_articletext": (_OF_ARTICLE, "false"),
    "knowledge_articlerange": (_OF_ARTICLE, "false"),
    "knowledge_articleimage": (_OF_ARTICLE, "false"),
    "knowledge_articlevote": (f"person_id = {_ME}", f"person_id = {_ME} AND {_OF_ARTICLE}"),
    # By way of the reader's own installations: what does not run at his companies is not there.
    "desk_incident": (
        "EXISTS (SELECT 1 FROM catalog_installation i JOIN catalog_release r ON r.id = i.release_id WHERE i.is_active "
        f"AND i.company_id = {_COMPANIES} AND i.product_id = desk_incident.product_id "
        "AND (desk_incident.line_id IS NULL OR desk_incident.line_id = r.line_id))",
        "false",
    ),
    "desk_incidentfollower": (f"{_OWN_COMPANY} AND person_id = {_ME}", f"{_OWN_COMPANY} AND person_id = {_ME}"),
    # What may be found is what may be read; a posting names no text, and what it leads to is behind the wall of the items.
    "matching_item": (_FOUND, "false"),
    "matching_vector": (_FOUND, "false"),
    "matching_sign": (_FOUND, "false"),
    "matching_filetext": (f"{_OF_TICKET} AND NOT is_of_note", "false"),
    # His own, and what colleagues share (OWN_ROWS); customers have none.
    "matching_savedsearch": (f"person_id = {_ME} OR is_shared", f"person_id = {_ME}"),
    # A word that stands in others' requests alone is theirs.
    "matching_lexeme": ("df_open > 0 OR EXISTS (SELECT 1 FROM matching_posting p WHERE p.lexeme_id = matching_lexeme.id)", "false"),
    # What he said was not it, with the request that he sent; he reads no labels.
    "matching_label": (
        "false", f"by_id = {_ME} AND verdict = 'dismissed' AND EXISTS (SELECT 1 FROM desk_ticket t WHERE t.number = ticket_id)",
    ),
    "matching_deflection": (f"person_id = {_ME}", f"person_id = {_ME} AND {_OWN_COMPANY}"),
    "matching_posting": (f"owner = 0 OR owner = {_COMPANIES}", "false"),
    "intake_draft": (f"person_id = {_ME}", f"person_id = {_ME}"),
    "desk_heldreply": (f"person_id = {_ME}", f"person_id = {_ME}"),
    "intake_upload": (f"person_id = {_ME}", f"person_id = {_ME}"),
    "reactions_mute": (f"person_id = {_ME}", f"person_id = {_ME} AND {_OWN_COMPANY}"),
    "reactions_rhythm": (f"person_id = {_ME}", f"person_id = {_ME}"),
    "reactions_letter": (
        f"{_OF_TICKET} AND EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id AND NOT p.is_agent)", "false",
    ),
}  # fmt: skip
# table → which rows somebody sees who is not signed in; tables with a policy that do not stand here show him none.
PUBLIC_ROWS: dict[str, str] = {
    "knowledge_knownproblem": "visibility = 'public'",
    "knowledge_problemrange": _OF_PROBLEM,
    "knowledge_spread": _OF_PROBLEM,
    "knowledge_news": f"problem_id IS NOT NULL AND {_OF_PROBLEM}",
    "knowledge_article": f"{_IS_READ} AND audience = 'public'",
    "knowledge_articletext": _OF_ARTICLE,
    "knowledge_articlerange": _OF_ARTICLE,
    "knowledge_articleimage": _OF_ARTICLE,
}
# Own rows only, for agents too: what they have not yet sent is nobody else's.
OWN_ROWS = {"intake_draft", "intake_upload", "desk_heldreply", "matching_savedsearch"}

_VERBS = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE"}


def statements(prefix: str, login: str) -> list[sql.Composed]:
    """Everything that makes the walls stand, in order; running it again gives the same walls."""
    audience = {"login": login, **{a: f"{prefix}_{a}" for a in ROLES if a != "login"}}
    done: list[sql.Composed] = [
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.SQL(", ").join(map(sql.Identifier, audience.values())))
    ]
    for table, grants in GRANTS.items():
        name = sql.Identifier(table)
        done.append(sql.SQL("REVOKE ALL ON {} FROM {}").format(name, sql.SQL(", ").join(map(sql.Identifier, audience.values()))))
        for role in ROLES:
            columns = COLUMNS.get((table, role), {})
            verbs = [_VERBS[v] for v in grants.get(role, "") if v not in columns]
            if verbs:
                done.append(sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(", ".join(verbs)), name, sql.Identifier(audience[role])))
            for letter, names in columns.items():
                done.append(
                    sql.SQL(f"GRANT {_VERBS[letter]} ({names}) ON {{}} TO {{}}").format(name, sql.Identifier(audience[role]))
                )
    for table, (seen, written) in POLICIES.items():
        done += _policies(table, seen, written, audience)
    return done + _queue(audience)


def _policies(table: str, seen: str, written: str, audience: dict[str, str]) -> list[sql.Composed]:
    name = sql.Identifier(table)
    rules = {"requester": (seen, written)}
    for role in ("agent", "worker", "login"):
        own = table in OWN_ROWS and role == "agent"
        rules[role] = (seen, written) if own else ("true", "true")
    if table in PUBLIC_ROWS:
        rules["public"] = (PUBLIC_ROWS[table], "false")
    found = [sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(name)]
    for role, (using, check) in rules.items():
        policy = sql.Identifier(f"{table}_{role}")
        found.append(sql.SQL("DROP POLICY IF EXISTS {} ON {}").format(policy, name))
        found.append(
            sql.SQL("CREATE POLICY {} ON {} TO {} USING ({}) WITH CHECK ({})").format(
                policy, name, sql.Identifier(audience[role]), sql.SQL(using), sql.SQL(check)
            )
        )
    return found


def _queue(audience: dict[str, str]) -> list[sql.Composed]:
    """The job queue: its tables are the worker's; everyone else queues through functions that run as their owner."""
    return [
        sql.SQL(
            "DO $$ DECLARE f regprocedure; BEGIN FOR f IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.proname LIKE "
            "'procrastinate_defer%' LOOP EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp', f); "
            "END LOOP; END $$"
        ),
        sql.SQL(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, "
            "procrastinate_workers TO {}"
        ).format(sql.Identifier(audience["jobs"])),
        sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(sql.Identifier(audience["jobs"])),
    ]


def apply(connection, prefix: str, login: str) -> None:
    """Raise the walls on *connection* (a psycopg connection of the owner)."""
    for statement in statements(prefix, login):
        connection.execute(statement)
