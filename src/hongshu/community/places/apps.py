from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """Places as a Django app."""

    name = "hongshu.community.places"
    label = "places"
    verbose_name = _("Places")
