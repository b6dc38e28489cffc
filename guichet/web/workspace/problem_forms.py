"""The form of a known problem: texts in four languages, a row for each version line, what only we read."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from guichet.access.actors import Actor
from guichet.catalog.models import Product, Release, VersionLine
from guichet.knowledge import problems
from guichet.knowledge.models import AUDIENCES, LANGUAGES, KnownProblem
from guichet.knowledge.ranges import Range
from guichet.people.models import Person
from guichet.service.house import house
from guichet.web.components import known
from guichet.web.components.context import NAMES
from guichet.web.components.converters import whole
from guichet.web.components.templatetags.guichet import label

TEXTS = ("symptom", "seen", "way_round")


class ProblemForm(forms.Form):
    """Lines are those of the product; a range counts where its tick stands. One range more than a line has can be added."""

    def __init__(self, data: Any, *, problem: KnownProblem | None, product: str = "") -> None:
        self.problem = problem
        self.product = problem.product if problem else None
        if self.product is None:
            wanted = (data or {}).get("product") or product
            products = Product.objects.order_by("name")
            found = products.filter(pk=whole(str(wanted)) or 0).first()
            self.product = found or products.first()
        lines = VersionLine.objects.filter(product=self.product).select_related("product").order_by("-name") if self.product else ()
        self.lines = {str(line.pk): line for line in lines}
        self.releases = list(Release.objects.filter(line__in=self.lines.values()).order_by("pk"))
        self.places = self._places()
        super().__init__(data, initial=self._initial())
        self._fields()

    def _initial(self) -> dict[str, Any]:
        found = self.problem
        given: dict[str, Any] = {"product": self.product.pk if self.product else "", "visibility": "internal", "state": KnownProblem.OPEN}
        if found is None:
            return given
        dossier = getattr(found, "dossier", None)
        given |= {"state": found.state, "visibility": found.visibility, "domain": found.domain_id, "signatures": "\n".join(found.signatures)}
        given |= {"steps": dossier.steps if dossier else "", "owner": dossier.owner_id if dossier else "", "version": found.version}
        for name in TEXTS:
            given |= {f"{name}_{key}": text for key, text in getattr(found, name).items()}
        for place, _line, row in self.places:
            if row is not None:
                given |= {f"affected_{place}": True, f"first_{place}": row.first, f"end_{place}": row.end, f"fix_{place}": row.fixed_in_id}
        return given

    def _places(self) -> list[tuple[str, VersionLine, Any]]:
        """(name, line, range) of the rows: the first range of a line is named by it, further ones by a number behind."""
        found: list[tuple[str, VersionLine, Any]] = []
        for key, line in self.lines.items():
            rows = [r for r in self.problem.ranges.all() if r.line_id == line.pk] if self.problem else []
            found += [(key if n == 0 else f"{key}_{n}", line, row) for n, row in enumerate([*rows, None])]
        return found

    def _fields(self) -> None:
        area, line = forms.Textarea(attrs={"rows": 4}), forms.TextInput()
        hints = {"symptom": _("One line, in the words of users."), "seen": _("What one sees, where, and what not."), "way_round": ""}
        for name, said in (("symptom", _("Symptom")), ("seen", _("How you see it")), ("way_round", _("Way round"))):
            for key in LANGUAGES:
                self.fields[f"{name}_{key}"] = forms.CharField(
                    label=f"{said} · {NAMES[key]}", required=False, max_length=300 if name == "symptom" else 20_000,
                    widget=line if name == "symptom" else area, help_text=hints[name] if key == "en" else "",
                )  # fmt: skip
        products = [(p.pk, p.name) for p in Product.objects.order_by("name")]
        domains = [("", "—"), *((d.pk, label(d.labels)) for d in house().domains.values())]
        people = Person.objects.filter(is_agent=True, is_active=True, seats__team__desk__key="RND").distinct().order_by("given_name", "pk")
        self.fields["product"] = forms.TypedChoiceField(label=_("Product"), choices=products, coerce=int, required=False)
        self.fields["domain"] = forms.TypedChoiceField(label=_("Domain"), choices=domains, coerce=int, empty_value=None, required=False)
        self.fields["state"] = forms.ChoiceField(label=_("State"), choices=[(s, known.state_word(s)) for s in KnownProblem.STATES])
        self.fields["visibility"] = forms.ChoiceField(
            label=_("Who sees it"), choices=[(key, known.audience_word(key)) for key, _name in AUDIENCES],
            help_text=_("Customers: whoever runs the product. Public: everybody, without signing in."),
        )  # fmt: skip
        self.fields["owner"] = forms.TypedChoiceField(
            label=_("Owner in R&D"), choices=[("", "—"), *((p.pk, p.name) for p in people)], coerce=int, empty_value=None, required=False
        )
        self.fields["signatures"] = forms.CharField(
            label=_("Error codes and messages"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("One a line. A * stands for what changes: reference * missing."),
        )  # fmt: skip
        self.fields["steps"] = forms.CharField(
            label=_("Steps to reproduce it"), required=False, widget=area, help_text=_("Only agents and R&D read this.")
        )
        self.fields["version"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        for place, of_line, _row in self.places:
            choices = [("", "—"), *((r.pk, r.name) for r in self.releases if r.line_id == of_line.pk)]
            self.fields[f"affected_{place}"] = forms.BooleanField(label=_("Affected"), required=False)
            self.fields[f"first_{place}"] = forms.CharField(label=_("From"), required=False, max_length=40)
            self.fields[f"end_{place}"] = forms.CharField(label=_("Before"), required=False, max_length=40)
            self.fields[f"fix_{place}"] = forms.TypedChoiceField(
                label=_("Fixed in"), choices=choices, coerce=int, empty_value=None, required=False
            )

    # For the page

    def texts(self) -> list[dict[str, Any]]:
        """The texts language by language."""
        return [{"name": NAMES[key], "code": key, "fields": [self[f"{name}_{key}"] for name in TEXTS]} for key in LANGUAGES]

    def ranges(self) -> list[dict[str, Any]]:
        return [
            {
                "line": line.name,
                "affected": self[f"affected_{place}"],
                "first": self[f"first_{place}"],
                "end": self[f"end_{place}"],
                "fix": self[f"fix_{place}"],
                "errors": [e for part in ("first", "end", "fix") for e in self.errors.get(f"{part}_{place}", [])],
            }
            for place, line, _row in self.places
        ]

    # What is kept

    def keep(self, *, by: Actor) -> KnownProblem:
        """Write it down; raises Invalid and Conflict as `problems.save` does."""
        data = self.cleaned_data
        releases = {r.pk: r for r in self.releases}
        affected = [
            Range(
                line=line,
                first=data[f"first_{place}"].strip(),
                end=data[f"end_{place}"].strip(),
                fixed_in=releases.get(data[f"fix_{place}"]),
                place=place,
            )
            for place, line, _row in self.places
            if data[f"affected_{place}"]
        ]
        texts = {
            name: {key: text for key in LANGUAGES if (text := data[f"{name}_{key}"].replace("\x00", "").strip())} for name in TEXTS
        }
        return problems.save(
            self.problem,
            by=by,
            product=Product.objects.filter(pk=data["product"]).first() if data["product"] else self.product,
            affected=affected,
            signatures=data["signatures"].replace("\x00", "").splitlines(),
            inside={"steps": data["steps"].replace("\x00", ""), "owner_id": data["owner"]},
            version=data["version"] if self.problem else None,
            domain_id=data["domain"],
            state=data["state"],
            visibility=data["visibility"],
            **texts,
        )
