import pytest
from django.db import connection


@pytest.mark.django_db
def test_database_of_a_run_is_migrated():
    assert "desk_ticket" in connection.introspection.table_names()
