"""What the form of a follow-up is filled with, at both doors (DOMAIN 1.7)."""

from guichet.desk.models import Share, Ticket, TicketEntity
from guichet.intake import checking
from guichet.intake.choices import Choices
from guichet.intake.submission import Values

_OF = {"en": "Follow-up of", "fr": "Suite de", "de": "Folge von", "it": "Seguito di"}


def prefilled(previous: Ticket, choices: Choices, language: str) -> Values:
    """What a follow-up takes over (DOMAIN 1.7): type, subject, version, entity, domain, sharers."""
    kind = previous.type.key if choices.type(previous.type.key) else choices.preselected.key
    subject = f"{_OF[language]} {previous.key}: {previous.subject}"
    entities = TicketEntity.objects.filter(ticket=previous).values_list("entity_id", flat=True)
    colleagues = {person.pk: person.email for person in choices.colleagues}
    sharers = Share.objects.filter(ticket=previous).values_list("person_id", flat=True)
    readers = {*sharers, previous.reporter_id}
    known = {
        "type": kind,
        "subject": subject[: checking.SUBJECT_MOST],
        "installation": previous.installation_id if choices.installation(str(previous.installation_id)) else "",
        "entity": list(entities),
        "domain": previous.domain.key if previous.domain else "",
        "share": [colleagues[pk] for pk in sorted(readers) if pk in colleagues],
        "confidential": previous.confidential and choices.may_confide,
    }
    return Values.of({name: value for name, value in known.items() if value})
