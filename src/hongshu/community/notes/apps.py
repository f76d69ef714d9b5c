from django.apps import AppConfig


class NotesConfig(AppConfig):
    """Notes as a Django app."""

    name = "hongshu.community.notes"
    label = "notes"
    verbose_name = "Notes"
