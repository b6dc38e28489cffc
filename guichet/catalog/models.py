"""Products and their releases; what runs at a company, and the legal entities inside it."""

from datetime import date

from django.db import models

from guichet.catalog import versions


class Product(models.Model):
    """What is sold. *version_scheme* names the parser by which its versions are compared (catalog/versions.py)."""

    SCHEMES = (versions.NUMBERS, versions.SEMVER, versions.DATES)

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    version_scheme = models.CharField(max_length=10, default=versions.NUMBERS, choices=[(s, s) for s in SCHEMES])

    def __str__(self) -> str:
        return self.name


class VersionLine(models.Model):
    """A maintained branch of a product, such as 24.2."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="lines")
    name = models.CharField(max_length=40)
    support_ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "name"], name="one_line_per_name")]

    def __str__(self) -> str:
        return self.name


class Release(models.Model):
    """One published (or planned) version of a line, such as 24.2.5."""

    line = models.ForeignKey(VersionLine, on_delete=models.CASCADE, related_name="releases")
    name = models.CharField(max_length=40)
    released_on = models.DateField(null=True, blank=True)
    planned_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "name"], name="one_release_per_name")]

    def __str__(self) -> str:
        return self.name

    def is_out(self, on: date) -> bool:
        """Whether it can be installed on that day."""
        return self.released_on is not None and self.released_on <= on


class Entity(models.Model):
    """One legal company inside a company's installation (société, Mandant)."""

    company = models.ForeignKey("people.Company", on_delete=models.CASCADE, related_name="entities")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    city = models.CharField(max_length=100, blank=True)
    external_id = models.CharField(max_length=100, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="one_entity_per_code")]

    def __str__(self) -> str:
        return f"{self.code} · {self.name}"


class Installation(models.Model):
    """A product running at a company."""

    PRODUCTION, TEST = "production", "test"
    VENDOR, CUSTOMER = "vendor", "customer"

    company = models.ForeignKey("people.Company", on_delete=models.CASCADE, related_name="installations")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="installations")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="installations")
    environment = models.CharField(max_length=10, choices=[(PRODUCTION, PRODUCTION), (TEST, TEST)], default=PRODUCTION)
    name = models.CharField(max_length=100, blank=True)
    operated_by = models.CharField(max_length=10, choices=[(VENDOR, VENDOR), (CUSTOMER, CUSTOMER)], default=CUSTOMER)
    entities = models.ManyToManyField(Entity, related_name="installations", blank=True)
    external_id = models.CharField(max_length=100, null=True, blank=True, unique=True)
    is_active = models.BooleanField(default=True)


class EntityLimit(models.Model):
    """An entity whose requests a limited contact may see; without such rows a limited contact sees none."""

    membership = models.ForeignKey("people.Membership", on_delete=models.CASCADE, related_name="entity_limits")
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "entity"], name="one_limit_per_entity")]
