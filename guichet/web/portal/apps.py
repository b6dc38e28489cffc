from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "guichet.web.portal"
    label = "web_portal"
