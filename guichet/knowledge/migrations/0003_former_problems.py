"""What was known of a problem so far moves to its new places: title, steps, and the version line it was seen on."""

from django.db import migrations

FORWARD = """
UPDATE knowledge_knownproblem p SET updated_at = created_at, symptom = jsonb_build_object(
    coalesce((SELECT t.language FROM desk_ticket t WHERE t.problem_id = p.id ORDER BY t.number LIMIT 1), 'en'), p.title);
INSERT INTO knowledge_dossier (problem_id, steps, created_by_id) SELECT id, steps, created_by_id FROM knowledge_knownproblem;
INSERT INTO knowledge_problemrange (problem_id, line_id, first, "end", fixed_in_id)
SELECT p.id, p.line_id,
       coalesce((SELECT r.name FROM desk_ticket t JOIN catalog_release r ON r.id = t.release_id
                  WHERE t.problem_id = p.id AND r.line_id = p.line_id ORDER BY t.number LIMIT 1), ''), '',
       (SELECT r.id FROM desk_ticket t JOIN catalog_release r ON r.id = t.target_release_id
         WHERE t.problem_id = p.id AND r.line_id = p.line_id ORDER BY t.number LIMIT 1)
  FROM knowledge_knownproblem p WHERE p.line_id IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0002_problems_and_articles")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
