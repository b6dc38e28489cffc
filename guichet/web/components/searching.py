"""What the search pages of portal and workspace say alike: mistakes in a query, and what was found, marked."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guichet.knowledge.markdown import plain
from guichet.knowledge.models import Article, KnownProblem
from guichet.matching.search.asking import Asked
from guichet.matching.search.excerpts import READ, Part, excerpt, marked
from guichet.matching.search.language import Mistake, Query
from guichet.web.components import known


def html(parts: Iterable[Part]) -> SafeString:
    """Parts of a text, what was found marked; everything escaped."""
    return format_html_join(
        "", "{}", ((format_html('<mark class="hit">{}</mark>', text) if is_hit else text,) for text, is_hit in parts)
    )


def counted(count: int, is_more: bool) -> str:
    """A count as it is shown: nobody counts to the end."""
    return f"{count}+" if is_more else str(count)


def problem(one: KnownProblem, asked: Asked) -> dict[str, Any]:
    """A known problem as it was found, in the reader's language where it is said in it."""
    title, language = one.said(known.language())
    body = "\n".join(plain(of[language], READ) for of in (one.seen, one.way_round) if of.get(language))
    return {
        "number": one.reference,
        "title": html(marked(title, asked.forms, asked.beginnings)),
        "language": language,
        "excerpt": html(excerpt(body, asked.forms, asked.beginnings)) if body else "",
        "at": one.updated_at,
    }


def article(one: Article, asked: Asked) -> dict[str, Any] | None:
    """An article as it was found: in the reader's language, or in the one that holds the words."""
    first = one.text_for(known.language())
    if first is None:
        return None
    texts = [first, *(text for text in one.texts.all() if text.pk != first.pk)]
    bodies = {text.pk: plain(text.body, READ) for text in texts}
    text = next((t for t in texts if _holds(f"{t.title} {bodies[t.pk]}", asked)), first)
    return {
        "text": text,
        "title": html(marked(text.title, asked.forms, asked.beginnings)),
        "language": text.language,
        "excerpt": html(excerpt(bodies[text.pk], asked.forms, asked.beginnings)),
        "at": text.updated_at,
    }


def _holds(text: str, asked: Asked) -> bool:
    return any(is_hit for _text, is_hit in excerpt(text, asked.forms, asked.beginnings))


def mistakes(query: Query, found: Iterable[Mistake], **kept: str) -> list[dict[str, Any]]:
    """Each mistake in a sentence; where it is known what was meant, with the address of the query that says so."""
    return [
        {
            "text": sentence(one),
            "instead": one.instead,
            "href": "?" + urlencode({**kept, "q": query.text[: one.start] + one.instead + query.text[one.end :]}) if one.instead else "",
        }
        for one in list(found)[:5]
    ]


def sentence(one: Mistake) -> str:
    """What is wrong with a part of a query, and what became of it."""
    said = {
        "field": _("There is no field “%(what)s”. It was looked for as words."),
        "value": _("“%(what)s” is no value of %(field)s. That part was left out."),
        "company": _("No company is called “%(what)s”. That part was left out."),
        "person": _("Nobody is called “%(what)s”. That part was left out."),
        "version": _("There is no version “%(what)s”. That part was left out."),
        "number": _("“%(what)s” is no number. That part was left out."),
        "moment": _("“%(what)s” is neither a date such as 2026-11-24 nor a span such as 7d. That part was left out."),
        "sign": _("%(field)s has no order: write it with a colon. That part was left out."),
        "empty": _("A value is missing after %(field)s."),
        "unclosed": _("The closing quotation mark is missing; all that follows was taken as one."),
        "many": _("Only the first %(what)s parts are read."),
        "long": _("“%(what)s…” is too long for a word. That part was left out."),
        "nothing": _("Nothing to look for: type a word, a number or a code."),
    }[one.kind]
    return said % {"what": one.what, "field": one.field}


def language_help() -> list[dict[str, str]]:
    """The words of the query language with what they mean, by example."""
    return [
        {"example": example, "text": text}
        for example, text in (
            ('facture "référence QR" -test', _("all words, these words side by side, not this one")),
            ("TVA OR MWST", _("one of the two")),
            ("subject: text: note: file:", _("words in one place only")),
            ("status:wait_customer,new", _("where it stands; commas mean or")),
            ("is:open is:closed is:mine is:unassigned", _("state, and whose it is")),
            ("is:unanswered is:escalated is:late", _("signs")),
            ("turn:me turn:us turn:customer", _("whose turn")),
            ("criticality>=high", _("this level and above")),
            ("company:acme entity:02 reporter:ada", _("who asks")),
            ("owner:me owner:nobody team:sup-bo desk:sup", _("who answers")),
            ("type:spt domain:finance language:fr", _("what it is about")),
            ("product:helvetic version:24.2 version<24.2.5", _("what they run")),
            ("due<2d deadline<7d", _("within that time, or late")),
            ("opened<7d opened>2026-11-01 closed<30d", _("that long ago at most, or a day")),
            ("has:file has:note has:deadline has:problem", _("what hangs on it")),
            ("problem:77 code:LIC-204", _("known problem, error code")),
            ("SPT-1042 PRB-77 1042", _("straight to it")),
        )
    ]


def words_help() -> list[dict[str, str]]:
    """What customers may type, by example."""
    return [
        {"example": example, "text": text}
        for example, text in (
            ('facture "référence QR" -test', _("all words, these words side by side, not this one")),
            ("LIC-204 rapport.pdf 26-4471", _("error codes, file names and numbers of documents as they are")),
            ("TVA OR MWST", _("one of the two")),
            ("SPT-1042 PRB-77 1042", _("straight to it")),
        )
    ]
