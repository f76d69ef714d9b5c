from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    """Media as a Django app."""

    name = "hongshu.platform.media"
    label = "media"
    verbose_name = _("Media")
