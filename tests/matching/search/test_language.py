"""The query language: any text is read or explained, in time that grows with its length."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from guichet.matching.search.language import FIELDS, LONGEST, MOST_TERMS, Condition, Words, parse


def test_words_phrases_fields_and_negations_are_told_apart():
    query = parse('status:wait_customer,new criticality>=high version:<24.2.5 "exact words" -word tva OR mwst note:"in here" due<2d')
    assert not query.mistakes
    assert [term.alternatives for term in query.terms] == [
        (Condition("status", "=", ("wait_customer", "new")),),
        (Condition("criticality", ">=", ("high",)),),
        (Condition("version", "<", ("24.2.5",)),),
        (Words(("exact", "words"), is_exact=True),),
        (Words(("word",)),),
        (Words(("tva",)), Words(("mwst",))),
        (Words(("in", "here"), is_exact=True, place="note"),),
        (Condition("due", "<", ("2d",)),),
    ]
    assert [term.is_not for term in query.terms] == [False] * 4 + [True] + [False] * 3


def test_codes_file_names_and_references_stay_whole():
    pieces = [piece for one in parse("E-4711 FI_POST rapport_final.pdf 26-4471 SPT-1042 24.2.3 code:LIC-204").words for piece in one.pieces]
    assert pieces == ["E-4711", "FI_POST", "rapport_final.pdf", "26-4471", "SPT-1042", "24.2.3", "LIC-204"]


def test_a_mistake_names_its_part_and_what_was_probably_meant():
    for text, kind, instead in (
        ("statu:new", "field", "status:new"), ("-compny:acme", "field", "-company:acme"), ("status>new", "sign", "status:new"),
        ("company:", "empty", ""), ('"never closed', "unclosed", ""), ("()&|!:*", "nothing", ""), ("🙂", "nothing", ""),
        ("x" * 500, "long", ""), ("a " * 100, "many", ""), ("foo:bar", "field", ""),
    ):  # fmt: skip
        found = parse(text).mistakes
        assert [(one.kind, one.instead) for one in found] == [(kind, instead)], text
        assert all(0 <= one.start <= one.end <= len(text) for one in found)


def test_an_address_or_a_sentence_with_a_colon_is_no_unknown_field():
    assert not parse("https://portal.example/x 12:30 Error: out").mistakes


def test_who_has_no_fields_has_words():
    query = parse("status:new -word", with_fields=False)
    assert not query.mistakes and [one.pieces for one in query.words] == [("status", "new")]


signs = st.lists(
    st.sampled_from([*'ab :<>=-"|()*&!\\%_\'«»\u202e🙂ß\x00\n,.', "status", "OR ", "company:"]), max_size=100
).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), signs))
@example('"' * LONGEST)
@example("-" * LONGEST)
@example("aa:" * 3333)
@example("a-" * 5000)
@example("company: " * 1200)
@example("x" * (LONGEST + 5))
@example("\ud800")
def test_any_text_gives_terms_or_a_mistake(text):
    query = parse(text)
    assert len(query.terms) + len(query.mistakes) <= MOST_TERMS + 2
    if text.strip(" \n\t\r\x0b\x0c\x00") and query.text.strip():
        assert query.terms or query.mistakes
    for term in query.terms:
        assert 0 <= term.start < term.end <= len(query.text)
        for one in term.alternatives:
            assert one.pieces if isinstance(one, Words) else one.field in FIELDS and one.values


def test_the_steps_of_reading_grow_with_the_length(monkeypatch):
    """Counted, not timed: each part of the text is looked at once."""
    from guichet.matching.search import language

    for text in ('""' * (LONGEST // 2), "-" * LONGEST, "aa:" * (LONGEST // 3), "<>=:" * (LONGEST // 4), "a" * LONGEST):
        steps = []

        class Counting:
            def match(self, text, at, steps=steps, pattern=language._PART):
                steps.append(found := pattern.match(text, at))
                return found

        with monkeypatch.context() as patch:
            patch.setattr(language, "_PART", Counting())
            parse(text)
        assert len(steps) <= len(text) + 1
