"""Each message has exactly one outcome, whatever is killed while it arrives: the worker, the web, a connection."""

import tempfile
from pathlib import Path

import pytest
from django.conf import settings

from guichet.desk.models import Ticket
from guichet.intake.mailbox.models import Mailbox
from guichet.intake.mailbox.sealing import seal
from tests.intake import dovecot, killing

pytestmark = [pytest.mark.imap, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def imap():
    with tempfile.TemporaryDirectory(prefix="guichet-imap-") as home:
        found = dovecot.made(Path(home))
        found.start()
        yield found
        found.stop()


@pytest.fixture
def ticket(cast, opened, ada) -> Ticket:
    """The request that is answered."""
    return opened(ada)


@pytest.fixture
def desk(cluster, cast, imap):
    """`desk(with_web=True)`: a desk that fetches the mailbox and listens."""
    Mailbox.objects.create(
        key="SUPPORT", host="127.0.0.1", port=imap.port, security=Mailbox.PLAIN, user=dovecot.USER, secret=seal(dovecot.PASSWORD)
    )
    made = []

    def _desk(*, with_web: bool) -> killing.Desk:
        made.append(killing.Desk(Path(settings.GUICHET_HOME), imap, cluster.superuser_url, with_web=with_web))
        made[-1].start()
        return made[-1]

    yield _desk
    for one in made:
        for name in list(one.running):
            one.stop(name)


def test_three_kills_lose_and_double_nothing(ticket, desk):
    here = desk(with_web=False)
    mail = killing.messages(24, ticket)
    killed = killing.arrive_while_killed(here, mail, 3, seed=1)
    killing.wait_for_outcomes(24, 60)
    assert killed == {"worker": 1, "imap": 1, "database": 1}
    killing.assert_each_has_one_outcome(24, ticket)


@pytest.mark.long
def test_fifty_kills_lose_and_double_nothing_of_a_thousand(ticket, desk):
    here = desk(with_web=True)
    mail = killing.messages(1000, ticket)
    killed = killing.arrive_while_killed(here, mail, 50, seed=2)
    killing.wait_for_outcomes(1000, 300)
    assert sum(killed.values()) == 50 and min(killed.values()) >= 12
    killing.assert_each_has_one_outcome(1000, ticket)
