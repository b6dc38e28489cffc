from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "guichet.desk"
    label = "desk"

    def ready(self) -> None:
        from guichet.desk import answering, spread
        from guichet.knowledge import indexable
        from guichet.people import presence

        indexable.LISTENERS.append(spread.listen)
        presence.FALLS_TO.append(answering.falls_to)
