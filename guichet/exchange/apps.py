from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "guichet.exchange"
    label = "exchange"
