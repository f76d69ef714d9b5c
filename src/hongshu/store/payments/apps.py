from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    """Payments as a Django app."""

    name = "hongshu.store.payments"
    label = "payments"
    verbose_name = _("Payments")
