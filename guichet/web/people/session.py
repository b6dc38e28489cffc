"""A session of our own: the person, and the epoch that ends it when he changes his password or leaves."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token

from guichet import clock
from guichet.access.actors import load_actor
from guichet.people.models import Person
from guichet.web.components.answers import own_address, see_other
from guichet.web.components.log import note

# A link may not lead from signing in to signing out, or in circles.
_NOT_AFTER = ("/sign-", "/language/", "/invitation/")


def sign_in(request: HttpRequest, person: Person, *, to: str = "") -> HttpResponse:
    """Begin a session with a fresh key, so that one known before is worth nothing; then on to *to* or the start."""
    request.session.flush()
    request.session["person"] = person.pk
    # However it is used meanwhile, it ends SESSION_COOKIE_AGE after this moment.
    request.session["since"] = clock.now().timestamp()
    request.session["epoch"] = Person.objects.values_list("epoch", flat=True).get(pk=person.pk)
    rotate_token(request)
    note(request, "session.begun", person=person.pk)
    return see_other(start_of(request, person, to))


def start_of(request: HttpRequest, person: Person, to: str = "") -> str:
    """Where somebody begins: what he was on the way to, else the portal, the workspace or the administration."""
    address = own_address(request, to, otherwise="")
    if address and not address.startswith(_NOT_AFTER) and address != "/":
        return address
    actor = load_actor(person.pk)
    if actor is None or actor.is_requester:
        return "/"
    return "/desk/" if actor.desks or not actor.is_administrator else "/administration/"
