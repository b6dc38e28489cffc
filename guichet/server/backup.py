"""Backup and restore: all data and attachments in one file, and back again into an empty home.

The file is a plain tar: ``database.dump`` (PostgreSQL's custom format), ``attachments/…``, ``secret-key``, and last
``manifest.json`` with a digest of every file and of every table's rows. Database and table digests are taken from one
snapshot, so a backup made while people work is one moment's truth. Files of attachments are written before the row that
names them and never changed, so those copied after the snapshot hold all that it names.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from guichet.server.binaries import ServerError
from guichet.server.clients import client
from guichet.server.databases import ensure_extensions
from guichet.server.home import ensure_home, home_from_environment, write_private
from guichet.server.installation import Installation, django

FORMAT = 1
ATTACHMENTS = "attachments"
# Not data: what a rate limit has counted lies in a table that a crash may empty.
FLEETING = {"people_attempt"}


class BackupError(ServerError):
    """The backup cannot be made or brought back; the text says why."""


def backup(target: Path, *, home: Path, owner_url: str) -> None:
    """Write the backup beside its place and move it there, so that a file with the name is a whole one."""
    target = target.absolute()
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
                _write(archive, home, owner_url, folder=target.parent)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        raise BackupError(f"The backup {target} cannot be written: {error.strerror or error}.") from error
    finally:
        draft.unlink(missing_ok=True)


def restore(source: Path) -> None:
    """Bring a backup back into an empty home; what cannot be brought back whole leaves the home empty."""
    home = ensure_home(home_from_environment())
    require_empty(home)
    try:
        archive = tarfile.open(source)  # noqa: SIM115 -- closed below
    except (OSError, tarfile.TarError) as error:
        raise BackupError(f"{source} is not a backup of Guichet: {error}.") from error
    with archive:
        manifest = _manifest(archive)
        try:
            _restore(archive, manifest, home)
        except BaseException:
            _clear(home)
            raise


def require_empty(home: Path) -> None:
    found = sorted(path.name for path in home.iterdir())
    if found:
        raise BackupError(
            f"The home {home} is not empty ({', '.join(found[:5])}{', …' if len(found) > 5 else ''}). "
            "A backup is brought back into an empty one: set GUICHET_HOME to a new folder."
        )


def table_digests(connection: psycopg.Connection) -> dict[str, dict]:
    """Rows and digest of every table, whatever order the rows lie in."""
    connection.execute("SET LOCAL timezone = 'UTC'")
    tables = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
    ).fetchall()
    found = {}
    for (table,) in tables:
        if table not in FLEETING:
            rows, digest = connection.execute(
                sql.SQL("SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} t").format(
                    sql.Identifier(table)
                )
            ).fetchone()
            found[table] = {"rows": rows, "digest": digest}
    return found


def _write(archive: tarfile.TarFile, home: Path, owner_url: str, folder: Path) -> None:
    files = {}
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".dump-") as dumped:
        with psycopg.connect(owner_url) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()[0]
            server = connection.execute("SHOW server_version").fetchone()[0]
            client(
                "pg_dump",
                owner_url,
                *("--format=custom", "--no-owner", "--no-privileges", "--no-comments", "--exclude-extension=*"),
                f"--snapshot={snapshot}",
                stdout=dumped,
            )
            tables = table_digests(connection)
        files["database.dump"] = _add(archive, "database.dump", Path(dumped.name))
    for path in _attachments(home):
        name = path.relative_to(home).as_posix()
        files[name] = _add(archive, name, path)
    if (home / "secret-key").exists():
        files["secret-key"] = _add(archive, "secret-key", home / "secret-key")
    manifest = {"format": FORMAT, "server": server, "tables": tables, "files": files}
    body = json.dumps(manifest, indent=1).encode()
    entry = tarfile.TarInfo("manifest.json")
    entry.size, entry.mode = len(body), 0o600
    archive.addfile(entry, io.BytesIO(body))


def _attachments(home: Path) -> Iterator[Path]:
    for path in sorted((home / ATTACHMENTS).rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path


class _Hashing:
    """A file that keeps the digest of what was read."""

    def __init__(self, file: IO[bytes]):
        self.file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part = self.file.read(size)
        self.digest.update(part)
        return part


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    with open(path, "rb") as file:
        entry = tarfile.TarInfo(name)
        state = os.fstat(file.fileno())
        entry.size, entry.mtime, entry.mode = state.st_size, int(state.st_mtime), 0o600
        hashing = _Hashing(file)
        archive.addfile(entry, hashing)
    return hashing.digest.hexdigest()


def _manifest(archive: tarfile.TarFile) -> dict:
    try:
        manifest = json.load(archive.extractfile("manifest.json"))
    except (KeyError, ValueError, tarfile.TarError) as error:
        raise BackupError(f"{archive.name} is not a whole backup of Guichet: its manifest is missing.") from error
    if manifest["format"] != FORMAT:
        raise BackupError(f"{archive.name} was made by a later version of Guichet; restore it with that version.")
    return manifest


def _restore(archive: tarfile.TarFile, manifest: dict, home: Path) -> None:
    for name, digest in manifest["files"].items():
        if name == "secret-key":
            write_private(home / name, archive.extractfile(name).read().decode())
        elif name.startswith(f"{ATTACHMENTS}/"):
            _extract(archive, name, digest, home / name, below=home / ATTACHMENTS)
    with tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as folder:
        dump = Path(folder) / "database.dump"
        _extract(archive, "database.dump", manifest["files"]["database.dump"], dump, below=Path(folder))
        with django(as_owner=True) as installed:
            _restore_database(dump, installed, manifest["tables"])


def _restore_database(dump: Path, installed: Installation, tables: dict[str, dict]) -> None:
    from guichet.server.preparing import make_all_roles, migrate

    owner_url = installed.owner_url
    make_all_roles(owner_url, installed.app_url)
    with psycopg.connect(owner_url) as connection:
        if connection.execute("SELECT to_regclass('public.django_migrations')").fetchone()[0]:
            raise BackupError("The database is not empty. A backup is brought back into an empty one.")
    ensure_extensions(owner_url)
    # Policies name roles, and roles the database they were made for: the walls are raised anew below.
    listed = client("pg_restore", owner_url, "--list", str(dump)).decode().split("\n")
    wanted = dump.with_name("wanted")
    wanted.write_text("\n".join(line for line in listed if " POLICY " not in line and " ROW SECURITY " not in line))
    client(
        "pg_restore",
        owner_url,
        *("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"),
        *(f"--use-list={wanted}", f"--dbname={_name(owner_url)}", str(dump)),
    )
    with psycopg.connect(owner_url) as connection:
        found = table_digests(connection)
    different = sorted(table for table in tables if tables[table] != found.get(table))
    if different:
        raise BackupError(f"The restored rows differ from those of the backup in {', '.join(different)}.")
    migrate(owner_url, installed.app_url)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("ANALYZE")


def _name(url: str) -> str:
    with psycopg.connect(url) as connection:
        return connection.info.dbname


def _extract(archive: tarfile.TarFile, name: str, digest: str, target: Path, *, below: Path) -> None:
    """Write one file of the archive below a folder, and nowhere else, if it is what the manifest says."""
    if not target.resolve().is_relative_to(below.resolve()):
        raise BackupError(f"The backup names a file outside the home: {name}.")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source = _Hashing(archive.extractfile(name))
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        shutil.copyfileobj(source, file)
    if source.digest.hexdigest() != digest:
        raise BackupError(f"The backup is damaged: {name} is not what was saved.")


def _clear(home: Path) -> None:
    """Empty a home that was empty when we came."""
    for path in home.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
