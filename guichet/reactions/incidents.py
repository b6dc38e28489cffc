"""Letters to those who follow an incident notice. Not stored: the job's own identifier keeps one Message-ID at every try."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM, load_actor
from guichet.desk.models import Incident
from guichet.desk.operations.incidents import OVER
from guichet.people.models import Person
from guichet.reactions.links import Words, hand_over, letter_to


def tell(job: int, what: str, incident_id: int, person_id: int) -> None:
    """Write to one follower in his language, if he still is one and the notice still concerns him."""
    with acting_as(SYSTEM):
        person = Person.objects.filter(pk=person_id, is_active=True, is_agent=False).first()
        reader = load_actor(person_id) if person else None
        if person is None or reader is None:
            return
        rows = Incident.objects.visible_to(reader).filter(pk=incident_id, followers__person=person_id)
        incident = rows.first()
        if incident is None:
            return
        with translation.override(person.language):
            said = _says(incident, what, person.language)
            letter = letter_to(job, person, said)
    hand_over(letter, person)


def _says(incident: Incident, what: str, language: str) -> Words:
    title = incident.titles.get(language) or incident.titles["en"]
    text = incident.texts.get(language) or incident.texts["en"]
    link = f"{settings.GUICHET_BASE_URL}/incidents/{incident.pk}/"
    if what == OVER:
        lines = [_("It is over: %(title)s") % {"title": title}, text, _("Does it still happen at yours? Open a request.")]
        return Words("incident", _("Over: %(title)s") % {"title": title}, lines, _("Read it here:"), link)
    return Words("incident", _("News: %(title)s") % {"title": title}, [title, text], _("Read it here:"), link)
