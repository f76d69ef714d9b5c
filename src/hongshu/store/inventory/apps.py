from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InventoryConfig(AppConfig):
    """The inventory as a Django app."""

    name = "hongshu.store.inventory"
    label = "inventory"
    verbose_name = _("Inventory")
