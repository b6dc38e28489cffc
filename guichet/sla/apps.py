from django.apps import AppConfig


class SlaConfig(AppConfig):
    name = "guichet.sla"
    label = "sla"
