"""The pages on which staff move one entry, decide on more time, and adjust it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import Department, Owner
from rectify import workflow
from rectify.models import Extension, Issue
from rectify.states import MoveName, Status
from tests.admin.pages import address, browser, filled, sentences, told

STAFF = ["accounts_keeper", "officer", "clerk", "other_clerk", "observer", "auditor"]
OVERTAKEN = (
    "您打开这一页以后，有人改过这一条，所以还没有办理。请看过改动的内容；仍要这样办，再提交一次。"
)
SENT_BEFORE = "这张表单刚才已经办过了，没有重复办理。"


def move_page(issue, name):
    return reverse("admin:rectify_issue_move", args=[issue.pk, name])


def adjust_page(issue):
    return reverse("admin:rectify_issue_adjust", args=[issue.pk])


def change_page(issue):
    return address(Issue, "change", issue.pk)


@pytest.fixture
def asked(put, east_secretary, today) -> Extension:
    """An open request for more time."""
    return workflow.extensions.ask(
        put(Status.RECTIFYING),
        by=east_secretary,
        reason="雨季不能施工。",
        new_due_on=today + datetime.timedelta(100),
    )


def decide_page(asked):
    return reverse("admin:rectify_extension_decide", args=[asked.pk])


# --- Moves -------------------------------------------------------------------------------


# Each move of the staff: from where, what it says, and where it leads.
LATER = datetime.date(2099, 12, 31)
MOVES = [
    ("endorse", Status.TO_ENDORSE, {}, Status.TO_APPROVE),
    ("endorse", Status.TO_ENDORSE, {"note": "材料齐全。"}, Status.TO_APPROVE),
    (
        "return",
        Status.TO_ENDORSE,
        {"note": "照片看不清。", "wanted": "重拍一张。"},
        Status.RECTIFYING,
    ),
    (
        "return",
        Status.TO_APPROVE,
        {"note": "照片看不清。", "wanted": "重拍一张。"},
        Status.RECTIFYING,
    ),
    ("close", Status.TO_APPROVE, {}, Status.CLOSED),
    ("sustain", Status.TO_APPROVE, {"note": "要常抓。", "review_on": LATER}, Status.SUSTAINED),
    ("reopen", Status.CLOSED, {"ground": "complaint", "note": "又坏了。"}, Status.RECTIFYING),
    ("reopen", Status.SUSTAINED, {"ground": "revisit", "note": "反弹。"}, Status.RECTIFYING),
]


@pytest.mark.parametrize(("name", "status", "said", "after"), MOVES)
def test_office_moves(office, officer, put, name, status, said, after):
    issue = put(status)
    page = move_page(issue, name)
    response = office.post(page, filled(office.get(page), **said), follow=True)
    assert response.redirect_chain == [(change_page(issue), 302)]
    assert told(response) == [
        f"“E1 楼道灯不亮。”已办理“{MoveName(name).label}”，现在是“{after.label}”。"
    ]
    issue.refresh_from_db()
    made = issue.moves.get()
    assert (made.name, made.by, issue.status, made.source) == (name, officer, after, "")
    assert {field: getattr(made, field) for field in said} == said


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("endorse", ["意见"]),
        ("return", ["退回原因", "还需要什么"]),
        ("close", ["意见"]),
        ("sustain", ["理由", "下次复核日期"]),
        ("reopen", ["由来", "理由"]),
    ],
)
def test_page_asks_what_the_move_needs(office, put, name, labels):
    status = dict(reversed([(move, before) for move, before, _, _ in MOVES]))[name]
    form = office.get(move_page(put(status), name)).context["form"]
    assert [bound.label for bound in form.visible_fields()] == labels


# Who may open which page, of those for whom the entry is there at all.
ALLOWED = {
    "officer": {"endorse", "return", "close", "sustain", "reopen"},
    "clerk": {"endorse", "return"},
}
STRANGERS = {"accounts_keeper", "other_clerk", "auditor"}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", [*MoveName.values, "vanish"])
def test_page_opens_by_role(name, method, put, request):
    issue = put(Status.TO_ENDORSE)
    found = {}
    for who in STAFF:
        send = getattr(browser(request.getfixturevalue(who)), method)
        found[who] = send(move_page(issue, name)).status_code
    # The community's moves are made on its own pages.
    is_ours = name in ALLOWED["officer"]
    assert found == {
        who: 404
        if who in STRANGERS or not is_ours
        else (200 if name in ALLOWED.get(who, ()) else 403)
        for who in STAFF
    }
    issue.refresh_from_db()
    assert issue.status == Status.TO_ENDORSE


def test_entry_that_is_not_there(office):
    assert office.get("/admin/rectify/issue/999999/moves/close/").status_code == 404


def test_secretary_is_led_away(put, east_secretary):
    page = move_page(put(Status.TO_ENDORSE), "endorse")
    assert browser(east_secretary).get(page, follow=True).status_code == 403


@pytest.mark.parametrize(
    ("name", "status", "sentence"),
    [
        ("close", Status.TO_ENDORSE, "这项问题现在是“待初审”，不能办理“销号”。"),
        ("reopen", Status.RECTIFYING, "这项问题现在是“整改中”，不能办理“重新整改”。"),
    ],
)
def test_page_of_a_move_that_is_not_possible(office, put, name, status, sentence):
    issue = put(status)
    response = office.get(move_page(issue, name))
    assert (response.status_code, response.context["obstacle"]) == (200, sentence)
    assert response.content.decode().count("<textarea") == 0
    # Sent all the same, from a page that was open before.
    data = {"key": "6f1f6e3c-52a5-4d0c-8a4e-3d5b4d3f9a10", "version": issue.version}
    said = {"note": "又坏了。", "ground": "complaint"}
    assert sentences(office.post(move_page(issue, name), data | said)) == [sentence]
    assert issue.moves.count() == 0


def test_clerk_returns_in_the_departments_own_step_alone(clerk, put):
    issue = put(Status.TO_APPROVE)
    response = browser(clerk).get(move_page(issue, "return"))
    assert response.context["obstacle"] == "这项问题现在是“待批准”，不能办理“退回”。"


def test_who_comes_second_is_told_and_keeps_what_was_typed(office, clerk, put):
    issue = put(Status.TO_ENDORSE)
    page = move_page(issue, "return")
    opened = office.get(page)
    workflow.move(issue, MoveName.RETURN, by=clerk, note="不够。", wanted="补。")
    response = office.post(page, filled(opened, note="看不清楚。", wanted="重拍两张。"))
    [sentence] = sentences(response)
    assert sentence.startswith("这项问题已由安全科办事员于")
    assert sentence.endswith("办理“退回”，现在是“整改中”，不能办理“退回”。")
    html = response.content.decode()
    assert (html.count("看不清楚。"), html.count("重拍两张。")) == (1, 1)
    assert issue.moves.count() == 1


@pytest.mark.parametrize(
    ("name", "status", "said", "expected"),
    [
        ("return", Status.TO_ENDORSE, {}, ["请填写退回原因。", "请填写还需要什么。"]),
        ("return", Status.TO_ENDORSE, {"note": " ", "wanted": "补。"}, ["请填写退回原因。"]),
        ("sustain", Status.TO_APPROVE, {}, ["请填写理由。", "请填写下次复核日期。"]),
        (
            "sustain",
            Status.TO_APPROVE,
            {"note": "常抓。", "review_on": "2020-01-01"},
            ["下次复核日期要在今天以后。"],
        ),
        (
            "sustain",
            Status.TO_APPROVE,
            {"note": "常抓。", "review_on": "明年"},
            ["输入一个有效的日期。"],
        ),
        ("reopen", Status.CLOSED, {"note": "又坏了。"}, ["请填写由来。"]),
    ],
)
def test_move_says_what_is_missing(office, put, name, status, said, expected):
    issue = put(status)
    page = move_page(issue, name)
    assert sentences(office.post(page, filled(office.get(page), **said))) == expected
    assert issue.moves.count() == 0


def test_move_sent_twice_is_made_once(office, put):
    issue = put(Status.TO_ENDORSE)
    page = move_page(issue, "endorse")
    data = filled(office.get(page))
    assert office.post(page, data).status_code == 302
    again = office.post(page, data, follow=True)
    assert told(again)[-1] == SENT_BEFORE
    assert issue.moves.count() == 1


def test_overtaken_move_shows_what_was_changed_and_goes_when_sent_again(office, put):
    issue = put(Status.TO_ENDORSE)
    issue.save()
    page = move_page(issue, "endorse")
    opened = office.get(page)
    overtaking = Issue.objects.get(pk=issue.pk)
    overtaking.text = "三单元楼道灯不亮。"
    overtaking.save()
    response = office.post(page, filled(opened, note="可以。"))
    assert sentences(response) == [OVERTAKEN]
    assert [(one.label, one.old, one.new) for one in response.context["changes"]] == [
        ("具体问题", "楼道灯不亮。", "三单元楼道灯不亮。")
    ]
    assert issue.moves.count() == 0
    assert office.post(page, filled(response)).status_code == 302
    assert issue.moves.get().note == "可以。"


@pytest.mark.parametrize("missing", ["key", "version"])
def test_form_with_a_part_missing_is_refused(office, put, missing):
    issue = put(Status.TO_ENDORSE)
    page = move_page(issue, "endorse")
    response = office.post(page, filled(office.get(page)) | {missing: ""})
    assert sentences(response) == ["这张表单不完整，请刷新本页后再提交。"]
    assert issue.moves.count() == 0


@pytest.mark.parametrize(
    ("came_from", "led_to"),
    [
        ("/admin/rectify/issue/?status__exact=to_endorse", True),
        ("https://elsewhere.example/", False),
        ("//elsewhere.example/", False),
        ("javascript:alert(1)", False),
    ],
)
def test_way_back_stays_on_the_site(office, put, came_from, led_to):
    issue = put(Status.TO_ENDORSE)
    page = move_page(issue, "endorse")
    data = filled(office.get(page, {"next": came_from}))
    assert office.post(page, data).url == (came_from if led_to else change_page(issue))


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


@pytest.mark.parametrize("page", ["move", "adjust", "extension"])
def test_page_costs_the_same_for_few_rows_and_for_many(
    page, office, asked, east_secretary, django_assert_num_queries
):
    issue = asked.issue
    issue.refresh_from_db()
    url, queries = {
        "move": (move_page(issue, "endorse"), 7),
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
