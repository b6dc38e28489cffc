"""The demo's stories told through the real operations: all of them, at one moment."""

import time
from collections import Counter
from datetime import UTC, datetime

import pytest

from guichet.desk.models import Event, Ticket
from guichet.exchange.configuration import load as load_configuration
from guichet.exchange.demo import plan as plans
from guichet.exchange.demo.load import load_demo

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.django_db
def test_every_story_is_told():
    load_configuration()
    said = []
    t = time.time()
    load_demo(at=AT, progress=said.append)
    print(time.time() - t)
    takes = plans.plan(AT)
    for take in takes:
        ticket = Ticket.objects.get(pk=take.number)
        assert ticket.status == take.status, take.story["key"]
