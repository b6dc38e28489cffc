"""The web application as the web server takes it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")
os.environ.setdefault("GUICHET_PROCESS", "web")

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from guichet.server.children import end_with_parent

end_with_parent()
application = get_wsgi_application()
# All pages are read now: the first visitor does not wait for them, and a broken one stops the start.
get_resolver().url_patterns  # noqa: B018
