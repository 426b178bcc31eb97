"""Filters that are questions staff ask."""

from django.contrib import admin


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
