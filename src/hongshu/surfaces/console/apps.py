from django.contrib.admin.apps import AdminConfig


class HongshuAdminConfig(AdminConfig):
    """Django's admin with our site."""

    default_site = "hongshu.surfaces.console.site.ConsoleSite"
