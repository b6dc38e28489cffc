"""Letters to a person about himself: links that let in once, and notices. They are not stored: the secret in a link
stands in the letter alone, of which the database keeps a digest."""

import hashlib
import hmac
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from guichet import clock
from guichet.access.acting import acting_as
from guichet.access.actors import SYSTEM
from guichet.desk.addresses import host
from guichet.mail import letter as mail
from guichet.mail import outbox
from guichet.people import invitations
from guichet.people.links import INVITATION, LASTS, RESET, SIGN_IN, address_of, make_link
from guichet.people.models import Absence, Company, Person
from guichet.reactions import frame
from guichet.service.house import house
from guichet.sla import words

log = logging.getLogger("guichet.reactions")

PASSWORD_CHANGED, ABSENCE, HANDED_OVER = "password-changed", "absence", "handed-over"


@dataclass(frozen=True)
class Words:
    """What such a letter says; *letter*: which text it has (service/lettering.py)."""

    letter: str
    subject: str
    lines: list[str]
    link_label: str
    link: str


def send_link(job: int, purpose: str, person_id: int | None = None, email: str = "") -> None:
    """Make a link and send it. An address nobody has, or of somebody no longer active, is passed over in silence.

    At every try there is a new link, since the former secret is not kept; the Message-ID stays.
    """
    with acting_as(SYSTEM):
        person = Person.objects.filter(pk=person_id).first() if person_id else invitations.by_address(email)
        if person is None or not person.is_active:
            return
        link = address_of(purpose, make_link(person.pk, purpose))
        with translation.override(person.language):
            letter = letter_to(job, person, _says(person, purpose, link))
    hand_over(letter, person)


def tell_person(job: int, kind: str, person_id: int, about: int | None = None) -> None:
    """Tell a person that something of his account changed, or what came to him; passed over where it no longer holds."""
    with acting_as(SYSTEM):
        person = Person.objects.filter(pk=person_id, is_active=True).first()
        if person is None or kind not in _TOLD:
            return
        with translation.override(person.language):
            said = _TOLD[kind](person, about)
            letter = letter_to(job, person, said) if said else None
    if letter:
        hand_over(letter, person)


def _password_changed(person: Person, _about: int | None) -> Words:
    lines = [
        _("Your password was changed on %(moment)s.") % {"moment": _now(person)},
        _("It was not you? Choose a new password at once, and tell us."),
    ]
    link = f"{settings.GUICHET_BASE_URL}/sign-in/reset/"
    return Words("password_changed", _("Your password was changed"), lines, _("Choose a new password here:"), link)


def _absence(person: Person, about: int | None) -> Words | None:
    """To who answers meanwhile, and to the absent one where somebody else entered it (DOMAIN 1.15)."""
    found = Absence.objects.select_related("person").filter(pk=about, ends_at__gt=clock.now()).first()
    if found is None:
        return None
    zone = ZoneInfo(found.person.zone)
    days = [words.date_of(moment.astimezone(zone).date(), person.language) for moment in (found.starts_at, _last(found))]
    names = {"name": found.person.name, "from": days[0], "until": days[1]}
    if person.pk == found.person_id:
        lines = [_("Your absence from %(from)s to %(until)s is entered.") % names]
        return Words("absence", _("Your absence"), lines, _("Change it here:"), f"{settings.GUICHET_BASE_URL}/account/#absence")
    lines = [
        _("%(name)s is away from %(from)s to %(until)s, and you answer meanwhile.") % names,
        _("Requests whose turn is ours, replies and warnings come to you; at the end they go back by themselves."),
    ]
    about_whom = _("You answer for %(name)s") % names
    return Words("absence", about_whom, lines, _("Your turn stands here:"), f"{settings.GUICHET_BASE_URL}/desk/?view=mine")


