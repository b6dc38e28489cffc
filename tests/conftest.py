"""What every test may use. The database's part is in tests/database.py."""

from pathlib import Path

import pytest

from guichet.server.embedded import Cluster

pytest_plugins = ["tests.cast"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="run the tests marked long too")
    parser.addoption("--without", default="", help="leave out the tests with these marks: browser,imap")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what was not asked for: deselected and counted, not skipped."""
    unwanted = {mark for mark in config.getoption("--without").split(",") if mark}
    if not config.getoption("--all"):
        unwanted.add("long")
    left_out = [item for item in items if unwanted & {mark.name for mark in item.iter_markers()}]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))


def _group(item: pytest.Item) -> str:
    """What stays in one process when several share the run: a file; one half of the journeys, which share a served demo."""
    path = Path(item.path)
    if path.parent.name == "journeys":
        return "journeys to e" if path.name < "test_e" else "journeys from e"
    return str(path)


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster) -> None:
    """The database is there already: pytest-django would make one by running all migrations."""
