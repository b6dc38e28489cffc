from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "guichet.matching"
    label = "matching"

    def ready(self) -> None:
        from guichet.knowledge import indexable
        from guichet.matching import keeping  # noqa: F401 (declares what the index keeps)
        from guichet.matching.search import filetexts  # noqa: F401 (declares what is kept of files)

        indexable.LISTENERS.append(_listen)


def _listen(kind: str, pk: int) -> None:
    from guichet.matching import upkeep

    upkeep.listen(kind, pk)
