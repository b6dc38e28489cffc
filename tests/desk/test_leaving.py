"""Who leaves hands over and sees nothing more; nobody gets what he may not read (DOMAIN 1.11, 1.15)."""

import pytest

from guichet.access.acting import acting_as
from guichet.access.refusals import DeskError, Forbidden, Invalid, Missing
from guichet.catalog.models import EntityLimit
from guichet.desk import answering
from guichet.desk.models import Event, Insider, Message, Share, Ticket
from guichet.desk.operations import closing, leaving, moving, replying, sharing, sorting
from guichet.desk.operations.moving import Moving
from guichet.people import links
from guichet.people.models import Absence, Membership, OneTimeLink, Person, Seat

WHEN = "2026-11-25 09:00"


def reporter(number: int) -> str:
    return Ticket.objects.get(pk=number).reporter.email.split("@")[0]


def owner(number: int) -> str | None:
    found = Ticket.objects.get(pk=number).owner
    return found.given_name.lower() if found else None


# A contact of a company


def test_open_requests_go_to_the_successor_and_the_name_stays(cast, ada, alan, nora, opened, do):
    number, closed = opened(ada).pk, opened(ada).pk
    do(ada, "2026-11-24 11:00", closing.close, closed)
    do(alan, WHEN, leaving.end_membership, cast.membership("ada"), successors=[cast.membership("paula")])
    assert reporter(number) == "paula" and reporter(closed) == "ada"
    assert Message.objects.get(ticket=number, is_first=True).author == cast.person("ada")
    event = Event.objects.get(ticket=number, kind="ticket.handed_over")
    assert event.data["name"] == "Ada Favre" and event.by_id == alan.person_id and event.is_public


def test_sight_sessions_links_and_sharing_end_at_once(cast, ada, alan, paula, opened, do):
    person, others = cast.person("ada"), opened(paula, share_with=[cast.person("ada")]).pk
    links.make_link(person.pk, links.SIGN_IN)
    do(alan, WHEN, leaving.end_membership, cast.membership("ada"), successors=[cast.membership("alan")])
    left = Person.objects.get(pk=person.pk)
    assert not left.is_active and left.epoch > person.epoch
    assert not OneTimeLink.objects.filter(person=person, used_at=None).exists()
    assert not Share.objects.filter(ticket=others).exists()


def test_a_successor_is_asked_for_and_has_to_be_a_colleague_who_opens_requests(cast, ada, alan, opened, do):
    number = opened(ada).pk
    for wrong in ([], ["remi"], ["boris"], ["ada"]):
        with pytest.raises(Invalid) as refused:
            do(alan, WHEN, leaving.end_membership, cast.membership("ada"), successors=[cast.membership(w) for w in wrong])
        assert set(refused.value.fields) == {"successor"}
    assert reporter(number) == "ada" and cast.person("ada").is_active


def test_a_confidential_request_goes_only_to_somebody_with_that_right(cast, paula, alan, opened, do):
    number, plain = opened(paula, confidential=True, domain="payroll").pk, opened(paula).pk
    Membership.objects.filter(person=cast.person("ada")).update(is_confidential=True)
    successors = [cast.membership("alan"), cast.membership("ada")]
    do(alan, WHEN, leaving.end_membership, cast.membership("paula"), successors=successors)
    assert (reporter(plain), reporter(number)) == ("alan", "ada")
    assert not Ticket.objects.visible_to(cast.actor("alan")).filter(pk=number).exists()


def test_one_who_may_gets_it_where_the_successor_may_not(cast, paula, alan, opened, do):
    number = opened(paula, confidential=True, domain="payroll").pk
    Membership.objects.filter(person=cast.person("ada")).update(is_confidential=True)
    do(alan, WHEN, leaving.end_membership, cast.membership("paula"), successors=[cast.membership("alan")])
    assert reporter(number) == "ada"


