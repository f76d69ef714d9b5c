from django.apps import AppConfig


class FlowsConfig(AppConfig):
    """The flows as a Django app, for their background jobs."""

    name = "hongshu.flows"
    label = "flows"
