from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The catalogue as a Django app."""

    name = "hongshu.store.catalog"
    label = "catalog"
    verbose_name = "Catalogue"
