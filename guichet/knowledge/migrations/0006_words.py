"""What search looks through: the words of known problems and articles in all their languages, as those of requests (desk 0001)."""

from django.db import migrations

SQL = """
-- The texts of a {language: text}, and those of a list; both say the same whatever the settings are.
CREATE FUNCTION guichet_texts(jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (SELECT string_agg(value, ' ') FROM jsonb_each_text($1));
CREATE FUNCTION guichet_list(text[]) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (SELECT string_agg(value, ' ') FROM unnest($1) AS value);
ALTER TABLE knowledge_knownproblem ADD words tsvector GENERATED ALWAYS AS (
  guichet_tsv(coalesce(guichet_texts(symptom), '') || ' ' || coalesce(guichet_texts(seen), '') || ' '
    || coalesce(guichet_texts(way_round), '') || ' ' || coalesce(guichet_list(signatures::text[]), ''))) STORED;
CREATE INDEX problem_words ON knowledge_knownproblem USING gin (words);
ALTER TABLE knowledge_articletext ADD words tsvector GENERATED ALWAYS AS (guichet_tsv(title || ' ' || body)) STORED;
CREATE INDEX articletext_words ON knowledge_articletext USING gin (words);
"""
BACK = """
ALTER TABLE knowledge_articletext DROP words;
ALTER TABLE knowledge_knownproblem DROP words;
DROP FUNCTION guichet_list(text[]);
DROP FUNCTION guichet_texts(jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0005_same_company"), ("desk", "0001_words")]
    operations = [migrations.RunSQL(SQL, BACK)]
