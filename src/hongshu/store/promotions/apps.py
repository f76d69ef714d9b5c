from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PromotionsConfig(AppConfig):
    """Promotions as a Django app."""

    name = "hongshu.store.promotions"
    label = "promotions"
    verbose_name = _("Promotions")
