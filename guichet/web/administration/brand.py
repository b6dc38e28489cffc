"""/administration/logo/: the picture beside the mark."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guichet.access.log import note_act
from guichet.access.refusals import Invalid
from guichet.service.house import forget
from guichet.web.components import logo as pictures
from guichet.web.components.access import administration
from guichet.web.components.answers import see_other


@administration
@require_POST
def logo(request: HttpRequest) -> HttpResponse:
    """Keep a new logo, or take it away."""
    if "remove" in request.POST:
        pictures.remove()
    else:
        sent = request.FILES.get("logo")
        try:
            pictures.keep(sent.read(pictures.MOST_BYTES + 1) if sent else b"")
        except pictures.NoLogo:
            raise Invalid({"logo": _("The logo has to be a PNG of at most 200 kB, 1200 by 600 points.")}) from None
    forget()
    note_act(request.actor, "logo.removed" if "remove" in request.POST else "logo.kept")
    return see_other("/administration/configuration/brand/brand/")
