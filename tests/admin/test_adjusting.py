"""The pages on which staff decide on more time for one entry, and adjust it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import Department, Owner
from rectify import workflow
from rectify.models import Extension, Issue
from rectify.states import Status
from tests.admin.pages import browser, filled, sentences, told

STAFF = ["accounts_keeper", "officer", "clerk", "other_clerk", "observer", "auditor"]
SENT_BEFORE = "这张表单刚才已经办过了，没有重复办理。"
LATER = datetime.date(2099, 12, 31)


def adjust_page(issue):
    return reverse("admin:rectify_issue_adjust", args=[issue.pk])


def decide_page(asked):
    return reverse("admin:rectify_extension_decide", args=[asked.pk])


@pytest.fixture
def asked(put, east_secretary, today) -> Extension:
    """An open request for more time."""
    return workflow.extensions.ask(
        put(Status.RECTIFYING),
        by=east_secretary,
        reason="雨季不能施工。",
        new_due_on=today + datetime.timedelta(100),
    )


# --- Requests for more time ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("granted", "decision", "state"),
    [("yes", "", "granted"), ("yes", "同意。", "granted"), ("no", "时间够。", "refused")],
)
@pytest.mark.parametrize("who", ["officer", "clerk"])
def test_request_is_decided(who, granted, decision, state, asked, request):
    user = request.getfixturevalue(who)
    client = browser(user)
    old = asked.issue.due_on
    data = filled(client.get(decide_page(asked)), granted=granted, decision=decision)
    response = client.post(decide_page(asked), data, follow=True)
    asked.refresh_from_db()
    assert told(response) == [f"“E1 楼道灯不亮。”的延期申请已办理：{asked.get_state_display()}。"]
    assert (asked.state, asked.decision, asked.decided_by) == (state, decision, user)
    asked.issue.refresh_from_db()
    assert asked.issue.due_on == (asked.new_due_on if granted == "yes" else old)


@pytest.mark.parametrize("method", ["get", "post"])
def test_request_opens_by_role(method, asked, request):
    found = {
        who: getattr(browser(request.getfixturevalue(who)), method)(decide_page(asked)).status_code
        for who in STAFF
    }
    assert found == {
        "accounts_keeper": 404,
        "officer": 200,
        "clerk": 200,
        "other_clerk": 404,
        "observer": 403,
        "auditor": 404,
    }


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"granted": "no"}, ["不同意的，请写明原因。"]),
        ({"granted": "", "decision": "好"}, ["请选“同意”或“不同意”。"]),
        ({"granted": "maybe"}, ["选择一个有效的选项。 maybe 不在可用的选项中。"]),
    ],
)
def test_decision_that_is_none(office, asked, data, expected):
    response = office.post(decide_page(asked), filled(office.get(decide_page(asked)), **data))
    assert sentences(response) == expected
    asked.refresh_from_db()
    assert asked.state == "pending"


def test_request_decided_meanwhile(office, clerk, asked):
    opened = office.get(decide_page(asked))
    workflow.extensions.decide(asked, by=clerk, granted=False, decision="时间够。")
    response = office.post(decide_page(asked), filled(opened, granted="yes", decision="同意。"))
    [sentence] = sentences(response)
    assert sentence.startswith("这份延期申请已由安全科办事员于")
    page = office.get(decide_page(asked)).content.decode()
    assert (page.count("未同意"), page.count("<textarea")) == (1, 0)


def test_decision_sent_twice_is_made_once(office, asked):
    data = filled(office.get(decide_page(asked)), granted="yes")
    office.post(decide_page(asked), data)
    assert told(office.post(decide_page(asked), data, follow=True))[-1] == SENT_BEFORE
    assert asked.issue.history.count() == 2


# --- Adjusting -----------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
def test_office_alone_adjusts(method, put, request):
    issue = put(Status.RECTIFYING)
    found = {
        who: getattr(browser(request.getfixturevalue(who)), method)(adjust_page(issue)).status_code
        for who in STAFF
    }
    assert found == {
        "accounts_keeper": 404,
        "officer": 200,
        "clerk": 403,
        "other_clerk": 404,
        "observer": 403,
        "auditor": 404,
    }


def test_adjusted_with_the_reason_on_record(office, officer, put):
    issue = put(Status.RECTIFYING)
    party = Department.objects.get(name="党建办公室")
    said = {
        "department": party.pk,
        "due_on": "2099-03-31",
        "due_wording": "2099年3月底",
        "reason": "归口调整。",
    }
    data = filled(office.get(adjust_page(issue)), **said)
    response = office.post(adjust_page(issue), data, follow=True)
    assert told(response) == ["已调整“E1 楼道灯不亮。”。"]
    issue.refresh_from_db()
    assert (issue.department, issue.deadline) == (party, "2099年3月底")
    newest = issue.history.first()
    assert (newest.history_user, newest.history_change_reason) == (officer, "\n归口调整。")
    # Sent again by a double click.
    assert told(office.post(adjust_page(issue), data, follow=True))[-1] == SENT_BEFORE
    assert issue.history.count() == 2


def test_owners_are_those_of_the_community(office, put, east_secretary):
    issue = put(Status.RECTIFYING)
    Owner.objects.create(community=issue.community, post="居委会主任")
    owners = office.get(adjust_page(issue)).context["form"].fields["owner"].queryset
    assert [str(owner) for owner in owners] == ["新园里社区党组织书记", "新园里社区居委会主任"]
    stranger = Owner.objects.exclude(community=issue.community).first()
    data = filled(office.get(adjust_page(issue)), owner=stranger.pk, reason="换人。")
    assert sentences(office.post(adjust_page(issue), data)) == [
        "选择一个有效的选项： 该选择不在可用的选项中。"
    ]


@pytest.mark.parametrize(
    ("status", "said", "expected"),
    [
        (Status.RECTIFYING, {"due_on": "2099-03-31"}, ["请写明原因。"]),
        (
            Status.CLOSED,
            {"due_on": "2099-03-31", "reason": "延后。"},
            ["已经是“已销号”，时限不能再改。"],
        ),
    ],
)
def test_adjustment_that_is_refused(office, put, status, said, expected):
    issue = put(status)
    response = office.post(adjust_page(issue), filled(office.get(adjust_page(issue)), **said))
    assert sentences(response) == expected
    assert response.content.decode().count('value="2099-03-31"') == 1
    issue.refresh_from_db()
    assert issue.due_on < LATER - datetime.timedelta(1000)


def test_settled_entry_may_still_be_given_to_another_department(office, put):
    issue = put(Status.CLOSED)
    party = Department.objects.get(name="党建办公室")
    data = filled(office.get(adjust_page(issue)), department=party.pk, reason="归口。")
    assert office.post(adjust_page(issue), data).status_code == 302
    issue.refresh_from_db()
    assert issue.department == party


def test_deadline_waits_for_an_open_request(office, asked):
    page = adjust_page(asked.issue)
    data = filled(office.get(page), due_on="2099-03-31", reason="延后。")
    assert sentences(office.post(page, data)) == ["有一份延期申请在等审批，请先审批。"]


def test_nothing_to_adjust(office, put):
    issue = put(Status.RECTIFYING)
    data = filled(office.get(adjust_page(issue)), reason="没什么。")
    assert told(office.post(adjust_page(issue), data, follow=True)) == [
        "“E1 楼道灯不亮。”本来就是这样，没有要调整的。"
    ]
    assert issue.history.count() == 1


def test_overtaken_adjustment_shows_both_versions(office, put):
    issue = put(Status.RECTIFYING)
    page = adjust_page(issue)
    opened = office.get(page)
    overtaking = Issue.objects.get(pk=issue.pk)
    overtaking.due_on = LATER
    overtaking.save()
    response = office.post(page, filled(opened, due_wording="年底", reason="延后。"))
    form = response.context["form"]
    assert [(one.label, one.theirs, one.chosen) for one in form.differences] == [
        ("整改时限", "2099年12月31日", "theirs"),
        ("时限原文", "（空）", "mine"),
    ]
    keep = {"keep_due_on": "theirs", "keep_due_wording": "mine"}
    assert office.post(page, filled(response, **keep)).status_code == 302
    issue.refresh_from_db()
    assert (issue.due_on, issue.due_wording) == (LATER, "年底")


# --- How much it costs -----------------------------------------------------------------------


@pytest.mark.parametrize("page", ["adjust", "extension"])
def test_page_costs_the_same_for_few_rows_and_for_many(
    page, office, asked, east_secretary, django_assert_num_queries
):
    issue = asked.issue
    issue.refresh_from_db()
    url, queries = {
        "adjust": (adjust_page(issue), 8),
        "extension": (decide_page(asked), 7),
    }[page]
    with django_assert_num_queries(queries):
        office.get(url)
    for at in range(5):
        issue.progress.create(text=f"第{at}次。", by=east_secretary)
        Owner.objects.create(community=issue.community, post=f"委员{at}")
        Extension.objects.create(
            issue=issue,
            asked_by=east_secretary,
            reason="雨。",
            new_due_on=issue.due_on + datetime.timedelta(9),
            state="withdrawn",
            decided_by=east_secretary,
            decided_at=timezone.now(),
        )
    with django_assert_num_queries(queries):
        office.get(url)
