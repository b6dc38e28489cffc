"""What an invitation says, for messages that hold nothing else."""

import re

_WANTED = ("SUMMARY", "DTSTART", "DTEND", "LOCATION", "DESCRIPTION")


def told(calendar: str) -> str:
    """The summary, times, place and description of the first event of an iCalendar file (RFC 5545), a line each."""
    lines = re.sub(r"\n[ \t]", "", calendar[:100_000]).split("\n")
    start = next((index for index, line in enumerate(lines) if line.strip().upper() == "BEGIN:VEVENT"), 0)
    found: dict[str, str] = {}
    for line in lines[start + 1 :]:
        if line.strip().upper() == "END:VEVENT":
            break
        name, _, value = line.partition(":")
        name = name.partition(";")[0].strip().upper()
        if name in _WANTED and value.strip():
            value = re.sub(r"\\([nN,;\\])", lambda sign: "\n" if sign[1] in "nN" else sign[1], value.strip())
            found.setdefault(name, _moment(value) if name.startswith("DT") else value)
    times = " – ".join(found[name] for name in ("DTSTART", "DTEND") if name in found)
    return "\n".join(part for part in (found.get("SUMMARY"), times, found.get("LOCATION"), found.get("DESCRIPTION")) if part)


def _moment(value: str) -> str:
    found = re.match(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z)?)?", value)
    if not found:
        return value
    day = f"{found[1]}-{found[2]}-{found[3]}"
    return f"{day} {found[4]}:{found[5]}{' UTC' if found[6] else ''}" if found[4] else day
