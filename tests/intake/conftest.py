"""The requests at hand of the desk's tests, for those of the entrance."""

import pytest

from guichet.desk.operations.closing import confirm
from guichet.desk.operations.moving import Moving, transition_to
from tests.desk.conftest import do, opened

__all__ = ["closed_ticket", "do", "opened"]


@pytest.fixture
def closed_ticket(cast, opened, do, ada, nora):
    """Ada's request about entity 02, solved and closed."""
    ticket = opened(ada, entities=[cast.entity("acme", "02")])
    do(nora, "2026-11-24 11:00", transition_to, ticket.pk, Moving("RESOLVED", body="C'est expliqué.", resolution="explained"))
    return do(ada, "2026-11-24 11:30", confirm, ticket.pk)
