"""The files of pages (styles, scripts, fonts) as the web serves them: named by their content and compressed, in the home.

They are collected when the program's own have changed, so that an upgrade never serves an old style to a new page.
"""

import hashlib
import shutil
from importlib import metadata
from pathlib import Path

PACKAGE = Path(__file__).parents[1]


def is_current(home: Path) -> bool:
    stamp = home / "static" / "collected-from"
    return stamp.exists() and stamp.read_text() == _fingerprint()


def collect(home: Path) -> None:
    """Collect beside the place and move there: a process that serves meanwhile keeps what it has read."""
    from django.contrib.staticfiles.finders import get_finders
    from whitenoise.storage import CompressedManifestStaticFilesStorage

    draft, place, former = home / "static.new", home / "static", home / "static.old"
    for path in (draft, former):
        shutil.rmtree(path, ignore_errors=True)
    storage = CompressedManifestStaticFilesStorage(location=str(draft), base_url="/static/")
    found = {}
    for finder in get_finders():
        for path, source in finder.list(ignore_patterns=[]):
            if path not in found:
                with source.open(path) as file:
                    storage.save(path, file)
                found[path] = (storage, path)
    for _, _, outcome in storage.post_process(found):
        if isinstance(outcome, Exception):
            raise outcome
    (draft / "collected-from").write_text(_fingerprint())
    if place.exists():
        place.rename(former)
    draft.rename(place)
    shutil.rmtree(former, ignore_errors=True)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for folder in sorted(PACKAGE.rglob("static")):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                state = path.stat()
                digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    for package in ("django", "django-htmx", "whitenoise"):
        digest.update(f"{package} {metadata.version(package)}\n".encode())
    return digest.hexdigest()
