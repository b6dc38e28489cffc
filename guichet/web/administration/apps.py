from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "guichet.web.administration"
    label = "web_administration"
