from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    """The identity vault as a Django app."""

    name = "hongshu.platform.identity"
    label = "identity"
    verbose_name = _("Identity")
