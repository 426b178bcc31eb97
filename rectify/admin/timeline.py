"""The history of a row in the admin: what happened to it, by whom and when."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse

from rectify import timeline

EVENTS_PER_PAGE = 100


class WithTimeline(admin.ModelAdmin):
    """A model whose history is told as one timeline, from every record that there is.

    Seen by whoever may see the row; nobody changes it.
    """

    events_of = staticmethod(timeline.of_fields)

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        pages = Paginator(self.events_of(row), EVENTS_PER_PAGE)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{row}：历史",
            "opts": self.opts,
            "object": row,
            "page": pages.get_page(request.GET.get("p")),
        }
        return TemplateResponse(request, "admin/timeline.html", context)
