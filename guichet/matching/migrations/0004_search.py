"""What search reads of files, the searches that agents keep, and words by their likeness."""

import django.db.models.deletion
import guichet.clock
from django.db import migrations, models

SQL = """
ALTER TABLE matching_filetext ADD words tsvector GENERATED ALWAYS AS (guichet_tsv(body)) STORED;
CREATE INDEX filetext_words ON matching_filetext USING gin (words);
ALTER TABLE matching_filetext ADD CONSTRAINT matching_filetext_same_company FOREIGN KEY (ticket_id, company_id)
  REFERENCES desk_ticket (number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
-- A word typed with a mistake is compared with the words of the index, not with the texts.
CREATE INDEX lexeme_by_likeness ON matching_lexeme USING gin (word gin_trgm_ops);
"""
BACK = """
DROP INDEX lexeme_by_likeness;
ALTER TABLE matching_filetext DROP CONSTRAINT matching_filetext_same_company;
ALTER TABLE matching_filetext DROP words;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0007_incidents_and_hot_lists'),
        ('matching', '0003_signs'),
        ('people', '0005_merged_companies'),
    ]

    operations = [
        migrations.CreateModel(
            name='FileText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_of_note', models.BooleanField()),
                ('body', models.TextField()),
                ('is_read', models.BooleanField(default=True)),
                ('at', models.DateTimeField(default=guichet.clock.now)),
                ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.attachment')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.ticket')),
            ],
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('query', models.CharField(max_length=2000)),
                ('is_shared', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(default=guichet.clock.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('person', 'name'), name='one_view_of_that_name')],
            },
        ),
        migrations.RunSQL(SQL, BACK),
    ]
