"""The ledger in the admin."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.http import Http404
from django.utils.formats import date_format
from django.utils.html import format_html

from communities.models import Owner
from rectify.admin.choices import FindingChoice
from rectify.admin.filters import CategoryFilter, OverdueFilter
from rectify.admin.inlines import SMALL_TEXT
from rectify.forms.ledger import IssueForm
from rectify.models import Issue
from rectify.permissions import visible_issues


@admin.register(Issue)
class IssueAdmin(FindingChoice):
    """The 523: found by number, text, community or finding, filtered as staff ask for them."""

    form = IssueForm
    list_display = [
        "number",
        "community",
        "finding_title",
        "summary",
        "department",
        "deadline",
        "state",
    ]
    list_display_links = ["number", "summary"]
    list_filter = [
        ("round", RelatedOnlyFieldListFilter),
        "status",
        OverdueFilter,
        ("department", RelatedOnlyFieldListFilter),
        CategoryFilter,
        ("community", RelatedOnlyFieldListFilter),
    ]
    search_fields = ["number", "text", "community__name", "finding__title"]
    search_help_text = "按问题编号、具体问题、社区或反馈问题查找"
    list_per_page = 100
    list_max_show_all = 1000
    show_full_result_count = False
    save_on_top = True
    formfield_overrides = SMALL_TEXT
    fieldsets = [
        (None, {"fields": ["round", "number", "community", "finding", "text"]}),
        ("整改", {"fields": ["measures", "goal", "leader", "department", "owner"]}),
        ("时限与状态", {"fields": [("due_on", "due_wording"), ("status", "settled_on")]}),
        ("公开与备注", {"fields": [("is_withheld", "withheld_ground"), "remark"]}),
    ]

    # Entries are put in one by one, long before the notice is whole.
    tells = False

    def get_queryset(self, request):
        return visible_issues(request.user).for_list()

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404  # a stranger's entry is not there, and no list hints at it

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "owner":
            kwargs["queryset"] = Owner.objects.select_related("community")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="反馈问题", ordering="finding__title")
    def finding_title(self, issue):
        return issue.finding.title

    @admin.display(description="具体问题", ordering="text")
    def summary(self, issue):
        return issue.text if len(issue.text) <= 60 else f"{issue.text[:59]}……"

    @admin.display(description="时限", ordering="due_on")
    def deadline(self, issue):
        light = issue.light()
        if not light:
            return issue.deadline
        return format_html(
            '<span class="whole">{}</span> <span class="light light-{}">{}</span> '
            '<span class="whole">{}</span>',
            issue.deadline,
            light.value,
            light.label,
            issue.time_left(),
        )

    @admin.display(description="整改状态", ordering="status")
    def state(self, issue):
        """Show the status in the colour of what the public is told, and since when."""
        return format_html(
            '<span class="badge badge-{}">{}</span> <span class="since">{}</span>',
            issue.outcome.value,
            issue.get_status_display(),
            date_format(issue.settled_on) if issue.settled_on else "",
        )
