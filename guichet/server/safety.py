"""What a start refuses, before anything is served."""

import ipaddress
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

SHORTEST_KEY = 50
FEWEST_CHARACTERS = 10


class Unsafe(Exception):
    """A setting that would put the installation at risk; the text says which, why and what to do."""


def require_safe(environment: Mapping[str, str], *, bind: str, demo: bool, home: Path) -> None:
    """Refuse the start with every reason at once."""
    reasons = [*unsafe_settings(environment, bind=bind, demo=demo), *unsafe_home(home)]
    if reasons:
        raise Unsafe("The start is refused.\n" + "\n".join(f"  - {reason}" for reason in reasons))


def unsafe_settings(environment: Mapping[str, str], *, bind: str, demo: bool) -> list[str]:
    reasons = []
    public = not is_loopback(bind)
    debug = flag(environment, "GUICHET_DEBUG")
    base = urlsplit(environment.get("GUICHET_BASE_URL", ""))
    if debug and public:
        reasons.append(f"GUICHET_DEBUG shows the code to everybody who reaches {bind}. Unset it, or bind to 127.0.0.1.")
    if environment.get("GUICHET_CLOCK") and not debug:
        reasons.append("GUICHET_CLOCK moves every deadline; it is accepted only with GUICHET_DEBUG. Unset it.")
    if base.geturl() and (base.scheme not in {"http", "https"} or not base.hostname or base.path.strip("/")):
        reasons.append("GUICHET_BASE_URL is not an address such as https://support.example.com.")
    elif public and not demo and base.scheme != "https":
        reasons.append(
            f"Bound to {bind}, passwords would travel unencrypted. Set GUICHET_BASE_URL=https://… and put a proxy with "
            "TLS in front, or bind to 127.0.0.1."
        )
    elif base.scheme == "http" and not demo and not _is_loopback_name(base.hostname or ""):
        reasons.append("GUICHET_BASE_URL is http: passwords would travel unencrypted. Make it https.")
    key = environment.get("GUICHET_SECRET_KEY")
    if key and (len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS):
        reasons.append(
            f"GUICHET_SECRET_KEY can be guessed: it needs {SHORTEST_KEY} random characters. "
            "Unset it, and Guichet makes and keeps one."
        )
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_DIRECT_URL"):
        if _unencrypted(environment.get(name, "")):
            reasons.append(f"{name} reaches another machine without saying how: add ?sslmode=verify-full to it.")
    return reasons


def unsafe_home(home: Path) -> list[str]:
    """Secrets must be for their owner alone."""
    reasons = []
    for path in (home, home / "secret-key", home / "passwords"):
        if path.exists() and path.stat().st_mode & 0o077:
            reasons.append(f"{path} can be read by other users of this machine: chmod {'700' if path.is_dir() else '600'}.")
    return reasons


def host_and_port(bind: str) -> tuple[str, int]:
    host, _, port = bind.rpartition(":")
    if not port.isdigit() or not 0 < int(port) < 65536 or not host:
        raise Unsafe(f"--bind {bind} is not HOST:PORT, such as 127.0.0.1:8000.")
    return host.strip("[]"), int(port)


def is_loopback(bind: str) -> bool:
    return _is_loopback_name(host_and_port(bind)[0])


def flag(environment: Mapping[str, str], name: str) -> bool:
    return environment.get(name, "").lower() in {"1", "true", "yes", "on"}


def _is_loopback_name(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _unencrypted(url: str) -> bool:
    """Whether the address names another machine and leaves the encryption open."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    host = (query.get("host") or [parts.hostname or ""])[0].replace("%2F", "/").replace("%2f", "/")
    if not host or host.startswith("/") or _is_loopback_name(host):
        return False
    return "sslmode" not in query
