"""Suggestions as a page shows them: what it is, how likely, the answer by version, and why. Each room adds its own gestures."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.knowledge.models import text_in
from guichet.matching.suggesting import Answer, Reason, Suggestion, answer_words, likelihood_word
from guichet.web.components.known import language
from guichet.web.components.templatetags.guichet import joined, quoted

KINDS = ("problem", "article", "request")
_VALUE = re.compile(rf"({'|'.join(KINDS)})-(\d{{1,17}})")
_WORD = re.compile(r"\w+")
# So many first letters two forms of a word share, where the shorter one has them.
_SAME_LETTERS = 4


def value_of(kind: str, object_id: int) -> str:
    """A suggestion as a form names it: problem-77."""
    return f"{kind}-{object_id}"


def named(value: str) -> tuple[str, int] | None:
    """Kind and id of what a form names; None where it cannot be read."""
    found = _VALUE.fullmatch(value)
    return (found[1], int(found[2])) if found else None


def card(one: Suggestion, *, room: str = "") -> dict[str, Any]:
    """The facts of one suggestion; *room* begins its address: nothing for the portal, /desk for the workspace."""
    return {
        "value": value_of(one.kind, one.object_id),
        "kind": one.kind,
        "reference": one.reference if one.kind != "article" else "",
        "href": f"{room}{_address(one, room)}",
        "title": marked(one.title, one.reason.words),
        "plain_title": one.title,
        "language": one.language,
        "likelihood": likelihood_word(one),
        "answer": answer_words(one),
        "is_open": one.answer == Answer.OPEN,
        "is_fixed": one.answer == Answer.FIXED and bool(one.version),
        "is_awaited": one.answer in (Answer.PLANNED, Answer.WORKED_ON, Answer.WAY_ROUND),
        "is_own": one.is_own,
        "is_regression": one.is_regression,
        "fix": one.fix,
        "why": why(one.reason),
        **_way_round(one),
        **_request(one),
    }


def _address(one: Suggestion, room: str) -> str:
    if one.kind == "article":
        return f"/articles/{one.object_id}/" if room else f"/articles/{one.reference}/"
    return f"/{'problems' if one.kind == 'problem' else 'requests'}/{one.reference}/"


def _way_round(one: Suggestion) -> dict[str, Any]:
    text, spoken = text_in(one.row.way_round, language()) if one.kind == "problem" else ("", "")
    return {"way_round": text, "way_round_language": spoken}


def _request(one: Suggestion) -> dict[str, Any]:
    if one.kind != "request":
        return {}
    row = one.row
    return {"company": row.company.name, "who": row.reporter.given_name, "at": row.created_at, "number": row.pk}


def marked(title: str, words: Iterable[str]) -> list[dict[str, Any]]:
    """The title in pieces, those marked that are words of the reader's own, in another form too."""
    own = [_folded(word) for word in words]
    pieces: list[dict[str, Any]] = []
    at = 0
    for found in _WORD.finditer(title):
        if any(_is_same(_folded(found[0]), word) for word in own):
            pieces += [{"text": title[at : found.start()], "is_hit": False}, {"text": found[0], "is_hit": True}]
            at = found.end()
    pieces.append({"text": title[at:], "is_hit": False})
    return [piece for piece in pieces if piece["text"]]


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _is_same(one: str, other: str) -> bool:
    """Two forms of one word: equal, or one begins as the other does and differs in its last letters alone."""
    if one == other:
        return True
    most = min(len(one), len(other))
    return most >= _SAME_LETTERS and abs(len(one) - len(other)) <= 3 and one[: max(_SAME_LETTERS, most - 1)] == other[: max(_SAME_LETTERS, most - 1)]


def why(reason: Reason) -> str:
    """Which words, which code, which version."""
    parts = []
    if reason.words:
        words = joined([quoted(word) for word in reason.words])
        parts.append(ngettext("the word %(words)s", "the words %(words)s", len(reason.words)) % {"words": words})
    if reason.codes:
        codes = joined([quoted(code.upper()) for code in reason.codes])
        parts.append(ngettext("the code %(codes)s", "the codes %(codes)s", len(reason.codes)) % {"codes": codes})
    if reason.is_by_meaning:
        parts.append(_("it means the same in other words"))
    if reason.version:
        parts.append(_("version %(version)s") % {"version": reason.version})
    return _("Why shown: %(reasons)s.") % {"reasons": ", ".join(parts)}
