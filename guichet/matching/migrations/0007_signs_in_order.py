"""What every comparison reads stands first in a row of signs, and is as narrow as it can be: a pass over all takes half the time.

The language is left out: it stands beside the vectors.
"""

from django.db import migrations

SQL = """
ALTER TABLE matching_sign RENAME TO matching_sign_before;
CREATE TABLE matching_sign (
    item_id bigint NOT NULL,
    owner integer NOT NULL, desk_id integer, product_id integer,
    e5 bit(384), use bit(512) NOT NULL,
    object_id integer NOT NULL, position integer,
    e5_scale real NOT NULL, use_scale real NOT NULL, use_title_scale real NOT NULL,
    kind varchar(10) NOT NULL
);
ALTER TABLE matching_sign ALTER e5 SET STORAGE PLAIN, ALTER use SET STORAGE PLAIN;
INSERT INTO matching_sign (item_id, owner, desk_id, product_id, e5, use, object_id, position, e5_scale, use_scale, use_title_scale, kind)
SELECT item_id, owner, desk_id, product_id, e5, use, object_id, position, e5_scale, use_scale, use_title_scale, kind
FROM matching_sign_before ORDER BY item_id;
DROP TABLE matching_sign_before;
ALTER TABLE matching_sign ADD PRIMARY KEY (item_id);
CREATE INDEX sign_by_product ON matching_sign (product_id);
CREATE INDEX sign_by_owner ON matching_sign (owner);
"""


class Migration(migrations.Migration):

    dependencies = [("matching", "0006_narrower_signs")]

    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
