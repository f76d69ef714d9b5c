from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Accounts as a Django app."""

    name = "hongshu.platform.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
