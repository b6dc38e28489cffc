"""The middle of the requests that became the same: of one domain, one type, one team."""

from django.db import migrations

SQL = """
CREATE TABLE matching_centre (
    what varchar(10) NOT NULL,
    key varchar(100) NOT NULL,
    version varchar(100) NOT NULL,
    requests integer NOT NULL,
    e5 real[],
    use real[],
    PRIMARY KEY (what, key)
);
"""


class Migration(migrations.Migration):

    dependencies = [("matching", "0007_signs_in_order")]

    operations = [migrations.RunSQL(SQL, "DROP TABLE matching_centre")]
