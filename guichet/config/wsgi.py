"""The web application as the web server takes it."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")

from django.core.wsgi import get_wsgi_application

from guichet.server.children import end_with_parent

end_with_parent()
application = get_wsgi_application()
