"""Completion of a query, and the searches that agents keep."""

import pytest

from guichet.access.acting import acting_as
from guichet.access.refusals import Invalid, Missing
from guichet.matching.models import SavedSearch
from guichet.matching.search.completing import complete
from guichet.matching.search.keeping import keep, remove, views


def test_fields_and_values_are_offered_where_the_cursor_stands(cast, nora):
    with acting_as(nora):
        for text, wanted in (
            ("sta", "status:"), ("-sta", "-status:"), ("facture status:wait_c", "status:wait_customer"), ("status:new,res", "status:new,resolved"),
            ("criticality>=h", "criticality>=high"), ("criticality:>=h", "criticality:>=high"), ("company:acm", 'company:"Acme SA"'),
            ('company:"Acme S', 'company:"Acme SA"'), ("owner:no", "owner:nobody"), ("owner:brunn", "owner:nora@vendor.example"),
            ("reporter:favre", "reporter:ada@acme.example"), ("version:24.2.5", "version:24.2.5"), ("team:sup-b", "team:sup-bo"),
            ("is:unan", "is:unanswered"), ("product:hel", "product:helvetic-erp"), ("status:soumise", "status:new"),
        ):  # fmt: skip
            found = complete(nora, text, len(text), "fr")
            assert wanted in [one.text for one in found.options], text
            assert found.end == len(text)
        middle = complete(nora, "status:ne tva", 9, "en")
        assert (middle.start, middle.end, [one.text for one in middle.options]) == (0, 9, ["status:new"])
        for text in ("", " ", '"', ":", "::::", "-", "nowhere:x", 'company:"' + "x" * 9_000, "subject:fac", "status:zzz", "problem:99999999999"):
            assert len(complete(nora, text, len(text), "en").options) <= 8


def test_nothing_is_offered_to_customers(cast, ada):
    with acting_as(ada):
        for text in ("company:b", "owner:n", "sta"):
            assert complete(ada, text, len(text), "fr").options == []


def test_a_view_is_ones_own_unless_it_is_shared(cast, nora, luca):
    with acting_as(nora):
        own = keep(" Mine ", "is:mine", is_shared=False, by=nora)
        shared = keep("Late", "is:late", is_shared=True, by=nora)
        assert keep("Mine", "is:mine is:open", is_shared=False, by=nora).pk == own.pk
        assert [(one.name, one.query) for one in views(nora)] == [("Late", "is:late"), ("Mine", "is:mine is:open")]
    with acting_as(luca):
        assert [one.name for one in views(luca)] == ["Late"]
        assert [one.name for one in SavedSearch.objects.all()] == ["Late"]  # the wall in PostgreSQL
        for pk in (own.pk, shared.pk):
            with pytest.raises(Missing):
                remove(pk, by=luca)
        for name, query in (("", "x"), ("x" * 61, "x"), ("x", ""), ("x", "y" * 2_001)):
            with pytest.raises(Invalid):
                keep(name, query, is_shared=False, by=luca)
    with acting_as(nora):
        remove(shared.pk, by=nora)
    with acting_as(luca):
        assert views(luca) == []
