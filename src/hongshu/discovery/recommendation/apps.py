from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecommendationConfig(AppConfig):
    """Recommendations as a Django app."""

    name = "hongshu.discovery.recommendation"
    label = "recommendation"
    verbose_name = _("Recommendations")
