from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "guichet.service"
    label = "service"
