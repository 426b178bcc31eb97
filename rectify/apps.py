"""The applications' names as the admin shows them, and which admin site it is."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class RectifyConfig(AppConfig):
    name = "rectify"
    verbose_name = "巡察整改台账"

    def ready(self):
        # They listen for log-ins; models cannot be imported any earlier.
        from rectify import audit, sessions  # noqa: F401


class LedgerAdminConfig(admin.AdminConfig):
    default = False
    default_site = "rectify.admin_site.LedgerAdminSite"
