"""The columns that moved, gone."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0003_former_problems")]
    operations = [
        migrations.RemoveField("knownproblem", "created_by"),
        migrations.RemoveField("knownproblem", "line"),
        migrations.RemoveField("knownproblem", "steps"),
        migrations.RemoveField("knownproblem", "title"),
    ]
