"""The extensions, and the one function that turns text into searchable words."""

from django.db import migrations

SQL = """
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
-- unaccent() is only STABLE; with its dictionary named it always gives the same, so an index may rest on it.
CREATE OR REPLACE FUNCTION guichet_unaccent(text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN public.unaccent('public.unaccent'::regdictionary, $1);
-- A tsvector holds at most 1 MB of lexemes: the first 300,000 characters are searchable.
CREATE OR REPLACE FUNCTION guichet_tsv(text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN to_tsvector('pg_catalog.simple'::regconfig, public.guichet_unaccent(left($1, 300000)));
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
