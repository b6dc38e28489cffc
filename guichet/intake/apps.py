from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "guichet.intake"
    label = "intake"

    def ready(self) -> None:
        """Declare what this room keeps of a request's texts."""
        from guichet.intake import keeping  # noqa: F401
