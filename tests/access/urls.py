"""Every address and what each of the cast gets there: one line for each pattern of the resolver.

A line names an address to visit, and the answers to GET and to an empty POST, as `status who who | status who`. The first
mention of somebody counts, so that `everybody` may stand at the end. What stands in braces is laid by `walk.set_scene`:
{ticket} is Ada's at Support's back office; {secret} is Paula's, confidential; {foreign} belongs to Borealis.
"""

from dataclasses import dataclass

PORTAL = ("ada", "alan", "paula", "remi", "boris", "cora", "dario")
VENDOR = ("admin", "lena", "nora", "luca", "theo", "carl", "rosa", "sara")
ROLES = ("anonymous", *PORTAL, *VENDOR)
GROUPS = {"portal": PORTAL, "vendor": VENDOR, "everybody": ROLES}


@dataclass(frozen=True)
class Line:
    """An address with the answers to GET and to a POST that carries nothing."""

    address: str
    get: str
    post: str

    def answers(self, method: str) -> dict[str, int]:
        """Role → status."""
        found: dict[str, int] = {}
        for part in getattr(self, method).split("|"):
            status, *who = part.split()
            for name in who:
                for role in GROUPS.get(name, (name,)):
                    found.setdefault(role, int(status))
        return found


NO_METHOD = "405 everybody"
OPEN = "200 everybody"

# Administration: for everybody else nothing is there.
OFFICE = "302 anonymous | 200 admin | 404 everybody"
OFFICE_WRONG = "302 anonymous | 422 admin | 404 everybody"
OFFICE_DONE = "302 anonymous | 303 admin | 404 everybody"
OFFICE_METHOD = "302 anonymous | 405 admin | 404 everybody"

# Workspace: {ticket} stands at Support, so Lena, Nora and Luca see it; Theo's teams do not.
DESK = "302 anonymous | 404 portal | 200 vendor"
DESK_METHOD = "302 anonymous | 404 portal | 405 vendor"
SEEN = "302 anonymous | 200 lena nora luca | 404 everybody"
SEEN_WRONG = "302 anonymous | 422 lena nora luca | 404 everybody"

# Known problems and articles: read by all of the vendor, written by whoever works on requests.
WRITER = "302 anonymous | 404 portal | 403 admin theo | 200 vendor"
WRITER_WRONG = "302 anonymous | 404 portal | 403 admin theo | 422 vendor"

# Sign-in and the account of whoever is signed in.
OWN = "302 anonymous | 200 everybody"
OWN_METHOD = "302 anonymous | 405 everybody"
EXPIRED = "410 everybody"

# A company's own administration: an agent is led to the workspace, a contact without the right is refused.
COMPANY = "403 ada paula remi boris | 200 alan cora dario | 302 everybody"
COMPANY_METHOD = "405 portal | 302 everybody"

# Portal: {ticket} is Ada's, and Alan sees the company. An agent is led to the same thing in the workspace.
CUSTOMER = "200 portal | 302 everybody"
CUSTOMER_METHOD = "405 portal | 302 everybody"
ACT_WRONG = "302 anonymous | 422 ada alan | 404 everybody"
ACT_LATE = "302 anonymous | 409 ada alan | 404 everybody"
ACT_QUIET = "302 anonymous | 204 ada alan | 404 everybody"
ACT_DONE = "302 anonymous | 303 ada alan | 404 everybody"
APPROVAL = "302 anonymous | 403 ada | 409 alan | 404 everybody"

CALLS = "302 anonymous | 404 portal | 403 admin theo | 200 everybody"
CALLS_UNKNOWN = "302 anonymous | 404 portal | 403 admin theo | 404 everybody"

A = "/administration/"
D = "/desk/requests/{ticket}/"
R = "/requests/{ticket}/"

