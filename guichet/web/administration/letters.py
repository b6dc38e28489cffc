"""/administration/letters/: the text of each kind of letter, by brand and language, with what it looks like."""

from typing import Any

from django import forms
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from guichet.access.log import note_act
from guichet.reactions import frame, samples
from guichet.service.house import forget as forget_house
from guichet.service.house import house
from guichet.service.lettering import BLOCKS, GROUPS, KINDS, MEANINGS, BrokenText, LetterKind, check_subject, check_text
from guichet.service.loading import SAME, keep_letter
from guichet.service.models import LetterText
from guichet.web.administration.fields import LANGUAGES
from guichet.web.administration.frame import framed
from guichet.web.administration.saving import LOCK
from guichet.web.components.access import administration
from guichet.web.components.answers import see_other

HOME = "/administration/letters/"


class TextForm(forms.Form):
    """Subject and text of one kind of letter in one language. What is wrong is said beside the input, the text stays."""

    subject = forms.CharField(label=gettext_lazy("Subject"), required=False)
    text = forms.CharField(label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 20, "spellcheck": "true"}))

    def __init__(self, kind: LetterKind, language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if not kind.has_subject:
            del self.fields["subject"]
        for field in self.fields.values():
            field.widget.attrs["lang"] = language

    def clean_subject(self) -> str:
        return self._checked(check_subject, "subject")

    def clean_text(self) -> str:
        return self._checked(check_text, "text")

    def _checked(self, check: Any, name: str) -> str:
        try:
            check(self.kind, self.cleaned_data[name])
        except BrokenText as error:
            raise forms.ValidationError(str(error)) from None
        return self.cleaned_data[name]


@administration
@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """Every kind of letter, with the languages and brands in which it has a text of the vendor's own."""
    own: dict[tuple[str, str], list[str]] = {}
    for kind, brand, language in LetterText.objects.values_list("kind", "brand", "language"):
        own.setdefault((kind, language), []).append(brand)
    groups = [
        {"name": name, "rows": [_row(kind, own) for kind in KINDS.values() if kind.group == group]}
        for group, name in GROUPS.items()
    ]
    return render(request, "administration/letters.html", framed("letters", {"groups": groups}))


def _row(kind: LetterKind, own: dict[tuple[str, str], list[str]]) -> dict[str, Any]:
    languages = []
    for code, name in LANGUAGES.items():
        brands = own.get((kind.key, code), [])
        where = sorted(_vendor(brand) for brand in brands)
        languages.append({"code": code, "name": name, "href": f"{HOME}{kind.key}/{code}/", "own": where})
    return {"name": kind.name, "languages": languages}


@administration
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """The editor of one text. `?brand=` names a further brand; without it the text holds for every brand."""
    kind, brand = KINDS.get(key), request.GET.get("brand", "")
    if kind is None or language not in LANGUAGES or (brand and brand not in house().brands):
        raise Http404
    here = _address(kind, language, brand)
    if request.method == "POST" and "reset" in request.POST:
        if _reset(kind, brand, language):
            note_act(request.actor, "letter.reset", f"{kind.key} {language} {brand}".strip())
        return see_other(here)
    subject, text = frame.standing_text(kind.key, brand, language)
    form = TextForm(kind, language, request.POST if request.method == "POST" else None, initial={"subject": subject, "text": text})
    shown = (subject, text)
    if request.method == "POST" and form.is_valid():
        shown = (form.cleaned_data.get("subject", ""), form.cleaned_data["text"])
        if "preview" not in request.POST:
            if _keep(kind, brand, language, *shown) != SAME:
                note_act(request.actor, "letter.kept", f"{kind.key} {language} {brand}".strip())
            return see_other(here)
    sheet = samples.sheet(kind, language, house().brand(brand))
    context = {
        "kind": kind,
        "language": language,
        "form": form,
        "back": HOME,
        "here": here,
        "preview": None if form.errors else _preview(kind, frame.lay(sheet, subject=shown[0], text=shown[1])),
        "variables": [_variable(name, kind, sheet) for name in kind.variables],
        "languages": [
            {"name": n, "href": _address(kind, code, brand), "is_current": code == language} for code, n in LANGUAGES.items()
        ],
        "brands": [
            {"name": _vendor(one), "href": _address(kind, language, one), "is_current": one == brand}
            for one in ("", *house().brands)
        ],
        "is_own": LetterText.objects.filter(kind=kind.key, brand=brand, language=language).exists(),
    }
    return render(request, "administration/letter.html", framed("letters", context), status=422 if form.errors else 200)


def _preview(kind: LetterKind, laid: frame.Laid) -> dict[str, Any]:
    """The letter as it leaves, with the reference that every letter about a request carries."""
    tag = f" [{samples.KEY}]" if "key" in kind.variables else ""
    return {"subject": f"{laid.subject}{tag}", "text": laid.text, "blocks": laid.blocks}


def _variable(name: str, kind: LetterKind, sheet: frame.Sheet) -> dict[str, Any]:
    return {
        "name": f"{{{name}}}",
        "meaning": MEANINGS[name],
        "example": frame.example(name, sheet),
        "is_needed": name in kind.needed,
        "is_block": name in BLOCKS,
    }


def _vendor(brand: str) -> str:
    return house().brand(brand).get("vendor", "") if brand else _("every brand")


def _address(kind: LetterKind, language: str, brand: str) -> str:
    return f"{HOME}{kind.key}/{language}/" + (f"?brand={brand}" if brand else "")


@transaction.atomic
def _keep(kind: LetterKind, brand: str, language: str, subject: str, text: str) -> str:
    _wait_for_loading()
    outcome = keep_letter(kind.key, brand, language, subject, text)
    forget_house()
    return outcome


@transaction.atomic
def _reset(kind: LetterKind, brand: str, language: str) -> bool:
    """Back to the text that holds without it; false where there was none."""
    _wait_for_loading()
    deleted, _rows = LetterText.objects.filter(kind=kind.key, brand=brand, language=language).delete()
    forget_house()
    return bool(deleted)


def _wait_for_loading() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
