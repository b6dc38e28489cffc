"""The plan of the house: imports point down, files stay readable, and what is shipped is what was decided."""

import ast
import re
from collections.abc import Iterator
from importlib.metadata import distribution, version
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "guichet"

# From the top down. Rooms on one step do not import each other.
STEPS = (
    {"config"},
    {"server", "web", "api"},
    {"intake", "exchange", "reactions", "insight", "matching"},
    {"desk"},
    {"knowledge", "contracts"},
    {"service", "catalog"},
    {"sla"},
    {"access"},
    {"people"},
    {"jobs", "mail"},
)
STEP = {room: step for step, rooms in enumerate(STEPS) for room in rooms}
# Doors beside each other in web; components may be used by all of them and uses none.
DOORS = {"portal", "workspace", "administration", "people"}
# Where everything may be named, for it is read by Django alone.
MIGRATIONS = "migrations"


def modules() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if MIGRATIONS not in path.parts]


def place(path: Path) -> tuple[str, ...]:
    """Where a module lies below guichet: ("web", "portal", "home")."""
    return path.relative_to(PACKAGE).with_suffix("").parts


def imported(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line and place of everything of guichet that a module imports, at its head or within a function."""
    here = ("guichet", *place(path))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = list(here[: -node.level]) if node.level else []
            base += node.module.split(".") if node.module else []
            names = [[*base, alias.name] for alias in node.names]
        else:
            continue
        for name in names:
            if name[0] == "guichet" and len(name) > 1:
                yield node.lineno, tuple(name[1:])


def against_the_plan(source: tuple[str, ...], target: tuple[str, ...]) -> str | None:
    """Why a module at *source* may not import *target*; None where it may."""
    room, other = source[0], target[0]
    if other == "clock" or room == other != "web":
        return None
    if room == "clock":
        return "the clock imports nothing of ours"
    if other not in STEP or room not in STEP:
        return "is no room of the plan"
    if room == other == "web":
        door, beside = source[1], target[1]
        if door == "components" and beside in DOORS:
            return "components know no door"
        if door in DOORS and beside in DOORS - {door}:
            return "one door does not import another"
        return None
    return None if STEP[other] > STEP[room] else f"{room} lies {'beside' if STEP[other] == STEP[room] else 'below'} {other}"


def test_imports_point_down():
    found = [
        f"{path.relative_to(ROOT)}:{line}: {'.'.join(target)}: {reason}"
        for path in modules()
        for line, target in imported(path)
        if (reason := against_the_plan(place(path), target))
    ]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(("source", "target"), [
    (("desk", "models"), ("reactions", "wiring")),
    (("people", "models"), ("access", "actors")),
    (("intake", "receive"), ("exchange", "load")),
    (("service", "models"), ("catalog", "models")),
    (("web", "portal", "home"), ("web", "workspace", "queue")),
    (("web", "components", "errors"), ("web", "portal", "home")),
    (("server", "serve"), ("web", "components", "brand")),
    (("clock",), ("people", "models")),
    (("desk", "models"), ("toolbox",)),
])  # fmt: skip
def test_the_plan_refuses(source, target):
    assert against_the_plan(source, target)


@pytest.mark.parametrize(("source", "target"), [
    (("web", "portal", "home"), ("web", "components", "access")),
    (("web", "portal", "home"), ("desk", "queries")),
    (("desk", "models"), ("people", "models")),
    (("jobs", "queue"), ("clock",)),
    (("config", "urls"), ("web", "portal", "urls")),
])  # fmt: skip
def test_the_plan_allows(source, target):
    assert against_the_plan(source, target) is None


def test_every_room_of_the_plan_is_there_and_no_other():
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert rooms == set(STEP)


def test_the_top_of_the_package_holds_the_clock_alone():
    assert {path.name for path in PACKAGE.glob("*.py")} == {"__init__.py", "clock.py"}


def sources() -> list[Path]:
    """What people write by hand: Python, templates, styles, scripts and papers."""
    kinds = {".py", ".html", ".txt", ".css", ".js", ".md", ".toml", ".sh"}
    folders = [PACKAGE, ROOT / "tests", ROOT / "docs", ROOT / "bench", ROOT / "script"]
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    built = {"static_built"}
    return [
        path
        for path in [*found, ROOT / "README.md", ROOT / "pyproject.toml"]
        if path.exists() and not built & set(path.parts) and (path.suffix in kinds or path.parent.name == "script")
    ]


def test_no_module_is_longer_than_six_hundred_lines():
    long = {str(path.relative_to(ROOT)): n for path in modules() if (n := len(path.read_text(encoding="utf-8").splitlines())) > 600}
    assert not long


def test_nothing_is_left_for_later():
    """What is missing is said in a paper or in nobody's code."""
    later = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in sources()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if later.search(line)
    ]
    assert not found, "\n" + "\n".join(found)


