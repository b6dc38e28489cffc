"""The cookie that carries a notice to the next page: signed, for our server alone, named for this host."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class Notices(CookieStorage):
    """Django's, under a name that no other host can set where the product is served by https."""

    cookie_name = "__Host-guichet-notices" if settings.SESSION_COOKIE_SECURE else "guichet-notices"
