from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TradeConfig(AppConfig):
    """Checkout and orders as a Django app."""

    name = "hongshu.store.trade"
    label = "trade"
    verbose_name = _("Orders")
