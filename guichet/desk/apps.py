from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "guichet.desk"
    label = "desk"

    def ready(self) -> None:
        from guichet.desk import spread
        from guichet.knowledge import indexable

        indexable.LISTENERS.append(spread.listen)
