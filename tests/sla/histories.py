"""The golden histories of DOMAIN 1.14, row by row.

Each history: its name, what it was opened as, and rows of (events, moment looked at, first reply, update, goal). An event
is (moment, kind, further keys). Moments are local to CH-BE, year 2026; every text of a clock is the paper's own.
"""

from typing import Any

OURS, THEIRS = {"by": "vendor"}, {"by": "customer"}


def opened(at: str) -> dict[str, Any]:
    return {"at": at, "kind": "opened"}


def ours(at: str) -> dict[str, Any]:
    return {"at": at, "kind": "message", "by": "vendor"}


def theirs(at: str) -> dict[str, Any]:
    return {"at": at, "kind": "message", "by": "customer"}


def status(at: str, to: str) -> dict[str, Any]:
    return {"at": at, "kind": "status", "to": to}


def taken(at: str) -> list[dict[str, Any]]:
    """Taken with the first message."""
    return [status(at, "IN_PROGRESS"), ours(at)]


def level(at: str, to: str, **more: str) -> dict[str, Any]:
    return {"at": at, "kind": "criticality", "to": to, **more}


def planned(at: str, *, way_round: bool) -> dict[str, Any]:
    return {"at": at, "kind": "planned_fix", "way_round": way_round}


def _h13(way_round: bool) -> tuple[str, dict[str, str], list[tuple]]:
    return (
        f"H13 PLANNED_FIX at MEDIUM, then back (way round {way_round})",
        {"type": "SPT", "criticality": "MEDIUM"},
        [
            ([opened("11-23 08:00"), *taken("11-23 10:00")], "11-23 10:00", "2:00 met", "0:00 running", "2:00 running"),
            ([planned("11-24 09:00", way_round=way_round)], "11-24 09:00", "2:00 met", "0:00 replaced", "9:30 replaced"),
            ([], "11-27 09:00", "2:00 met", "0:00 replaced", "9:30 replaced"),
            ([status("11-30 09:00", "IN_PROGRESS")], "11-30 09:00", "2:00 met", "0:00 running", "9:30 running"),
            (
                [],
                "11-30 11:00",
                "2:00 met",
                "2:00 running, due Wed 2 Dec 17:30",
                "11:30 running, due Thu 10 Dec 14:00",
            ),
        ],
    )


