"""The addresses of the REST door, below /api/ (INTERFACE section 5)."""

from django.urls import path

from guichet.api import endpoints, suggestions

urlpatterns = [
    path("v1/suggestions", suggestions.suggestions),
    path("<path:rest>", endpoints.nothing),
]
