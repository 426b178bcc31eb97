"""What the notice says beyond the findings, in the admin."""

from django.contrib import admin

from rectify.admin.choices import FindingChoice
from rectify.admin.inlines import SMALL_TEXT
from rectify.admin.keeping import KeepsNotice
from rectify.admin.read_only import ReadOnly
from rectify.admin.timeline import WithTimeline
from rectify.models import Campaign, Mechanism, OfficialName, PlannedWork, Result, Section


@admin.register(Section)
class SectionAdmin(WithTimeline, KeepsNotice):
    list_display = ["outline", "round", "kind", "level", "position"]
    list_display_links = ["outline"]
    list_filter = ["round", "kind"]
    list_select_related = ["round"]
    search_fields = ["heading", "body"]
    fields = [
        "round",
        ("heading", "numbered", "run_in"),
        ("position", "level", "kind"),
        "body",
    ]
    formfield_overrides = SMALL_TEXT

    @admin.display(description="栏目", ordering="position")
    def outline(self, section):
        return "　" * (section.level - 1) + str(section)


@admin.register(PlannedWork)
class PlannedWorkAdmin(KeepsNotice):
    list_display = [
        "title",
        "round",
        "due_text",
        "community",
        "department",
        "quantity",
        "finished_on",
    ]
    list_filter = ["round", "department"]
    list_select_related = ["round", "community", "department"]
    search_fields = ["title", "short_title", "standing"]

    @admin.display(description="计划完成时间", ordering="due_on")
    def due_text(self, work):
        return work.due_text


@admin.register(Campaign, Mechanism)
class CountedAdmin(KeepsNotice):
    list_display = ["name", "round", "note"]
    list_filter = ["round"]
    list_select_related = ["round"]
    search_fields = ["name", "note"]


@admin.register(Result)
class ResultAdmin(FindingChoice):
    list_display = ["kind", "round", "people", "amount", "finding", "note"]
    list_filter = ["round", "kind"]
    list_select_related = ["round", "finding"]
    search_fields = ["note", "finding__title"]


@admin.register(OfficialName)
class OfficialNameAdmin(ReadOnly):
    """Names are edited on their round's page, where removing one that is in use is refused."""

    list_display = ["key", "full_name", "round"]
    list_filter = ["round"]
    list_select_related = ["round", "department"]
    search_fields = ["key", "text", "department__name"]

    @admin.display(description="全称")
    def full_name(self, name):
        return str(name)
