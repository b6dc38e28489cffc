"""Users, companies, and what a person may do in each; what signing in needs stands in tables of its own."""

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from guichet import clock

LANGUAGES = [("en", "English"), ("fr", "Français"), ("de", "Deutsch"), ("it", "Italiano")]


class Company(models.Model):
    """The customer organisation that holds the contract."""

    name = models.CharField(max_length=200)
    external_id = models.CharField(max_length=100, null=True, blank=True, unique=True)
    city = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    zone = models.CharField(max_length=64, default="Europe/Zurich")
    phone = models.CharField(max_length=40, blank=True)
    mail_domain = models.CharField(max_length=200, blank=True)
    all_see_all = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    # It became part of another company: its name leads there, and its old requests stay with those who saw them.
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    merged_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(Lower("name"), name="company_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(is_active=False, merged_at__isnull=False),
                name="a_merged_company_is_not_active",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def present(self) -> "Company":
        """The company it belongs to now: itself, or the one it was merged into."""
        return self.merged_into or self


def family(company_id: int) -> models.QuerySet[Company]:
    """The company and all that were merged into it."""
    return Company.objects.filter(models.Q(pk=company_id) | models.Q(merged_into=company_id))


class Closure(models.Model):
    """A company's own closing days: the timers of DOMAIN 1.6 pause on them."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="closures")
    first_on = models.DateField()
    last_on = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(last_on__gte=models.F("first_on")), name="closure_ends_after_it_begins")
        ]


class Person(models.Model):
    """Who signs in: a contact of one or several companies, or somebody of the vendor."""

    email = models.EmailField(max_length=254)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    zone = models.CharField(max_length=64, default="Europe/Zurich")
    phone = models.CharField(max_length=40, blank=True)
    is_agent = models.BooleanField(default=False)
    is_limited = models.BooleanField(default=False)
    is_administrator = models.BooleanField(default=False)
    spoken = ArrayField(models.CharField(max_length=2, choices=LANGUAGES), default=list, blank=True)
    theme = models.CharField(max_length=5, choices=[(t, t) for t in ("auto", "light", "dark")], default="auto")
    away_until = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    epoch = models.PositiveIntegerField(default=1)
    external_id = models.CharField(max_length=100, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_address"),
            models.CheckConstraint(condition=models.Q(is_limited=False) | models.Q(is_agent=True), name="only_an_agent_is_limited"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class Away(models.Model):
    """Days on which a contact is away, by his own word: the timers of DOMAIN 1.6 that wait for him pause on them."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="aways")
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(last_on__gte=models.F("first_on")), name="away_ends_after_it_begins"),
            models.UniqueConstraint(fields=["person", "first_on"], name="one_away_per_first_day"),
        ]


class Membership(models.Model):
    """What one person may do in one company; roles add up (DOMAIN 1.11)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="memberships")
    is_reader = models.BooleanField(default=True)
    is_requester = models.BooleanField(default=False)
    is_approver = models.BooleanField(default=False)
    is_administrator = models.BooleanField(default=False)
    sees_company = models.BooleanField(default=False)
    is_confidential = models.BooleanField(default=False)
    is_limited_to_entities = models.BooleanField(default=False)
    # He came by a merger: the company's requests up to this number are not the company's to him (access/visibility.py).
    sees_after = models.BigIntegerField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "company"], name="one_membership_per_company")]


class Seat(models.Model):
    """An agent's place in a team of a desk; a lead leads the team."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="seats")
    team = models.ForeignKey("service.Team", on_delete=models.CASCADE, related_name="seats")
    is_lead = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "team"], name="one_seat_per_team")]


class Absence(models.Model):
    """Somebody of the vendor is away, and who answers meanwhile (DOMAIN 1.15); without a deputy the lead does."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    starts_at = models.DateTimeField()
    # From this moment on he is here again.
    ends_at = models.DateTimeField()
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(
                condition=models.Q(deputy__isnull=True) | ~models.Q(deputy=models.F("person")), name="nobody_is_his_own_deputy"
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], name="absence_by_end")]


class Credential(models.Model):
    """The password's hash, in a table that only signing in reads."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="credential")
    password = models.CharField(max_length=200)
    changed_at = models.DateTimeField(default=clock.now)
    is_demo = models.BooleanField(default=False)


class OneTimeLink(models.Model):
    """A link that signs in once: kept as a digest, scoped by purpose, with an end."""

    SIGN_IN, RESET, INVITATION = "sign-in", "reset", "invitation"

    digest = models.CharField(max_length=64, primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=12, choices=[(p, p) for p in (SIGN_IN, RESET, INVITATION)])
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)


class Token(models.Model):
    """A secret by which a program acts as one person, kept as a digest, within scopes and until an end."""

    digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()


class Attempt(models.Model):
    """A count in a window of time: what rate limits rest on. The table is unlogged; losing it in a crash is harmless."""

    key = models.CharField(max_length=200, primary_key=True)
    window_started_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)


def new_token() -> str:
    """A secret for an address: 32 bytes of randomness, safe in a URL."""
    return secrets.token_urlsafe(32)
