from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "guichet.access"
    label = "access"
