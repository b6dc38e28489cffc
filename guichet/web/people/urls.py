"""Signing in, and one's own account."""

from django.urls import path

from guichet.web.people import account, colleagues, sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in),
    path("sign-in/link/", sign_in.ask_for_link),
    path("sign-in/sent/", sign_in.link_sent),
    path("sign-in/link/<str:token>/", sign_in.follow_link),
    path("sign-in/reset/", sign_in.ask_for_reset),
    path("sign-in/reset/<str:token>/", sign_in.reset),
    path("sign-out/", sign_in.sign_out),
    path("invitation/<str:token>/", sign_in.invitation),
    path("language/", sign_in.language),
    path("account/", account.account),
    path("account/password/", account.password),
    path("account/sessions/", account.sign_out_elsewhere),
    path("account/away/", account.away),
    path("account/letters/", account.rhythm),
    path("account/absence/", account.absence),
    path("account/absence/<int:pk>/", account.end_absence),
    path("account/company/", account.choose_company),
    path("account/colleagues/", colleagues.colleagues),
    path("account/colleagues/<int:pk>/", colleagues.change),
    path("account/colleagues/<int:pk>/leaving/", colleagues.leave),
    path("account/switch/", colleagues.switch),
    path("account/closing-days/", colleagues.add_closure),
    path("account/closing-days/<int:pk>/", colleagues.remove_closure),
]