def test_a_confidential_request_that_nobody_may_have_waits_until_an_agent_names_somebody(cast, paula, alan, ada, nora, opened, do):
    number = opened(paula, confidential=True, domain="payroll").pk
    do(nora, "2026-11-24 11:00", replying.reply, number, "Je regarde.")
    do(alan, WHEN, leaving.end_membership, cast.membership("paula"), successors=[cast.membership("alan")])
    assert reporter(number) == "paula" and Event.objects.get(kind="ticket.handed_over").data["heir"] is None
    for who in ("alan", "ada"):
        assert not Ticket.objects.visible_to(cast.actor(who)).filter(pk=number).exists()
        with pytest.raises(Invalid):
            do(nora, WHEN, leaving.name_reporter, number, cast.person(who))
    Membership.objects.filter(person=cast.person("ada")).update(is_confidential=True)
    do(nora, "2026-11-25 10:00", leaving.name_reporter, number, cast.person("ada"))
    assert reporter(number) == "ada" and Ticket.objects.visible_to(cast.actor("ada")).filter(pk=number).exists()


def test_nobody_is_named_while_the_reporter_is_there(cast, ada, nora, opened, do):
    with pytest.raises(Forbidden):
        do(nora, WHEN, leaving.name_reporter, opened(ada).pk, cast.person("alan"))


def test_a_successor_limited_to_other_entities_gets_nothing_of_these(cast, ada, alan, opened, do):
    one, number = cast.entity("acme", "01"), opened(ada, entities=[cast.entity("acme", "02")]).pk
    limited = cast.membership("paula")
    EntityLimit.objects.create(membership=limited, entity=one)
    Membership.objects.filter(pk=limited.pk).update(is_limited_to_entities=True)
    do(alan, WHEN, leaving.end_membership, cast.membership("ada"), successors=[limited])
    assert reporter(number) == "alan"


def test_a_successor_who_leaves_too_names_his_own(cast, ada, alan, admin, opened, do):
    number = opened(ada).pk
    do(alan, WHEN, leaving.end_membership, cast.membership("ada"), successors=[cast.membership("paula")])
    with pytest.raises(Missing):
        do(alan, WHEN, leaving.end_membership, cast.membership("ada"), successors=[cast.membership("paula")])
    do(alan, WHEN, leaving.end_membership, cast.membership("paula"), successors=[cast.membership("alan")])
    assert reporter(number) == "alan"


def test_the_last_contact_may_leave_and_the_desk_is_told(cast, boris, admin, opened, do):
    Membership.objects.filter(person=cast.person("berta")).update(is_requester=False)
    number = opened(boris, company="borealis").pk
    do(admin, WHEN, leaving.end_membership, cast.membership("boris"))
    assert reporter(number) == "boris" and Event.objects.get(kind="ticket.handed_over").data["heir"] is None


def test_who_goes_to_another_company_carries_nothing_along(cast, ada, paula, alan, berta, opened, do):
    hers, secret = opened(ada).pk, opened(paula, confidential=True, share_with=[], domain="payroll").pk
    shared = opened(paula, share_with=[cast.person("ada")]).pk
    do(alan, WHEN, leaving.end_membership, cast.membership("ada"), successors=[cast.membership("alan")])
    there = cast.company("borealis")
    Membership.objects.create(
        person=cast.person("ada"), company=there, is_requester=True, is_confidential=True, sees_company=True, is_approver=True
    )
    Person.objects.filter(pk=cast.person("ada").pk).update(is_active=True)
    seen = set(Ticket.objects.visible_to(cast.actor("ada")).values_list("pk", flat=True))
    assert seen.isdisjoint({hers, secret, shared})


def test_rights_in_one_company_open_nothing_in_another(cast, ada, paula, berta, nora, opened, do):
    """A fiduciary: a reader at Acme, everything at Borealis."""
    secret, plain = opened(paula, confidential=True, domain="payroll").pk, opened(paula).pk
    Membership.objects.create(person=cast.person("berta"), company=cast.company("acme"))
    both = cast.actor("berta")
    assert both.companies == sorted([cast.company("acme").pk, cast.company("borealis").pk])
    assert not Ticket.objects.visible_to(both).filter(company=cast.company("acme")).exists()
    with pytest.raises(Invalid):
        do(paula, WHEN, sharing.share, secret, "berta@borealis.example")
    do(paula, WHEN, sharing.share, plain, "berta@borealis.example")
    with acting_as(both):
        assert list(Ticket.objects.visible_to(both).filter(company=cast.company("acme")).values_list("pk", flat=True)) == [plain]


# Somebody of the vendor


@pytest.fixture
def noras(ada, nora, opened, do) -> int:
    found = opened(ada).pk
    do(nora, "2026-11-24 11:00", replying.reply, found, "Je regarde.")
    return found


