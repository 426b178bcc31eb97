"""More time: asked for, granted, refused, taken back, lapsed."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from rectify import workflow
from rectify.models import Extension
from rectify.states import MoveName, Status
from rectify.workflow import Refused, extensions


@pytest.fixture
def later(today):
    return today + datetime.timedelta(100)


@pytest.fixture
def asked(put, east_secretary, later) -> Extension:
    """An open request of the entry, whose deadline the office had written in words."""
    issue = put(Status.RECTIFYING)
    issue.due_wording = "下月底"
    issue.save()
    return extensions.ask(issue, by=east_secretary, reason="雨季不能施工。", new_due_on=later)


@pytest.mark.parametrize(
    "who",
    ["officer", "clerk", "west_secretary", "observer", "auditor", "accounts_keeper"],
)
def test_only_its_community_asks(who, put, later, request):
    with pytest.raises(Refused, match=r"^只有本社区的责任人能申请延期。$"):
        extensions.ask(
            put(Status.RECTIFYING), by=request.getfixturevalue(who), reason="雨。", new_due_on=later
        )


@pytest.mark.parametrize(
    ("who", "decides"),
    [
        ("officer", True),
        ("clerk", True),
        ("other_clerk", False),
        ("east_secretary", False),
        ("observer", False),
        ("accounts_keeper", False),
    ],
)
def test_department_or_office_decides(who, decides, asked, request):
    by = request.getfixturevalue(who)
    if decides:
        assert extensions.decide(asked, by=by, granted=True).decided_by == by
    else:
        with pytest.raises(Refused, match=r"^您没有审批这份延期申请的权限。$"):
            extensions.decide(asked, by=by, granted=True)
        asked.refresh_from_db()
        assert asked.state == "pending"


def test_granting_moves_the_deadline_and_keeps_the_old_one(asked, officer, later):
    old = asked.issue.due_on
    extensions.decide(asked, by=officer, granted=True, decision="同意。")
    issue = asked.issue
    issue.refresh_from_db()
    asked.refresh_from_db()
    assert (issue.due_on, issue.due_wording) == (later, "")
    assert (asked.old_due_on, asked.old_due_wording, asked.old_deadline) == (
        old,
        "下月底",
        "下月底",
    )
    assert (asked.state, asked.decision) == ("granted", "同意。")


def test_refusing_says_why_and_leaves_the_deadline(asked, officer):
    old = asked.issue.due_on
    with pytest.raises(Refused, match=r"^不同意的，请写明原因。$"):
        extensions.decide(asked, by=officer, granted=False)
    extensions.decide(asked, by=officer, granted=False, decision="时间够。")
    asked.issue.refresh_from_db()
    assert (asked.issue.due_on, asked.issue.due_wording) == (old, "下月底")


def test_decided_once(asked, officer, clerk):
    extensions.decide(asked, by=clerk, granted=False, decision="时间够。")
    with pytest.raises(Refused) as refused:
        extensions.decide(asked, by=officer, granted=True)
    assert str(refused.value).startswith("这份延期申请已由安全科办事员于")
    assert str(refused.value).endswith("办理，结果是“未同意”。")


def test_one_open_request_at_a_time(asked, east_secretary, later):
    with pytest.raises(Refused, match=r"^已有一份延期申请在等审批。$"):
        extensions.ask(asked.issue, by=east_secretary, reason="再延。", new_due_on=later)
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.create(
            issue=asked.issue, asked_by=east_secretary, reason="再延。", new_due_on=later
        )
    extensions.withdraw(asked, by=east_secretary)
    again = extensions.ask(asked.issue, by=east_secretary, reason="再延。", new_due_on=later)
    assert again.state == "pending"


@pytest.mark.parametrize(
    ("days", "due", "reason", "sentence"),
    [
        (30, 40, "雨季。", "申请延到的日期要晚于原来的时限。"),
        (40, 40, "雨季。", "申请延到的日期要晚于原来的时限。"),
        (0, -5, "雨季。", "申请延到的日期要在今天以后。"),
        (50, 40, "", "请写明延期理由。"),
    ],
)
def test_request_that_makes_no_sense(days, due, reason, sentence, put, east_secretary, today):
    issue = put(Status.RECTIFYING)
    issue.due_on = today + datetime.timedelta(due)
    issue.save()
    with pytest.raises(Refused) as refused:
        extensions.ask(
            issue, by=east_secretary, reason=reason, new_due_on=today + datetime.timedelta(days)
        )
    assert str(refused.value) == sentence


def test_request_lapses_when_the_entry_is_settled(asked, officer, east_secretary):
    issue = asked.issue
    workflow.move(issue, MoveName.SUBMIT, by=east_secretary, note="无材料。")
    workflow.move(issue, MoveName.ENDORSE, by=officer)
    workflow.move(issue, MoveName.CLOSE, by=officer)
    asked.refresh_from_db()
    assert (asked.state, asked.decision) == ("lapsed", "已办理“销号”，不再需要延期。")
    with pytest.raises(Refused, match="不能再申请延期"):
        extensions.ask(issue, by=east_secretary, reason="雨。", new_due_on=asked.new_due_on)
