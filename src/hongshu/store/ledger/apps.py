from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """The ledger as a Django app."""

    name = "hongshu.store.ledger"
    label = "ledger"
    verbose_name = _("Ledger")
