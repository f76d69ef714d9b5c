from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrustConfig(AppConfig):
    """Trust as a Django app."""

    name = "hongshu.platform.trust"
    label = "trust"
    verbose_name = _("Trust")
