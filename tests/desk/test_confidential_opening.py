"""A confidential request opened by the lead of the desk: with a reason, logged, told, and readers listed (DOMAIN 1.11)."""

import pytest

from guichet.access.models import LogEntry
from guichet.desk.models import Event, Ticket
from tests.desk.conftest import do, opened

__all__ = ["do", "opened"]


@pytest.fixture
def secret(paula, opened, cast) -> Ticket:
    ticket = opened(paula, confidential=True, domain="payroll", subject="Salaire", when="2026-11-23 10:00")
    # Lena leads the desk, and no team whose domain it is.
    cast.domain("payroll").__class__.objects.filter(key="payroll").update(team=cast.team("CON-LP"))
    return ticket


def test_the_lead_opens_it_with_a_reason_and_everybody_learns_of_it(secret, signed_in, lena):
    client = signed_in("lena")
    closed = client.get(f"/desk/requests/{secret.key}/").content.decode()
    assert "Salaire" not in closed and "Acme SA" in closed
    assert client.post(f"/desk/requests/{secret.key}/open/", {"reason": " "}).status_code == 422
    assert client.post(f"/desk/requests/{secret.key}/open/", {"reason": "Nora est malade"}).status_code == 303
    page = client.get(f"/desk/requests/{secret.key}/").content.decode()
    assert "Salaire" in page and "Read by Lena Zbinden" in page
    entry = LogEntry.objects.get(act="request.opened_by_lead")
    assert (entry.by_id, entry.data) == (lena.person_id, {"reason": "Nora est malade"})
    assert Event.objects.get(ticket=secret, kind="ticket.opened_by_lead").is_public
    told = signed_in("paula").get(f"/requests/{secret.key}/").content.decode()
    assert "Lena Zbinden" in told and "Nora est malade" in told


def test_another_agent_of_the_desk_and_the_administrator_open_nothing(secret, signed_in):
    for who, status in (("luca", 403), ("admin", 404), ("alan", 404)):
        assert signed_in(who).post(f"/desk/requests/{secret.key}/open/", {"reason": "x"}).status_code == status
