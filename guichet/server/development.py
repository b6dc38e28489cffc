"""A database kept running for development: ``script/dev-db [NAME]`` prints the lines that name it to a shell."""

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

from guichet.server.databases import DATABASE, make_database
from guichet.server.embedded import running
from guichet.server.home import CHECKOUT

HOME = CHECKOUT / "var" / "dev"


def main() -> None:
    if sys.argv[1:2] == ["--keep"]:
        keep()
        return
    name = sys.argv[1] if len(sys.argv) > 1 else DATABASE
    keeper = HOME / "keeper"
    if not (keeper.exists() and _alive(int(keeper.read_text() or 0))):
        HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(HOME / "keeper.log", "a") as log:
            started = subprocess.Popen(
                [sys.executable, "-m", "guichet.server.development", "--keep"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=CHECKOUT,
            )
        keeper.write_text(str(started.pid))
    with running(HOME, fast_unsafe=True) as cluster:
        owner, login = make_database(cluster, name)
    values = {
        "GUICHET_HOME": HOME,
        "DATABASE_URL": login,
        "DATABASE_OWNER_URL": owner,
        "GUICHET_DEBUG": "1",
    }
    for key, value in values.items():
        print(f"export {key}={shlex.quote(str(value))}")


def keep() -> None:
    with running(HOME, fast_unsafe=True):
        while True:
            time.sleep(3600)


def _alive(pid: int) -> bool:
    return pid > 0 and Path(f"/proc/{pid}/cmdline").exists() and b"--keep" in Path(f"/proc/{pid}/cmdline").read_bytes()


if __name__ == "__main__":
    os.umask(0o077)
    main()
