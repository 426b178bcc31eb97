"""Giving several entries another department, owner or deadline at once."""

from collections.abc import Iterable

from django.db import transaction

from rectify import permissions
from rectify.models import Issue
from rectify.models.history import because
from rectify.workflow.door import Refused, SeveralRefused, in_order, lock, save


@transaction.atomic
def assign(
    issues: Iterable[Issue],
    *,
    by,
    reason: str,
    source: str = "",
    **changes,
) -> list[Issue]:
    """Give entries another department, owner or deadline, all of them or none.

    `changes` are among department, owner, due_on and due_wording. The old value stays in the
    history with the reason. Returns the entries that changed. Raises SeveralRefused.
    """
    if not permissions.may_assign(by):
        raise Refused("只有街道管理员能改责任科室、责任人和时限。")
    if not reason:
        raise Refused("请写明原因。")
    changed, refusals = [], []
    for issue in in_order(issues):
        locked = lock(issue)
        refusal = _why_not_assigned(locked, changes)
        if refusal:
            refusals.append((issue, refusal))
            continue
        if all(getattr(locked, field) == value for field, value in changes.items()):
            continue
        for field, value in changes.items():
            setattr(locked, field, value)
        save(locked, [*changes], by=by, because=because(source, reason))
        changed.append(locked)
    if refusals:
        raise SeveralRefused(refusals)
    return changed


def _why_not_assigned(issue: Issue, changes: dict) -> str:
    owner = changes.get("owner")
    if owner and owner.community_id != issue.community_id:
        return f"{owner}不是{issue.community}的责任人。"
    if {"due_on", "due_wording"} & changes.keys():
        if issue.is_settled:
            return f"已经是“{issue.get_status_display()}”，时限不能再改。"
        if issue.extensions.pending().exists():
            return "有一份延期申请在等审批，请先审批。"
    return ""
