from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Search as a Django app."""

    name = "hongshu.discovery.search"
    label = "search"
    verbose_name = _("Search")
