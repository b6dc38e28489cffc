"""Reading the form of a new request: what was typed, the files that came along, what looks secret. Shared by the doors."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from guichet.access.actors import Actor
from guichet.access.refusals import DeskError, Invalid, TooLarge
from guichet.desk import files
from guichet.desk.models import Ticket, TicketEntity
from guichet.intake import secrets, uploads
from guichet.intake.choices import Choices
from guichet.intake.submission import Values
from guichet.web.components.new_form import language

# What the form carries for itself; the rest of it is what somebody typed.
OWN_FIELDS = {
    "csrfmiddlewaretoken",
    "submission",
    "choose",
    "without",
    "start_over",
    "company",
    "follows",
    "keep_secret",
    "reporter",
    "known",
    "quick",
}


@dataclass
class Entry:
    """What was posted: the values, the files stored with it, and those that were refused."""

    values: Values
    company: int
    submission: str
    stored: list[dict[str, Any]] = field(default_factory=list)
    refusal: DeskError | None = None

    @property
    def tokens(self) -> list[str]:
        return self.values.many("upload")


def posted(request: HttpRequest) -> Values:
    """What somebody typed, without what the form carries for itself."""
    return Values.of({name: given for name, given in request.POST.lists() if name not in OWN_FIELDS})


def store_files(request: HttpRequest, entry: Entry) -> None:
    """Keep the files that came along; one that is refused is said, the others stay."""
    for file in request.FILES.getlist("attachments"):
        try:
            entry.stored.append(files.store(file.name or "", file, file.size or 0))
        except (TooLarge, Invalid) as refused:
            entry.refusal = entry.refusal if isinstance(entry.refusal, TooLarge) else refused


def remember_files(actor: Actor, entry: Entry) -> None:
    """Files that came with a form that is shown again wait under a token, so that nobody chooses them twice."""
    tokens = [uploads.remember(actor, file).token for file in entry.stored]
    entry.values["upload"] = [*entry.tokens, *tokens]
    entry.stored = []


def preselect_entity(person_id: int | None, choices: Choices, values: Values) -> None:
    """Where several entities are offered and none is chosen: that of the person's last request, else the first."""
    said = values.one("installation")
    installation = choices.installation(said) if said else next(iter(choices.installations), None)
    offered = [str(entity.pk) for entity in choices.entities_of(installation)]
    chosen = values.many("entity")
    if len(offered) < 2 or "all" in chosen or any(value in offered for value in chosen):
        return
    last = Ticket.objects.filter(reporter=person_id, company=choices.company).order_by("-updated_at", "-number").first()
    former = TicketEntity.objects.filter(ticket=last).values_list("entity_id", flat=True) if last else []
    values["entity"] = [str(pk) for pk in former if str(pk) in offered] or offered[:1]


def looks_secret(values: Values) -> list[dict[str, Any]]:
    """What looks like a password, a key, an IBAN or a social-security number, field by field (DOMAIN 1.11: warn, never block)."""
    found = []
    for name, given in values.items():
        if name in ("upload", "share", "email", "phone", "entity", "deadline"):
            continue
        for secret in secrets.secrets_in(given[-1][:100_000] if given else ""):
            found.append(
                {"field": name, "kind": secret.kind, "shown": secret.shown, "start": secret.start, "end": secret.end,
                 "message": secrets.message(secret.kind, language())}
            )  # fmt: skip
    return found
