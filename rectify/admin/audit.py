"""The audit record, for the auditor's eyes alone."""

from django.contrib import admin

from rectify.admin.read_only import ReadOnly
from rectify.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    """Read and searched, never touched."""

    list_display = ["at", "kind", "username", "full_name", "address", "subject"]
    list_display_links = ["at"]
    list_filter = ["kind", "at"]
    list_select_related = ["user"]
    search_fields = ["username", "address", "subject"]
    search_help_text = "按登录名、地址或对象查找"
    list_per_page = 100
    show_full_result_count = False
    actions = None

    # Without the account itself, which would be shown as a link to where an auditor may not go.
    fields = ["at", "kind", "username", "full_name", "address", "subject"]

    @admin.display(description="姓名", ordering="user__full_name")
    def full_name(self, entry):
        return entry.user.full_name if entry.user else ""
