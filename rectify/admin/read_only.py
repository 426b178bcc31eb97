"""Rows that are read in the admin and never touched there."""

from django.contrib import admin


class ReadOnly(admin.ModelAdmin):
    """Neither added nor changed nor deleted by a form of the admin's."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
