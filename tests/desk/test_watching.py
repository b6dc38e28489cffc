"""Regression watch, spread and upgrade advice."""

import pytest

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.catalog.models import Installation
from guichet.desk import spread
from guichet.desk.advice import advise
from guichet.desk.models import Event, Ticket
from guichet.desk.operations import linking, watching
from guichet.knowledge import signatures
from guichet.knowledge.following import follow
from guichet.knowledge.models import Dossier, Follower, KnownProblem, ProblemRange, Regression, Spread
from guichet.people.models import Company, Person
from tests.desk.conftest import at


@pytest.fixture
def problem(cast) -> KnownProblem:
    """Fixed in 24.2.3, which Acme runs."""
    release = cast.release("24.2.3")
    found = KnownProblem.objects.create(
        symptom={"en": "Licence refused"}, visibility="customers", product=cast.installation("acme-prod").product,
        signatures=["LIC-204", "reference * missing"], state="fixed",
    )  # fmt: skip
    ProblemRange.objects.create(problem=found, line=release.line, first="24.2.0", fixed_in=release)
    return found


@pytest.mark.parametrize("text", ["Erreur LIC-204 au démarrage", "lic-204", "creditor REFERENCE QR-1 missing on line 3"])
def test_a_request_whose_text_holds_the_signature_of_a_fixed_problem_is_flagged(ada, problem, opened, text):
    ticket = opened(ada, body=f"Depuis ce matin.\n{text}")
    assert watching.watch(ticket.pk) == 1
    assert watching.watch(ticket.pk) == 0, "once"
    flag = Regression.objects.get()
    assert (flag.ticket_id, flag.problem, flag.company_id) == (ticket.pk, problem, ticket.company_id)
    event = Event.objects.get(ticket=ticket, kind="problem.regressed")
    assert not event.is_public


@pytest.mark.parametrize("text", ["LIC-2045", "XLIC-204", "reference\nfar away, on another line, missing", "licence"])
def test_what_only_resembles_a_signature_is_not_flagged(ada, problem, opened, text):
    assert watching.watch(opened(ada, body=text).pk) == 0


def test_a_version_that_is_still_affected_is_no_regression(cast, ada, problem, opened):
    ProblemRange.objects.filter(problem=problem).update(fixed_in=cast.release("24.2.5"))
    assert watching.watch(opened(ada, body="LIC-204").pk) == 0


def test_linking_with_a_problem_that_is_fixed_below_is_flagged_too(ada, nora, problem, opened, do):
    ticket = opened(ada)
    do(nora, "2026-11-24 11:00", linking.link_problem, ticket.pk, problem.pk)
    assert watching.watch(ticket.pk) == 1
    assert Regression.objects.get().reason == watching.LINKED


def test_rnd_is_told_of_a_regression(ada, rosa, problem, opened, cast):
    from guichet.reactions.letters import react
    from guichet.reactions.models import Letter

    Dossier.objects.create(problem=problem, owner_id=rosa.person_id)
    ticket = opened(ada, body="LIC-204")
    Ticket.objects.filter(pk=ticket.pk).update(desk=cast.desk("RND"))
    for _round in range(2):
        for event in Event.objects.filter(ticket=ticket, reacted_at=None):
            react(event.pk)
    letter = Letter.objects.get(kind="problem.regressed")
    assert letter.to == "rosa@vendor.example" and "LIC-204" in letter.text and problem.reference in letter.text


def test_a_signature_never_takes_long_to_look_for():
    assert signatures.found_in("a " * 50_000, ["a*a*a*a*a*a*b"]) == ""


def test_customers_read_a_count_from_five_companies_on_and_never_below(cast, ada, problem, opened):
    person = Person.objects.get(pk=ada.person_id)
    for number in range(3):
        Follower.objects.create(problem=problem, person=person, company=Company.objects.create(name=f"Firma {number}"))
    with acting_as(ada):
        follow(problem, cast.company("acme").pk, by=ada)
        spread.count(problem.pk)
        assert not Spread.objects.exists(), "four companies"
    Follower.objects.create(problem=problem, person=person, company=Company.objects.create(name="Firma 4"))
    spread.count(problem.pk)
    with acting_as(ada):
        assert list(Spread.objects.values_list("release", "companies")) == [(None, 5)], "one on her version is never told"


def test_no_count_on_a_version_tells_of_fewer_than_five_on_the_others(cast, ada, problem, opened):
    person, release = Person.objects.get(pk=ada.person_id), cast.release("24.2.3")
    for number in range(7):
        company = Company.objects.create(name=f"Firma {number}")
        Follower.objects.create(problem=problem, person=person, company=company)
        runs = release if number < 6 else cast.release("24.2.5")
        Installation.objects.create(company=company, product=release.line.product, release=runs, environment="production")
    spread.count(problem.pk)
    assert list(Spread.objects.values_list("release", "companies")) == [(None, 7)], "six of seven would name the seventh"


