"""Numbers begin at 1001; a row of a ticket carries its ticket's company, or PostgreSQL refuses it."""

from django.db import migrations

OF_TICKET = [
    "desk_ticketentity", "desk_deskstay", "desk_share", "desk_insider", "desk_message", "desk_note",
    "desk_attachment", "desk_event", "desk_clock", "desk_reading", "desk_survey", "contracts_offer",
]  # fmt: skip
WITHIN_ONE_COMPANY = ["previous_id", "duplicate_of_id"]

FORWARD = "ALTER TABLE desk_ticket ALTER COLUMN number SET START WITH 1001 RESTART;\n" + "\n".join(
    [
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_same_company FOREIGN KEY (ticket_id, company_id) "
        "REFERENCES desk_ticket (number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;"
        for table in OF_TICKET
    ]
    + [
        f"ALTER TABLE desk_ticket ADD CONSTRAINT ticket_{column}_same_company FOREIGN KEY ({column}, company_id) "
        "REFERENCES desk_ticket (number, company_id) DEFERRABLE INITIALLY DEFERRED;"
        for column in WITHIN_ONE_COMPANY
    ]
)
BACKWARD = "\n".join(
    [f"ALTER TABLE {table} DROP CONSTRAINT {table}_same_company;" for table in OF_TICKET]
    + [f"ALTER TABLE desk_ticket DROP CONSTRAINT ticket_{column}_same_company;" for column in WITHIN_ONE_COMPANY]
)


class Migration(migrations.Migration):
    dependencies = [("desk", "0002_initial"), ("contracts", "0002_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
