"""The jobs of this room."""

from guichet.jobs import queue


@queue.task("guichet.knowledge_changed")
def knowledge_changed(kind: str, pk: int) -> None:
    """Tell whoever listens that a known problem or an article was made, changed or hidden."""
    from guichet.knowledge.indexable import LISTENERS

    for listener in LISTENERS:
        listener(kind, pk)
