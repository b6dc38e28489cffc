"""What resembles a request, over a small corpus of our own."""

import pytest
from django.db import connection

from guichet.matching import indexing, ranking, vectors
from guichet.matching.corpora import Corpus, Text
from guichet.matching.embedder import USE
from guichet.matching.indexing import Entry
from guichet.matching.models import Item
from guichet.matching.ranking import Query, Ranker, Scope

TEXTS = [
    Text("print", 1, "en", "Cannot print the invoice", "The invoice stays in the queue with error E-4711 and nothing comes out."),
    Text("stock", 2, "en", "Stock count is wrong after the inventory", "The stock shows twice the quantity."),
    Text("vide", 3, "fr", "Impression de facture vide", "La page imprimée est blanche."),
    Text("lohn", 4, "de", "Lohn wird nicht ausbezahlt", "Der Lauf bricht mit FI_POST ab."),
    Text("passe", 5, "fr", "Mot de passe perdu", "Je ne peux plus entrer."),
]


def asked(title: str, language: str = "en", seq: float = 100, body: str = "") -> Text:
    return Text("query", seq, language, title, body)


def first(corpus, ranker, text):
    ranked = corpus.ranked(ranker, text, 3)
    return ranked[0][0] if ranked else None


def test_words_alone_find_the_same_thing_in_one_language(index):
    corpus = Corpus(TEXTS, None)
    assert first(corpus, Ranker(None), asked("invoices are not printed")) == "print"
    assert first(corpus, Ranker(None), asked("wrong stock counts")) == "stock"


def test_vectors_find_the_same_thing_in_another_language(index, embedder):
    corpus = Corpus(TEXTS, embedder)
    ranked = corpus.ranked(Ranker(embedder), asked("empty invoice when printing"), 3)
    assert "vide" in [id_ for id_, _ in ranked]
    assert first(corpus, Ranker(embedder), asked("password forgotten")) == "passe"


def test_a_code_is_found_in_every_language(index):
    corpus = Corpus(TEXTS, None)
    assert first(corpus, Ranker(None), asked("erreur E-4711", "fr")) == "print"
    assert first(corpus, Ranker(None), asked("it stops at FI_POST")) == "lohn"


def test_only_what_came_before_answers(index, embedder):
    corpus = Corpus(TEXTS, embedder)
    assert {id_ for id_, _ in corpus.ranked(Ranker(embedder), asked("print invoice stock", seq=3), 10)} == {"print", "stock"}
    assert corpus.ranked(Ranker(embedder), asked("print", seq=1), 10) == []


def test_p_lies_between_nothing_and_certainty_and_falls(index, embedder):
    corpus = Corpus(TEXTS, embedder)
    ps = [p for _, p in corpus.ranked(Ranker(embedder), asked("print invoice"), 10)]
    assert ps and ps == sorted(ps, reverse=True) and all(0 <= p <= 1 for p in ps)


def test_without_the_larger_model_the_quick_one_answers(index, embedder):
    corpus = Corpus(TEXTS, embedder)
    embedder.fails = frozenset({"e5"})
    found = Ranker(embedder).look(corpus.query(asked("print the invoice")), Scope()).found
    assert any("use" in one.features for one in found) and not any("e5" in one.features for one in found)


def test_what_has_no_vectors_yet_is_judged_by_its_words(index, embedder):
    """Its p is what words alone say of it, not what both models say of something unlike."""
    corpus = Corpus(TEXTS, embedder)
    by_words = dict(corpus.ranked(Ranker(None), asked("print the invoice"), 5))["print"]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM matching_sign WHERE item_id IN (SELECT id FROM matching_item WHERE title = %s)", [TEXTS[0].title])
        cursor.execute("DELETE FROM matching_vector WHERE item_id IN (SELECT id FROM matching_item WHERE title = %s)", [TEXTS[0].title])
    ranked = dict(corpus.ranked(Ranker(embedder), asked("print the invoice"), 5))
    assert ranked["print"] == pytest.approx(by_words)


def test_without_any_model_the_words_answer(index, embedder):
    corpus = Corpus(TEXTS, embedder)
    embedder.fails = frozenset({"e5", USE})
    assert first(corpus, Ranker(embedder), asked("print the invoice")) == "print"


