"""The sheet of keys: every key of the workspace, what it does, and where. `?` opens it over any page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from guichet.web.components.access import desk
from guichet.web.workspace import presenting


@desk
@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """The sheet as a page, or under htmx as a dialog over the page one is on."""
    page = {"title": _("Keys"), "groups": _groups(), "back_href": "/desk/"}
    if request.headers.get("HX-Request"):
        return render(request, "workspace/_keys_dialog.html", {"page": page})
    return render(request, "workspace/keys.html", {"page": page, "rail": presenting.rail(request)})


def _groups() -> list[dict[str, object]]:
    """In the order in which one meets them; a key is written as the buttons write it."""
    return [
        {
            "name": _("Everywhere"),
            "keys": [
                (("Ctrl K", "/"), _("search, go to a number, or do what the page offers")),
                (("?",), _("this sheet")),
                (("Esc",), _("leave a field, close a dialog, clear the selection")),
                (("Ctrl Enter",), _("send what you are writing")),
            ],
        },
        {
            "name": _("In the queue"),
            "keys": [
                (("j", "k"), _("next, previous request")),
                (("o", "Enter"), _("open it")),
                (("x",), _("select it for an act on several")),
                (("a",), _("assign the selected ones")),
                (("Shift T",), _("put the selected ones on a team")),
                (("v",), _("table or split view")),
            ],
        },
        {
            "name": _("In a request"),
            "keys": [
                (("r",), _("reply to the customer")),
                (("n",), _("write a note")),
                (("s",), _("another status")),
                (("a",), _("assign or hand over")),
                (("p",), _("another criticality")),
                (("t",), _("another type or desk")),
                (("l",), _("link the first known problem that is suggested")),
            ],
        },
    ]
