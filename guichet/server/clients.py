"""PostgreSQL's client programs, told whom to reach through their environment: a command line is readable by everybody."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import IO

from psycopg.conninfo import conninfo_to_dict

from guichet.server.binaries import ServerError, carried

_VARIABLES = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


def client(program: str, url: str, *arguments: str, stdin: IO | None = None, stdout: IO | int = subprocess.PIPE) -> bytes:
    """Run a client program against a database; its output, or a ServerError with its own words."""
    command = [str(_program(program, url)), *arguments]
    done = subprocess.run(command, stdin=stdin or subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE, env=environment(url))
    if done.returncode != 0:
        raise ServerError(f"{program} failed: {done.stderr.decode(errors='replace').strip()[-2000:]}")
    return done.stdout or b""


def environment(url: str) -> dict[str, str]:
    known = {_VARIABLES[key]: str(value) for key, value in conninfo_to_dict(url).items() if key in _VARIABLES}
    plain = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return {**plain, **known}


def _program(program: str, url: str) -> Path:
    """The carried one for a socket; for another machine the system's, since the carried one speaks no TLS."""
    host = str(conninfo_to_dict(url).get("host") or "")
    if host and not host.startswith("/"):
        found = shutil.which(program)
        if found:
            return Path(found)
    return carried() / program
