"""Drafts begun before they named a company: the contact's they were typed for, else the company their writer belongs to first."""

from django.db import migrations

_CALLS = """
UPDATE intake_draft SET company_id = member.company_id, reporter_id = member.person_id, data = data - 'reporter'
FROM people_membership member WHERE kind = 'new' AND data ? 'reporter' AND member.id::text = data -> 'reporter' ->> 0
"""
_OWN = """
UPDATE intake_draft SET company_id = member.company_id
FROM (SELECT person_id, min(company_id) AS company_id FROM people_membership WHERE ended_at IS NULL GROUP BY person_id) member
WHERE kind IN ('new', 'aside') AND ticket_id IS NULL AND intake_draft.company_id IS NULL AND member.person_id = intake_draft.person_id
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0006_draft_of_a_company")]
    operations = [migrations.RunSQL(_CALLS, migrations.RunSQL.noop), migrations.RunSQL(_OWN, migrations.RunSQL.noop)]
