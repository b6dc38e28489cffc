"""Whether a message comes from whom it says: what our own receiving server found out (RFC 8601).

Only `Authentication-Results` of the hosts that an administrator named are believed; whoever writes a message can write such a
header too, so a receiving server that is named has to remove those that came along.
"""

import re
from collections.abc import Iterable, Sequence

PASSED, FAILED, UNKNOWN = "passed", "failed", "unknown"

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"\s*([a-z0-9-]+)\s*=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(r"\b([a-z]+\.[a-z-]+)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"?')
_PLAIN_QUOTED = re.compile(r'"[^;()=\s"\\]*"')
_FAILS = {"fail", "hardfail", "policy"}


def verdict(headers: Iterable[str], from_email: str, trusted: Sequence[str]) -> str:
    """`passed`, `failed` or `unknown`, from the Authentication-Results of trusted hosts.

    DMARC decides where it was judged. Otherwise SPF or DKIM passes if it passed for the domain of From, and fails if one of
    them failed and none passed. Without a trusted host nothing is known.
    """
    hosts = {host.lower().rstrip(".") for host in trusted if host.strip()}
    methods = [found for header in headers for found in _results(header, hosts)]
    domain = from_email.rpartition("@")[2].lower()
    dmarc = [(result, names) for method, result, names in methods if method == "dmarc"]
    if any(result in _FAILS for result, _ in dmarc):
        return FAILED
    if any(result == "pass" and (not names or _is_of(names, domain)) for result, names in dmarc):
        return PASSED
    aligned = [method for method, result, names in methods if result == "pass" and _is_of(names, domain)]
    if any(method in ("spf", "dkim") for method in aligned):
        return PASSED
    if any(method in ("spf", "dkim") and result in {*_FAILS, "softfail"} for method, result, _ in methods):
        return FAILED
    return UNKNOWN


def _results(header: str, hosts: set[str]) -> list[tuple[str, str, list[str]]]:
    """(method, result, domains it is about) of one header, if a trusted host wrote it."""
    plain = _QUOTED.sub(_harmless, header[:20_000])
    for _ in range(3):  # comments may stand in comments
        plain = _COMMENT.sub(" ", plain)
    host, *said = plain.split(";")
    if (host.split() or [""])[0].lower().rstrip(".") not in hosts:
        return []
    found = []
    for part in said[:50]:
        if match := _RESULT.match(part):
            names = [value for name, value in _PROPERTY.findall(part) if name.lower() in _DOMAINS]
            found.append((match[1].lower(), match[2].lower(), names))
    return found


def _harmless(quoted: re.Match[str]) -> str:
    """A quoted string is one value, whatever stands in it: a sender's own local part must say nothing as a result."""
    return quoted[0] if _PLAIN_QUOTED.fullmatch(quoted[0]) else '""'


_DOMAINS = {"smtp.mailfrom", "smtp.helo", "header.d", "header.i", "header.from"}


def _is_of(names: list[str], domain: str) -> bool:
    """Relaxed alignment: the same domain, or one of the two below the other."""
    for name in names:
        other = name.rpartition("@")[2].lower().rstrip(".")
        if other and domain and (other == domain or (domain.endswith(f".{other}") and "." in other) or other.endswith(f".{domain}")):
            return True
    return False
