"""The addresses of opening a request (INTERFACE section 4)."""

from django.urls import path

from guichet.web.portal import new, new_known, new_live

urlpatterns = [
    path("requests/new/", new.new, name="new-request"),
    path("requests/new/coach/", new_live.coach, name="new-request-coach"),
    path("requests/new/suggestions/", new_live.suggestions),
    path("requests/new/solved/", new_known.solved),
    path("requests/new/promise/", new_live.promise, name="new-request-promise"),
    path("requests/new/draft/", new_live.draft, name="new-request-draft"),
    path("requests/<number:number>/follow-up/", new.follow_up, name="follow-up"),
    path("uploads/", new_live.upload, name="upload"),
]
