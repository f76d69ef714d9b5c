from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CartsConfig(AppConfig):
    """Carts and wish lists as a Django app."""

    name = "hongshu.store.carts"
    label = "carts"
    verbose_name = _("Carts and wish lists")
