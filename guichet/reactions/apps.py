from django.apps import AppConfig


class ReactionsConfig(AppConfig):
    name = "guichet.reactions"
    label = "reactions"

    def ready(self) -> None:
        """Declare what this room keeps of a request's texts."""
        from guichet.reactions import keeping  # noqa: F401
