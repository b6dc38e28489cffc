"""Follow-ups and duplicates stay within one company, or within companies that a merger has joined."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION guichet_is_his(ticket bigint, person bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT 1 FROM desk_ticket t WHERE t.number = ticket AND t.reporter_id = person)
        OR EXISTS (SELECT 1 FROM desk_share s WHERE s.ticket_id = ticket AND s.person_id = person)
$$;

CREATE FUNCTION guichet_ticket_same_company() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM desk_ticket t
          JOIN desk_ticket o ON o.number = t.previous_id OR o.number = t.duplicate_of_id
          JOIN people_company tc ON tc.id = t.company_id
          JOIN people_company oc ON oc.id = o.company_id
         WHERE (t.number = NEW.number OR t.previous_id = NEW.number OR t.duplicate_of_id = NEW.number)
           AND coalesce(tc.merged_into_id, tc.id) <> coalesce(oc.merged_into_id, oc.id)
    ) THEN
        RAISE EXCEPTION 'ticket_same_company: a follow-up or a duplicate of another company''s request'
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
"""
TRIGGERS = """
ALTER TABLE desk_ticket DROP CONSTRAINT ticket_previous_id_same_company;
ALTER TABLE desk_ticket DROP CONSTRAINT ticket_duplicate_of_id_same_company;
CREATE CONSTRAINT TRIGGER ticket_same_company_new AFTER INSERT ON desk_ticket DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.previous_id IS NOT NULL OR NEW.duplicate_of_id IS NOT NULL)
    EXECUTE FUNCTION guichet_ticket_same_company();
CREATE CONSTRAINT TRIGGER ticket_same_company_changed AFTER UPDATE OF previous_id, duplicate_of_id, company_id ON desk_ticket
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.previous_id IS DISTINCT FROM OLD.previous_id OR NEW.duplicate_of_id IS DISTINCT FROM OLD.duplicate_of_id
          OR NEW.company_id <> OLD.company_id)
    EXECUTE FUNCTION guichet_ticket_same_company();
"""
BACKWARD = """
DROP TRIGGER ticket_same_company_new ON desk_ticket;
DROP TRIGGER ticket_same_company_changed ON desk_ticket;
DROP FUNCTION guichet_ticket_same_company();
DROP FUNCTION guichet_is_his(bigint, bigint);
ALTER TABLE desk_ticket ADD CONSTRAINT ticket_previous_id_same_company FOREIGN KEY (previous_id, company_id)
    REFERENCES desk_ticket (number, company_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE desk_ticket ADD CONSTRAINT ticket_duplicate_of_id_same_company FOREIGN KEY (duplicate_of_id, company_id)
    REFERENCES desk_ticket (number, company_id) DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("desk", "0005_ticket_missing"), ("people", "0005_merged_companies")]
    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, BACKWARD)]