URLS: dict[str, Line] = {
    "brand.css": Line("/brand.css", OPEN, NO_METHOD),
    # No picture was given: the name is shown instead.
    "logo.png": Line("/logo.png", "404 everybody", NO_METHOD),
    # The REST door asks for a token; a session opens nothing there. What a token opens: tests/api.
    "api/v1/suggestions": Line("/api/v1/suggestions", "401 everybody", "401 everybody"),
    "api/<path:rest>": Line("/api/v1/nothing", "404 everybody", "404 everybody"),
    # administration
    "administration/": Line(A, OFFICE, OFFICE_METHOD),
    "administration/log/": Line(f"{A}log/", OFFICE, OFFICE_METHOD),
    "administration/people/": Line(f"{A}people/", OFFICE, OFFICE_METHOD),
    "administration/people/new/": Line(f"{A}people/new/", OFFICE, OFFICE_WRONG),
    "administration/people/<int:pk>/": Line(A + "people/{agent}/", OFFICE, OFFICE_WRONG),
    "administration/people/<int:pk>/activity/": Line(A + "people/{agent}/activity/", OFFICE_METHOD, OFFICE_WRONG),
    "administration/companies/": Line(f"{A}companies/", OFFICE, OFFICE_METHOD),
    "administration/companies/new/": Line(f"{A}companies/new/", OFFICE, OFFICE_WRONG),
    "administration/companies/<int:pk>/": Line(A + "companies/{company}/", OFFICE, OFFICE_WRONG),
    "administration/companies/<int:pk>/contacts/": Line(A + "companies/{company}/contacts/", OFFICE_METHOD, OFFICE_WRONG),
    "administration/companies/<int:pk>/contacts/<int:membership_pk>/": Line(
        A + "companies/{company}/contacts/{membership}/", OFFICE, OFFICE_DONE
    ),
    "administration/companies/<int:pk>/merger/": Line(A + "companies/{company}/merger/", OFFICE, OFFICE_WRONG),
    "administration/companies/<int:pk>/switch/": Line(A + "companies/{company}/switch/", OFFICE_METHOD, OFFICE_DONE),
    "administration/companies/<int:pk>/closing-days/": Line(A + "companies/{company}/closing-days/", OFFICE_METHOD, OFFICE_WRONG),
    "administration/companies/<int:pk>/closing-days/<int:closure_pk>/": Line(
        A + "companies/{company}/closing-days/{closure}/", OFFICE_METHOD, OFFICE_DONE
    ),
    "administration/companies/<int:pk>/<slug:slug>/new/": Line(A + "companies/{company}/installations/new/", OFFICE, OFFICE_WRONG),
    "administration/companies/<int:pk>/<slug:slug>/<int:record_pk>/": Line(
        A + "companies/{company}/installations/{installation}/", OFFICE, OFFICE_WRONG
    ),
    "administration/letters/": Line(f"{A}letters/", OFFICE, OFFICE_METHOD),
    "administration/letters/<slug:key>/<slug:language>/": Line(f"{A}letters/receipt/fr/", OFFICE, OFFICE_WRONG),
    "administration/mailboxes/": Line(f"{A}mailboxes/", OFFICE, OFFICE_METHOD),
    "administration/mailboxes/new/": Line(f"{A}mailboxes/new/", OFFICE, OFFICE_WRONG),
    "administration/mailboxes/<int:pk>/": Line(A + "mailboxes/{mailbox}/", OFFICE, OFFICE_WRONG),
    "administration/products/": Line(f"{A}products/", OFFICE, OFFICE_METHOD),
    "administration/products/<slug:slug>/new/": Line(f"{A}products/lines/new/", OFFICE, OFFICE_WRONG),
    "administration/products/<slug:slug>/<int:pk>/": Line(A + "products/lines/{line}/", OFFICE, OFFICE_WRONG),
    "administration/configuration/<slug:slug>/": Line(f"{A}configuration/teams/", OFFICE, OFFICE_METHOD),
    "administration/configuration/<slug:slug>/new/": Line(f"{A}configuration/teams/new/", OFFICE, OFFICE_WRONG),
    "administration/configuration/<slug:slug>/<str:key>/": Line(f"{A}configuration/teams/SUP-BO/", OFFICE, OFFICE_WRONG),
    "administration/logo/": Line(f"{A}logo/", OFFICE_METHOD, OFFICE_WRONG),
    # what needs no sign-in: {problem} and {article} are public
    "problems/": Line("/problems/", OPEN, NO_METHOD),
    "problems/feed/<str:language>/": Line("/problems/feed/fr/", OPEN, NO_METHOD),
    "problems/PRB-<int:pk>/": Line("/problems/{problem}/", OPEN, NO_METHOD),
    "problems/PRB-<int:pk>/follow/": Line(
        "/problems/{problem}/follow/", NO_METHOD, "302 anonymous | 303 portal | 404 everybody"
    ),
    "search/": Line("/search/", "303 vendor | 200 everybody", NO_METHOD),
    "articles/": Line("/articles/", OPEN, NO_METHOD),
    "articles/feed/<str:language>/": Line("/articles/feed/fr/", OPEN, NO_METHOD),
    "articles/images/<str:picture>/<str:name>": Line("/articles/images/{image}", OPEN, NO_METHOD),
    "articles/<slug:slug>/": Line("/articles/{article}/", OPEN, NO_METHOD),
    "articles/<slug:slug>/vote/": Line("/articles/{article}/vote/", NO_METHOD, "302 anonymous | 303 everybody"),
    # workspace
    "desk/": Line("/desk/", DESK, DESK_METHOD),
    "desk/keys/": Line("/desk/keys/", DESK, DESK_METHOD),
    "desk/palette/": Line("/desk/palette/?q=facture", DESK, DESK_METHOD),
    "desk/search/": Line("/desk/search/?q=facture", DESK, DESK_METHOD),
    "desk/search/complete/": Line("/desk/search/complete/?q=status:n", DESK, DESK_METHOD),
    "desk/search/views/": Line("/desk/search/views/", DESK_METHOD, "302 anonymous | 404 portal | 422 everybody"),
    "desk/search/views/<int:pk>/remove/": Line(
        "/desk/search/views/1/remove/", DESK_METHOD, "302 anonymous | 404 everybody"
    ),
    "desk/bulk/": Line("/desk/bulk/", DESK_METHOD, DESK),
    "desk/absences/": Line("/desk/absences/", DESK, "302 anonymous | 404 portal | 422 vendor"),
    "desk/quarantine/": Line("/desk/quarantine/", DESK, DESK_METHOD),
    "desk/quarantine/bulk/": Line("/desk/quarantine/bulk/", DESK_METHOD, "302 anonymous | 404 portal | 422 vendor"),
    "desk/mail/": Line("/desk/mail/", DESK, DESK_METHOD),
    "desk/mail/<int:pk>/": Line("/desk/mail/{mail}/", SEEN, DESK_METHOD),
    "desk/mail/<int:pk>/original.eml": Line("/desk/mail/{mail}/original.eml", SEEN, DESK_METHOD),
    "desk/mail/<int:pk>/release/": Line("/desk/mail/{mail}/release/", DESK_METHOD, "302 anonymous | 422 lena nora luca | 404 everybody"),
    "desk/mail/<int:pk>/discard/": Line("/desk/mail/{mail}/discard/", DESK_METHOD, "302 anonymous | 303 lena nora luca | 404 everybody"),
    # {known} is at Support's and R&D's hands alike; whoever works on requests writes, Theo and the administrator read.
    "desk/problems/": Line("/desk/problems/", DESK, DESK_METHOD),
    "desk/problems/new/": Line("/desk/problems/new/", WRITER, WRITER_WRONG),
    "desk/problems/PRB-<int:pk>/": Line("/desk/problems/{problem}/", DESK, DESK_METHOD),
    "desk/problems/PRB-<int:pk>/edit/": Line("/desk/problems/{problem}/edit/", WRITER, WRITER_WRONG),
    "desk/problems/PRB-<int:pk>/update/": Line("/desk/problems/{problem}/update/", DESK_METHOD, WRITER_WRONG),
    "desk/problems/PRB-<int:pk>/watch/<int:flag>/": Line(
        "/desk/problems/{problem}/watch/{flag}/", DESK_METHOD, "302 anonymous | 303 lena nora luca | 404 everybody"
    ),
    "desk/articles/": Line("/desk/articles/", DESK, DESK_METHOD),
    "desk/articles/new/": Line("/desk/articles/new/", WRITER, WRITER_WRONG),
    "desk/articles/<int:pk>/": Line("/desk/articles/{article_pk}/", DESK, DESK_METHOD),
    "desk/articles/<int:pk>/edit/": Line("/desk/articles/{article_pk}/edit/", WRITER, WRITER_WRONG),
    "desk/articles/<int:pk>/step/": Line(
        "/desk/articles/{article_pk}/step/", DESK_METHOD, "302 anonymous | 404 portal | 422 everybody"
    ),
    "desk/companies/": Line("/desk/companies/", DESK, DESK_METHOD),
    "desk/companies/<int:pk>/": Line("/desk/companies/{company}/", DESK, DESK_METHOD),
    # Whoever works on requests opens one for a contact; a limited agent writes notes only, the administrator none.
    "desk/requests/new/": Line("/desk/requests/new/", CALLS, CALLS_UNKNOWN),
    "desk/requests/new/coach/": Line("/desk/requests/new/coach/", DESK_METHOD, CALLS_UNKNOWN),
    "desk/requests/new/promise/": Line("/desk/requests/new/promise/", DESK_METHOD, CALLS_UNKNOWN),
    "desk/requests/new/suggestions/": Line("/desk/requests/new/suggestions/", DESK_METHOD, CALLS_UNKNOWN),
    "desk/requests/new/draft/": Line("/desk/requests/new/draft/", DESK_METHOD, CALLS_UNKNOWN),
    "desk/uploads/": Line("/desk/uploads/", DESK_METHOD, "302 anonymous | 404 portal | 422 vendor"),
    "desk/tell/": Line("/desk/tell/", CALLS, CALLS),
    "desk/hot/": Line("/desk/hot/", "302 anonymous | 404 portal | 200 lena | 403 everybody", DESK_METHOD),
    "desk/reports/": Line("/desk/reports/", DESK, DESK_METHOD),
    "desk/incidents/": Line("/desk/incidents/", DESK, DESK_METHOD),
    "desk/incidents/new/": Line(
        "/desk/incidents/new/", "302 anonymous | 404 portal | 200 lena admin | 403 everybody",
        "302 anonymous | 404 portal | 422 lena admin | 403 everybody",
    ),
    # There is no notice.
    "desk/incidents/<int:pk>/": Line("/desk/incidents/1/", "302 anonymous | 404 everybody", "302 anonymous | 404 everybody"),
    "desk/incidents/<int:pk>/end/": Line(
        "/desk/incidents/1/end/", DESK_METHOD, "302 anonymous | 404 portal lena admin | 403 everybody"
    ),
    "desk/incidents/<int:pk>/follow/": Line("/desk/incidents/1/follow/", DESK_METHOD, "302 anonymous | 404 everybody"),
    "incidents/<int:pk>/": Line("/incidents/1/", "302 anonymous vendor | 404 everybody", NO_METHOD),
    "incidents/<int:pk>/follow/": Line("/incidents/1/follow/", CUSTOMER_METHOD, "302 anonymous | 404 everybody"),
    "desk/requests/<number:number>/": Line(D, SEEN, DESK_METHOD),
    "desk/requests/<number:number>/messages/": Line(f"{D}messages/", DESK_METHOD, SEEN_WRONG),
    "desk/requests/<number:number>/messages/<int:pk>/mail/": Line(D + "messages/{message}/mail/", SEEN, DESK_METHOD),
    "desk/requests/<number:number>/messages/<int:pk>/original.eml": Line(
        D + "messages/{message}/original.eml", "302 anonymous | 303 lena nora luca | 404 everybody", DESK_METHOD
    ),
    "desk/requests/<number:number>/notes/": Line(f"{D}notes/", DESK_METHOD, SEEN_WRONG),
    "desk/requests/<number:number>/held/<int:pk>/": Line(f"{D}held/999999/", SEEN, "302 anonymous | 404 everybody"),
    "desk/requests/<number:number>/draft/": Line(f"{D}draft/", DESK_METHOD, "302 anonymous | 204 lena nora luca | 404 everybody"),
    "desk/requests/<number:number>/transition/": Line(
        f"{D}transition/", SEEN, "302 anonymous | 409 lena nora luca | 404 everybody"
    ),
    "desk/requests/<number:number>/criticality/": Line(f"{D}criticality/", SEEN, SEEN_WRONG),
    "desk/requests/<number:number>/assign/": Line(f"{D}assign/", SEEN, SEEN_WRONG),
    # Its reporter is still there, so nobody is named.
    "desk/requests/<number:number>/reporter/": Line(f"{D}reporter/", SEEN, "302 anonymous | 403 lena nora luca | 404 everybody"),
    "desk/requests/<number:number>/type/": Line(f"{D}type/", SEEN, SEEN_WRONG),
    "desk/requests/<number:number>/share/": Line(f"{D}share/", SEEN, SEEN_WRONG),
    "desk/requests/<number:number>/links/": Line(f"{D}links/", SEEN, SEEN_WRONG),
    "desk/requests/<number:number>/problem/": Line(f"{D}problem/", SEEN, SEEN_WRONG),
    "desk/requests/<number:number>/article/": Line(
        f"{D}article/", DESK_METHOD, "302 anonymous | 409 lena nora luca | 404 everybody"
    ),
    "desk/requests/<number:number>/insert/": Line(f"{D}insert/", SEEN, SEEN_WRONG),
    "desk/requests/<number:number>/confidential/": Line(
        f"{D}confidential/", SEEN, "302 anonymous | 303 lena nora luca | 404 everybody"
    ),
    # Only what is confidential can be opened with a reason, and only by a lead.
    "desk/requests/<number:number>/open/": Line(f"{D}open/", DESK_METHOD, "302 anonymous | 404 everybody"),
    "desk/requests/<number:number>/company/": Line(f"{D}company/", SEEN, SEEN_WRONG),
    # Only a lead takes out what should not be there.
    "desk/requests/<number:number>/redact/": Line(
        f"{D}redact/", "302 anonymous | 200 lena | 403 nora luca | 404 everybody", "302 anonymous | 422 lena | 403 nora luca | 404 everybody"
    ),
    "desk/requests/<number:number>/letters/": Line(f"{D}letters/", SEEN, DESK_METHOD),
    "desk/requests/<number:number>/suggestions/": Line(f"{D}suggestions/", SEEN, "302 anonymous | 404 everybody"),
    "desk/requests/<number:number>/ledger/": Line(f"{D}ledger/", SEEN, DESK_METHOD),
    # signing in, and one's own account
    "sign-in/": Line("/sign-in/", "200 anonymous | 303 everybody", "422 everybody"),
    "sign-in/link/": Line("/sign-in/link/", NO_METHOD, "422 everybody"),
    "sign-in/sent/": Line("/sign-in/sent/", OPEN, NO_METHOD),
    "sign-in/link/<str:token>/": Line("/sign-in/link/nobodys/", EXPIRED, EXPIRED),
    "sign-in/reset/": Line("/sign-in/reset/", OPEN, "422 everybody"),
    "sign-in/reset/<str:token>/": Line("/sign-in/reset/nobodys/", EXPIRED, EXPIRED),
    "sign-out/": Line("/sign-out/", NO_METHOD, "303 everybody"),
    "invitation/<str:token>/": Line("/invitation/nobodys/", EXPIRED, EXPIRED),
    "language/": Line("/language/", NO_METHOD, "303 everybody"),
    "account/": Line("/account/", OWN, "302 anonymous | 422 everybody"),
    "account/password/": Line("/account/password/", NO_METHOD, "302 anonymous | 422 everybody"),
    "account/sessions/": Line("/account/sessions/", OWN_METHOD, "302 anonymous | 303 everybody"),
    "account/away/": Line("/account/away/", OWN_METHOD, "302 anonymous | 303 portal | 404 everybody"),
    "account/letters/": Line("/account/letters/", OWN_METHOD, "302 anonymous | 303 portal | 404 everybody"),
    "account/absence/": Line("/account/absence/", DESK_METHOD, "302 anonymous | 404 portal | 422 vendor"),
    "account/absence/<int:pk>/": Line("/account/absence/1/", DESK_METHOD, "302 anonymous | 404 everybody"),
    "account/company/": Line("/account/company/", OWN_METHOD, "302 anonymous | 404 everybody"),
    "account/colleagues/": Line(
        "/account/colleagues/", COMPANY, "302 anonymous | 403 ada paula remi boris | 422 alan cora dario | 404 everybody"
    ),
    "account/colleagues/<int:pk>/": Line(
        "/account/colleagues/{membership}/",
        "403 ada paula remi boris | 200 alan | 404 cora dario | 302 everybody",
        "302 anonymous | 403 ada paula remi boris | 303 alan | 404 everybody",
    ),
    "account/colleagues/<int:pk>/leaving/": Line(
        "/account/colleagues/{membership}/leaving/",
        COMPANY_METHOD,
        "302 anonymous | 403 ada paula remi boris | 422 alan | 404 everybody",
    ),
    "account/switch/": Line(
        "/account/switch/", COMPANY_METHOD, "302 anonymous | 403 ada paula remi boris | 303 alan cora dario | 404 everybody"
    ),
    "account/closing-days/": Line(
        "/account/closing-days/", COMPANY_METHOD, "302 anonymous | 403 ada paula remi boris | 422 alan cora dario | 404 everybody"
    ),
    "account/closing-days/<int:pk>/": Line(
        "/account/closing-days/{closure}/",
        COMPANY_METHOD,
        "302 anonymous | 403 ada paula remi boris | 303 alan | 404 everybody",
    ),
    # portal
    "": Line("/", CUSTOMER, NO_METHOD),
    "requests/": Line("/requests/", CUSTOMER, NO_METHOD),
    # A reader opens nothing; a company without a contract is told why (200) and refused (403).
    "requests/new/": Line(
        "/requests/new/",
        "403 remi | 200 portal | 302 everybody",
        "302 anonymous | 422 ada alan paula boris dario | 403 remi cora | 404 everybody",
    ),
    "requests/new/coach/": Line(
        "/requests/new/coach/", CUSTOMER_METHOD, "302 anonymous | 200 ada alan paula boris dario | 204 remi cora | 404 everybody"
    ),
    "requests/new/suggestions/": Line(
        "/requests/new/suggestions/", CUSTOMER_METHOD, "302 anonymous | 200 ada alan paula boris dario | 204 remi cora | 404 everybody"
    ),
    # Nothing was put apart: the form is the way on.
    "requests/new/solved/": Line("/requests/new/solved/", "303 portal | 302 everybody", "302 anonymous | 303 portal | 404 everybody"),
    "requests/new/promise/": Line(
        "/requests/new/promise/", CUSTOMER_METHOD, "302 anonymous | 200 ada alan paula boris dario | 204 remi cora | 404 everybody"
    ),
    "requests/new/draft/": Line("/requests/new/draft/", CUSTOMER_METHOD, "302 anonymous | 200 portal | 404 everybody"),
    # {ticket} is open: its page is the way on.
    "requests/<number:number>/follow-up/": Line(f"{R}follow-up/", "302 ada alan vendor anonymous | 404 portal", ACT_LATE),
    "uploads/": Line("/uploads/", CUSTOMER_METHOD, "302 anonymous | 422 portal | 404 everybody"),
    "requests/<number:number>/": Line(R, "302 anonymous lena nora luca | 200 ada alan | 404 everybody", NO_METHOD),
    "requests/<number:number>/print/": Line(f"{R}print/", "302 anonymous vendor | 200 ada alan | 404 everybody", NO_METHOD),
    # Nobody entered {ticket} for her: she wrote it herself.
    "requests/<number:number>/correct/": Line(
        f"{R}correct/", "302 anonymous vendor | 403 ada alan | 404 everybody", "302 anonymous | 403 ada alan | 404 everybody"
    ),
    "requests/<number:number>/messages/": Line(f"{R}messages/", NO_METHOD, ACT_WRONG),
    # A mail is read whole by whoever sent it, and nobody else of his company.
    "requests/<number:number>/messages/<int:pk>/mail/": Line(
        R + "messages/{message}/mail/", "302 anonymous vendor | 200 ada | 404 everybody", "302 anonymous | 405 portal | 404 everybody"
    ),
    "requests/<number:number>/messages/draft/": Line(f"{R}messages/draft/", NO_METHOD, ACT_QUIET),
    "requests/<number:number>/confirm/": Line(f"{R}confirm/", NO_METHOD, ACT_LATE),
    "requests/<number:number>/not-solved/": Line(f"{R}not-solved/", NO_METHOD, ACT_LATE),
    "requests/<number:number>/withdraw/": Line(f"{R}withdraw/", NO_METHOD, ACT_WRONG),
    "requests/<number:number>/close/": Line(f"{R}close/", NO_METHOD, ACT_DONE),
    "requests/<number:number>/check-on/": Line(f"{R}check-on/", NO_METHOD, ACT_WRONG),
    "requests/<number:number>/escalate/": Line(f"{R}escalate/", NO_METHOD, ACT_LATE),
    "requests/<number:number>/criticality/": Line(f"{R}criticality/", NO_METHOD, ACT_WRONG),
    "requests/<number:number>/contest/": Line(f"{R}contest/", NO_METHOD, ACT_LATE),
    "requests/<number:number>/share/": Line(f"{R}share/", NO_METHOD, ACT_WRONG),
    "requests/<number:number>/approve/": Line(f"{R}approve/", NO_METHOD, APPROVAL),
    "requests/<number:number>/refuse/": Line(f"{R}refuse/", NO_METHOD, APPROVAL),
    "requests/<number:number>/survey/": Line(f"{R}survey/", NO_METHOD, ACT_LATE),
    # help and small print
    # Nobody's link: what a real one gives is in tests/web/test_survey.py.
    "requests/<number:number>/mute/": Line(f"{R}mute/", NO_METHOD, ACT_DONE),
    "letters/<str:token>/": Line("/letters/nobodys/", EXPIRED, EXPIRED),
    "survey/<str:token>/": Line("/survey/nobodys/", EXPIRED, EXPIRED),
    "attachments/<str:token>/<str:name>": Line(
        "/attachments/{ticket_file}", "302 anonymous | 200 ada alan lena nora luca | 404 everybody", NO_METHOD
    ),
    "contacts/": Line("/contacts/", OWN, NO_METHOD),
    "coverage/": Line("/coverage/", OWN, NO_METHOD),
    "guide/": Line("/guide/", OWN, NO_METHOD),
    "accessibility/": Line("/accessibility/", OPEN, NO_METHOD),
    "privacy/": Line("/privacy/", OPEN, NO_METHOD),
}

# What the monitors ask stands before the resolver (web/components/monitors.py): no session, no actor.
MONITORS = ("/healthz", "/readyz", "/metrics")
