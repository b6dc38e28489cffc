"""/administration/companies/ID/merger/: one company becomes part of another, first with figures, then for good (DOMAIN 1.15)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.access.refusals import DeskError, Invalid
from guichet.desk.operations.merging import Figures, merge_companies, try_merger
from guichet.people.models import Company
from guichet.web.administration.frame import framed
from guichet.web.components.access import administration
from guichet.web.components.answers import see_other

HOME = "/administration/companies/"


@administration
@require_http_methods(["GET", "HEAD", "POST"])
def merger(request: HttpRequest, pk: int) -> HttpResponse:
    """Into which company; what would happen; with `confirm` it happens. A merged company leads to the one it is part of."""
    former = get_object_or_404(Company, pk=pk)
    if former.merged_into_id:
        return see_other(f"{HOME}{former.merged_into_id}/")
    if request.method != "POST":
        return _page(request, former)

    def show(error: DeskError) -> HttpResponse | None:
        return _page(request, former, refusal=error.fields["into"]) if isinstance(error, Invalid) else None

    request.show_refusal = show
    given = request.POST.get("into", "")
    into = Company.objects.filter(pk=int(given)).first() if given.isdecimal() and len(given) < 18 else None
    if into is None:
        raise Invalid({"into": _("Choose another company that is active.")})
    if not request.POST.get("confirm"):
        return _page(request, former, into=into, figures=try_merger(former.pk, into.pk, by=request.actor))
    merge_companies(former.pk, into.pk, by=request.actor)
    return see_other(f"{HOME}{into.pk}/")


def _page(
    request: HttpRequest, former: Company, *, into: Company | None = None, figures: Figures | None = None, refusal: str = ""
) -> HttpResponse:
    others = Company.objects.filter(is_active=True).exclude(pk=former.pk).order_by("name", "pk")
    context: dict[str, Any] = {
        "company": former,
        "into": into,
        "others": others.only("name"),
        "figures": figures,
        "refusal": refusal,
        "rows": _rows(figures) if figures else [],
    }
    return render(request, "administration/merger.html", framed("companies", context), status=422 if refusal else 200)


def _rows(figures: Figures) -> list[tuple[str, Any, str]]:
    """What goes over, how many, and what becomes of it."""
    return [
        (_("Requests"), figures.requests, _("They keep their number, and those who see them.")),
        (_("of them open"), figures.open_requests, _("They go on with the same contract and the same clocks.")),
        (_("Running clocks"), figures.running_clocks, _("None is recomputed.")),
        (_("Letters waiting to be sent"), figures.letters, _("They leave as they are.")),
        (_("Contracts"), figures.contracts, _("They go over.")),
        (_("Installations"), figures.installations, _("They go over.")),
        (_("Entities"), figures.entities, _("They go over.")),
        (_("Contacts"), len(figures.people), _("They go over with their roles, without that of administrator.")),
        (_("Contacts of both companies"), len(figures.in_both), _("Nothing changes for them.")),
    ]
