"""Evidence: more of it, taken away again, and handed out to those who may see it."""

import logging

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_safe

from rectify import audit, permissions, workflow
from rectify.evidence.fields import MOST_FILES
from rectify.evidence.kinds import EvidenceKind
from rectify.forms.secretary import EvidenceForm, RemovalForm
from rectify.models import Evidence, Issue, ProgressEntry
from rectify.models.audit import AuditKind
from rectify.views.sending import is_done, read_or_send
from rectify.workflow.reports import why_no_addition, why_no_removal

logger = logging.getLogger(__name__)

CONTENT_TYPES = {
    EvidenceKind.JPEG: "image/jpeg",
    EvidenceKind.PNG: "image/png",
    EvidenceKind.WEBP: "image/webp",
    EvidenceKind.PDF: "application/pdf",
    EvidenceKind.DOC: "application/msword",
    EvidenceKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    EvidenceKind.XLS: "application/vnd.ms-excel",
    EvidenceKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


# --- Handing it out ------------------------------------------------------------------------


def _visible(request, token) -> Evidence:
    visible = permissions.visible_evidence(request.user).select_related("entry__issue")
    return get_object_or_404(visible, token=token)


@require_GET
@cache_control(private=True, no_store=True)
def evidence_file(request, token):
    """Hand out a file to be saved, and record who took it: the one thing that a GET writes."""
    evidence = _visible(request, token)
    try:
        file = evidence.file.open("rb")
    except FileNotFoundError:
        logger.error("佐证材料的文件不见了：%s（%s）", evidence.file.name, evidence.name)
        return render(request, "my/evidence_lost.html", {"evidence": evidence}, status=404)
    audit.record(
        AuditKind.DOWNLOAD,
        request=request,
        user=request.user,
        subject=f"整改问题 {evidence.entry.issue.number}：{evidence.name}（{evidence.token}）",
    )
    response = FileResponse(
        file,
        as_attachment=True,
        filename=evidence.name,
        content_type=CONTENT_TYPES[evidence.kind],
    )
    # Should a browser open it after all, nothing in it runs.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_safe
@cache_control(private=True, max_age=3600)
def evidence_thumbnail(request, token):
    """Show a photograph small, on the pages of those who may see it."""
    evidence = _visible(request, token)
    if not evidence.thumbnail:
        raise Http404
    try:
        file = evidence.thumbnail.open("rb")
    except FileNotFoundError:
        logger.error("缩略图的文件不见了：%s（%s）", evidence.thumbnail.name, evidence.name)
        raise Http404 from None
    response = FileResponse(file, content_type="image/jpeg")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


# --- Adding and removing -------------------------------------------------------------------


@read_or_send
@never_cache
def my_evidence(request, pk):
    """Add evidence to an entry of progress; a camera gives one photograph at a time."""
    own = ProgressEntry.objects.filter(issue__in=permissions.own_issues(request.user))
    entry = get_object_or_404(own.select_related("issue__round", "issue__finding"), pk=pk)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = EvidenceForm(*sent, name="evidence")

    def attach(said):
        added = workflow.reports.attach(entry, by=request.user, files=form.evidence)
        return f"已加上 {len(added)} 份佐证材料。"

    if sent and is_done(request, form, attach):
        return redirect("my_evidence", pk)
    kept = list(entry.evidence.kept())
    obstacle = why_no_addition(entry.issue, entry)
    context = {
        "entry": entry,
        "evidence": kept,
        "room": MOST_FILES - len(kept),
        "obstacle": obstacle,
        "open_progress": set() if obstacle else {entry.pk},
        "form": form,
        "failed": form if sent else None,
    }
    return render(request, "my/evidence.html", context)


@read_or_send
@never_cache
def my_evidence_remove(request, token):
    """Remove evidence, with a reason: a community's own, or by the office."""
    user = request.user
    visible = Evidence.objects.filter(entry__issue__in=permissions.visible_issues(user))
    evidence = get_object_or_404(visible.select_related("entry__issue__round"), token=token)
    issue = evidence.entry.issue
    if not permissions.may_remove_evidence(user, issue):
        raise PermissionDenied
    back = _page_of(issue, user)
    sent = [request.POST] if request.method == "POST" else []
    form = RemovalForm(*sent, name="remove")

    def remove(said):
        workflow.reports.remove(evidence, by=user, because=said["because"])
        return f"已移除“{evidence.name}”，移除的人、时间和原因已记下。"

    if sent and is_done(request, form, remove):
        return redirect(back)
    context = {
        "issue": issue,
        "evidence": evidence,
        "obstacle": why_no_removal(issue, evidence, user),
        "back": back,
        "form": form,
        "failed": form if sent else None,
    }
    return render(request, "my/evidence_remove.html", context)


def _page_of(issue: Issue, user) -> str:
    """Return the page on which a person works on an entry."""
    is_own = permissions.is_of_community(user, issue)
    name = "my_issue" if is_own else "admin:rectify_issue_change"
    return reverse(name, args=[issue.pk])
