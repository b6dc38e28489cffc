"""The items, their postings and lexemes, and their vectors.

Where the server lacks pgvector the vectors' columns are plain arrays that stay empty: all works by words, and `guichet migrate`
changes the columns once the extension is there (matching/vectors.py).
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import guichet.clock
from django.db import migrations, models


SQL = """
CREATE TABLE matching_lexeme (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    language varchar(5) NOT NULL,
    word varchar(60) NOT NULL,
    df_all integer NOT NULL DEFAULT 0,
    df_open integer NOT NULL DEFAULT 0,
    CONSTRAINT one_lexeme_per_word UNIQUE (language, word)
);
-- No foreign keys here: rows come and go with their item in one function (indexing.forget), in sets.
-- owner: 0 what customers may read, else the company, -1 what agents alone may read.
CREATE TABLE matching_posting (
    lexeme_id integer NOT NULL,
    item_id bigint NOT NULL,
    owner bigint NOT NULL,
    weight real NOT NULL
);
CREATE INDEX posting_by_lexeme ON matching_posting (lexeme_id, owner) INCLUDE (item_id, weight);
CREATE INDEX posting_by_item ON matching_posting (item_id);
-- What is known of a language: how many items, how long together, and the mean of their vectors.
CREATE TABLE matching_language (
    language varchar(5) PRIMARY KEY,
    n_all integer NOT NULL DEFAULT 0,
    n_open integer NOT NULL DEFAULT 0,
    words bigint NOT NULL DEFAULT 0,
    means jsonb NOT NULL DEFAULT '{}'
);
DO $$
BEGIN
    EXECUTE format(
        'CREATE TABLE matching_vector ('
        ' item_id bigint PRIMARY KEY,'
        ' version varchar(60) NOT NULL, kind varchar(10) NOT NULL, object_id bigint NOT NULL, language varchar(5) NOT NULL,'
        ' owner bigint NOT NULL, desk_id bigint, product_id bigint, position bigint,'
        ' e5 %1$s, use %2$s, use_title %2$s,'
        ' e5_scale real NOT NULL DEFAULT 1, use_scale real NOT NULL DEFAULT 1, use_title_scale real NOT NULL DEFAULT 1)',
        CASE WHEN to_regtype('public.halfvec') IS NULL THEN 'real[]' ELSE 'public.halfvec(384)' END,
        CASE WHEN to_regtype('public.halfvec') IS NULL THEN 'real[]' ELSE 'public.halfvec(512)' END
    );
END $$;
-- Vectors are compared row after row: out of line each would be a look-up of its own.
ALTER TABLE matching_vector ALTER e5 SET STORAGE PLAIN, ALTER use SET STORAGE PLAIN, ALTER use_title SET STORAGE PLAIN;
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        ('people', '0002_attempts_unlogged'),
        ('service', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('object_id', models.BigIntegerField()),
                ('part', models.PositiveSmallIntegerField(default=0)),
                ('language', models.CharField(max_length=5)),
                ('title', models.CharField(max_length=300)),
                ('text', models.TextField(blank=True)),
                ('audience', models.CharField(choices=[('internal', 'internal'), ('customers', 'customers'), ('public', 'public'), ('company', 'company')], max_length=10)),
                ('owner', models.BigIntegerField()),
                ('position', models.BigIntegerField(null=True)),
                ('words', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('counts', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), default=list, size=None)),
                ('title_words', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
                ('length', models.PositiveIntegerField(default=0)),
                ('updated_at', models.DateTimeField(default=guichet.clock.now)),
                ('company', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.company')),
                ('desk', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='service.desk')),
                ('product', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.product')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'object_id', 'language', 'part'), name='one_item_per_text'), models.CheckConstraint(condition=models.Q(models.Q(('audience', 'company'), ('company__isnull', False)), models.Q(('audience', 'company'), _negated=True), _connector='OR'), name='what_is_of_a_company_names_it')],
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
