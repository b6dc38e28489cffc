from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "guichet.intake"
    label = "intake"

    def ready(self) -> None:
        """Declare what this room keeps of a request's texts, and what it writes of a configuration."""
        from guichet.intake import keeping, loading  # noqa: F401
        from guichet.intake.mailbox import redacting  # noqa: F401
        from guichet.service.loading import FURTHER

        FURTHER.append(loading.write)
