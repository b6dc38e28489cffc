"""An installation: its home, and the database that answers for it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from guichet.server.home import ensure_home, home_from_environment, secret_key

if TYPE_CHECKING:
    from guichet.server.embedded import Cluster


@dataclass(frozen=True)
class Installation:
    home: Path
    cluster: "Cluster | None" = None  # None where DATABASE_URL names a server of the operator's

    @property
    def app_url(self) -> str:
        return os.environ["DATABASE_URL"]

    @property
    def owner_url(self) -> str:
        return os.environ.get("DATABASE_OWNER_URL") or self.app_url


@contextmanager
def installation() -> Iterator[Installation]:
    """The home, its secret key and a database that answers, named to this process and its children."""
    home = ensure_home(home_from_environment())
    os.environ["GUICHET_HOME"] = str(home)
    os.environ.setdefault("GUICHET_STATIC_ROOT", str(home / "static"))
    if not os.environ.get("GUICHET_SECRET_KEY"):
        secret_key(home)
    if os.environ.get("DATABASE_URL"):
        yield Installation(home)
        return
    from guichet.server.embedded import running

    with running(home) as cluster:
        os.environ["DATABASE_URL"] = cluster.app_url
        os.environ["DATABASE_OWNER_URL"] = cluster.owner_url
        try:
            yield Installation(home, cluster)
        finally:
            del os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"]


@contextmanager
def django(*, process: str = "shell", as_owner: bool = False) -> Iterator[Installation]:
    """The installation with Django set up in this process; all but the owner are held by the walls."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")
    os.environ["GUICHET_PROCESS"] = process
    if as_owner:
        os.environ["GUICHET_AS_OWNER"] = "1"
    with installation() as installed:
        import django

        django.setup()
        from django.db import connections

        try:
            yield installed
        finally:
            connections.close_all()