@pytest.mark.parametrize("text", [
    "", " ", "the of and", "?!…", "'; DELETE FROM matching_item; --", "%(where)s %s {0}", "\\d+(", "🙂 🙃", "مرحبا", "a\0b", "x" * 10_000,
])  # fmt: skip
def test_odd_queries_have_an_answer(index, embedder, text):
    corpus = Corpus(TEXTS, embedder)
    assert isinstance(corpus.ranked(Ranker(embedder), asked(text, body=text), 5), list)
    assert Item.objects.count() == len(TEXTS)


def test_an_object_in_several_languages_is_one_answer(index):
    for language, title in (("en", "Invoice cannot be printed"), ("fr", "La facture ne s'imprime pas")):
        indexing.add([Entry("problem", 7, language, title, "E-4711", Item.CUSTOMERS)])
    found = Ranker(None).rank(Query("en", "invoice not printed E-4711"), Scope(), limit=10)
    assert [(one.kind, one.object_id, one.language) for one in found] == [("problem", 7, "en")]


def test_what_was_replaced_is_found_by_its_new_words_alone(index):
    indexing.index("article", 1, [Entry("article", 1, "en", "Printing labels", "", Item.PUBLIC)])
    indexing.index("article", 1, [Entry("article", 1, "en", "Payroll closing", "", Item.PUBLIC)])
    assert not Ranker(None).rank(Query("en", "labels"), Scope(), limit=5)
    assert len(Ranker(None).rank(Query("en", "payroll"), Scope(), limit=5)) == 1


def test_counts_of_words_return_to_nothing_when_all_is_taken_out(index):
    indexing.index("article", 1, [Entry("article", 1, "en", "Printing labels", "E-1", Item.PUBLIC)])
    indexing.index("article", 1, [])
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(df_all), sum(df_open), (SELECT sum(n_all) + sum(words) FROM matching_language) FROM matching_lexeme")
        assert cursor.fetchone() == (None, None, 0), "no word of it is left"
        cursor.execute("SELECT count(*) FROM matching_posting")
        assert cursor.fetchone() == (0,)


def test_means_move_without_embedding_again(index, embedder):
    Corpus(TEXTS, embedder)
    with connection.cursor() as cursor:
        cursor.execute("SELECT item_id, use_scale FROM matching_sign ORDER BY 1")
        scales = cursor.fetchall()
        assert all(scale > 0 for _, scale in scales)
    assert not vectors.reckon_means(embedder.version), "nothing was added, so no mean moved"


def test_reckoning_reads_one_set_of_rows_whatever_the_query(index, embedder, django_assert_max_num_queries):
    corpus = Corpus(TEXTS, embedder)
    ranker = Ranker(embedder)
    corpus.ranked(ranker, asked("print the invoice stock salary"), 5)
    with django_assert_max_num_queries(5):
        corpus.ranked(ranker, asked("print the invoice stock salary"), 5)


def test_what_is_in_the_scope_is_found_however_much_lies_outside_it(index, monkeypatch):
    monkeypatch.setattr(ranking, "BY_WORDS", 1)
    for number in range(5):
        indexing.add([Entry("ticket", number, "en", "Printing invoices", "", Item.INTERNAL)])
    indexing.add([Entry("article", 9, "en", "Printing", "A long text about something that has to do with invoices as well.", Item.PUBLIC)])
    found = Ranker(None).rank(Query("en", "printing invoices"), Scope("row.owner = 0"), limit=5)
    assert [(one.kind, one.object_id) for one in found] == [("article", 9)]


def test_only_the_owners_texts_are_looked_at_by_words(index):
    for number, audience in ((1, Item.INTERNAL), (2, Item.CUSTOMERS)):
        indexing.add([Entry("article", number, "en", "Printing invoices", "", audience)])
    found = Ranker(None).rank(Query("en", "printing invoices"), Scope(owners=(0,)), limit=5)
    assert [one.object_id for one in found] == [2]


def test_a_bound_from_a_sample_leaves_out_the_far_ones_alone(index, embedder, monkeypatch):
    corpus = Corpus(TEXTS, embedder)
    ranker, question = Ranker(embedder, by_words=False), asked("print the invoice")
    whole = corpus.ranked(ranker, question, 5)
    assert len(whole) == 5
    monkeypatch.setattr(ranking, "SAMPLE_PERCENT", 100)
    monkeypatch.setattr(ranking, "PLACE", 2)
    assert corpus.ranked(ranker, question, 5) == whole, "of a few rows nothing is sampled"
    monkeypatch.setattr(ranking, "LEAST_SAMPLE", 5)
    nearest = corpus.ranked(ranker, question, 5)
    assert len(nearest) == 2 and set(map(tuple, nearest)) <= set(map(tuple, whole))
