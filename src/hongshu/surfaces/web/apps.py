"""Django's name for this package."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages."""

    name = "hongshu.surfaces.web"
    label = "web"