HISTORIES: list[tuple[str, dict[str, str], list[tuple]]] = [
    (
        "H1 Question and answer, an update missed",
        {"type": "SPT", "criticality": "HIGH"},
        [
            ([opened("11-19 16:10"), *taken("11-19 16:52")], "11-19 16:52", "0:42 met", "0:00 running", "0:42 running"),
            (
                [ours("11-20 09:25"), status("11-20 09:25", "WAIT_CUSTOMER")],
                "11-20 09:25",
                "0:42 met",
                "0:00 paused",
                "3:15 paused",
            ),
            (
                [theirs("11-23 10:10"), status("11-23 10:10", "IN_PROGRESS")],
                "11-23 10:10",
                "0:42 met",
                "0:00 running",
                "3:15 running",
            ),
            ([ours("11-24 10:10")], "11-24 10:10", "0:42 met", "0:00 running missed 0:30", "11:45 running"),
            (
                [],
                "11-24 10:42",
                "0:42 met",
                "0:32 running missed 0:30, due Wed 25 Nov 9:40",
                "12:17 running, due Wed 25 Nov 15:25",
            ),
        ],
    ),
    (
        "H2 Overnight; met at the due second",
        {"type": "SPT", "criticality": "MEDIUM"},
        [
            (
                [opened("11-24 17:40"), status("11-25 08:20", "IN_PROGRESS")],
                "11-25 08:20",
                "0:40 running",
                "–",
                "0:40 running",
            ),
            ([ours("11-25 17:10")], "11-25 17:10", "8:00 met", "0:00 running", "8:00 running"),
            (
                [],
                "11-26 09:00",
                "8:00 met",
                "1:50 running, due Mon 30 Nov 16:40",
                "9:50 running, due Tue 8 Dec 14:40",
            ),
        ],
    ),
    (
        "H3 Eve of a holiday; missed",
        {"type": "SPT", "criticality": "HIGH"},
        [
            (
                [opened("04-02 15:00")],
                "04-07 11:00",
                "4:00 running, due Tue 7 Apr 11:00",
                "–",
                "4:00 running, due Thu 9 Apr 15:30",
            ),
            (taken("04-07 11:30"), "04-07 11:30", "4:30 breached of 4 h", "0:00 running", "4:30 running"),
            (
                [],
                "04-07 14:00",
                "4:30 breached of 4 h",
                "1:00 running, due Wed 8 Apr 11:00",
                "5:30 running, due Thu 9 Apr 15:30",
            ),
        ],
    ),
    (
        "H4 Lowered before the first reply",
        {"type": "SPT", "criticality": "HIGH"},
        [
            (
                [opened("11-24 08:07")],
                "11-24 10:41",
                "2:34 running, due Tue 24 Nov 13:37",
                "–",
                "2:34 running, due Thu 26 Nov 16:37",
            ),
            (
                [level("11-24 10:42", "MEDIUM")],
                "11-24 10:42",
                "2:35 running, due Tue 24 Nov 17:37",
                "–",
                "2:35 running, due Mon 7 Dec 15:07",
            ),
            (taken("11-24 11:30"), "11-24 11:30", "3:23 met", "0:00 running", "3:23 running"),
            (
                [],
                "11-25 09:00",
                "3:23 met",
                "6:00 running, due Fri 27 Nov 10:00",
                "9:23 running, due Mon 7 Dec 15:07",
            ),
        ],
    ),
    (
        "H5 Raised; a met target is kept",
        {"type": "SPT", "criticality": "MEDIUM"},
        [
            ([opened("11-23 08:00"), *taken("11-23 10:00")], "11-23 10:00", "2:00 met", "0:00 running", "2:00 running"),
            (
                [],
                "11-24 08:59",
                "2:00 met",
                "7:29 running, due Thu 26 Nov 8:30",
                "9:29 running, due Fri 4 Dec 14:00",
            ),
            (
                [level("11-24 09:00", "CRITICAL")],
                "11-24 09:00",
                "2:00 met",
                "0:00 running, due Tue 24 Nov 11:00",
                "0:00 running, due Wed 25 Nov 8:30",
            ),
            ([ours("11-24 10:30")], "11-24 10:30", "2:00 met", "0:00 running", "1:30 running"),
            (
                [],
                "11-24 13:45",
                "2:00 met",
                "1:45 running, due Tue 24 Nov 14:00",
                "3:15 running, due Wed 25 Nov 8:30",
            ),
        ],
    ),
    (
        "H6 Lowered after a miss: it stays missed",
        {"type": "SPT", "criticality": "CRITICAL"},
        [
            (
                [opened("11-23 08:00"), *taken("11-23 09:30")],
                "11-23 09:30",
                "1:30 breached of 1 h",
                "0:00 running",
                "1:30 running",
            ),
            ([level("11-23 11:00", "MEDIUM")], "11-23 11:00", "1:30 breached of 1 h", "1:30 running", "3:00 running"),
            (
                [],
                "11-24 09:00",
                "1:30 breached of 1 h",
                "8:00 running, due Wed 25 Nov 18:00",
                "9:30 running, due Fri 4 Dec 14:00",
            ),
        ],
    ),
    (
        "H7 Lowered, contested, granted",
        {"type": "SPT", "criticality": "HIGH"},
        [
            ([opened("11-23 08:00"), *taken("11-23 09:00")], "11-23 09:00", "1:00 met", "0:00 running", "1:00 running"),
            ([level("11-23 11:00", "MEDIUM")], "11-23 11:00", "1:00 met", "2:00 running", "3:00 running"),
            ([], "11-24 08:30", "1:00 met", "8:00 running", "9:00 running"),
            (
                [level("11-24 11:00", "HIGH", counts_from="2026-11-24 08:30"), ours("11-24 11:00")],
                "11-24 11:00",
                "1:00 met",
                "0:00 running, due Wed 25 Nov 10:30",
                "2:30 running, due Thu 26 Nov 17:00",
            ),
        ],
    ),
    (
        "H8 Reopened, then closed",
        {"type": "SPT", "criticality": "HIGH"},
        [
            ([opened("11-24 08:00"), *taken("11-24 09:00")], "11-24 09:00", "1:00 met", "0:00 running", "1:00 running"),
            (
                [ours("11-24 15:00"), status("11-24 15:00", "RESOLVED")],
                "11-24 15:00",
                "1:00 met",
                "0:00 stopped",
                "5:30 stopped",
            ),
            (
                [theirs("11-26 09:00"), status("11-26 09:00", "IN_PROGRESS")],
                "11-26 09:00",
                "1:00 met",
                "0:00 running",
                "5:30 running",
            ),
            (
                [ours("11-26 10:00")],
                "11-26 10:00",
                "1:00 met",
                "0:00 running, due Fri 27 Nov 9:30",
                "6:30 running, due Mon 30 Nov 11:30",
            ),
            (
                [ours("11-27 09:00"), status("11-27 09:00", "RESOLVED")],
                "11-27 09:00",
                "1:00 met",
                "0:00 stopped",
                "14:00 stopped",
            ),
            ([status("11-27 11:00", "CLOSED")], "11-27 11:00", "1:00 met", "0:00 stopped", "14:00 met"),
        ],
    ),
    (
        "H9 A type without criticality and goal",
        {"type": "CNS"},
        [
            ([opened("11-27 15:30")], "11-30 10:30", "4:00 running, due Mon 30 Nov 16:00", "–", "–"),
            (taken("11-30 11:00"), "11-30 11:00", "4:30 met", "0:00 running", "–"),
            ([], "12-01 09:00", "4:30 met", "6:30 running, due Thu 3 Dec 9:30", "–"),
        ],
    ),
    (
        "H10 Calendar changes to CH-BE-EXT",
        {"type": "SPT", "criticality": "HIGH"},
        [
            ([opened("11-26 17:00"), *taken("11-26 17:30")], "11-26 17:30", "0:30 met", "0:00 running", "0:30 running"),
            (
                [{"at": "11-27 11:00", "kind": "calendar", "to": "CH-BE-EXT"}],
                "11-27 11:00",
                "0:30 met",
                "3:30 running",
                "4:00 running",
            ),
            ([ours("11-27 16:00")], "11-27 16:00", "0:30 met", "0:00 running missed 0:30", "9:00 running"),
            (
                [],
                "11-28 10:00",
                "0:30 met",
                "5:00 running missed 0:30, due Mon 30 Nov 8:00",
                "14:00 running, due Mon 30 Nov 15:00",
            ),
        ],
    ),
    (
        "H11 PLANNED_FIX, no way round accepted",
        {"type": "SPT", "criticality": "HIGH"},
        [
            ([opened("11-23 08:00"), *taken("11-23 09:00")], "11-23 09:00", "1:00 met", "0:00 running", "1:00 running"),
            ([status("11-23 14:00", "WITH_RND")], "11-23 14:00", "1:00 met", "3:30 running", "4:30 running"),
            (
                [planned("11-24 09:00", way_round=False)],
                "11-24 09:00",
                "1:00 met",
                "0:00 replaced missed 0:30",
                "9:30 running",
            ),
            (
                [],
                "11-25 15:00",
                "1:00 met",
                "0:00 replaced missed 0:30",
                "22:30 running, due Wed 25 Nov 16:30",
            ),
            ([], "11-26 09:30", "1:00 met", "0:00 replaced missed 0:30", "27:00 breached of 24 h"),
        ],
    ),
    (
        "H12 PLANNED_FIX, way round accepted",
        {"type": "SPT", "criticality": "HIGH"},
        [
            ([opened("11-23 08:00"), *taken("11-23 09:00")], "11-23 09:00", "1:00 met", "0:00 running", "1:00 running"),
            ([status("11-23 14:00", "WITH_RND")], "11-23 14:00", "1:00 met", "3:30 running", "4:30 running"),
            (
                [planned("11-24 09:00", way_round=True)],
                "11-24 09:00",
                "1:00 met",
                "0:00 replaced missed 0:30",
                "9:30 met",
            ),
            ([], "11-26 09:30", "1:00 met", "0:00 replaced missed 0:30", "9:30 met"),
        ],
    ),
    _h13(True),
    _h13(False),
    (
        "H14 Appointment, a reply before it",
        {"type": "SPT", "criticality": "MEDIUM"},
        [
            (
                [opened("11-23 08:00"), status("11-23 10:00", "SCHEDULED")],
                "11-23 10:00",
                "2:00 met",
                "0:00 paused",
                "2:00 paused",
            ),
            ([theirs("11-24 09:00")], "11-24 09:00", "2:00 met", "0:00 running", "2:00 paused"),
            ([], "11-24 11:00", "2:00 met", "2:00 running, due Thu 26 Nov 17:30", "2:00 paused"),
            ([ours("11-24 11:15")], "11-24 11:15", "2:00 met", "0:00 paused", "2:00 paused"),
            ([status("11-26 08:00", "IN_PROGRESS")], "11-26 08:00", "2:00 met", "0:00 running", "2:00 running"),
            (
                [],
                "11-26 12:00",
                "2:00 met",
                "4:00 running, due Mon 30 Nov 17:30",
                "6:00 running, due Wed 9 Dec 11:30",
            ),
        ],
    ),
    (
        "H15 R&D, longer rounds, fix available",
        {"type": "SPT", "criticality": "MEDIUM"},
        [
            ([opened("11-18 08:00"), *taken("11-18 09:00")], "11-18 09:00", "1:00 met", "0:00 running", "1:00 running"),
            ([status("11-19 09:00", "WITH_RND")], "11-19 09:00", "1:00 met", "8:30 running", "9:30 running"),
            (
                [],
                "11-23 09:00",
                "1:00 met",
                "24:30 running, due Wed 25 Nov 17:00",
                "25:30 running, due Tue 1 Dec 15:00",
            ),
            ([status("11-24 10:00", "FIX_AVAILABLE")], "11-24 10:00", "1:00 met", "0:00 paused", "35:00 paused"),
            ([], "11-26 10:00", "1:00 met", "0:00 paused", "35:00 paused"),
        ],
    ),
    (
        "H16 Type changed from SPT to CNS",
        {"type": "SPT", "criticality": "HIGH"},
        [
            (
                [opened("11-23 08:00"), {"at": "11-23 11:00", "kind": "type", "to": "CNS"}],
                "11-23 11:00",
                "3:00 running, due Mon 23 Nov 17:30",
                "–",
                "3:00 stopped",
            ),
            (taken("11-23 15:00"), "11-23 15:00", "5:30 met", "0:00 running", "3:00 stopped"),
            ([], "11-24 09:00", "5:30 met", "4:00 running, due Thu 26 Nov 12:00", "3:00 stopped"),
        ],
    ),
]
