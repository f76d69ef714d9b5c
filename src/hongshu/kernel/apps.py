from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    """The kernel as a Django app, for its tables."""

    name = "hongshu.kernel"
    label = "kernel"
    verbose_name = _("Kernel")
