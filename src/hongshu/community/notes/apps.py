from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotesConfig(AppConfig):
    """Notes as a Django app."""

    name = "hongshu.community.notes"
    label = "notes"
    verbose_name = _("Notes")
