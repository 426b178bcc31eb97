"""Categories, findings and measures in the admin."""

from django.contrib import admin

from rectify import timeline
from rectify.admin.choices import FindingChoice
from rectify.admin.inlines import SMALL_TEXT, SheetInline, TableInline
from rectify.admin.keeping import KeepsNotice
from rectify.admin.timeline import WithTimeline
from rectify.forms.ledger import CategoryForm, FindingForm
from rectify.models import Category, Finding, Measure

# Whether the public edition leaves it out, and why.
WITHHELD = ("is_withheld", "withheld_ground")


class FindingInline(SheetInline):
    model = Finding
    fields = [("title", "position"), "approach", ("heading", "measure_style"), WITHHELD]
    classes = []
    show_change_link = True
    ordering = ["position", "pk"]


class MeasureInline(TableInline):
    model = Measure
    fields = ["position", "text", "outcome", *WITHHELD]
    extra = 2
    classes = []
    ordering = ["position", "pk"]


@admin.register(Category)
class CategoryAdmin(WithTimeline, KeepsNotice):
    events_of = staticmethod(timeline.of_category)
    form = CategoryForm
    list_display = ["title", "round", "parent", "position"]
    list_filter = ["round"]
    list_select_related = ["round", "parent"]
    search_fields = ["title"]
    fields = ["round", "parent", "position", "title", "heading", "body", "run_in"]
    formfield_overrides = SMALL_TEXT
    inlines = [FindingInline]

    def get_inlines(self, request, obj):
        return self.inlines if obj else []


@admin.register(Finding)
class FindingAdmin(WithTimeline, KeepsNotice):
    events_of = staticmethod(timeline.of_finding)
    form = FindingForm
    list_display = ["title", "category", "in_round", "position", "measure_count"]
    list_filter = ["category__round", "category"]
    list_select_related = ["category__round"]
    search_fields = ["title", "approach", "measures__text"]
    fields = ["category", "position", "title", "heading", "approach", "measure_style", WITHHELD]
    formfield_overrides = SMALL_TEXT
    inlines = [MeasureInline]

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def get_queryset(self, request):
        return super().get_queryset(request).with_measure_counts()

    @admin.display(description="轮次", ordering="category__round")
    def in_round(self, finding):
        return finding.round

    @admin.display(description="措施数")
    def measure_count(self, finding):
        return finding.measure_count


@admin.register(Measure)
class MeasureAdmin(WithTimeline, FindingChoice):
    list_display = ["text", "finding", "outcome"]
    list_filter = ["finding__category__round", "outcome"]
    list_select_related = ["finding"]
    search_fields = ["text", "finding__title"]
    fields = ["finding", "position", "text", "outcome", WITHHELD]
    formfield_overrides = SMALL_TEXT