def test_confidential_requests_are_in_no_count(cast, ada, paula, nora, rosa, problem, opened):
    ticket = opened(paula, confidential=True, domain="payroll")
    Ticket.objects.filter(pk=ticket.pk).update(problem=problem)
    for number in range(4):
        Follower.objects.create(problem=problem, person_id=ada.person_id, company=Company.objects.create(name=f"Firma {number}"))
    spread.count(problem.pk)
    assert not Spread.objects.exists()
    with acting_as(rosa):
        assert spread.cost_of([problem.pk], by=rosa)[problem.pk].requests == 0


def test_cost_counts_requests_companies_and_working_hours(ada, boris, nora, problem, opened, do):
    for by, company in ((ada, "acme"), (ada, "acme"), (boris, "borealis")):
        do(nora, "2026-11-24 11:00", linking.link_problem, opened(by, company=company).pk, problem.pk)
    with acting_as(SYSTEM):
        cost = spread.cost_of([problem.pk], by=nora)[problem.pk]
    assert (cost.requests, cost.open, cost.companies, cost.followers) == (3, 3, 2, 0)


def test_the_newest_requests_stand_for_the_hours_of_all(ada, nora, problem, opened, do, monkeypatch):
    monkeypatch.setattr(spread, "COUNTED", 0)
    for _one in range(41):
        Ticket.objects.filter(pk=opened(ada).pk).update(problem=problem)
    with clock.standing_at(at("2026-11-24 11:42")), acting_as(SYSTEM):
        cost = spread.cost_of([problem.pk], by=nora)[problem.pk]
    assert (cost.requests, cost.companies, cost.hours) == (41, 1, 41)


def test_upgrade_advice_names_the_release_that_settles_most(cast, ada, nora, opened, do):
    product = cast.installation("acme-prod").product
    fixes = {"24.2.4": 1, "24.2.5": 2, "24.2.6": 1}
    for name, count in fixes.items():
        problem = KnownProblem.objects.create(symptom={"en": name}, product=product)
        ProblemRange.objects.create(problem=problem, line=cast.release(name).line, first="24.2.0", fixed_in=cast.release(name))
        for _one in range(count):
            do(nora, "2026-11-24 11:00", linking.link_problem, opened(ada).pk, problem.pk)
    opened(ada)
    later = KnownProblem.objects.create(symptom={"en": "new"}, product=product)
    ProblemRange.objects.create(problem=later, line=cast.release("24.2.5").line, first="24.2.5")
    with acting_as(nora):
        found = advise(cast.company("acme").pk, by=nora)
    assert [(a.target.name, a.is_out, a.settles, a.of, a.new) for a in found] == [("24.2.5", True, 3, 5, 1), ("24.2.6", False, 4, 5, 1)]


def test_a_contact_is_advised_over_what_he_sees_alone(cast, ada, alan, boris, nora, opened, do):
    product, line = cast.installation("acme-prod").product, cast.release("24.2.5").line
    shown, hidden = (KnownProblem.objects.create(symptom={"en": "x"}, product=product, visibility=v) for v in ("customers", "internal"))
    for problem in (shown, hidden):
        ProblemRange.objects.create(problem=problem, line=line, first="24.2.0", fixed_in=cast.release("24.2.5"))
    for by, problem in ((ada, shown), (ada, hidden), (alan, shown)):
        do(nora, "2026-11-24 11:00", linking.link_problem, opened(by).pk, problem.pk)
    Follower.objects.create(problem=shown, person_id=alan.person_id, company=cast.company("acme"))
    acme = cast.company("acme").pk
    for reader, expected in ((ada, [(1, 2, 0)]), (alan, [(2, 3, 1)]), (boris, []), (nora, [(3, 3, 1)])):
        with acting_as(reader):
            assert [(a.settles, a.of, a.followed) for a in advise(acme, by=reader)] == expected


def test_advice_asks_little_where_nothing_is_linked(cast, ada, opened, django_assert_num_queries):
    acme = opened(ada).company_id
    with acting_as(ada), django_assert_num_queries(2):
        assert advise(acme, by=ada) == []


def test_the_owner_in_rnd_sees_a_request_that_may_be_a_regression_wherever_it_stands(cast, ada, rosa, problem, opened):
    Dossier.objects.create(problem=problem, owner_id=rosa.person_id)
    ticket = opened(ada, body="LIC-204")
    assert not Ticket.objects.visible_to(rosa).filter(pk=ticket.pk).exists(), "it stands at Support"
    watching.watch(ticket.pk)
    with acting_as(rosa):
        assert watching.may_be_back(rosa).get().ticket_id == ticket.pk
        assert Ticket.objects.visible_to(rosa).filter(pk=ticket.pk).exists()


def test_nobody_gets_sight_of_a_confidential_request_by_a_flag(cast, paula, rosa, problem, opened):
    Dossier.objects.create(problem=problem, owner_id=rosa.person_id)
    ticket = opened(paula, body="LIC-204", confidential=True, domain="payroll")
    assert watching.watch(ticket.pk) == 1
    with acting_as(rosa):
        assert not watching.may_be_back(rosa).exists() and not Ticket.objects.visible_to(rosa).filter(pk=ticket.pk).exists()
