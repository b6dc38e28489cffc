"""/administration/configuration/: the list and the editor of every kind of the registry (kinds.py)."""

import re
from typing import Any

from django import forms
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from guichet.web.administration.fields import Field, form_of, value_at
from guichet.web.administration.frame import framed
from guichet.web.administration.kinds import KINDS, Kind
from guichet.web.administration.saving import keep
from guichet.web.components.access import administration
from guichet.web.components.answers import see_other

KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")


@administration
@require_GET
def entries(request: HttpRequest, slug: str) -> HttpResponse:
    """All entries of a kind; a kind with one entry shows its editor."""
    kind = _kind(slug)
    if kind.is_single:
        return see_other(f"/administration/configuration/{slug}/{slug}/")
    context = {
        "kind": kind,
        "rows": [
            {"key": row.key, "name": _named(kind, row), "href": f"/administration/configuration/{slug}/{row.key}/"}
            for row in kind.model._default_manager.all()
        ],
        "add": f"/administration/configuration/{slug}/new/" if kind.adds else "",
    }
    return render(request, "administration/entries.html", framed(slug, context))


@administration
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The editor of one entry."""
    kind = _kind(slug)
    row = kind.model._default_manager.filter(key=kind.section_name if kind.is_single else key).first()
    if row is None and not kind.is_single:
        raise Http404
    return _edit(request, kind, key, kind.entry(row) if row else {})


@administration
@require_http_methods(["GET", "HEAD", "POST"])
def new_entry(request: HttpRequest, slug: str) -> HttpResponse:
    """A new entry under a key of its own."""
    kind = _kind(slug)
    if not kind.adds:
        raise Http404
    return _edit(request, kind, "", {})


def _edit(request: HttpRequest, kind: Kind, key: str, stands: dict[str, Any]) -> HttpResponse:
    fields = list(kind.fields())
    asks_key = not key
    if asks_key:
        fields = [Field("key", _("Key"), hint=_("Letters, digits, - and _; it never changes.")), *fields]
    form = form_of(fields, stands, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        key = key or _new_key(kind, form)
        if not form.errors and keep(kind, key, stands, form, by=request.actor):
            single = kind.is_single
            return see_other("/administration/" if single else f"/administration/configuration/{kind.slug}/")
    fresh = _("new")
    context = {
        "kind": kind,
        "key": "" if asks_key else key,
        "title": kind.name if kind.is_single else f"{kind.name} · {key or fresh}",
        "form": form,
        "groups": _groups(fields, form),
        "back": "/administration/" if kind.is_single else f"/administration/configuration/{kind.slug}/",
    }
    return render(request, "administration/entry.html", framed(kind.slug, context), status=422 if form.errors else 200)


def _new_key(kind: Kind, form: forms.Form) -> str:
    key = form.cleaned_data["key"].strip()
    if not KEY.fullmatch(key):
        form.add_error("key", _("Use letters, digits, - and _, beginning with a letter."))
    elif kind.model._default_manager.filter(key__iexact=key).exists():
        form.add_error("key", _("This key is taken."))
    return key


def _groups(fields: list[Field], form: forms.Form) -> list[dict[str, Any]]:
    """Inputs that belong together stand side by side: a text in its languages, the targets of a level."""
    groups: list[dict[str, Any]] = []
    for field in fields:
        together = field.path.rpartition(".")[0]
        if not together or not groups or groups[-1]["path"] != together:
            groups.append({"path": together, "fields": []})
        groups[-1]["fields"].append({"bound": form[field.name], "is_tick": field.kind == "tick", "optional": not field.required})
    return groups


def _named(kind: Kind, row: Model) -> Any:
    """What names an entry in the list: its labels, or the need of a row of the matrix."""
    found = kind.entry(row)
    return value_at(found, "labels") or value_at(found, "need") or {}


def _kind(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]
