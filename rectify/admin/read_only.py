"""Rows that are read in the admin and never touched there."""

from collections.abc import Callable

from django.contrib import admin
from django.urls import path


class ReadOnly(admin.ModelAdmin):
    """Neither added nor changed nor deleted by a form of the admin's.

    `pages` are the model's own, each with its route, its view and what it is called; one
    called change stands in the place of Django's.
    """

    pages: tuple[tuple[str, Callable, str], ...] = ()

    def get_urls(self):
        urls = super().get_urls()
        model = f"{self.opts.app_label}_{self.opts.model_name}"
        ours = [
            path(route, self.admin_site.admin_view(view), name=f"{model}_{name}")
            for route, view, name in self.pages
        ]
        if any(name == "change" for _, _, name in self.pages):
            # Nor the old address of a row, which would lead to Django's page.
            urls = [one for one in urls if one.name not in (f"{model}_change", None)]
        return [*ours, *urls]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
