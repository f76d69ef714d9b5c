from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    """Responses as a Django app."""

    name = "hongshu.community.responses"
    label = "responses"
    verbose_name = "Responses"
