"""Rounds in the admin, each with its names, sections and categories in order."""

from django.contrib import admin
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.urls import path, reverse
from django.utils.html import format_html

from rectify import timeline
from rectify.admin import notice_editor, sources
from rectify.admin.inlines import SMALL_TEXT, FoldedInlines, SheetInline, TableInline
from rectify.admin.timeline import WithTimeline
from rectify.forms.ledger import OfficialNameFormSet, RoundForm, SectionFormSet
from rectify.models import (
    Campaign,
    Category,
    Mechanism,
    OfficialName,
    PlannedWork,
    Result,
    Round,
    Section,
)


class OfficialNameInline(TableInline):
    model = OfficialName
    ordering = ["position", "pk"]
    formset = OfficialNameFormSet
    fields = ["position", "key", "text", "department"]


class SectionInline(SheetInline):
    model = Section
    formset = SectionFormSet
    fields = [("heading", "numbered", "run_in"), ("position", "level", "kind"), "body"]
    ordering = ["position", "pk"]


class CategoryInline(TableInline):
    model = Category
    ordering = ["position", "pk"]
    fields = ["position", "title", "heading"]
    show_change_link = True


class PlannedWorkInline(SheetInline):
    model = PlannedWork
    ordering = ["position", "pk"]
    # The round's pattern may ask for any of these.
    fields = [
        ("title", "short_title", "position"),
        ("due_on", "precision", "quantity"),
        ("community", "department"),
        ("finished_on", "standing"),
        ("is_withheld", "withheld_ground"),
    ]


class CampaignInline(TableInline):
    model = Campaign
    ordering = ["position", "pk"]


class MechanismInline(TableInline):
    model = Mechanism
    ordering = ["position", "pk"]


class ResultInline(TableInline):
    model = Result
    fields = ["kind", "people", "amount", "note"]


@admin.register(Round)
class RoundAdmin(WithTimeline, FoldedInlines):
    events_of = staticmethod(timeline.of_round)
    form = RoundForm
    list_display = ["name", "label", "team", "fed_back_on", "published_on", "notice_link"]
    list_filter = ["kind", "is_sample"]
    search_fields = ["name", "slug", "label", "team", "inspected_body"]
    save_on_top = True
    inlines = [
        OfficialNameInline,
        SectionInline,
        CategoryInline,
        PlannedWorkInline,
        CampaignInline,
        MechanismInline,
        ResultInline,
    ]
    fieldsets = [
        (None, {"fields": ["name", "slug", "is_sample"]}),
        (
            "巡察",
            {"fields": ["authority", "label", "team", "kind", "inspected_body", "communities"]},
        ),
        (
            "日期",
            {
                "fields": [
                    ("inspected_from", "inspected_to"),
                    ("fed_back_on", "counted_on"),
                    "period_months",
                    ("amber_days", "red_days"),
                ]
            },
        ),
        (
            "公布",
            {
                "fields": [
                    "notice_title",
                    "publisher",
                    ("signed_on", "published_on"),
                    ("telephone", "email"),
                    "takes_opinions",
                    ("community_disclosure", "shows_live"),
                    "address",
                    "reporting_hours",
                    "footer",
                ]
            },
        ),
        (
            "公布正文的写法",
            {
                "fields": [
                    "numbering",
                    ("category_pattern", "subcategory_pattern"),
                    ("finding_pattern", "finding_run_in"),
                    ("measure_style", "measure_label", "measure_place"),
                    ("planned_work_pattern", "planned_work_separator"),
                    "rate_decimals",
                ]
            },
        ),
    ]
    # Boxes show at a glance who is in, need no script, and are tapped on a phone.
    formfield_overrides = {
        **SMALL_TEXT,
        models.ManyToManyField: {"widget": CheckboxSelectMultiple},
    }

    def get_inlines(self, request, obj):
        # Sections are checked against the round's data, which a new round does not have yet.
        return self.inlines if obj else []

    def view_on_site(self, round):
        return round.get_absolute_url() if round.is_public else None

    def round_of(self, row):
        return row

    def get_urls(self):
        ours = [
            ("notice/", notice_editor.editor, "notice"),
            ("notice/preview/", notice_editor.preview, "notice_preview"),
            ("notice/move/", notice_editor.move, "notice_move"),
            ("notice/sources/", sources.behind, "sources"),
        ]
        views = [
            path(f"<int:pk>/{route}", self.admin_site.admin_view(view), name=self._page_name(name))
            for route, view, name in ours
        ]
        return [*views, *super().get_urls()]

    @admin.display(description="公布正文")
    def notice_link(self, round):
        return format_html(
            '<a href="{}">预览</a>', reverse("admin:rectify_round_notice", args=[round.pk])
        )
