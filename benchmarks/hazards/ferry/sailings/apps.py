from django.apps import AppConfig


class SailingsConfig(AppConfig):
    name = "sailings"

    def ready(self):
        from sailings import signals
