from django.apps import AppConfig


class ReactionsConfig(AppConfig):
    name = "guichet.reactions"
    label = "reactions"
