"""Opinions of the public in the admin: a list that shows none, and a page on which to act."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from rectify import audit, opinions, permissions, timeline
from rectify.admin.pages import page
from rectify.admin.read_only import ReadOnly
from rectify.forms.once import done_once
from rectify.forms.opinions import ReopeningForm, StepForm
from rectify.models import Opinion
from rectify.models.audit import AuditKind
from rectify.models.opinion import OpinionStepName
from rectify.workflow import Refused


@admin.register(Opinion)
class OpinionAdmin(ReadOnly):
    """What the public wrote, for the office alone.

    The list shows nothing of what was written: reading is on record, opinion by opinion.
    """

    list_display = ["name", "round", "received_at", "state", "contact"]
    list_display_links = ["name"]
    list_filter = ["state", ("round", RelatedOnlyFieldListFilter)]
    list_select_related = ["round"]
    # Of a receipt number only the hash is kept; see get_search_results.
    search_fields = ["receipt_hash"]
    search_help_text = "按反映人报的回执号查找"
    list_per_page = 100
    show_full_result_count = False
    actions = None

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        return queryset.filter(receipt_hash=opinions.hash_of(search_term)), False

    @property
    def pages(self):
        return (
            ("<int:pk>/change/", look, "change"),
            ("<int:pk>/open/", open_content, "open"),
            ("<int:pk>/steps/<str:name>/", step, "step"),
        )

    @admin.display(description="编号", ordering="pk")
    def name(self, opinion):
        return str(opinion)

    @admin.display(description="联系方式")
    def contact(self, opinion):
        return "留了联系方式" if opinion.sealed_contact else None


@never_cache
def look(request, pk):
    """Show how an opinion stands and what can be done with it, without what was written."""
    return _page(request, _opinion(request, pk))


@never_cache
def open_content(request, pk):
    """Show what was written, too, and record who asked to see it."""
    opinion = _opinion(request, pk)
    if request.method != "POST":
        return HttpResponseRedirect(_address(opinion))
    return _page(request, opinion, is_open=True)


@never_cache
@sensitive_post_parameters()
def step(request, pk, name):
    """Take one step with an opinion, unless it is impossible or somebody was quicker."""
    opinion = _opinion(request, pk)
    if name not in OpinionStepName.values:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(_address(opinion))
    name = OpinionStepName(name)
    form = _form(opinion, name, request.POST)
    if form.is_valid():
        try:
            done_once(request, form, lambda: _taken(opinion, name, request.user, form))
            return HttpResponseRedirect(_address(opinion))
        except Refused as refused:
            form.add_error(None, str(refused))
    opinion.refresh_from_db()
    return _page(request, opinion, failed=form)


def _opinion(request, pk) -> Opinion:
    """Return the opinion for whom it is meant."""
    if not permissions.may_handle_opinions(request.user):
        raise PermissionDenied
    return get_object_or_404(Opinion.objects.select_related("round"), pk=pk)


def _form(opinion: Opinion, name: OpinionStepName, *sent) -> StepForm:
    if name == OpinionStepName.REOPEN:
        return ReopeningForm(*sent, opinion=opinion)
    return StepForm(*sent, name=name)


def _taken(opinion: Opinion, name: OpinionStepName, user, form: StepForm) -> str:
    """Take the step, and return what to tell the person."""
    said = form.cleaned_data
    if name == OpinionStepName.REOPEN:
        opinions.reopen(opinion, said["issue"], by=user, reason=said["note"])
        return f"{opinion}已转重新整改：“{said['issue']}”现在是“整改中”。"
    taken = opinions.take_step(opinion, name, by=user, note=said.get("note", ""))
    if name == OpinionStepName.ERASE:
        return f"{opinion}的内容和联系方式已删除，办理记录还在。"
    return f"{opinion}已办理“{name.label}”，现在是“{taken.get_after_display()}”。"


def _page(request, opinion: Opinion, *, is_open=False, failed: StepForm | None = None):
    """Show an opinion with the forms of its steps; `failed` is the one that has to come back."""
    content, unreadable = None, ""
    if is_open:
        try:
            content = opinions.content_of(opinion)
        except opinions.UnreadableError as error:
            unreadable = str(error)
        # Also when nothing could be read: that somebody tried is worth knowing.
        subject = f"{opinion}（{opinion.round}）"
        audit.record(AuditKind.READ, request=request, user=request.user, subject=subject)
    forms = [
        failed if failed and failed.name == name else _form(opinion, name)
        for name in opinions.steps_possible(opinion, request.user)
    ]
    if failed and failed not in forms:
        # No longer on offer, but what was typed is not thrown away.
        forms.append(failed)
    return page(
        request,
        "admin/rectify/opinion/look.html",
        title=str(opinion),
        opts=Opinion._meta,
        opinion=opinion,
        content=content,
        unreadable=unreadable,
        forms=forms,
        failed=failed,
        events=timeline.of_opinion(opinion),
    )


def _address(opinion: Opinion) -> str:
    return reverse("admin:rectify_opinion_change", args=[opinion.pk])
