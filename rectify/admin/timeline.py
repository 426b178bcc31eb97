"""The history of a row in the admin: what happened to it, by whom and when."""

from datetime import datetime

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from rectify import permissions, timeline
from rectify.admin.keeping import OvertakenError
from rectify.admin.overtaken import Merging, has_newer

EVENTS_PER_PAGE = 100


def _moment(written: str) -> datetime | None:
    """Return a moment that a form carries, None when somebody has tampered with it."""
    try:
        moment = parse_datetime(written)
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None


def _refusal(merging: Merging, newer: list[timeline.Event]) -> str:
    """Say why a form was not saved, and what it holds now that it is shown again."""
    listed = "；改动列在下面" if newer else ""
    said = [f"您打开这一页以后，有人改过，所以还没有保存{listed}。"]
    if merging.theirs:
        said.append(f"别人的改动{'还有' if newer else ''}：{'；'.join(merging.theirs)}。")
    if merging.both:
        said.append(f"{'、'.join(merging.both)}您和别人都改了，表单里是您填的，保存就盖过别人的。")
    if merging.anew:
        said.append(f"{'、'.join(merging.anew)}已被别人删去，您改过，保存就重新加上。")
    said.append("您没有动过的，已换成现在的内容。请核对；仍要保存的，再保存一次。")
    return "".join(said)


class WithTimeline(admin.ModelAdmin):
    """A model whose history is told as one timeline, from every record that there is.

    Seen by whoever may see the row, and once the row is deleted by whoever sees everything;
    nobody changes it.
    """

    events_of = staticmethod(timeline.of_fields)

    def get_urls(self):
        view = self.admin_site.admin_view(self.deleted_view)
        return [path("deleted/", view, name=self._page_name("deleted")), *super().get_urls()]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Give the form the moment up to which it knows what has happened to the row."""
        request.seen = request.POST.get("seen") or timezone.now().isoformat()
        return super().changeform_view(request, object_id, form_url, extra_context)

    def refuse_if_overtaken(self, request, row):
        """Take a form back that was opened before somebody else's change, and tell the change.

        An entry has a version instead, by which both are shown and chosen from.
        """
        if not hasattr(row, "version") and self._newer(request, row):
            raise OvertakenError

    def save_related(self, request, form, formsets, change):
        """Take the form back as well for changes in its rows that no event tells."""
        if any(map(has_newer, formsets)):
            raise OvertakenError
        super().save_related(request, form, formsets, change)

    def show_again(self, request, object_id):
        """Show the form with what is new in what the person left alone, and tell all that is new.

        What both have changed stays as the person wrote it: saved again, it goes over the other.
        """
        merging = Merging(request.POST.copy(), _moment(request.POST.get("seen", "")))
        with transaction.atomic():
            row = self.get_object(request, unquote(object_id))
            request.newer = self._newer(request, row)
            form = self.get_form(request, row, change=True)(request.POST, instance=row)
            merging.merge(form, self.get_object(request, unquote(object_id)))
            for formset in self._create_formsets(request, row, change=True)[0]:
                merging.merge_rows(formset)
        request.POST = merging.data
        request.seen = timezone.now().isoformat()
        request.refusal = _refusal(merging, request.newer)

    def _newer(self, request, row) -> list[timeline.Event]:
        seen = _moment(request.POST.get("seen", ""))
        return [event for event in self.events_of(row) if event.at > seen] if seen else []

    def changelist_view(self, request, extra_context=None):
        may_see = permissions.sees_whole_ledger(request.user)
        page = reverse(f"admin:{self._page_name('deleted')}") if may_see else ""
        return super().changelist_view(request, {**(extra_context or {}), "deleted_page": page})

    def history_view(self, request, object_id, extra_context=None):
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        row = self.get_object(request, unquote(object_id))
        deleted = None if row else self._deleted_row(request, unquote(object_id))
        if not (row or deleted):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        return self._timeline(
            request, f"历史：{row or deleted}", self.events_of(row or deleted), row=row
        )

    def deleted_view(self, request):
        """List what was deleted, each with the way to its history."""
        if not (self.has_view_permission(request) and permissions.sees_whole_ledger(request.user)):
            raise PermissionDenied
        title = f"已删除的{self.opts.verbose_name_plural}"
        return self._timeline(request, title, timeline.deleted(self.model))

    def _deleted_row(self, request, object_id):
        if not (permissions.sees_whole_ledger(request.user) and object_id.isdecimal()):
            return None
        return timeline.last_state(self.model, int(object_id))

    def _timeline(self, request, title, events, row=None):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "row": row,
            "page": Paginator(events, EVENTS_PER_PAGE).get_page(request.GET.get("p")),
        }
        return TemplateResponse(request, "admin/timeline.html", context)

    def _page_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"
