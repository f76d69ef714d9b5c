"""Django's name for this package."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BehaviourConfig(AppConfig):
    """The behaviour log as a Django app."""

    name = "hongshu.platform.behaviour"
    label = "behaviour"
    verbose_name = _("Behaviour")
