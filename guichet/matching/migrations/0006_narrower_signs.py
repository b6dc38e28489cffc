"""Titles are not sought by their signs: two thirds of a row are read at every suggestion, so it holds what that needs."""

from django.db import migrations

SQL = """
ALTER TABLE matching_sign DROP use_title;
CLUSTER matching_sign USING matching_sign_pkey;
"""


class Migration(migrations.Migration):

    dependencies = [("matching", "0005_weights")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
