from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Notifications as a Django app."""

    name = "hongshu.platform.notifications"
    label = "notifications"
    verbose_name = _("Notifications")
