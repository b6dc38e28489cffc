from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "guichet.web.workspace"
    label = "web_workspace"
