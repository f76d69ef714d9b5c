from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomsConfig(AppConfig):
    """Import tax and quota as a Django app."""

    name = "hongshu.store.customs"
    label = "customs"
    verbose_name = _("Customs")
