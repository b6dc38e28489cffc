"""After any sequence of the acts that take something back: clocks equal their replay, and nobody sees what 1.11 does not give him."""

import datetime as dt
import os

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.refusals import DeskError
from guichet.desk import clocks
from guichet.desk.models import Clock, Share, Ticket, TicketEntity
from guichet.desk.operations import merging, moving, redacting, replying, sharing, sorting, wrong_company
from guichet.desk.operations.moving import Moving
from guichet.desk.operations.wrong_company import Right
from guichet.people.models import Membership
from tests.access.test_visibility import numbers
from tests.cast import CONTACTS
from tests.desk.conftest import at

START = at("2026-11-20 08:00")
EXAMPLES = int(os.environ.get("GUICHET_EXAMPLES", "6"))


def to(company: str, reporter: str):
    def act(cast, number):
        right = Right(cast.company(company), cast.person(reporter), cast.installation(f"{company}-prod"), (), "Pour eux")
        wrong_company.move_to_company(number, right, by=cast.actor("nora"))

    return "nora", act


def merge(former: str, into: str):
    return "admin", lambda cast, number: merging.merge_companies(cast.company(former).pk, cast.company(into).pk, by=cast.actor("admin"))


ACTS = {
    "to borealis": to("borealis", "boris"),
    "to borealis, Berta": to("borealis", "berta"),
    "to acme": to("acme", "paula"),
    "to delta": to("delta", "dario"),
    "acme into borealis": merge("acme", "borealis"),
    "borealis into delta": merge("borealis", "delta"),
    "made confidential": ("nora", lambda cast, number: sorting.set_confidential(number, True, by=cast.actor("nora"))),
    "open again": ("nora", lambda cast, number: sorting.set_confidential(number, False, by=cast.actor("nora"))),
    "shared with Remi": ("nora", lambda cast, number: sharing.share(number, "remi@acme.example", by=cast.actor("nora"))),
    "shared with Boris": ("nora", lambda cast, number: sharing.share(number, "boris@borealis.example", by=cast.actor("nora"))),
    "a passage taken out": ("lena", lambda cast, number: redacting.redact_passage(number, "secret words", "Parce que", by=cast.actor("lena"))),
    "opened by the lead": ("lena", lambda cast, number: sharing.open_confidential(number, "Il faut", by=cast.actor("lena"))),
    "answered": ("nora", lambda cast, number: replying.reply(number, "secret words", by=cast.actor("nora"))),
    "asked": ("nora", lambda cast, number: moving.transition_to(number, Moving("WAIT_CUSTOMER", body="Quand ?"), by=cast.actor("nora"))),
    "resolved": ("nora", lambda cast, number: moving.transition_to(number, Moving("RESOLVED", body="Oui.", resolution="explained"), by=cast.actor("nora"))),
}  # fmt: skip
steps = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(60, 60 * 60 * 24 * 3)), min_size=1, max_size=8)


class _Undo(Exception):
    pass


def test_clocks_and_sight_hold_after_any_sequence(cast, ada, boris, opened):
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps)
    def run(sequence):
        try:
            with transaction.atomic():
                _play(cast, opened(ada, when="2026-11-20 08:00", body="secret words").pk, opened(boris, company="borealis", when="2026-11-20 08:00").pk, sequence)
                raise _Undo
        except _Undo:
            pass

    run()


def _play(cast, number: int, other: int, sequence: list[tuple[str, int]]) -> None:
    moment, seen_other = START, _readers(cast, other)
    for name, seconds in sequence:
        moment += dt.timedelta(seconds=seconds)
        who, act = ACTS[name]
        try:
            with clock.standing_at(moment), acting_as(cast.actor(who)):
                act(cast, number)
        except DeskError:
            pass
        ticket = Ticket.objects.get(pk=number)
        ledger = clocks.ledger(ticket, at=ticket.updated_at)
        assert {c.kind: (c.state, c.used_s, c.due_at, c.target_s) for c in Clock.objects.filter(ticket=number)} == {
            c.kind: (c.state, c.used_s, c.due_at, c.target_s) for c in ledger.clocks
        }, name
        assert _readers(cast, number) == {key for key in CONTACTS if _may_see(cast, key, ticket)}, name
        # Nobody touched the other one: whatever companies are joined, its readers stay who they were.
        assert _readers(cast, other) == seen_other, name


def _readers(cast, number: int) -> set[str]:
    return {key for key in CONTACTS if number in numbers(cast.actor(key))}


def _may_see(cast, key: str, ticket: Ticket) -> bool:
    """DOMAIN 1.11 told a second time, for a contact: in the company of the request, as he is there."""
    person = cast.person(key)
    member = Membership.objects.filter(person=person, company=ticket.company_id, ended_at=None).first()
    if member is None:
        return False
    assert not TicketEntity.objects.filter(ticket=ticket).exists()
    if ticket.reporter_id == person.pk or Share.objects.filter(ticket=ticket, person=person).exists():
        return True
    if member.sees_after is not None and ticket.pk <= member.sees_after:
        return False
    sees_all = member.sees_company or ticket.company.all_see_all
    return (sees_all and not ticket.confidential) or (member.is_approver and ticket.status == "WAIT_APPROVAL")
