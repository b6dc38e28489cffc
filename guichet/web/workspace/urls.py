"""Addresses of the workspace, below /desk/ (INTERFACE section 4)."""

from django.urls import path

from guichet.web.workspace import (
    absences,
    bulk,
    companies,
    keys,
    new,
    quarantine,
    queue,
    redacting,
    reporter,
    request,
    search,
    wrong_company,
)

ONE = "requests/<number:number>/"

urlpatterns = [
    path("", queue.queue, name="desk"),
    path("search/", search.search),
    path("keys/", keys.keys),
    path("bulk/", bulk.bulk),
    path("absences/", absences.page),
    path("companies/", companies.companies),
    path("companies/<int:pk>/", companies.company),
    path("quarantine/", quarantine.quarantine),
    path("quarantine/bulk/", quarantine.bulk),
    path("mail/", quarantine.received),
    path("mail/<int:pk>/", quarantine.mail),
    path("mail/<int:pk>/original.eml", quarantine.original),
    path("mail/<int:pk>/release/", quarantine.release),
    path("mail/<int:pk>/discard/", quarantine.discard),
    path("requests/new/", new.new, name="desk-new-request"),
    path("requests/new/coach/", new.coach),
    path("requests/new/promise/", new.promise),
    path("requests/new/draft/", new.draft),
    path("uploads/", new.upload),
    path(ONE, request.request_page, name="desk-request"),
    path(f"{ONE}messages/", request.messages),
    path(f"{ONE}notes/", request.notes),
    path(f"{ONE}held/<int:pk>/", request.held),
    path(f"{ONE}draft/", request.draft),
    path(f"{ONE}transition/", request.transition),
    path(f"{ONE}criticality/", request.criticality),
    path(f"{ONE}assign/", request.assign),
    path(f"{ONE}reporter/", reporter.reporter),
    path(f"{ONE}type/", request.change_type),
    path(f"{ONE}share/", request.share),
    path(f"{ONE}links/", request.links),
    path(f"{ONE}confidential/", request.confidential),
    path(f"{ONE}open/", request.open_confidential),
    path(f"{ONE}company/", wrong_company.company),
    path(f"{ONE}redact/", redacting.redact),
    path(f"{ONE}ledger/", request.ledger),
]
