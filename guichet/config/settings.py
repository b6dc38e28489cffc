"""All settings, read from the environment once (INTERFACE section 2). Each has a safe default."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _database(url: str, *, application: str, role: str | None = None) -> dict:
    """A Django database from a ``postgresql://`` address; *role* is taken at the start of every session."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:// — Guichet runs on PostgreSQL only.")
    query = dict(parse_qsl(parts.query))
    options = {
        "application_name": application,
        # A statement that runs longer than this is a fault of ours: it may not hold a worker or a lock for ever.
        "options": f"-c statement_timeout={os.environ.get('GUICHET_STATEMENT_TIMEOUT', '30s')}"
        + (f" -c role={role}" if role else ""),
        **{key: value for key, value in query.items() if key != "host"},
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "guichet",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or query.get("port") or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": options,
    }


BASE_DIR = Path(__file__).resolve().parent.parent

# Where attachments, outgoing mail and the embedded database lie.
GUICHET_HOME = Path(os.environ.get("GUICHET_HOME", "var")).resolve()
DEBUG = _flag("GUICHET_DEBUG")


def _secret_key() -> str:
    """The key of the environment, else the one `guichet` keeps in the home (0600), else one for this process alone."""
    if key := os.environ.get("GUICHET_SECRET_KEY"):
        return key
    kept = GUICHET_HOME / "secret-key"
    if kept.is_file():
        return kept.read_text().strip()
    import secrets

    return secrets.token_urlsafe(50)


SECRET_KEY = _secret_key()

# Which part of the product this process is: web, worker, owner (migrates and loads) or shell.
GUICHET_PROCESS = os.environ.get("GUICHET_PROCESS", "shell")
AS_OWNER = _flag("GUICHET_AS_OWNER")
_APP_URL = os.environ.get("DATABASE_URL", "postgresql:///guichet")
_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", _APP_URL)
_DIRECT_URL = os.environ.get("DATABASE_DIRECT_URL", _APP_URL)
# The group roles carry the database's name, since roles belong to the whole cluster (docs/decisions/walls.md).
ROLE_PREFIX = os.environ.get("GUICHET_ROLE_PREFIX") or unquote(urlsplit(_APP_URL).path.lstrip("/")) or "guichet"
if AS_OWNER:
    DATABASES = {"default": _database(_OWNER_URL, application="guichet-owner")}
    DATABASES["default"]["OPTIONS"]["options"] = "-c statement_timeout=0"
elif GUICHET_PROCESS == "worker":
    DATABASES = {"default": _database(_DIRECT_URL, application="guichet-worker", role=f"{ROLE_PREFIX}_jobs")}
else:
    DATABASES = {"default": _database(_APP_URL, application=f"guichet-{GUICHET_PROCESS}")}

GUICHET_BASE_URL = os.environ.get("GUICHET_BASE_URL", f"http://localhost:{os.environ.get('PORT', '8000')}").rstrip("/")
_base = urlsplit(GUICHET_BASE_URL)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *([_base.hostname] if _base.hostname else [])]
_https = _base.scheme == "https"

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "guichet.jobs",
    "guichet.mail",
    "guichet.people",
    "guichet.access",
    "guichet.sla",
    "guichet.service",
    "guichet.catalog",
    "guichet.contracts",
    "guichet.knowledge",
    "guichet.desk",
    "guichet.intake",
    "guichet.reactions",
    "guichet.exchange",
    "guichet.matching",
    "guichet.web.components",
    "guichet.web.portal",
    "guichet.web.workspace",
    "guichet.web.administration",
]

MIDDLEWARE = [
    "guichet.web.components.middleware.health",
    "django.middleware.security.SecurityMiddleware",
    "guichet.web.components.middleware.secure",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "guichet.web.components.middleware.acting",
]

ROOT_URLCONF = "guichet.config.urls"
WSGI_APPLICATION = "guichet.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "guichet.web.components.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "guichet.web.components.templatetags.translating",
                "guichet.web.components.templatetags.guichet",
            ],
        },
    }
]

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "guichet.people.passwords.NotYourself"},
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_NAME = "__Host-guichet" if _https else "guichet"
CSRF_COOKIE_NAME = "__Host-guichet-csrf" if _https else "guichet-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
CSRF_TRUSTED_ORIGINS = [GUICHET_BASE_URL] if _https else []
CSRF_FAILURE_VIEW = "guichet.web.components.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("de", "Deutsch"), ("it", "Italiano")]
LANGUAGE_COOKIE_NAME = "__Host-guichet-language" if _https else "guichet-language"
LOCALE_PATHS = [BASE_DIR / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Zurich"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "web" / "static"]
STATIC_ROOT = Path(os.environ.get("GUICHET_STATIC_ROOT", BASE_DIR / "web" / "static_built"))
STATIC_ROOT.mkdir(parents=True, exist_ok=True) if not STATIC_ROOT.exists() and os.access(
    STATIC_ROOT.parent, os.W_OK
) else None
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(GUICHET_HOME / "attachments")},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if (STATIC_ROOT / "staticfiles.json").exists()
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()
WHITENOISE_MAX_AGE = 3600

# What a message may hold is the vendor's to say (service/limits.py); these hold before anybody has read it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

GUICHET_EMAIL_URL = os.environ.get("GUICHET_EMAIL_URL", "")
# Where the worker takes mail from the MTA of this machine: smtp://127.0.0.1:2525 or lmtp://127.0.0.1:2424; empty: nowhere.
GUICHET_MAIL_LISTEN = os.environ.get("GUICHET_MAIL_LISTEN", "")
# An OpenAI-compatible address in place of the bundled language models, such as https://models.example/v1; texts go there.
GUICHET_EMBEDDINGS_URL = os.environ.get("GUICHET_EMBEDDINGS_URL", "")
GUICHET_EMBEDDINGS_MODEL = os.environ.get("GUICHET_EMBEDDINGS_MODEL", "")
GUICHET_EMBEDDINGS_KEY = os.environ.get("GUICHET_EMBEDDINGS_KEY", "")
ALLOW_PRIVATE_ADDRESSES = _flag("GUICHET_ALLOW_PRIVATE_ADDRESSES")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
MESSAGE_STORAGE = "guichet.web.components.notices.Notices"

# Logs carry identifiers and event names, never what people wrote.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"reference": {"()": "guichet.web.components.log.Reference"}},
    "formatters": {
        "line": {
            "()": "guichet.web.components.log.Line",
            "format": "%(asctime)s %(levelname)s %(name)s [%(reference)s %(person)s %(address)s] %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["reference"]}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("GUICHET_LOG_LEVEL", "WARNING")},
    # Refusals (4xx) are answers, not faults; their addresses may hold one-time links. Those that matter to security are
    # told by web.components.log, by route.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
        "guichet.security": {"level": "INFO"},
    },
}
