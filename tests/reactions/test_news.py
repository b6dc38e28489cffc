"""One release, one letter to each person with all that concerns him; one update, every request and follower."""

import pytest

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import PUBLIC
from guichet.desk.models import Event, Message, Ticket
from guichet.desk.operations import moving, releasing, updating
from guichet.desk.operations.moving import Moving
from guichet.knowledge.following import follow
from guichet.knowledge.models import KnownProblem, News, ProblemRange
from guichet.reactions import delivery, news
from guichet.reactions.models import Letter
from tests.reactions.conftest import Told, at

OUT = "2026-12-08 09:00"


@pytest.fixture
def problem(cast) -> KnownProblem:
    """For customers; 24.2.6 ends it on 24.2."""
    release = cast.release("24.2.6")
    found = KnownProblem.objects.create(
        symptom={"en": "Rate is wrong", "fr": "Taux faux", "de": "Satz falsch"}, visibility="customers",
        product=cast.installation("acme-prod").product,
    )  # fmt: skip
    ProblemRange.objects.create(problem=found, line=release.line, first="24.2.0", fixed_in=release)
    return found


@pytest.fixture
def linked(problem, nora, opened, do):
    """`linked(ada, status="WITH_RND")`: a request on the problem."""

    def _linked(by, status: str = "", **changes) -> Ticket:
        ticket = opened(by, **changes)
        Ticket.objects.filter(pk=ticket.pk).update(problem=problem)
        if status:
            do(nora, "2026-11-24 11:30", moving.transition_to, ticket.pk, Moving(status, reason="1, 2", body="On regarde."))
        return Ticket.objects.get(pk=ticket.pk)

    return _linked


def told(kind: str = "release") -> Told:
    """What the worker does about the last piece of news, and the letters it writes. It takes its role by itself."""
    found = News.objects.filter(kind=kind).latest("pk")
    for _twice in range(2):
        with acting_as(PUBLIC):
            news.carry(found.pk)
            news.tell(found.pk)
    return Told(list(Letter.objects.filter(news=found)))


@pytest.fixture
def come_out(cast):
    def _come_out() -> Told:
        with clock.standing_at(at(OUT)):
            releasing.announce(cast.release("24.2.6"))
            return told()

    return _come_out


def test_one_letter_lists_all_requests_of_the_company(ada, alan, linked, come_out):
    first, second, kept = linked(ada, "WITH_RND"), linked(alan, "WITH_RND"), linked(ada, "WAIT_CUSTOMER")
    letters = come_out()
    assert letters.people == {"ada", "alan", "nora"}, "Nora took them"
    text = letters.to("alan").text
    assert all(ticket.key in text for ticket in (first, second, kept)), "Alan sees the company"
    assert second.key not in letters.to("ada").text
    assert "24.2.6" in letters.to("ada").subject
    assert not Letter.objects.filter(ticket__in=[first.pk, second.pk]).exclude(kind="ticket.opened").exists()


def test_the_owner_hears_of_his_requests_and_a_stranger_of_none(ada, nora, luca, boris, linked, opened, come_out):
    mine = linked(ada, "WITH_RND")
    Ticket.objects.filter(pk=mine.pk).update(owner=nora.person_id)
    other = opened(boris, company="borealis")
    letters = come_out()
    assert letters.people == {"ada", "nora"}
    assert mine.key in letters.to("nora").text and other.key not in letters.to("nora").text


def test_other_lines_read_which_release_carries_theirs_and_when(cast, boris, linked, problem, come_out):
    import datetime as dt

    from guichet.catalog.models import Release

    ticket = linked(boris, company="borealis")
    Ticket.objects.filter(pk=ticket.pk).update(release=cast.release("24.1.11"))
    own = Release.objects.create(line=cast.release("24.1.11").line, name="24.1.12", planned_on=dt.date(2026, 12, 15))
    ProblemRange.objects.create(problem=problem, line=own.line, fixed_in=own)
    text = come_out().to("boris").text
    assert ticket.key in text and "24.1.12" in text and "15." in text


def test_who_follows_hears_of_the_release_without_a_request(cast, dario, problem, come_out):
    with acting_as(dario):
        follow(problem, cast.company("delta").pk, by=dario)
    assert problem.reference in come_out().to("dario").text


def test_a_confidential_request_is_listed_by_number_to_its_readers_alone(paula, alan, ada, linked, come_out):
    secret = linked(paula, "WITH_RND", confidential=True, domain="payroll", subject="Salaire de M. Blanc")
    linked(alan, "WITH_RND")
    letters = come_out()
    assert secret.key in letters.to("paula").text and "Blanc" not in letters.to("paula").text
    assert secret.key not in letters.to("alan").text


def test_what_became_confidential_before_the_letter_left_stays_in(ada, alan, linked, come_out, outbox):
    ticket = linked(ada, "WITH_RND", subject="Taux de TVA de Blanc SA")
    linked(alan, "WITH_RND")
    letter = come_out().to("alan")
    assert "Blanc" in letter.text
    Ticket.objects.filter(pk=ticket.pk).update(confidential=True)
    delivery.deliver(letter.pk)
    letter.refresh_from_db()
    assert letter.state == Letter.SENT and "Blanc" not in letter.text and ticket.key not in letter.text


def test_an_update_reaches_every_request_in_its_language_and_who_follows(cast, nora, ada, boris, dario, linked, problem):
    french, german = linked(ada), linked(boris, company="borealis", language="de")
    with acting_as(dario):
        follow(problem, cast.company("delta").pk, by=dario)
    with clock.standing_at(at("2026-11-25 09:00")), acting_as(nora):
        updating.tell(problem.pk, {"en": "We found it.", "fr": "Trouvé.", "de": "Gefunden."}, by=nora)
    with clock.standing_at(at("2026-11-25 09:01")):
        letters = told("update")
    said = {t.pk: Message.objects.get(ticket=t, submission__startswith="news-").body for t in (french, german)}
    assert said == {french.pk: "Trouvé.", german.pk: "Gefunden."}
    assert letters.people == {"dario"} and "We found it." in letters.to("dario").text
    event = Event.objects.filter(ticket=french, kind="message.sent").get()
    assert event.by_id == nora.person_id and event.sla == [{"kind": "message", "by": "vendor"}]


def test_an_update_without_a_text_is_refused_and_a_limited_agent_may_not_write_one(theo, nora, problem):
    from guichet.access.refusals import Forbidden, Invalid

    with acting_as(nora), pytest.raises(Invalid):
        updating.tell(problem.pk, {"fr": "  "}, by=nora)
    with acting_as(theo), pytest.raises(Forbidden):
        updating.tell(problem.pk, {"en": "x"}, by=theo)
