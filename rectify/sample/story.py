"""What has happened to one entry of the round in progress, so that every screen shows something."""

from datetime import timedelta

from django.utils import timezone

from rectify import workflow
from rectify.models import Issue
from rectify.sample.current import SLUG
from rectify.states import MoveName, Status


def tell(secretary, officer) -> Issue | None:
    """Let a community report, apply, be sent back and ask for more time; return the entry."""
    issue = Issue.objects.filter(
        round__slug=SLUG, community__owners__user=secretary, status=Status.RECTIFYING
    ).first()
    if issue is None:
        return None
    workflow.reports.report(
        issue, by=secretary, text="（示例）已召开专题会议，按整改措施逐项落实，形成会议记录。"
    )
    workflow.move(issue, MoveName.SUBMIT, by=secretary, note="（示例）会议记录正在整理，随后补交。")
    workflow.move(
        issue,
        MoveName.RETURN,
        by=officer,
        note="（示例）没有佐证材料，看不出整改的效果。",
        wanted="（示例）会议记录和整改前后的照片。",
    )
    workflow.extensions.ask(
        issue,
        by=secretary,
        reason="（示例）要等物业公司提供资料。",
        new_due_on=max(issue.due_on, timezone.localdate()) + timedelta(days=15),
    )
    return issue
