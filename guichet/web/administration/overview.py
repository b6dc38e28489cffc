"""/administration/: where everything stands, and the log of what administrators did."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from guichet.access.models import LogEntry
from guichet.people.models import Company, Person
from guichet.web.administration.frame import framed
from guichet.web.administration.kinds import KINDS
from guichet.web.components.access import administration


@administration
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Every section with a sentence, and how much stands in the first two."""
    context = {
        "people": Person.objects.filter(is_agent=True, is_active=True).count(),
        "companies": Company.objects.filter(is_active=True).count(),
        "kinds": list(KINDS.values()),
    }
    return render(request, "administration/overview.html", framed("overview", context))


@administration
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first, fifty on a page."""
    found = LogEntry.objects.select_related("by").order_by("-at", "-pk")
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "administration/log.html", framed("log", {"page": page}))
