from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProvenanceConfig(AppConfig):
    """Provenance as a Django app."""

    name = "hongshu.store.provenance"
    label = "provenance"
    verbose_name = _("Provenance")
