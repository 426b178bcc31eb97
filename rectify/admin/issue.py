"""The ledger in the admin: the list and the form."""

from functools import partial

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.contrib.admin.options import IS_POPUP_VAR, IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join

from communities.models import Owner
from rectify import timeline
from rectify.admin import bulk, exporting, moves, panel
from rectify.admin.choices import FindingChoice
from rectify.admin.filters import (
    CategoryFilter,
    ClosedLateFilter,
    ExtensionFilter,
    LightFilter,
    OverdueFilter,
)
from rectify.admin.inlines import SMALL_TEXT
from rectify.admin.timeline import WithTimeline
from rectify.forms.ledger import IssueForm
from rectify.models import Extension, Issue
from rectify.permissions import may_enter, visible_issues


@admin.register(Issue)
class IssueAdmin(WithTimeline, FindingChoice):
    """The 523: found by number, text, community or finding, filtered as staff ask for them."""

    events_of = staticmethod(timeline.of_issue)
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
        LightFilter,
        OverdueFilter,
        ExtensionFilter,
        ClosedLateFilter,
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
    # Only the workflow changes these, and the deadline once it was given.
    readonly_fields = ["status", "settled_on", "review_on"]
    fieldsets = [
        (None, {"fields": ["round", "number", "community", "finding", "text"]}),
        ("整改", {"fields": ["measures", "goal", "leader", "department", "owner"]}),
        (
            "时限与状态",
            {"fields": [("due_on", "due_wording"), "status", ("settled_on", "review_on")]},
        ),
        ("用系统以前的台账", {"fields": ["progress_before", "evidence_before"]}),
        ("公开与备注", {"fields": [("is_withheld", "withheld_ground"), "remark"]}),
    ]

    # Entries are put in one by one, long before the notice is whole.
    tells = False

    def get_urls(self):
        ours = [
            ("<int:pk>/moves/<str:name>/", moves.move, "rectify_issue_move"),
            ("<int:pk>/adjust/", moves.adjust, "rectify_issue_adjust"),
            ("extensions/<int:pk>/", moves.decide_extension, "rectify_extension_decide"),
            ("bulk/<str:name>/", bulk.carry_out, "rectify_issue_bulk"),
            ("export/", self.export, "rectify_issue_export"),
            ("template/<int:pk>/", exporting.template, "rectify_issue_template"),
        ]
        views = [
            path(route, self.admin_site.admin_view(view), name=name) for route, view, name in ours
        ]
        return [*views, *super().get_urls()]

    def get_queryset(self, request):
        requests = Extension.objects.pending().filter(issue=OuterRef("pk"))
        return visible_issues(request.user).for_list().annotate(waits=Exists(requests))

    def get_actions(self, request):
        actions = super().get_actions(request)
        if IS_POPUP_VAR in request.GET:
            return actions
        ours = {
            act.name: (partial(bulk.ask, act), act.name, act.label)
            for act in bulk.acts_of(request.user)
        }
        export = (type(self).export_chosen, "export", "导出")
        return ours | {"export": export} | actions

    def changelist_view(self, request, extra_context=None):
        query = request.GET.urlencode()
        ours = {
            "may_import": may_enter(request.user),
            "export_query": f"?{query}" if query else "",
        }
        return super().changelist_view(request, {**(extra_context or {}), **ours})

    def export(self, request):
        """Take out what the list shows by the filters in the address."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            shown = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:rectify_issue_export"))
        return exporting.choose(request, shown)

    def export_chosen(self, request, queryset):
        """Take out the entries that were ticked in the list."""
        if request.POST.get("select_across") == "1":
            # All that the list shows, which its filters say in fewer words than the keys.
            return exporting.choose(request, queryset)
        keys = queryset.order_by().values_list("pk", flat=True)
        return exporting.choose(request, queryset, chosen=",".join(map(str, keys)))

    def get_readonly_fields(self, request, obj=None):
        given = ["due_on", "due_wording"] if obj else []
        return [*super().get_readonly_fields(request, obj), *given]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            context |= {"panel": panel.of(obj, request.user), "here": request.get_full_path()}
        return super().render_change_form(request, context, add, change, form_url, obj)

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
        parts = [format_html('<span class="whole">{}</span>', issue.deadline)]
        if light:
            parts += [
                format_html('<span class="light light-{}">{}</span>', light.value, light.label),
                format_html('<span class="whole">{}</span>', issue.time_left()),
            ]
        if issue.waits:
            parts.append(_mark("waiting", "延期待审批"))
        return format_html_join(" ", "{}", ((part,) for part in parts))

    @admin.display(description="整改状态", ordering="status")
    def state(self, issue):
        """Show the status in the colour of what the public is told, and since when."""
        return format_html(
            '<span class="badge badge-{}">{}</span> <span class="since">{}</span> {}',
            issue.outcome.value,
            issue.get_status_display(),
            date_format(issue.settled_on) if issue.settled_on else "",
            _mark("late", "逾期销号") if issue.is_closed_late else "",
        )


def _mark(kind: str, words: str) -> str:
    return format_html('<span class="badge badge-{}">{}</span>', kind, words)