def test_an_agents_requests_go_to_his_successor(cast, noras, admin, do):
    do(admin, WHEN, leaving.deactivate, cast.person("nora"), successor=cast.person("luca"))
    assert owner(noras) == "luca" and answering.answering(Ticket.objects.get(pk=noras)).given_name == "Luca"
    nora = cast.person("nora")
    assert not nora.is_active and not Seat.objects.filter(person=nora).exists()
    assert Message.objects.filter(ticket=noras, author=nora).exists()


def test_a_confidential_request_of_an_agent_stays_within_the_team_of_its_domain(cast, paula, nora, admin, opened, do):
    number = opened(paula, confidential=True, domain="payroll").pk
    do(nora, "2026-11-24 11:00", replying.reply, number, "Je regarde.")
    do(admin, WHEN, leaving.deactivate, cast.person("nora"), successor=cast.person("luca"))
    assert owner(number) == "lena"
    assert not Ticket.objects.visible_to(cast.actor("luca")).filter(pk=number).exists()


def test_where_nobody_may_read_it_it_is_nobodys_and_the_lead_is_told(cast, paula, nora, admin, opened, do):
    number = opened(paula, confidential=True, domain="payroll").pk
    do(nora, "2026-11-24 11:00", replying.reply, number, "Je regarde.")
    Seat.objects.filter(team__key="SUP-BO").exclude(person=cast.person("nora")).delete()
    do(admin, WHEN, leaving.deactivate, cast.person("nora"), successor=cast.person("luca"))
    assert owner(number) is None
    assert Event.objects.get(ticket=number, kind="ticket.passed_on").data["owner"] is None


def test_the_handler_is_followed_only_by_somebody_of_his_desk(cast, noras, nora, carl, admin, do):
    do(nora, "2026-11-24 11:10", moving.transition_to, noras, Moving("LEVEL2", reason="goodwill"))
    do(carl, "2026-11-24 11:20", sorting.assign, noras, handler=cast.person("carl"))
    do(admin, WHEN, leaving.deactivate, cast.person("carl"), successor=cast.person("luca"))
    assert Ticket.objects.get(pk=noras).handler is None and owner(noras) == "nora"


def test_a_team_is_not_left_without_a_lead(cast, admin, do):
    do(admin, WHEN, leaving.deactivate, cast.person("lena"), successor=cast.person("luca"), lead=cast.person("nora"))
    assert cast.actor("nora").led_teams == {cast.team(key).pk for key in ("SUP-BO", "SUP-LP", "SUP-TEC")}


def test_watching_and_standing_in_pass_on(cast, ada, nora, admin, away, noras, do):
    Insider.objects.create(ticket_id=noras, company=cast.company("acme"), person=cast.person("lena"), reason="watcher")
    away("nora", deputy="lena")
    do(admin, WHEN, leaving.deactivate, cast.person("lena"), successor=cast.person("luca"))
    assert list(Insider.objects.filter(ticket=noras).values_list("person", "reason")) == [(cast.person("luca").pk, "watcher")]
    assert Absence.objects.get().deputy == cast.person("luca")
    assert answering.answering(Ticket.objects.get(pk=noras)) is not None


def test_a_successor_is_needed_and_the_last_one_who_works_stays(cast, noras, admin, lena, do):
    for wrong in (None, "theo", "nora", "admin"):
        with pytest.raises(Invalid):
            do(admin, WHEN, leaving.deactivate, cast.person("nora"), successor=cast.person(wrong) if wrong else None)
    with pytest.raises(Forbidden):
        do(lena, WHEN, leaving.deactivate, cast.person("nora"), successor=cast.person("luca"))
    Seat.objects.exclude(person=cast.person("nora")).delete()
    with pytest.raises(Invalid):
        do(admin, WHEN, leaving.deactivate, cast.person("nora"), successor=cast.person("luca"))
    assert owner(noras) == "nora"


def test_a_successor_of_an_agent_who_leaves_too(cast, noras, admin, do):
    do(admin, WHEN, leaving.deactivate, cast.person("nora"), successor=cast.person("luca"))
    do(admin, WHEN, leaving.deactivate, cast.person("luca"), successor=cast.person("lena"))
    assert owner(noras) == "lena"
    with pytest.raises(DeskError):
        do(admin, WHEN, leaving.deactivate, cast.person("lena"), successor=cast.person("luca"))
