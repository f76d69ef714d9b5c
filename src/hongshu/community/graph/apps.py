from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GraphConfig(AppConfig):
    """The graph as a Django app."""

    name = "hongshu.community.graph"
    label = "graph"
    verbose_name = _("Follows and blocks")
