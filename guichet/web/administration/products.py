"""/administration/products/: what is sold, its version lines and their releases."""

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from guichet import clock
from guichet.access.log import note_act
from guichet.catalog.models import Product, Release
from guichet.desk.operations.releasing import announce
from guichet.web.administration.frame import framed
from guichet.web.administration.records import OF_CATALOGUE
from guichet.web.components.access import administration
from guichet.web.components.answers import see_other

HOME = "/administration/products/"


@administration
@require_GET
def products(request: HttpRequest) -> HttpResponse:
    """The whole catalogue on one page."""
    found = Product.objects.order_by("name").prefetch_related("lines__releases")
    lines = [
        {"line": line, "product": product, "releases": sorted(line.releases.all(), key=lambda release: release.pk)}
        for product in found
        for line in sorted(product.lines.all(), key=lambda line: line.name, reverse=True)
    ]
    context = {"products": found, "lines": lines, "records": list(OF_CATALOGUE.values())}
    return render(request, "administration/products.html", framed("products", context))


@administration
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """A product, a line or a release, new or as it stands."""
    if slug not in OF_CATALOGUE:
        raise Http404
    kind = OF_CATALOGUE[slug]
    row = get_object_or_404(kind.model, pk=pk) if pk else None
    was_out = _is_out(row)
    form = kind.form(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                saved = form.save()
        except IntegrityError:
            form.add_error("name", _("This is taken already."))
        else:
            note_act(request.actor, f"{slug}.kept", f"{slug} {saved.pk}", columns=form.changed_data)
            if _is_out(saved) and not was_out:
                announce(saved)
            return see_other(HOME)
    context = {"title": kind.said(row) if row else kind.add, "form": form, "back": HOME}
    return render(request, "administration/record.html", framed("products", context), status=422 if form.errors else 200)


def _is_out(row: object) -> bool:
    """Whether it is a release that has been published."""
    return isinstance(row, Release) and row.is_out(timezone.localdate(clock.now()))
