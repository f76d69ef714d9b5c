from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    """The catalogue as a Django app."""

    name = "hongshu.store.catalog"
    label = "catalog"
    verbose_name = _("Catalogue")
