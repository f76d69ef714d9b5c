from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeclarationsConfig(AppConfig):
    """Customs declarations as a Django app."""

    name = "hongshu.store.declarations"
    label = "declarations"
    verbose_name = _("Customs declarations")
