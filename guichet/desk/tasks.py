"""The jobs of this room."""

from guichet.jobs import queue


@queue.task("guichet.forget_file")
def forget_file(sha256: str) -> None:
    from guichet.desk import files

    files.forget(sha256)
