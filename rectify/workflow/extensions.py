"""A deadline moves only by a request that was granted, or by the office's own assignment."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from rectify import permissions
from rectify.models import Extension, Issue
from rectify.models.extension import ExtensionState
from rectify.workflow.door import Refused, lock, moment, save


def why_no_extension(issue: Issue) -> str:
    """Return why more time cannot be asked for now, or ""."""
    if issue.is_settled:
        return f"这项问题已经是“{issue.get_status_display()}”，不能再申请延期。"
    if issue.extensions.pending().exists():
        return "已有一份延期申请在等审批。"
    return ""


@transaction.atomic
def ask(issue: Issue, *, by, reason: str, new_due_on: date) -> Extension:
    """Ask for a later deadline; the present one is kept with the request. Raises Refused."""
    locked = lock(issue)
    if not permissions.may_report(by, locked):
        raise Refused("只有本社区的责任人能申请延期。")
    obstacle = why_no_extension(locked)
    if obstacle:
        raise Refused(obstacle)
    if not reason.strip():
        raise Refused("请写明延期理由。")
    if locked.due_on and new_due_on <= locked.due_on:
        raise Refused("申请延到的日期要晚于原来的时限。")
    if new_due_on <= timezone.localdate():
        raise Refused("申请延到的日期要在今天以后。")
    return Extension.objects.create(
        issue=locked,
        asked_by=by,
        reason=reason,
        new_due_on=new_due_on,
        old_due_on=locked.due_on,
        old_due_wording=locked.due_wording,
    )


@transaction.atomic
def decide(extension: Extension, *, by, granted: bool, decision: str = "") -> Extension:
    """Grant a request, which moves the deadline, or refuse it with a reason. Raises Refused."""
    issue, asked = _open(extension)
    if not permissions.may_decide_extension(by, issue):
        raise Refused("您没有审批这份延期申请的权限。")
    if not granted and not decision:
        raise Refused("不同意的，请写明原因。")
    if granted and asked.new_due_on <= timezone.localdate():
        raise Refused("申请延到的日期已经过了，不能再同意；请写明情况不同意，由社区另行申请。")
    if granted:
        issue.due_on, issue.due_wording = asked.new_due_on, ""
        save(issue, ["due_on", "due_wording"], by=by)
    state = ExtensionState.GRANTED if granted else ExtensionState.REFUSED
    return _settle(asked, state, by, decision)


@transaction.atomic
def withdraw(extension: Extension, *, by) -> Extension:
    """Take back a request that nobody has decided yet. Raises Refused."""
    issue, asked = _open(extension)
    if not permissions.may_report(by, issue):
        raise Refused("只有本社区的责任人能撤回延期申请。")
    return _settle(asked, ExtensionState.WITHDRAWN, by, "")


def _open(extension: Extension) -> tuple[Issue, Extension]:
    """Return the entry, locked, and its request, which must still be open."""
    issue = lock(extension.issue)
    asked = Extension.objects.select_related("decided_by").get(pk=extension.pk)
    if asked.state != ExtensionState.PENDING:
        raise Refused(
            f"这份延期申请已由{asked.decided_by.get_full_name()}于{moment(asked.decided_at)}"
            f"办理，结果是“{asked.get_state_display()}”。"
        )
    return issue, asked


def _settle(asked: Extension, state: ExtensionState, by, decision: str) -> Extension:
    asked.state, asked.decided_by, asked.decided_at = state, by, timezone.now()
    asked.decision = decision
    asked.save(update_fields=["state", "decided_by", "decided_at", "decision"])
    return asked
