"""Filters that are questions staff ask."""

from django.contrib import admin
from django.db.models import Q

from rectify.models import Category, Extension
from rectify.states import Light


class OverdueFilter(admin.SimpleListFilter):
    """Entries past their deadline and not settled, or all others."""

    title = "是否逾期"
    parameter_name = "overdue"

    def lookups(self, request, model_admin):
        return [("yes", "已逾期"), ("no", "没有逾期")]

    def queryset(self, request, queryset):
        match self.value():
            case "yes":
                return queryset.overdue()
            case "no":
                return queryset.exclude(pk__in=queryset.overdue().values("pk"))
        return queryset


class LightFilter(admin.SimpleListFilter):
    """Entries by their light of today, by their rounds' thresholds."""

    title = "红黄绿灯"
    parameter_name = "light"

    def lookups(self, request, model_admin):
        return [(light.value, light.label) for light in (Light.RED, Light.AMBER, Light.GREEN)]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.with_lights().filter(light_now=self.value())


class ExtensionFilter(admin.SimpleListFilter):
    """Entries for which more time was asked and nobody has decided yet."""

    title = "延期申请"
    parameter_name = "extension"

    def lookups(self, request, model_admin):
        return [("pending", "待审批")]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(pk__in=Extension.objects.pending().values("issue"))


class ClosedLateFilter(admin.SimpleListFilter):
    """Entries that were closed after their deadline."""

    title = "销号时间"
    parameter_name = "closed_late"

    def lookups(self, request, model_admin):
        return [("yes", "逾期销号")]

    def queryset(self, request, queryset):
        return queryset.closed_late() if self.value() else queryset


class CategoryFilter(admin.SimpleListFilter):
    """Entries of one category, those divided below it included.

    Rounds often have categories of the same title; each title is offered once, and only
    those of the round that is chosen already.
    """

    title = "反馈问题类别"
    parameter_name = "category"

    def lookups(self, request, model_admin):
        used = model_admin.get_queryset(request).order_by().values("finding__category")
        shown = Category.objects.filter(Q(pk__in=used) | Q(children__in=used)).distinct()
        chosen = request.GET.get("round__id__exact", "")
        if chosen.isdecimal():
            shown = shown.filter(round=chosen)
        titles = shown.order_by("round_id", "position", "pk").values_list("title", flat=True)
        return [(title, title) for title in dict.fromkeys(titles)]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(
            Q(finding__category__title=self.value())
            | Q(finding__category__parent__title=self.value())
        )
