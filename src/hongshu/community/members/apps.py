from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Members as a Django app."""

    name = "hongshu.community.members"
    label = "members"
    verbose_name = "Members"
