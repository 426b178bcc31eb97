"""Department, owner and deadline given to several entries at once."""

import datetime

import pytest

from communities.models import Department, Owner
from rectify import workflow
from rectify.states import Status
from rectify.workflow import Refused, SeveralRefused


@pytest.mark.parametrize(
    "who", ["accounts_keeper", "clerk", "east_secretary", "observer", "auditor"]
)
def test_only_the_office_assigns(who, put, request):
    issue = put(Status.RECTIFYING)
    with pytest.raises(Refused, match=r"^只有街道管理员能改责任科室、责任人和时限。$"):
        workflow.assign(
            [issue], by=request.getfixturevalue(who), reason="调整。", due_on=None, due_wording=""
        )


def test_assignment_needs_a_reason(put, officer):
    with pytest.raises(Refused, match=r"^请写明原因。$"):
        workflow.assign([put(Status.RECTIFYING)], by=officer, reason="", department=None)


def test_old_value_stays_in_the_history_with_the_reason(put, officer, today):
    issue = put(Status.RECTIFYING)
    old = issue.due_on
    later = today + datetime.timedelta(200)
    [changed] = workflow.assign(
        [issue], by=officer, reason="区委同意。", source="批量操作", due_on=later, due_wording=""
    )
    newest = changed.history.first()
    assert (newest.due_on, newest.history_change_reason) == (later, "批量操作\n区委同意。")
    assert newest.prev_record.due_on == old


def test_nothing_changes_where_nothing_differs(put, officer):
    issue = put(Status.RECTIFYING)
    before = issue.history.count()
    assert workflow.assign([issue], by=officer, reason="同前。", department=issue.department) == []
    assert issue.history.count() == before


def test_assignment_is_all_or_none(in_progress, officer, east_issue, today):
    closed = in_progress.issues.filter(status=Status.CLOSED).first()
    with pytest.raises(SeveralRefused) as refused:
        workflow.assign(
            [closed, east_issue], by=officer, reason="延后。", due_on=today, due_wording="今天"
        )
    assert refused.value.refusals == [(closed, "已经是“已销号”，时限不能再改。")]
    east_issue.refresh_from_db()
    assert east_issue.due_on != today


def test_owner_is_of_the_community(put, officer):
    issue = put(Status.RECTIFYING)
    stranger = Owner.objects.get(community__name="唐山里社区")
    with pytest.raises(SeveralRefused) as refused:
        workflow.assign([issue], by=officer, reason="换人。", owner=stranger)
    assert refused.value.refusals == [(issue, "唐山里社区党组织书记不是新园里社区的责任人。")]


def test_deadline_waits_for_an_open_request(put, officer, east_secretary, today):
    issue = put(Status.RECTIFYING)
    later = today + datetime.timedelta(100)
    workflow.extensions.ask(issue, by=east_secretary, reason="雨季。", new_due_on=later)
    with pytest.raises(SeveralRefused) as refused:
        workflow.assign([issue], by=officer, reason="延后。", due_on=later, due_wording="")
    assert refused.value.refusals == [(issue, "有一份延期申请在等审批，请先审批。")]
    workflow.assign([issue], by=officer, reason="归口。", department=Department.objects.first())