def test_rules_ask_the_products_clock():
    """Whoever asks the computer for the time escapes the clock that tests and demonstrations set."""
    asking = {("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("date", "today"), ("timezone", "now")}
    asking |= {("dt", "now")}
    # The queue compares a retry with the database's own time, so it is told in that time.
    real = {("clock",), ("jobs", "queue")}
    found = []
    for path in modules():
        if place(path) in real:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                value = node.value
                name = value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")
                if (name, node.attr) in asking:
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}: {name}.{node.attr}")
    assert not found, "\n" + "\n".join(found)


# What we ship and what it stands under

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-semantic.lock", "requirements-setup.lock")
ALLOWED = re.compile(
    r"\b(?:MIT|MIT-0|BSD|0BSD|Apache|ISC|PSF|PSF-2\.0|Python Software Foundation|MPL|Mozilla|LGPL|Lesser General|Unlicense|HPND|Zlib"
    r"|CC0|PostgreSQL)",
    re.IGNORECASE,
)
REFUSED = re.compile(r"(?<!L)\b(?:A?GPL|GNU (?:Affero )?General Public)", re.IGNORECASE)


def locked(name: str) -> dict[str, str]:
    """Package → version of a lock file, as far as it is meant for this machine."""
    return {
        found["name"].lower(): found["version"]
        for found in re.finditer(
            r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)", (ROOT / name).read_text(), re.M
        )
    }


def licence(package: str) -> str:
    found = distribution(package).metadata
    named = [found.get("License-Expression") or "", (found.get("License") or "").splitlines()[0] if found.get("License") else ""]
    return " / ".join([*named, *(c for c in found.get_all("Classifier") or [] if c.startswith("License"))])


def installed(names: dict[str, str]) -> dict[str, str]:
    """Those of a lock that stand here; the others are for another system."""
    found = {}
    for name, wanted in names.items():
        try:
            distribution(name)
        except ModuleNotFoundError:
            continue
        found[name] = wanted
    return found


def test_licences_of_what_runs_are_allowed():
    found = {name: licence(name) for name in installed(locked("requirements.lock"))}
    assert len(found) > 15
    assert not {name: said for name, said in found.items() if REFUSED.search(said) or not ALLOWED.search(said)}


@pytest.mark.parametrize(
    "said",
    [
        "GPL-3.0-only",
        "AGPL-3.0",
        "GNU General Public License v3",
        "License :: OSI Approved :: GNU Affero General Public License v3",
    ],
)
def test_the_list_of_licences_refuses(said):
    assert REFUSED.search(said)


@pytest.mark.parametrize(
    "said", ["LGPL-3.0-only", "License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", "BSD-3-Clause"]
)
def test_the_list_of_licences_allows(said):
    assert ALLOWED.search(said) and not REFUSED.search(said)


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_hold_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text()
    assert not re.search(r"://|find-links|index-url", text)
    assert set(re.findall(r"^[A-Za-z0-9._-]+(?:\[[^\]]*\])?==", text, re.M))
    assert text.count("--hash=sha256:") >= len(locked(lock))


def test_everything_that_is_needed_is_locked():
    import tomllib

    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {re.match(r"[A-Za-z0-9._-]+", line)[0].lower() for line in wanted["dependencies"]}
    tools = {re.match(r"[A-Za-z0-9._-]+", line)[0].lower() for line in wanted["optional-dependencies"]["dev"]}
    assert names <= set(locked("requirements.lock"))
    assert tools <= set(locked("requirements-dev.lock"))


def test_what_stands_here_is_what_is_locked():
    wanted = installed(locked("requirements.lock"))
    assert {name: version(name) for name in wanted} == wanted


def test_the_installed_version_is_the_one_that_is_written():
    import tomllib

    assert version("guichet") == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
