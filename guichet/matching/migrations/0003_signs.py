"""The signs of the vectors: one bit a number, in a narrow table of their own, by which the nearest are sought.

A row of vectors is 3 kB, and comparing all of them reads all that; of the signs ten thousand rows are 3 MB. What is near by
its signs is then compared exactly. The factors that the means of the languages change stand here too, so that the vectors' rows
are never written again.
"""

from django.db import migrations

SQL = """
CREATE TABLE matching_sign (
    item_id bigint PRIMARY KEY,
    object_id bigint NOT NULL, owner bigint NOT NULL, desk_id bigint, product_id bigint, position bigint,
    e5_scale real NOT NULL, use_scale real NOT NULL, use_title_scale real NOT NULL,
    kind varchar(10) NOT NULL, language varchar(5) NOT NULL,
    e5 bit(384), use bit(512) NOT NULL, use_title bit(512) NOT NULL
);
ALTER TABLE matching_sign ALTER e5 SET STORAGE PLAIN, ALTER use SET STORAGE PLAIN, ALTER use_title SET STORAGE PLAIN;
CREATE INDEX sign_by_product ON matching_sign (product_id);
CREATE INDEX sign_by_owner ON matching_sign (owner);
-- They are made again from the texts, by the worker.
DELETE FROM matching_vector;
ALTER TABLE matching_vector DROP e5_scale, DROP use_scale, DROP use_title_scale;
"""


class Migration(migrations.Migration):

    dependencies = [("matching", "0002_labels_and_progress")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
