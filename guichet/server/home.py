"""The home of an installation: one private folder with its secrets, its PostgreSQL and its files."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


class HomeError(Exception):
    """The home cannot be used; the text says why and what to do."""


def home_from_environment() -> Path:
    """``GUICHET_HOME``; else ``var`` of the checkout we run from; else ``~/.local/share/guichet``."""
    if named := os.environ.get("GUICHET_HOME"):
        return Path(named).expanduser().resolve()
    if (CHECKOUT / "script" / "server").exists():
        return CHECKOUT / "var"
    return Path.home() / ".local" / "share" / "guichet"


def ensure_home(home: Path) -> Path:
    """Make the home, readable by its owner alone; an existing one is narrowed if it is ours, refused if it is not."""
    home = home.resolve()
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise HomeError(f"The home {home} cannot be made: {error.strerror}. Set GUICHET_HOME to a folder you own.") from error
    state = home.stat()
    if state.st_uid != os.geteuid():
        raise HomeError(f"The home {home} belongs to another user. Run as that user, or set GUICHET_HOME.")
    if state.st_mode & 0o077:
        home.chmod(0o700)
    return home


def secret_key(home: Path) -> str:
    """The key that signs sessions and links: made once, kept in the home with mode 0600."""
    return kept_secret(home / "secret-key", lambda: secrets.token_urlsafe(64))


def kept_secret(path: Path, make) -> str:
    """The secret kept in the file, made at the first call. Two processes at once agree on one value."""
    try:
        return path.read_text()
    except FileNotFoundError:
        pass
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    write_private(draft, make())
    try:
        os.link(draft, path)  # fails where another process was quicker; its value then counts
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text()


def write_private(path: Path, text: str) -> None:
    """Write a file that no other user could read at any moment."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the file's lock; the system gives it back when the process dies, however it dies."""
    with open(path, "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