def _handed_over(person: Person, about: int | None) -> Words | None:
    """To the successor of somebody of ours who left."""
    left = Person.objects.filter(pk=about).first()
    if left is None:
        return None
    names = {"name": left.name}
    lines = [
        _("%(name)s has left. The open requests are yours from now on: you answer for their promises.") % names,
        _("What you may not read went to the lead of its team."),
    ]
    link = f"{settings.GUICHET_BASE_URL}/desk/?view=mine"
    return Words("successor", _("You take over the requests of %(name)s") % names, lines, _("Your turn stands here:"), link)


def _last(absence: Absence) -> datetime:
    """A moment of the last day."""
    return absence.ends_at - timedelta(seconds=1)


_TOLD = {PASSWORD_CHANGED: _password_changed, ABSENCE: _absence, HANDED_OVER: _handed_over}


def _says(person: Person, purpose: str, link: str) -> Words:
    names = {"vendor": house().brand().get("vendor", "Guichet"), "lasts": _lasts(LASTS[purpose])}
    if purpose == SIGN_IN:
        lines = [_("With this link you sign in to the support of %(vendor)s. It works once, for %(lasts)s.") % names]
        return Words("sign_in", _("Your link to sign in"), [*lines, _not_you()], _("Sign in here:"), link)
    if purpose == RESET:
        lines = [_("With this link you choose a new password. It works once, for %(lasts)s.") % names]
        return Words("new_password", _("Choose a new password"), [*lines, _not_you()], _("Choose a new password here:"), link)
    if person.is_agent or person.is_administrator:
        lines = [_("You have an account at the support desk of %(vendor)s. Choose a password, and you are in.") % names]
    else:
        names["company"] = words.joined(_companies(person), person.language)
        lines = [_("%(company)s invites you to the support of %(vendor)s: here you ask, and follow your requests.") % names]
    lines.append(_("The link works once, for %(lasts)s.") % names)
    return Words("invitation", _("Welcome to the support of %(vendor)s") % names, lines, _("Choose your password here:"), link)


def _not_you() -> str:
    return _("You did not ask for it? Then ignore this letter: nothing happens.")


def _companies(person: Person) -> list[str]:
    rows = Company.objects.filter(memberships__person=person.pk, memberships__ended_at=None)
    return list(rows.order_by("name").values_list("name", flat=True))


def _lasts(span: timedelta) -> str:
    if span >= timedelta(days=1):
        return _("%(count)s days") % {"count": span.days}
    return _("%(count)s minutes") % {"count": int(span.total_seconds() // 60)}


def _now(person: Person) -> str:
    now = clock.now()
    return words.day_and_time(now, person.zone, person.language, now)


def letter_to(job: int, person: Person, said: Words) -> mail.Letter:
    """The letter of a job: at every try with the same Message-ID."""
    house_brand = house().brand()
    laid = frame.lay(
        frame.Sheet(
            kind=said.letter, language=person.language, name=person.name, about=said.subject, link=said.link,
            link_words=said.link_label, brand=house_brand, lines=said.lines,
        )
    )  # fmt: skip
    return mail.Letter(
        message_id=f"<account.{job}.{_mark(job)}@{host()}>",
        sender=(house_brand.get("vendor", "Guichet"), house_brand.get("email", "")),
        to=(person.name, person.email),
        subject=laid.subject,
        text=laid.text,
        html=laid.html,
        language=person.language,
        sent_at=clock.now(),
        headers={"Reply-To": house_brand.get("email", ""), **mail.BY_MACHINE},
    )


def _mark(job: int) -> str:
    """The same at every try of a job, and not to be guessed."""
    return hmac.new(settings.SECRET_KEY.encode(), f"guichet.account.{job}".encode(), hashlib.sha256).hexdigest()[:16]


def hand_over(letter: mail.Letter, person: Person) -> None:
    """A server that is busy raises, so that the job is tried again; an address that is none ends it."""
    try:
        outbox.hand_over(mail.as_bytes(letter), message_id=letter.message_id, sender=letter.sender[1], to=letter.to[1])
    except (outbox.Refused, mail.BadLetter) as error:
        log.warning("letter to person %s failed: %s", person.pk, error)


__all__ = ["INVITATION", "PASSWORD_CHANGED", "RESET", "SIGN_IN", "send_link", "tell_person"]
