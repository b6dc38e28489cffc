"""What the search pages of portal and workspace say alike: mistakes in a query, and what was found, marked."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guichet.matching.search.excerpts import Part
from guichet.matching.search.language import Mistake, Query


def html(parts: Iterable[Part]) -> SafeString:
    """Parts of a text, what was found marked; everything escaped."""
    return format_html_join(
        "", "{}", ((format_html('<mark class="hit">{}</mark>', text) if is_hit else text,) for text, is_hit in parts)
    )


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
