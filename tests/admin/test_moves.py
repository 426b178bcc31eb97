"""The pages on which staff move one entry."""

import datetime

import pytest
from django.urls import reverse

from rectify import workflow
from rectify.models import Issue
from rectify.states import MoveName, Status
from tests.admin.pages import address, browser, filled, sentences, told

STAFF = ["accounts_keeper", "officer", "clerk", "other_clerk", "observer", "auditor"]
OVERTAKEN = (
    "您打开这一页以后，有人改过这一条，所以还没有办理。请看过改动的内容；仍要这样办，再提交一次。"
)
SENT_BEFORE = "这张表单刚才已经办过了，没有重复办理。"


def move_page(issue, name):
    return reverse("admin:rectify_issue_move", args=[issue.pk, name])


def change_page(issue):
    return address(Issue, "change", issue.pk)


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


def test_page_costs_the_same_for_few_rows_and_for_many(
    office, put, east_secretary, django_assert_num_queries
):
    issue = put(Status.TO_ENDORSE)
    page = move_page(issue, "endorse")
    for rows in (0, 5):
        for at in range(rows):
            issue.progress.create(text=f"第{at}次。", by=east_secretary)
        with django_assert_num_queries(6):
            office.get(page)
