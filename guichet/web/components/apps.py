from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    name = "guichet.web.components"
    label = "web_components"
