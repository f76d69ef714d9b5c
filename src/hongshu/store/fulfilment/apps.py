from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FulfilmentConfig(AppConfig):
    """Fulfilment as a Django app."""

    name = "hongshu.store.fulfilment"
    label = "fulfilment"
    verbose_name = _("Fulfilment")
