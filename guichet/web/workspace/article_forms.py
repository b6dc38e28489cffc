"""The form of an article: a title and Markdown in each language, for whom, and for which versions."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from guichet.access.actors import Actor
from guichet.catalog.models import Product, VersionLine
from guichet.knowledge import articles
from guichet.knowledge.models import AUDIENCES, LANGUAGES, Article
from guichet.knowledge.ranges import Range
from guichet.service.house import house
from guichet.web.components import known
from guichet.web.components.context import NAMES
from guichet.web.components.templatetags.guichet import label


class ArticleForm(forms.Form):
    """Lines are those of all products; where none is ticked the article holds for every version."""

    pictures = forms.FileField(required=False)

    def __init__(self, data: Any, *, article: Article | None, language: str) -> None:
        self.article, self.language = article, article.language if article else language
        self.lines = list(VersionLine.objects.select_related("product").order_by("product__name", "-name"))
        super().__init__(data, initial=self._initial())
        self._fields()

    def _initial(self) -> dict[str, Any]:
        found = self.article
        if found is None:
            first = Product.objects.order_by("name").first()
            return {"audience": "internal", "product": first.pk if first else ""}
        given: dict[str, Any] = {"audience": found.audience, "product": found.product_id, "domain": found.domain_id, "version": found.version}
        for text in found.texts.all():
            given |= {f"title_{text.language}": text.title, f"body_{text.language}": text.body}
        for row in found.ranges.all():
            given |= {f"valid_{row.line_id}": True, f"first_{row.line_id}": row.first, f"end_{row.line_id}": row.end}
        return given

    def _fields(self) -> None:
        products = [("", _("every product")), *((p.pk, p.name) for p in Product.objects.order_by("name"))]
        domains = [("", "—"), *((d.pk, label(d.labels)) for d in house().domains.values())]
        for key in LANGUAGES:
            self.fields[f"title_{key}"] = forms.CharField(label=_("Title"), required=False, max_length=200)
            self.fields[f"body_{key}"] = forms.CharField(
                label=_("Text (Markdown)"), required=False, max_length=100_000, widget=forms.Textarea(attrs={"rows": 14})
            )
        self.fields["audience"] = forms.ChoiceField(
            label=_("Who reads it"), choices=[(key, known.audience_word(key)) for key, _name in AUDIENCES],
            help_text=_("Customers: whoever runs the product. Public: everybody, without signing in. Only once it is published."),
        )  # fmt: skip
        self.fields["product"] = forms.TypedChoiceField(label=_("Product"), choices=products, coerce=int, empty_value=None, required=False)
        self.fields["domain"] = forms.TypedChoiceField(label=_("Domain"), choices=domains, coerce=int, empty_value=None, required=False)
        self.fields["version"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        for line in self.lines:
            self.fields[f"valid_{line.pk}"] = forms.BooleanField(label=_("Holds"), required=False)
            self.fields[f"first_{line.pk}"] = forms.CharField(label=_("From"), required=False, max_length=40)
            self.fields[f"end_{line.pk}"] = forms.CharField(label=_("Before"), required=False, max_length=40)

    def texts(self) -> list[dict[str, Any]]:
        """The translations, the original first."""
        order = sorted(LANGUAGES, key=lambda key: key != self.language)
        return [{"name": NAMES[key], "code": key, "title": self[f"title_{key}"], "body": self[f"body_{key}"]} for key in order]

    def ranges(self) -> list[dict[str, Any]]:
        return [
            {
                "line": f"{line.product.name} {line.name}",
                "valid": self[f"valid_{line.pk}"],
                "first": self[f"first_{line.pk}"],
                "end": self[f"end_{line.pk}"],
                "errors": [e for part in ("first", "end") for e in self.errors.get(f"{part}_{line.pk}", [])],
            }
            for line in self.lines
        ]

    def keep(self, *, by: Actor) -> Article:
        """Write it down; raises Invalid and Conflict as `articles.start` and `articles.edit` do."""
        data = self.cleaned_data
        texts = {key: (data[f"title_{key}"], data[f"body_{key}"]) for key in LANGUAGES}
        columns = {"audience": data["audience"], "product_id": data["product"], "domain_id": data["domain"]}
        ranges = [
            Range(line=line, first=data[f"first_{line.pk}"].strip(), end=data[f"end_{line.pk}"].strip())
            for line in self.lines
            if data[f"valid_{line.pk}"]
        ]
        if self.article is None:
            written = [key for key in LANGUAGES if any(part.strip() for part in texts[key])]
            language = self.language if self.language in written or not written else written[0]
            return articles.start(texts, by=by, language=language, ranges=ranges, **columns)
        return articles.edit(self.article.pk, texts, by=by, ranges=ranges, version=data["version"], **columns)
