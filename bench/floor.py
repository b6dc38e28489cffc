"""The floor: what a bare Django project needs for the same rows. No ORM, no walls, no languages, one small template each.

It is what `django-admin startproject` gives (its middleware, sessions in the database), a sign-in check by one query, plain SQL
through a cursor, and templates that print what the SQL found. It reads the sessions of the product: who signed in there
is signed in here. Served by the same web server in the same way: `python -m bench.floor PORT`.
"""

import os
import sys

import django
from django.conf import settings

from guichet.config import settings as product

if not settings.configured:
    settings.configure(
        SECRET_KEY=product.SECRET_KEY,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="bench.floor_pages",
        DATABASES={"default": {**product._database(os.environ["DATABASE_OWNER_URL"], application="bench-floor")}},
        INSTALLED_APPS=["django.contrib.sessions", "django.contrib.messages"],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        SESSION_COOKIE_NAME=product.SESSION_COOKIE_NAME,
        LOGGING={
            "version": 1,
            "disable_existing_loggers": False,
            "handlers": {"stderr": {"class": "logging.StreamHandler"}},
            "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR"}},
        },
        USE_I18N=False,
        USE_TZ=True,
        TIME_ZONE="Europe/Zurich",
    )
    django.setup()

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()


def serve(port: int) -> None:
    """As guichet/server/web.py serves the product."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from guichet.server.web import THREADS

    Granian(
        "bench.floor:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,
        backpressure=64,
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
