"""Counting attempts needs speed, not safety: losing the counts in a crash is harmless."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        migrations.RunSQL("ALTER TABLE people_attempt SET UNLOGGED", "ALTER TABLE people_attempt SET LOGGED")
    ]
