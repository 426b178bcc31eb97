"""The pages on which staff move one entry, decide on its request for more time, adjust it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from rectify import permissions, workflow
from rectify.admin.pages import page, way_back
from rectify.forms.moves import AdjustForm, ExtensionForm, OneMoveForm
from rectify.forms.once import OvertakenError, done_once, refuse_if_overtaken
from rectify.models import Extension, Issue
from rectify.states import MoveName
from rectify.workflow import Refused, SeveralRefused
from rectify.workflow.door import lock
from rectify.workflow.moves import refuse_unless_possible


def move(request, pk, name):
    """Make one move with one entry, unless it is impossible or somebody was quicker."""
    if name not in permissions.OFFICE_MOVES:
        raise Http404
    name = MoveName(name)
    issue = get_object_or_404(permissions.visible_issues(request.user).for_list(), pk=pk)
    knows = name in permissions.moves_of_staff(request.user)
    if not knows or not permissions.is_in_charge(request.user, issue):
        raise PermissionDenied
    back = way_back(request, _change_page(issue))
    form = OneMoveForm(request.POST or None, name=name, initial={"version": issue.version})
    changes = []
    if request.method == "POST" and form.is_valid():
        try:
            done_once(request, form, lambda: _made(issue, name, request.user, form))
            return HttpResponseRedirect(back)
        except OvertakenError as overtaken:
            changes = overtaken.changes
            form.show_version(overtaken.version)
            form.add_error(None, str(overtaken))
        except Refused as refused:
            form.add_error(None, str(refused))
    return page(
        request,
        "admin/rectify/issue/move.html",
        title=f"{name.label}：{issue}",
        issue=issue,
        name=name,
        form=form,
        changes=changes,
        obstacle="" if form.is_bound else _obstacle(issue, name, request.user),
        next=back,
    )


def _made(issue: Issue, name: MoveName, user, form: OneMoveForm) -> str:
    """Move the entry as it is now, and return what to tell the person."""
    locked = lock(issue)
    # What made the move impossible says more than the fields that were changed by it.
    refuse_unless_possible(locked, name, user)
    refuse_if_overtaken(locked, form.cleaned_data["version"])
    moved = workflow.move(locked, name, by=user, **form.said)
    return f"“{issue}”已办理“{name.label}”，现在是“{moved.get_after_display()}”。"


def _obstacle(issue: Issue, name: MoveName, user) -> str:
    try:
        refuse_unless_possible(issue, name, user)
    except Refused as refused:
        return str(refused)
    return ""


def decide_extension(request, pk):
    """Grant a request for more time, or refuse it with a reason."""
    visible = Extension.objects.filter(issue__in=permissions.visible_issues(request.user))
    asked = get_object_or_404(visible.select_related("asked_by", "decided_by"), pk=pk)
    issue = Issue.objects.for_list().get(pk=asked.issue_id)
    if not permissions.may_decide_extension(request.user, issue):
        raise PermissionDenied
    back = way_back(request, _change_page(issue))
    form = ExtensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done_once(request, form, lambda: _decided(asked, request.user, form.cleaned_data))
            return HttpResponseRedirect(back)
        except Refused as refused:
            form.add_error(None, str(refused))
    return page(
        request,
        "admin/rectify/issue/extension.html",
        title=f"延期申请审批：{issue}",
        issue=issue,
        asked=asked,
        form=form,
        next=back,
    )


def _decided(asked: Extension, user, said: dict) -> str:
    decided = workflow.extensions.decide(
        asked, by=user, granted=said["granted"], decision=said["decision"]
    )
    return f"“{decided.issue}”的延期申请已办理：{decided.get_state_display()}。"


def adjust(request, pk):
    """Give one entry another department, owner or deadline, with a reason."""
    issue = get_object_or_404(permissions.visible_issues(request.user).for_list(), pk=pk)
    if not permissions.may_assign(request.user):
        raise PermissionDenied
    back = way_back(request, _change_page(issue))
    form = AdjustForm(instance=issue)
    if request.method == "POST":
        # Compared with what the person saw, and changed, without anybody in between.
        with transaction.atomic():
            form = AdjustForm(request.POST, instance=lock(issue))
            if form.is_valid():
                try:
                    done_once(request, form, lambda: _adjusted(issue, request.user, form))
                    return HttpResponseRedirect(back)
                except SeveralRefused as refused:
                    [(_, sentence)] = refused.refusals
                    form.add_error(None, sentence)
    return page(
        request,
        "admin/rectify/issue/adjust.html",
        title=f"调整：{issue}",
        issue=issue,
        form=form,
        next=back,
    )


def _adjusted(issue: Issue, user, form: AdjustForm) -> str:
    changed = workflow.assign([issue], by=user, reason=form.cleaned_data["reason"], **form.changes)
    return f"已调整“{issue}”。" if changed else f"“{issue}”本来就是这样，没有要调整的。"


def _change_page(issue: Issue) -> str:
    return reverse("admin:rectify_issue_change", args=[issue.pk])
