"""What every answer tells the browser, and what changes when the product is served by https."""

import json
import os
import subprocess
import sys

import pytest

from guichet import clock
from tests.access.urls import URLS
from tests.access.walk import MOMENT, set_scene
from tests.desk.conftest import at

SETTINGS = (
    "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_NAME",
    "CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY", "CSRF_COOKIE_SAMESITE", "LANGUAGE_COOKIE_NAME", "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS", "ALLOWED_HOSTS", "DEBUG", "SECURE_PROXY_SSL_HEADER",
)  # fmt: skip

# What is public of known problems and articles, for programs that ask for it again and again.
FEEDS = ("/problems/feed/fr/", "/articles/feed/fr/")


@pytest.mark.parametrize("role", ["anonymous", "ada", "nora", "admin"])
def test_every_answer_carries_the_browsers_walls(cast, opened, role):
    scene, found = set_scene(cast, opened), []
    with clock.standing_at(at(MOMENT)):
        for line in URLS.values():
            answer = scene.visit(role, line.address)
            policy, kind = answer.get("Content-Security-Policy", ""), answer.get("Content-Type", "")
            held = {
                "scripts and objects": "default-src 'none'" in policy and "unsafe" not in policy and "*" not in policy,
                "base": "base-uri 'none'" in policy,
                "frames": "frame-ancestors 'none'" in policy,
                "sniffing": answer.get("X-Content-Type-Options") == "nosniff",
                "referrer": answer.get("Referrer-Policy") == "same-origin",
                "opener": answer.get("Cross-Origin-Opener-Policy") == "same-origin",
                "origin": "Access-Control-Allow-Origin" not in answer,
                "charset": not kind.startswith("text/") or "charset=utf-8" in kind,
                "no servers named": "Server" not in answer and "X-Powered-By" not in answer,
                # What one reader gets is kept by no cache; the vendor's colours and picture, and feeds of what is public, are everybody's.
                "cache": "no-store" in answer.get("Cache-Control", "") or line.address in ("/brand.css", "/logo.png") or line.address in FEEDS,
            }
            found += [f"{line.address}: {name}" for name, holds in held.items() if not holds]
    assert not found, "\n" + "\n".join(found)


def settings_at(base_url: str) -> dict:
    """The settings as a process reads them that is served under that address."""
    told = f"import json; from guichet.config import settings as s; print(json.dumps({{n: getattr(s, n) for n in {SETTINGS!r}}}))"
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("GUICHET_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", told], env={**plain, "GUICHET_BASE_URL": base_url}, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_https_brings_secure_cookies_and_strict_transport():
    found = settings_at("https://support.vendor.example")
    assert found["SESSION_COOKIE_SECURE"] and found["CSRF_COOKIE_SECURE"]
    assert all(found[f"{name}_COOKIE_NAME"].startswith("__Host-") for name in ("SESSION", "CSRF", "LANGUAGE"))
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000 and found["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]", "support.vendor.example"]


def test_the_cookie_of_notices_is_named_like_the_others():
    """Its name is decided once; where the product is served by https it is for this host alone."""
    named = "import django; django.setup(); from guichet.web.components.notices import Notices; print(Notices.cookie_name)"
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
    for base, name in (("https://support.vendor.example", "__Host-guichet-notices"), ("http://localhost:8000", "guichet-notices")):
        done = subprocess.run(
            [sys.executable, "-c", named], env={**plain, "GUICHET_BASE_URL": base}, capture_output=True, text=True
        )
        assert done.stdout.strip() == name, done.stderr


def test_without_https_no_proxy_is_believed_and_nothing_is_promised():
    found = settings_at("http://localhost:8000")
    assert found["SECURE_PROXY_SSL_HEADER"] is None
    assert not found["SECURE_HSTS_SECONDS"] and not found["SESSION_COOKIE_SECURE"]


def test_cookies_are_for_the_server_alone_and_debug_is_off():
    for base in ("https://support.vendor.example", "http://localhost:8000"):
        found = settings_at(base)
        assert found["SESSION_COOKIE_HTTPONLY"] and found["CSRF_COOKIE_HTTPONLY"]
        assert found["SESSION_COOKIE_SAMESITE"] == found["CSRF_COOKIE_SAMESITE"] == "Lax"
        assert found["DEBUG"] is False
