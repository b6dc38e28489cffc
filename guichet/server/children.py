"""Processes that end when the one that started them is gone, however it ended.

A parent killed outright cannot tell its children to stop. They would keep the port, the queue and the database, and the
next start would find them there.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guichet.matching.embedder import Embedder

PARENT_PIPE = "GUICHET_PARENT_PIPE"


def stop_with_parent() -> None:
    """Stop this process, as by SIGTERM, when the parent's end of the inherited pipe closes."""
    pipe = os.environ.pop(PARENT_PIPE, None)
    if pipe is not None:
        os.set_inheritable(int(pipe), False)
        threading.Thread(target=_wait_for_end, args=[int(pipe)], daemon=True, name="parent").start()


def run_as_child(command: list[str]) -> int:
    """Run a command that ends with this process, hand it our signals to stop, and answer with its exit status."""
    reading, writing = os.pipe()
    try:
        child = subprocess.Popen(command, pass_fds=[reading], env={**os.environ, PARENT_PIPE: str(reading)}, start_new_session=True)
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: child.terminate())
        return child.wait()
    finally:
        os.close(reading)
        os.close(writing)


@contextmanager
def answering_embeddings(home: Path) -> Iterator["Embedder | None"]:
    """The embedding process, for as long as the block lasts; None where its models are not installed."""
    from guichet.matching.embedder import missing
    from guichet.matching.embedding import Remote, socket_of

    if missing():
        yield None
        return
    path = socket_of(home)
    path.unlink(missing_ok=True)  # of a process that was killed
    reading, writing = os.pipe()
    child = subprocess.Popen(
        [sys.executable, "-m", "guichet.config.cli", "embed", str(path), "--alone"],
        pass_fds=[reading],
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        env={**os.environ, PARENT_PIPE: str(reading)},
        start_new_session=True,
    )
    try:
        while not path.exists() and child.poll() is None:
            time.sleep(0.02)
        yield Remote(path, timeout=60)
    finally:
        child.terminate()
        child.wait()
        os.close(reading)
        os.close(writing)


def end_with_parent() -> None:
    """End a worker of the web server when the server's own process has died."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for_death, args=[parent], daemon=True, name="parent").start()


def _wait_for_end(pipe: int) -> None:
    os.read(pipe, 1)
    _stop_this_process()


def _wait_for_death(parent) -> None:
    parent.join()
    _stop_this_process()
    threading.Event().wait(4)
    os.kill(os.getpid(), signal.SIGKILL)


def _stop_this_process() -> None:
    """SIGTERM to the main thread: sent to the process, another thread may take it and the main one sleeps on."""
    signal.pthread_kill(threading.main_thread().ident, signal.SIGTERM)
