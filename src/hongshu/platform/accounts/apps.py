from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts as a Django app."""

    name = "hongshu.platform.accounts"
    label = "accounts"
    verbose_name = "Accounts"
