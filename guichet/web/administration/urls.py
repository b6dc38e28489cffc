"""The addresses below /administration/."""

from django.urls import path

from guichet.web.administration import brand, companies, configuration, letters, mailboxes, mergers, overview, people, products

urlpatterns = [
    path("", overview.overview),
    path("log/", overview.log),
    path("logo/", brand.logo),
    path("people/", people.people),
    path("people/new/", people.new_person),
    path("people/<int:pk>/", people.person),
    path("people/<int:pk>/activity/", people.activity),
    path("companies/", companies.companies),
    path("companies/new/", companies.new_company),
    path("companies/<int:pk>/", companies.company),
    path("companies/<int:pk>/contacts/", companies.invite),
    path("companies/<int:pk>/contacts/<int:membership_pk>/", companies.contact),
    path("companies/<int:pk>/merger/", mergers.merger),
    path("companies/<int:pk>/switch/", companies.switch),
    path("companies/<int:pk>/closing-days/", companies.add_closure),
    path("companies/<int:pk>/closing-days/<int:closure_pk>/", companies.remove_closure),
    path("companies/<int:pk>/<slug:slug>/new/", companies.record),
    path("companies/<int:pk>/<slug:slug>/<int:record_pk>/", companies.record),
    path("products/", products.products),
    path("products/<slug:slug>/new/", products.record),
    path("products/<slug:slug>/<int:pk>/", products.record),
    path("letters/", letters.letters),
    path("letters/<slug:key>/<slug:language>/", letters.letter),
    path("mailboxes/", mailboxes.mailboxes),
    path("mailboxes/new/", mailboxes.mailbox),
    path("mailboxes/<int:pk>/", mailboxes.mailbox),
    path("configuration/<slug:slug>/", configuration.entries),
    path("configuration/<slug:slug>/new/", configuration.new_entry),
    path("configuration/<slug:slug>/<str:key>/", configuration.entry),
]
