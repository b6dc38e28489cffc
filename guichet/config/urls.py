"""All addresses, room by room (INTERFACE section 4)."""

from django.urls import include, path, register_converter

from guichet.web.components.brand import stylesheet
from guichet.web.components.converters import NumberConverter
from guichet.web.components.logo import picture

register_converter(NumberConverter, "number")

urlpatterns = [
    path("brand.css", stylesheet),
    path("logo.png", picture),
    path("api/", include("guichet.api.urls")),
    path("administration/", include("guichet.web.administration.urls")),
    path("desk/", include("guichet.web.workspace.urls")),
    path("", include("guichet.web.people.urls")),
    path("", include("guichet.web.portal.urls")),
]

handler400 = "guichet.web.components.errors.bad_request"
handler403 = "guichet.web.components.errors.forbidden"
handler404 = "guichet.web.components.errors.not_found"
handler500 = "guichet.web.components.errors.broken"
