"""A backup brings back equal contents, into an empty home alone, or nothing at all."""

import hashlib
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import psycopg
import pytest

from guichet.server.backup import BackupError, backup, require_empty, table_digests
from guichet.server.embedded import running
from guichet.server.home import secret_key

from .conftest import environment


@pytest.fixture
def furnished(migrated_home) -> Path:
    """A home with rows in several tables and two files of attachments."""
    with running(migrated_home) as cluster, psycopg.connect(cluster.owner_url) as connection:
        connection.execute("DELETE FROM people_company")
        connection.execute(
            "INSERT INTO people_company (name, city, language, zone, phone, mail_domain, all_see_all, is_active, "
            "created_at) SELECT 'Firma ' || n || ' – Zürich «ß» 🚀', '', 'de', 'Europe/Zurich', '', '', false, true, "
            "now() FROM generate_series(1, 500) n"
        )
    for name in ("aa/one.bin", "bb/two.bin"):
        path = migrated_home / "attachments" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode() * 1000)
    return migrated_home


def digests(home: Path) -> tuple[dict, dict]:
    with running(home) as cluster, psycopg.connect(cluster.owner_url) as connection:
        tables = table_digests(connection)
    folder = home / "attachments"
    files = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
    return tables, files


def test_restored_home_has_equal_contents(furnished, guichet, tmp_path):
    saved = tmp_path / "saved.guichet"
    done = guichet(furnished, "backup", str(saved))
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert saved.stat().st_mode & 0o077 == 0
    done = guichet(tmp_path / "new", "restore", str(saved))
    assert done.returncode == 0, done.stderr
    assert digests(tmp_path / "new") == digests(furnished)
    assert digests(furnished)[0]["people_company"]["rows"] == 500
    assert secret_key(tmp_path / "new") == secret_key(furnished)


def test_restored_home_has_its_walls(furnished, guichet, tmp_path):
    guichet(furnished, "backup", str(tmp_path / "saved"))
    guichet(tmp_path / "new", "restore", str(tmp_path / "saved"))
    done = guichet(tmp_path / "new", "check")
    assert done.stdout == guichet(furnished, "check").stdout
    assert "walls" not in done.stdout


def test_backup_under_load_is_one_moment(furnished, guichet, tmp_path):
    """While somebody writes two tables in each transaction, the backup holds as many rows of one as of the other."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(furnished)], env=environment(furnished), stdout=subprocess.PIPE, text=True
    )
    try:
        writer.stdout.readline()
        done = guichet(furnished, "backup", str(tmp_path / "saved"))
    finally:
        writer.kill()
        writer.communicate()
    assert done.returncode == 0, done.stderr
    assert guichet(tmp_path / "new", "restore", str(tmp_path / "saved")).returncode == 0
    tables = digests(tmp_path / "new")[0]
    assert tables["service_resolution"]["rows"] == tables["service_matrixrow"]["rows"] > 0


def test_home_with_anything_in_it_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(BackupError, match=r"not empty \(notes.txt\)"):
        require_empty(tmp_path)


def test_damaged_backup_leaves_the_home_empty(furnished, guichet, tmp_path):
    saved = tmp_path / "saved"
    assert guichet(furnished, "backup", str(saved)).returncode == 0
    content = saved.read_bytes()
    saved.write_bytes(content.replace(b"aa/one.bin" * 10, b"aa/ONE.bin" * 10, 1))
    done = guichet(tmp_path / "new", "restore", str(saved))
    assert done.returncode == 1
    assert "damaged: attachments/aa/one.bin" in done.stderr
    assert list((tmp_path / "new").iterdir()) == []


def test_backup_cut_short_is_refused(furnished, guichet, tmp_path):
    saved = tmp_path / "saved"
    assert guichet(furnished, "backup", str(saved)).returncode == 0
    saved.write_bytes(saved.read_bytes()[:-20_000])
    done = guichet(tmp_path / "new", "restore", str(saved))
    assert done.returncode == 1
    assert "not a whole backup" in done.stderr


def test_backup_that_names_a_file_outside_the_home_is_refused(furnished, guichet, tmp_path):
    saved, forged = tmp_path / "saved", tmp_path / "forged"
    assert guichet(furnished, "backup", str(saved)).returncode == 0
    with tarfile.open(saved) as archive, tarfile.open(forged, "w") as other:
        for entry in archive:
            body = archive.extractfile(entry).read()
            entry.name = entry.name.replace("attachments/aa/one.bin", "attachments/../../outside")
            if entry.name == "manifest.json":
                body = body.replace(b"attachments/aa/one.bin", b"attachments/../../outside")
                json.loads(body)
                entry.size = len(body)
            (tmp_path / "body").write_bytes(body)
            with open(tmp_path / "body", "rb") as file:
                other.addfile(entry, file)
    done = guichet(tmp_path / "new", "restore", str(forged))
    assert "outside the home" in done.stderr
    assert not (tmp_path / "outside").exists()


def test_backup_that_cannot_be_written_leaves_nothing(furnished, tmp_path):
    with running(furnished) as cluster, pytest.raises(BackupError):
        backup(tmp_path / "no" / "such" / "folder", home=furnished, owner_url=cluster.owner_url)
    assert list(tmp_path.iterdir()) == []


WRITER = """
import sys
from pathlib import Path
import psycopg
from guichet.server.embedded import running
with running(Path(sys.argv[1])) as cluster, psycopg.connect(cluster.owner_url) as connection:
    connection.execute("DELETE FROM service_resolution")
    connection.execute("DELETE FROM service_matrixrow")
    n = 0
    while True:
        n += 1
        connection.execute("INSERT INTO service_resolution (key, labels, position) VALUES (%s, '{}', 0)", [f"k{n}"])
        connection.execute("INSERT INTO service_matrixrow (key, spec, position) VALUES (%s, '{}', 0)", [f"k{n}"])
        connection.commit()
        if n == 20:
            print("writing", flush=True)
"""
