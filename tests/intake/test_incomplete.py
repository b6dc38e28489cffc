"""A request that mail opened and that says too little: the receipt names what is missing, a short form completes it."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.contracts.models import Contract
from guichet.desk.clocks import ledger
from guichet.desk.models import Clock, Event
from guichet.desk.operations import sorting, weighing
from guichet.people.models import Person
from guichet.reactions.letters import react
from guichet.reactions.models import Letter
from tests.desk.conftest import at
from tests.intake.posting import posted, written

WHEN = "2026-11-24 12:00"


@pytest.fixture
def incomplete(cast):
    return posted(written("ada")).ticket


def test_receipt_names_what_is_missing_with_one_link(incomplete):
    with clock.standing_at(at(WHEN)):
        react(Event.objects.get(ticket=incomplete, kind="ticket.opened").pk)
    letter = Letter.objects.get(ticket=incomplete)
    assert letter.text.count(f"/requests/{incomplete.key}/correct/") == 1
    assert f"/requests/{incomplete.key}/correct/" in letter.text


def test_short_form_is_filled_with_what_was_understood_and_completes(incomplete, cast, signed_in):
    browser = signed_in("ada")
    with clock.standing_at(at(WHEN)):
        page = browser.get(f"/requests/{incomplete.key}/correct/").content.decode()
        assert "Le taux proposé est l&#x27;ancien." in page and 'name="installation"' in page
        answer = browser.post(
            f"/requests/{incomplete.key}/correct/",
            {"blocked": "yes", "way_round": "costly", "revenue": "no", "impact": "42 factures", "deadline": "2026-11-27 12:00",
             "installation": str(cast.installation("acme-test").pk)},
        )  # fmt: skip
    assert answer.status_code == 303
    incomplete.refresh_from_db()
    assert (incomplete.missing, incomplete.criticality) == ([], "HIGH")
    assert incomplete.installation == cast.installation("acme-test")
    assert Event.objects.get(ticket=incomplete, kind="ticket.completed").data["fields"] == ["installation", "criticality"]
    assert not Event.objects.filter(ticket=incomplete, kind="ticket.criticality_changed").exists()
    assert Clock.objects.get(ticket=incomplete, kind="first_reply").target_s == 4 * 3600


def test_only_its_writer_completes_it(incomplete, signed_in):
    assert signed_in("alan").get(f"/requests/{incomplete.key}/correct/").status_code == 403


def test_what_is_complete_is_not_completed_again(opened, ada, signed_in):
    assert signed_in("ada").get(f"/requests/{opened(ada).key}/correct/").status_code == 403


# When the clocks begin: the contract says it


@pytest.fixture
def at_completeness(cast):
    Contract.objects.update(clock_starts=Contract.COMPLETENESS)
    return posted(written("ada")).ticket


def clocks_of(ticket):
    """Kind → state, used seconds and due moment, as stored; the same as the replay gives."""
    ticket.refresh_from_db()
    rows = {c.kind: (c.state, c.used_s, c.due_at) for c in Clock.objects.filter(ticket=ticket)}
    # The rows stand as of the last event; so does the replay.
    with acting_as(SYSTEM):
        last = Event.objects.filter(ticket=ticket).exclude(sla=[]).latest("at", "pk")
        counted = ledger(ticket, at=last.at)
    assert rows == {c.kind: (c.state, c.used_s, c.due_at) for c in counted.clocks}
    return rows


def complete(ticket, signed_in, cast, when=WHEN):
    typed = {"blocked": "yes", "way_round": "costly", "revenue": "no", "impact": "42 factures", "deadline": "2026-11-27 12:00",
             "installation": str(cast.installation("acme-test").pk)}  # fmt: skip
    with clock.standing_at(at(when)):
        assert signed_in("ada").post(f"/requests/{ticket.key}/correct/", typed).status_code == 303


def test_the_clocks_begin_when_the_request_is_complete_where_the_contract_says_so(at_completeness, cast, signed_in):
    assert {state for state, _used, _due in clocks_of(at_completeness).values()} == {"paused"}
    assert (at_completeness.queue_rank, at_completeness.next_kind, at_completeness.escalate_from) == (2, "incomplete", None)
    complete(at_completeness, signed_in, cast, "2026-11-24 15:00")
    state, used, due = clocks_of(at_completeness)["first_reply"]
    # HIGH: 4 h of Tuesday from 15:00, so one hour of Wednesday.
    assert (state, used, due) == ("running", 0, at("2026-11-25 09:00")) and at_completeness.queue_rank == 0


def test_the_clocks_begin_at_receipt_where_it_says_nothing(incomplete, cast, signed_in):
    assert clocks_of(incomplete)["first_reply"][0] == "running"
    complete(incomplete, signed_in, cast, "2026-11-24 15:00")
    # From 10:42, lunch apart: 1 h 18 and 1 h 30 are used.
    assert clocks_of(incomplete)["first_reply"][1:] == (10080, at("2026-11-24 16:12"))


def test_whoever_begins_to_work_on_it_takes_it_as_it_is(at_completeness, nora, do):
    do(nora, "2026-11-24 14:00", sorting.assign, at_completeness.pk, owner=Person.objects.get(pk=nora.person_id))
    state, used, _due = clocks_of(at_completeness)["first_reply"]
    assert (state, used, at_completeness.missing) == ("running", 0, ["installation", "criticality"])


def test_what_support_fills_in_is_not_missing_any_more(at_completeness, nora, do):
    do(nora, "2026-11-24 14:00", weighing.change_criticality, at_completeness.pk, "HIGH", "Facturation à l'arrêt.")
    assert clocks_of(at_completeness)["first_reply"][0] == "paused" and at_completeness.missing == ["installation"]
    do(nora, "2026-11-24 15:00", sorting.change_type, at_completeness.pk, "ACC", fields={})
    assert at_completeness.missing == ["installation"] and clocks_of(at_completeness)["first_reply"][0] in ("running", "paused")


@pytest.mark.parametrize("starts", ["receipt", "completeness"])
def test_the_receipt_says_in_one_sentence_when_the_clocks_begin(cast, starts):
    Contract.objects.update(clock_starts=starts)
    ticket = posted(written("ada")).ticket
    with clock.standing_at(at(WHEN)), translation.override("en"):
        event = Event.objects.select_related("by").get(ticket=ticket, kind="ticket.opened")
        react(event.pk)
        text = Letter.objects.get(ticket=ticket).text
    waits = event.sla[0].get("waits", False)
    assert waits == (starts == "completeness")
    with translation.override("fr"):
        words = gettext("Our times count once this is there.") if waits else gettext("Our times count already.")
    assert words in text


def test_an_agent_reads_what_is_missing_and_when_the_clocks_begin(at_completeness, signed_in):
    with clock.standing_at(at(WHEN)):
        page = signed_in("nora").get(f"/desk/requests/{at_completeness.key}/").content.decode()
        assert "Installation" in page and signed_in("nora").get("/desk/?view=all").status_code == 200
    assert "complete" in page


def test_the_field_is_loaded_and_edited(cast, signed_in):
    contract = Contract.objects.first()
    address = f"/administration/companies/{contract.company_id}/contracts/{contract.pk}/"
    admin = signed_in("admin")
    form = admin.get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    typed["products"] = [getattr(one, "pk", one) for one in typed["products"]]
    assert admin.post(address, typed | {"clock_starts": "completeness"}).status_code == 303
    contract.refresh_from_db()
    assert contract.clock_starts == "completeness"
