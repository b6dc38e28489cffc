"""A letter about a ticket carries that ticket's company, or PostgreSQL refuses it; one about a link has neither."""

from django.db import migrations

FORWARD = (
    "ALTER TABLE reactions_letter ADD CONSTRAINT reactions_letter_same_company FOREIGN KEY (ticket_id, company_id) "
    "REFERENCES desk_ticket (number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;\n"
    "ALTER TABLE reactions_letter ADD CONSTRAINT a_letter_about_a_ticket_has_its_company "
    "CHECK ((ticket_id IS NULL) = (company_id IS NULL));"
)
BACKWARD = (
    "ALTER TABLE reactions_letter DROP CONSTRAINT a_letter_about_a_ticket_has_its_company;\n"
    "ALTER TABLE reactions_letter DROP CONSTRAINT reactions_letter_same_company;"
)


class Migration(migrations.Migration):
    dependencies = [("reactions", "0001_initial"), ("desk", "0003_numbers_and_companies")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
