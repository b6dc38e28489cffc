"""The form of a new request: its fields as the type asks for them, holding what was typed.

It checks nothing itself: intake does, for page and API alike, and its refusals are hung beside the fields here.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from guichet.intake import checking, which
from guichet.intake import criticality as levels
from guichet.intake.choices import Choices
from guichet.intake.submission import Values
from guichet.service.house import house
from guichet.service.models import RequestType
from guichet.sla import words
from guichet.web.components.templatetags.guichet import crit, label

_DUTIES = ("criticality_reason", "impact", "deadline", "reachable", "phone")
MANY = 12


class NewRequestForm(forms.Form):
    """Bound to what was typed, a draft, or what is preselected."""

    use_required_attribute = False

    def __init__(self, choices: Choices, kind: RequestType, values: Values, zone: str, errors: Mapping[str, str] | None = None):
        super().__init__(MultiValueDict(values), auto_id="id_%s")
        self.choices, self.kind, self.values, self.zone = choices, kind, values, zone
        self._add_which()
        self._add_text(errors or {})
        self._add_own_fields()
        self._add_place()
        if kind.criticality == RequestType.ASKED:
            self._add_harm()
        self._add_readers()
        for name, message in (errors or {}).items():
            self._refuse(name, message)

    def full_clean(self) -> None:
        self._errors, self.cleaned_data = forms.utils.ErrorDict(), {}

    def _refuse(self, name: str, message: str) -> None:
        if name == "description" and name not in self.fields:
            name = self.headings[0]
        self.add_error(name if name in self.fields else None, message)

    def _add_which(self) -> None:
        for question in which.which_questions():
            self.fields[which.PREFIX + question["key"]] = _question(question)
        self.fields["type"] = forms.ChoiceField(
            choices=[(kind.key, label(kind.labels)) for kind in self.choices.types], widget=forms.RadioSelect
        )

    def _add_text(self, errors: Mapping[str, str]) -> None:
        self.fields["subject"] = forms.CharField(label=_("In one line: where, what happens, on what"))
        self.headings = [heading["key"] for heading in checking.headings_of(self.kind)]
        has_text = bool(self.values.one("description").strip())
        if not self.headings or has_text:
            name = gettext("Description") if self.headings else gettext("What is it about?")
            self.fields["description"] = forms.CharField(label=name, widget=forms.Textarea(attrs={"rows": 6}))
        for heading in checking.headings_of(self.kind):
            self.fields[heading["key"]] = _text(heading, rows=3)
        for key in checking.HEADINGS:
            # Typed for another type: shown, so that nothing typed is lost by a change of type.
            if key not in self.fields and self.values.one(key).strip():
                found = next(h for h in house().text("headings")["rows"] if h["key"] == key)
                self.fields[key] = _text(found, rows=3)
        self.texts = [name for name in ("description", *self.headings, *checking.HEADINGS) if name in self.fields]
        self.texts = list(dict.fromkeys(self.texts))

    def _add_own_fields(self) -> None:
        self.own = []
        for field in checking.own_fields(self.kind):
            self.fields[field["key"]] = self._own(field)
            self.own.append(field["key"])

    def _own(self, field: dict) -> forms.Field:
        said = {"label": label(field["labels"]), "help_text": label(field.get("hints") or {}), "required": bool(field["required"])}
        if field["kind"] == "text":
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), **said)
        if field["kind"] == "date":
            return forms.CharField(widget=forms.TextInput(attrs={"type": "date"}), **said)
        if field["kind"] == "email":
            return forms.CharField(widget=forms.TextInput(attrs={"type": "email"}), **said)
        if field["kind"] == "choice":
            answers = [(choice["key"], label(choice["labels"])) for choice in field["choices"]]
            return forms.ChoiceField(choices=answers, widget=forms.RadioSelect, **said)
        if field["kind"] == "tick":
            return forms.BooleanField(**said)
        return forms.CharField(**said)

    def _add_place(self) -> None:
        """Installation, entity and domain, as far as the type asks and there is something to choose."""
        names = {field["key"]: field for field in self.kind.fields}
        self.place = []
        if self.choices.installations:
            offered = [(str(i.pk), installation_name(i)) for i in self.choices.installations]
            if "installation" not in names:
                offered.insert(0, ("", gettext("none in particular")))
            self.fields["installation"] = forms.ChoiceField(
                choices=offered, label=_label("installation"), help_text=_hint("installation")
            )
            self.place.append("installation")
        entities = self.choices.entities_of(self.installation)
        if "entity" in names and len(entities) > 1:
            offered = [(str(e.pk), str(e)) for e in entities]
            self.fields["entity"] = forms.MultipleChoiceField(
                choices=[*offered, ("all", gettext("all"))],
                widget=forms.CheckboxSelectMultiple,
                label=_label("entity"),
                help_text=_hint("entity"),
            )
        if "domain" in names:
            offered = [(d.key, _capital(label(d.labels))) for d in sorted(house().domains.values(), key=lambda d: d.position)]
            self.fields["domain"] = forms.ChoiceField(
                choices=[("", gettext("read from your words")), *offered],
                label=_label("domain"),
                help_text=_hint("domain"),
                widget=forms.Select(attrs={"aria-describedby": "domain-hint"}),
            )

    @property
    def installation(self):
        """The one chosen, or the first that is preselected."""
        said = self.values.one("installation")
        if said:
            return self.choices.installation(said)
        return self.choices.installations[0] if self.choices.installations and "installation" not in self.values else None

    def _add_harm(self) -> None:
        for question in levels.questions():
            tick = question["kind"] == "tick"
            self.fields[question["key"]] = forms.BooleanField(label=label(question["labels"])) if tick else _question(question)
        offered = sorted(house().levels.values(), key=lambda level: -level.position)
        self.fields["criticality"] = forms.ChoiceField(
            choices=[(level.key, crit(level)) for level in offered], widget=forms.RadioSelect
        )
        for name in _DUTIES:
            self.fields[name] = self._duty(name)

    def _duty(self, name: str) -> forms.Field:
        said = {"label": _label(name), "help_text": _hint(name)}
        if name in ("impact", "criticality_reason"):
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), **said)
        if name == "deadline":
            return forms.CharField(widget=forms.TextInput(attrs={"type": self._deadline()}), **said)
        if name == "phone":
            return forms.CharField(widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}), **said)
        return forms.CharField(**said)

    def _deadline(self) -> str:
        """A picker of date and time shows only what it can read; anything else is shown as it was typed."""
        said = self.values.one("deadline")
        at = checking.local_moment(said, self.zone) if said else None
        if said and at is None:
            return "text"
        if at is not None:
            self.data["deadline"] = at.strftime("%Y-%m-%dT%H:%M")
        return "datetime-local"

    def _add_readers(self) -> None:
        self.fields["attachments"] = forms.CharField(required=False)
        few = len(self.choices.colleagues) <= MANY
        said = {"label": gettext("Colleagues at %(company)s") % {"company": self.choices.company.name}}
        if few and self.choices.colleagues:
            offered = [(person.email, person.name) for person in self.choices.colleagues]
            self.fields["share"] = forms.MultipleChoiceField(choices=offered, widget=forms.CheckboxSelectMultiple, **said)
        else:
            self.fields["share"] = forms.CharField(help_text=gettext("Their addresses, parted by commas"), **said)
            self.data["share"] = ", ".join(self.values.many("share"))
        if self.choices.may_confide:
            self.fields["confidential"] = forms.BooleanField(
                label=gettext("Confidential"),
                help_text=gettext("Only you, the colleagues named here and the team of the domain see it, also not in search."),
            )

    @property
    def shown_texts(self) -> list[forms.BoundField]:
        return [self[name] for name in self.texts]

    @property
    def shown_own(self) -> list[forms.BoundField]:
        return [self[name] for name in self.own]

    @property
    def shown_questions(self) -> list[forms.BoundField]:
        """The questions with answers to choose from; the tick stands apart."""
        return [self[key] for key in levels.QUESTIONS if hasattr(self.fields[key], "choices")]


def installation_name(installation: Any) -> str:
    """Production · 24.2.3"""
    environment = {"production": gettext("Production"), "test": gettext("Test")}[installation.environment]
    name = installation.name or environment
    return f"{_capital(environment if name.casefold() == installation.environment else name)} · {installation.release.name}"


def _question(question: dict) -> forms.ChoiceField:
    answers = [(answer["key"], _capital(label(answer["labels"]))) for answer in question["answers"]]
    return forms.ChoiceField(
        choices=answers, widget=forms.RadioSelect, label=label(question["labels"]), help_text=label(question.get("hints") or {})
    )


def _text(heading: dict, *, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label(heading["labels"]), help_text=label(heading.get("hints") or {}), widget=forms.Textarea(attrs={"rows": rows})
    )


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def _row(key: str) -> dict:
    return next((row for row in house().text("fields").get("rows", []) if row["key"] == key and not row.get("type")), {})


def _label(key: str) -> str:
    return label(_row(key).get("labels") or {}) or key


def _hint(key: str) -> str:
    return label(_row(key).get("hints") or {})


def language() -> str:
    return words.known(get_language())
