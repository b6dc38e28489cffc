"""What hangs on a request carries its company, or PostgreSQL refuses it."""

from django.db import migrations

OF_TICKET = ["knowledge_regression", "knowledge_articleorigin"]
FORWARD = "\n".join(
    f"ALTER TABLE {table} ADD CONSTRAINT {table}_same_company FOREIGN KEY (ticket_id, company_id) "
    "REFERENCES desk_ticket (number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;"
    for table in OF_TICKET
)
BACKWARD = "\n".join(f"ALTER TABLE {table} DROP CONSTRAINT {table}_same_company;" for table in OF_TICKET)


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0004_former_columns"), ("desk", "0003_numbers_and_companies")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
