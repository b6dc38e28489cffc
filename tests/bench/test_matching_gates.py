"""What needs no model of the matching's quality: words alone, on the development sets. They are data outside the project."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from guichet.server.home import CHECKOUT
from tests.server.conftest import environment

DATA = os.environ.get("GUICHET_DATA", "")


@pytest.mark.skipif(
    not (DATA and (Path(DATA) / "matching").is_dir()),
    reason="GUICHET_DATA NAMES NO FOLDER WITH matching/ IN IT: nothing was proved about how well words find what is known",
)
def test_words_alone_reach_their_gates(tmp_path):
    command = [sys.executable, "-m", "bench.matching", "--without-models", "--gate", "--sets", "firefox", "help-dev"]
    done = subprocess.run(
        command, env={**environment(tmp_path), "GUICHET_DATA": DATA}, cwd=CHECKOUT, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "All gates hold." in done.stdout
