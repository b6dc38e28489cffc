"""What is suggested to whom, in which order, worded by which version."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guichet.access.acting import acting_as
from guichet.access.actors import PUBLIC, SYSTEM
from guichet.access.refusals import Missing
from guichet.desk.models import Ticket
from guichet.desk.operations import replying
from guichet.knowledge.models import INTERNAL, KnownProblem
from guichet.matching import centres, embedding, suggesting, upkeep, vectors
from guichet.matching.models import Deflection, Item, Label
from guichet.matching.suggesting import Answer, Proposals, beside, suggest
from guichet.matching.verdicts import deflect, mark

TEXT = {"title": "Former VAT rate proposed on the invoice", "body": "The VAT code is wrong.", "language": "en"}


@pytest.fixture(autouse=True)
def by_words(monkeypatch, db):
    vectors.forget_means()
    monkeypatch.setattr(embedding, "here", lambda **_: None)
    # The corpus is small: what is shown from which likelihood on is not the matter of these tests.
    monkeypatch.setattr(suggesting, "SHOWN_TO_REQUESTERS", 0.0)
    monkeypatch.setattr(suggesting, "SHOWN_TO_AGENTS", 0.0)


def follow():
    upkeep.follow()
    upkeep.follow()
    with acting_as(SYSTEM):
        upkeep.refresh_knowledge()


def asked(actor, **changes):
    with acting_as(actor):
        return suggest(actor, **{**TEXT, **changes})


def references(found):
    return [one.reference for one in found]


def test_problems_come_before_articles_before_requests(known, written, opened, ada, cast):
    ticket = opened(ada, subject="Former VAT rate proposed", language="en", body="VAT code")
    problem = known()
    article = written(state="published")
    article.texts.create(language="en", slug="vat-rate", title="Former VAT rate proposed", body="Set the VAT code.")
    follow()
    found = asked(ada)
    assert [one.kind for one in found] == ["problem", "article", "request"]
    assert [one.object_id for one in found] == [problem.pk, article.pk, ticket.pk]
    assert found[2].is_own and found[2].answer == Answer.OPEN
    assert [one.kind for one in asked(ada, k=1)] == ["problem"]
    assert [one.kind for one in asked(ada, kinds=["request"])] == ["request"]


@pytest.mark.parametrize(("ranges", "release", "answer", "fix"), [
    ([("24.2.0", "", "24.2.5")], "24.2.3", Answer.FIXED, "24.2.5"),
    ([("24.2.0", "", "")], "24.2.3", Answer.WAY_ROUND, ""),
    ([("24.2.0", "", "24.2.5")], None, Answer.FIXED, "24.2.5"),
    ([], "24.2.3", Answer.WAY_ROUND, ""),
])  # fmt: skip
def test_the_answer_is_worded_by_version(known, ada, cast, ranges, release, answer, fix):
    known(ranges=ranges)
    follow()
    [one] = asked(ada, release=cast.release(release) if release else None)
    assert (one.answer, one.fix, one.version) == (answer, fix, release or "")
    assert fix in suggesting.answer_words(one)


def test_without_a_way_round_it_is_being_worked_on(known, ada, cast):
    known(ranges=[("24.2.0", "", "")], way_round={})
    follow()
    [one] = asked(ada, release=cast.release("24.2.3"))
    assert one.answer == Answer.WORKED_ON


def test_what_this_version_does_not_have_is_hidden_unless_asked_for(known, ada, nora, cast):
    known(ranges=[("24.2.0", "", "24.2.3")])
    follow()
    release = cast.release("24.2.5")
    assert asked(ada, release=release) == []
    [one] = asked(ada, release=release, shows_others=True)
    assert one.answer == Answer.NOT_YOURS and one.is_regression
    assert [found.is_regression for found in asked(nora, release=release)] == [True], "agents look whether it came back"


def test_the_version_moves_the_likelihood(known, ada, cast):
    known(ranges=[("24.2.0", "", "24.2.5")])
    follow()
    [affected], [unknown] = asked(ada, release=cast.release("24.2.3")), asked(ada)
    assert affected.p > unknown.p


def test_each_says_why_in_the_words_that_were_typed(known, ada, cast):
    known(signatures=["FI-4711"], ranges=[("24.2.0", "", "24.2.5")])
    follow()
    [one] = asked(ada, title="Former rates of VAT: FI-4711", release=cast.release("24.2.3"))
    assert {"Former", "rates", "VAT"} <= set(one.reason.words)
    assert one.reason.codes == ("fi-4711",) and one.reason.version == "24.2.3" and not one.reason.is_by_meaning


@pytest.mark.parametrize(("p", "word"), [(0.9, "very_likely"), (0.7, "very_likely"), (0.5, "likely"), (0.29, "possible")])
def test_three_words_of_likelihood(p, word):
    one = suggesting.Suggestion("problem", 1, "PRB-1", "", "en", p, suggesting.Reason(), Answer.OPEN)
    assert one.likelihood == word


def test_a_stranger_finds_nothing_of_a_company_and_a_colleague_what_he_may_see(opened, cast, ada, alan, paula, boris, nora):
    ticket = opened(ada, subject="Former VAT rate proposed", language="en", body="VAT code")
    follow()
    assert references(asked(alan)) == [ticket.key], "he sees the company"
    assert asked(paula) == [] and asked(boris) == [] and asked(PUBLIC) == []
    assert references(asked(nora)) == [ticket.key]


def test_what_became_confidential_is_gone_before_the_index_has_heard_of_it(opened, ada, alan, nora):
    ticket = opened(ada, subject="Former VAT rate proposed", language="en", body="VAT code")
    follow()
    with acting_as(SYSTEM):
        Ticket.objects.filter(pk=ticket.pk).update(confidential=True)
    assert asked(alan) == []


def test_an_internal_problem_is_suggested_to_agents_alone(known, ada, nora):
    problem = known(visibility=INTERNAL)
    follow()
    assert asked(ada) == [] and references(asked(nora)) == [problem.reference]


def test_the_index_shows_a_requester_no_row_of_others(opened, known, cast, ada, boris):
    opened(ada, subject="Former VAT rate proposed")
    known(visibility=INTERNAL)
    follow()
    for table in ("matching_item", "matching_posting"):
        with acting_as(boris), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table


def test_a_request_is_not_suggested_to_itself_nor_what_was_linked_or_dismissed_there(opened, known, nora, ada):
    ticket = opened(ada, subject=TEXT["title"], language="en", body="VAT")
    other = opened(ada, subject="Former VAT rate proposed", language="en", body="VAT")
    problem = known()
    follow()
    assert references(asked(nora, ticket=ticket)) == [problem.reference, other.key]
    with acting_as(nora):
        mark(ticket, "problem", problem.pk, Label.DISMISSED, by=nora)
    assert references(asked(nora, ticket=ticket)) == [other.key]
    assert set(references(asked(nora))) == {problem.reference, other.key, ticket.key}


def test_a_later_word_takes_the_place_of_the_former(opened, known, nora, ada, boris):
    ticket, problem = opened(ada), known()
    with acting_as(nora):
        mark(ticket, "problem", problem.pk, Label.DISMISSED, by=nora)
        mark(ticket, "problem", problem.pk, Label.LINKED, by=nora)
        assert Label.objects.get().verdict == Label.LINKED
        with pytest.raises(Missing):
            mark(ticket, "problem", problem.pk + 1, Label.LINKED, by=nora)
    with acting_as(boris), pytest.raises(Missing):
        mark(ticket, "problem", problem.pk, Label.LINKED, by=boris)


def test_what_solved_it_before_it_was_sent_is_counted(known, cast, ada, boris):
    problem, acme = known(), cast.company("acme").pk
    with acting_as(ada):
        deflect("problem", problem.pk, company_id=acme, by=ada)
    with acting_as(boris):
        assert not Deflection.objects.exists()
    with acting_as(SYSTEM):
        assert Deflection.objects.get().person_id == ada.person_id


@pytest.mark.parametrize("title", ["", " ", "?!", "the of and", "x" * 10_000, "%s %(where)s '; --", "مرحبا 🙂", "a\0b"])
def test_odd_texts_have_an_answer(known, ada, title):
    known()
    follow()
    assert isinstance(asked(ada, title=title, body=""), list)


def test_the_number_of_queries_does_not_grow_with_what_is_found(known, ada):
    for number in range(2):
        known(symptom={"en": f"Former VAT rate proposed {number}"})
    follow()
    asked(ada)
    with CaptureQueriesContext(connection) as few:
        asked(ada)
    for number in range(4):
        known(symptom={"en": f"Former VAT rate {number}"})
    follow()
    with CaptureQueriesContext(connection) as many:
        assert len(asked(ada, k=10)) == 6
    assert len(many) == len(few)


def shown_beside(actor, ticket):
    with acting_as(actor):
        return beside(actor, ticket, body="", installation=None, release=None, k=10)


def test_domain_type_and_team_are_proposed_from_what_similar_requests_became(opened, ada, nora, cast):
    similar = [opened(ada, subject="Former VAT rate proposed", language="en", domain="finance") for _ in range(3)]
    opened(ada, subject="Stock count is wrong", language="en", domain="logistics")
    new = opened(ada, subject="VAT rate is wrong", language="en", domain="logistics")
    follow()
    assert shown_beside(nora, new)[1] == Proposals(), "what is new itself says nothing"
    with acting_as(SYSTEM):
        Ticket.objects.exclude(pk=new.pk).update(status="IN_PROGRESS")
    suggestions, proposed = shown_beside(nora, new)
    assert {one.object_id for one in suggestions} >= {ticket.pk for ticket in similar}
    assert proposed.domains[0][0] == "finance" and proposed.types[0][0] == "SPT"
    assert all(0 <= share <= 1 for share in dict(proposed.teams).values())


def test_what_a_note_says_is_in_no_index_and_suggested_to_nobody(opened, do, ada, nora):
    ticket = opened(ada, subject="Stock count", language="en", body="Wrong.")
    do(nora, "2026-11-24 11:05", replying.note, ticket.pk, "Hydrangea wisteria camellia")
    follow()
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM matching_lexeme WHERE word LIKE ANY (ARRAY['hydrang%', 'wister%', 'camell%'])")
        assert cursor.fetchone() == (0,)
    for actor in (ada, nora):
        found = asked(actor, title="Hydrangea wisteria camellia", body="")
        assert all("hydrangea" not in str(one).lower() for one in found)


def test_beside_a_request_nothing_is_embedded_once_the_index_has_its_vectors(opened, ada, nora, embedder, monkeypatch):
    monkeypatch.setattr(embedding, "here", lambda **_: embedder)
    ticket, other = (opened(ada, subject=subject, language="en") for subject in ("Former VAT rate proposed", "VAT rate of last year"))
    follow()
    before = shown_beside(nora, ticket)[0]
    assert upkeep.embed() > 0
    embedder.fails = frozenset({"e5", "use"})
    after = shown_beside(nora, ticket)[0]
    assert [one.object_id for one in before] == [one.object_id for one in after] == [other.pk]
    assert after[0].p != before[0].p, "by its words alone before, by both then"


def test_the_middle_of_a_kind_votes_on_what_near_requests_became(opened, ada, nora, embedder, monkeypatch):
    monkeypatch.setattr(embedding, "here", lambda **_: embedder)
    monkeypatch.setattr(centres, "FEWEST", 2)
    for domain, subject in (("finance", "Former VAT rate proposed"), ("payroll", "Stock count is wrong")):
        for _ in range(3):
            opened(ada, subject=subject, language="en", domain=domain)
    with acting_as(SYSTEM):
        Ticket.objects.update(status="IN_PROGRESS")
    new = opened(ada, subject="Former VAT rate shown", language="en", domain="payroll")
    follow()
    upkeep.embed()
    without = shown_beside(nora, new)[1]
    assert upkeep.reckon_centres() >= 4
    with acting_as(nora):
        near = centres.near(vectors.standing("ticket", new.pk, embedder.version, vectors.VIEWS), embedder.version)
    assert near["domain"]["use"]["finance"] > near["domain"]["use"]["payroll"]
    proposed = shown_beside(nora, new)[1]
    assert proposed.domains[0][0] == "finance" and dict(proposed.domains) != dict(without.domains)
    assert {key for key, _share in proposed.domains} <= {"finance", "payroll"}, "nothing that no near request became"


def test_an_item_of_a_problem_that_is_gone_is_no_suggestion(known, ada):
    problem = known()
    follow()
    with acting_as(SYSTEM):
        assert Item.objects.filter(kind="problem").exists()
        KnownProblem.objects.filter(pk=problem.pk).update(visibility=INTERNAL)
    assert asked(ada) == []


def test_among_few_known_things_each_is_likelier(known, ada, monkeypatch):
    known()
    follow()
    [few] = asked(ada)
    monkeypatch.setattr(suggesting, "FITTED_ON", 1)
    [many] = asked(ada)
    assert few.p > many.p


def test_the_words_shared_in_the_readers_language_are_told_whichever_translation_is_nearest(known, ada):
    known(symptom={"en": "Former VAT rate proposed", "fr": "Ancien taux de TVA proposé"})
    follow()
    assert "VAT" in asked(ada)[0].reason.words


def test_the_models_are_woken_once_for_somebody_who_begins_to_write(embedder, monkeypatch):
    touched = []
    embedder.has_e5 = True
    monkeypatch.setattr(embedding, "_woken_at", [float("-inf")])
    monkeypatch.setattr(embedding, "here", lambda **patience: embedder)
    monkeypatch.setattr(embedder, "encode", lambda model, texts: touched.append(model))
    embedding.wake().join()
    assert touched == ["use", "e5"] and embedding.wake() is None
    monkeypatch.setattr(embedding, "_woken_at", [float("-inf")])
    monkeypatch.setattr(embedding, "here", lambda **patience: None)
    assert embedding.wake() is None, "without models nothing is woken"
