"""The admin's first page and menu: what staff open most comes first.

Not inside the package `admin`: Django imports this to make the site, and importing that
package registers models on the site that is being made.
"""

from django.contrib.admin import AdminSite

# Django sorts by name, which puts the ledger ninth.
ORDER = [
    "Issue",
    "Round",
    "Section",
    "Category",
    "Finding",
    "Measure",
    "PlannedWork",
    "Campaign",
    "Mechanism",
    "Result",
    "OfficialName",
    "Community",
    "Department",
    "Owner",
    "User",
]


class LedgerAdminSite(AdminSite):
    """Django's admin, in the office's words and order."""

    site_header = "巡察整改台账"
    site_title = "巡察整改台账"
    index_title = "管理"
    login_template = "registration/login.html"
    empty_value_display = "—"

    def get_app_list(self, request, app_label=None):
        applications = super().get_app_list(request, app_label)
        for application in applications:
            application["models"].sort(key=lambda model: ORDER.index(model["object_name"]))
        return sorted(
            applications,
            key=lambda application: ORDER.index(application["models"][0]["object_name"]),
        )
