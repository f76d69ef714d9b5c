from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Media as a Django app."""

    name = "hongshu.platform.media"
    label = "media"
    verbose_name = "Media"
