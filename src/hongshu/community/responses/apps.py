from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResponsesConfig(AppConfig):
    """Responses as a Django app."""

    name = "hongshu.community.responses"
    label = "responses"
    verbose_name = _("Responses")
