"""The bench runs: on a small home, with all its pages, statements and memory."""

import subprocess
import sys

import pytest

from guichet.server.home import CHECKOUT
from tests.server.conftest import environment


@pytest.mark.long
def test_bench_prints_its_table_for_a_small_home(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "bench.pages", "--tickets", "50", "--requests", "5", "--homes", str(tmp_path)],
        env=environment(tmp_path), cwd=CHECKOUT, capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    for line in (
        "queue",
        "request, portal",
        "search, common word",
        "opening a request",
        "replying, workspace",
        "memory, proportional",
    ):
        assert line in done.stdout, done.stdout
