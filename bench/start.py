"""From `script/server` in a fresh clone to the sign-in page, in seconds: `python -m bench.start` (docs/speed.md).

The clone is of what is committed. The package cache of pip and uv is warm after the first time.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.browser import Browser
from bench.homes import free_port

MOST_S = 60
GIVE_UP_S = 600
CHECKOUT = Path(__file__).resolve().parents[1]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.start", description=__doc__)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--gate", action="store_true", help="end with 1 if the median is missed")
    args = parser.parse_args()
    found = []
    for _ in range(args.times):
        found.append(seconds_to_sign_in())
        print(f"script/server in a fresh clone: {found[-1]:.1f} s", flush=True)
    median = statistics.median(found)
    print(f"median {median:.1f} s, goal {MOST_S} s")
    return 1 if args.gate and median > MOST_S else 0


def seconds_to_sign_in() -> float:
    """Clone, start, ask for the page until it is there, stop."""
    with tempfile.TemporaryDirectory(prefix="guichet-start-") as folder:
        clone, port = Path(folder) / "guichet", free_port()
        subprocess.run(["git", "clone", "--quiet", str(CHECKOUT), str(clone)], check=True)
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("GUICHET_", "DATABASE_", "DJANGO_"))}
        plain.pop("VIRTUAL_ENV", None)
        began = time.monotonic()
        server = subprocess.Popen(
            [clone / "script" / "server"], cwd=clone, env={**plain, "PORT": str(port)}, start_new_session=True
        )
        try:
            _wait_for_sign_in(server, port, until=began + GIVE_UP_S)
            return time.monotonic() - began
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(60)


def _wait_for_sign_in(server: subprocess.Popen, port: int, *, until: float) -> None:
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"script/server ended with {server.returncode}.")
        try:
            if Browser(port).get("/sign-in/")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise RuntimeError(f"No sign-in page within {GIVE_UP_S} s.")


if __name__ == "__main__":
    sys.exit(main())
