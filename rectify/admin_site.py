"""The admin's first page and menu: what staff open most comes first.

Not inside the package `admin`: Django imports this to make the site, and importing that
package registers models on the site that is being made.
"""

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

# Django sorts by name, which puts the ledger ninth.
ORDER = [
    "Issue",
    "LedgerImport",
    "Opinion",
    "Round",
    "Publication",
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
    "AuditEntry",
]


class LedgerAdminSite(AdminSite):
    """Django's admin, in the office's words and order."""

    site_header = "巡察整改台账"
    site_title = "巡察整改台账"
    index_title = "管理"
    empty_value_display = "—"

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request, extra_context=None):
        """Lead to the one log-in page; whoever is logged in already has no business here."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        back = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return redirect_to_login(back)

    def get_urls(self):
        """Leave out Django's way from a row's type and key to its address.

        It asks nobody's right, and tells the addresses of rounds that are not published yet.
        """
        return [one for one in super().get_urls() if getattr(one, "name", None) != "view_on_site"]

    def password_change(self, request, extra_context=None):
        return redirect("password_change")

    def password_change_done(self, request, extra_context=None):
        return redirect("landing")

    def get_app_list(self, request, app_label=None):
        applications = super().get_app_list(request, app_label)
        for application in applications:
            application["models"].sort(key=lambda model: ORDER.index(model["object_name"]))
        return sorted(
            applications,
            key=lambda application: ORDER.index(application["models"][0]["object_name"]),
        )
