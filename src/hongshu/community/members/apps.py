from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """Members as a Django app."""

    name = "hongshu.community.members"
    label = "members"
    verbose_name = _("Members")
