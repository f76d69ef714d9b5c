from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The kernel as a Django app, for its tables."""

    name = "hongshu.kernel"
    label = "kernel"
    verbose_name = "Kernel"
