"""The same form sent twice, and a form that somebody else has overtaken."""

import re

import pytest

from rectify.models import Campaign, Issue
from tests.admin.pages import address, errors_of, form_data

# --- Sent twice ------------------------------------------------------------------------------


@pytest.fixture
def new_campaign(office, in_progress):
    """The form of a new campaign as a browser holds it, filled in."""
    page = address(Campaign, "add")
    html = office.get(page).content.decode()
    [key] = re.findall(r'name="sending" value="([^"]+)"', html)
    return page, {"round": in_progress.pk, "name": "", "note": "说明", "sending": key}


def test_form_sent_twice_is_saved_once(office, in_progress, new_campaign):
    # A section has no name of its own that could keep a second one out.
    page = address(type(in_progress.sections.first()), "add")
    [key] = re.findall(r'name="sending" value="([^"]+)"', office.get(page).content.decode())
    data = {"round": in_progress.pk, "kind": "text", "level": 1, "body": "一段话。", "sending": key}
    assert office.post(page, data).status_code == 302
    again = office.post(page, data, follow=True)
    assert [str(message) for message in again.context["messages"]][-1] == (
        "这张表单刚才已经保存过了，没有重复保存。"
    )
    assert in_progress.sections.filter(body="一段话。").count() == 1


def test_form_taken_back_by_the_browser_and_changed_is_another_one(
    office, in_progress, new_campaign
):
    page, data = new_campaign
    for name in ("甲", "乙"):
        assert office.post(page, data | {"name": name}).status_code == 302
    assert list(in_progress.campaigns.order_by("pk").values_list("name", flat=True))[-2:] == [
        "甲",
        "乙",
    ]


def test_refused_form_may_be_sent_again(office, in_progress, new_campaign):
    page, data = new_campaign
    assert office.post(page, data).status_code == 200
    assert office.post(page, data | {"name": "甲"}).status_code == 302


# --- Overtaken -------------------------------------------------------------------------------


@pytest.fixture
def opened(office, east_issue):
    """The entry's page, opened, and what it would send back."""
    page = address(Issue, "change", east_issue.pk)
    return page, form_data(office.get(page))


def overtake(issue, **changes):
    fresh = Issue.objects.get(pk=issue.pk)
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.save()


def differences(response) -> list[tuple]:
    form = response.context["adminform"].form
    return [(one.label, one.mine, one.theirs, one.chosen) for one in form.differences]


def test_page_that_nobody_overtook_is_saved(office, east_issue, opened):
    page, data = opened
    assert office.post(page, data | {"goal": "修好。"}).status_code == 302
    east_issue.refresh_from_db()
    assert (east_issue.goal, east_issue.version) == ("修好。", 2)


def test_overtaken_page_shows_both_versions_and_saves_nothing(office, east_issue, opened):
    page, data = opened
    overtake(east_issue, goal="本月修好。", measures="换灯泡。")
    response = office.post(page, data | {"goal": "修好。", "remark": "急。"})
    assert differences(response) == [
        ("整改措施", "（空）", "换灯泡。", "theirs"),
        ("整改目标", "修好。", "本月修好。", ""),
        ("备注", "急。", "（空）", "mine"),
    ]
    assert errors_of(response) == [
        "您打开这一页以后，有人改过这一条，所以还没有保存。请在下面逐项选定留哪一种，再保存。"
    ]
    html = response.content.decode()
    assert (html.count('name="keep_goal"'), html.count("修好。</textarea>")) == (2, 1)
    east_issue.refresh_from_db()
    assert (east_issue.goal, east_issue.remark, east_issue.version) == ("本月修好。", "", 2)


@pytest.mark.parametrize(("choice", "goal"), [("mine", "修好。"), ("theirs", "本月修好。")])
def test_person_decides(office, east_issue, opened, choice, goal):
    page, data = opened
    overtake(east_issue, goal="本月修好。", measures="换灯泡。")
    shown = office.post(page, data | {"goal": "修好。", "remark": "急。"})
    again = form_data(shown) | {"keep_measures": "theirs", "keep_remark": "mine"}
    assert office.post(page, again | {"keep_goal": choice}).status_code == 302
    east_issue.refresh_from_db()
    assert (east_issue.measures, east_issue.goal, east_issue.remark) == ("换灯泡。", goal, "急。")


def test_what_was_not_decided_is_asked_again(office, east_issue, opened):
    page, data = opened
    overtake(east_issue, goal="本月修好。", measures="换灯泡。")
    shown = office.post(page, data | {"goal": "修好。"})
    response = office.post(page, form_data(shown) | {"keep_measures": "theirs"})
    assert errors_of(response) == ["还有几项没有选定留哪一种，请选好再保存。"]
    assert differences(response) == [("整改目标", "修好。", "本月修好。", "")]
    assert office.post(page, form_data(response) | {"keep_goal": "mine"}).status_code == 302
    east_issue.refresh_from_db()
    assert (east_issue.measures, east_issue.goal) == ("换灯泡。", "修好。")


def test_overtaken_a_second_time_while_deciding(office, east_issue, opened):
    page, data = opened
    overtake(east_issue, goal="本月修好。")
    shown = office.post(page, data | {"goal": "修好。"})
    overtake(east_issue, goal="下月修好。")
    response = office.post(page, form_data(shown) | {"keep_goal": "mine"})
    assert differences(response) == [("整改目标", "修好。", "下月修好。", "")]


def test_same_change_by_two_people_is_no_conflict(office, east_issue, opened):
    page, data = opened
    overtake(east_issue, goal="修好。")
    assert office.post(page, data | {"goal": "修好。"}).status_code == 302


def test_change_beside_the_form_does_not_stand_in_its_way(office, east_issue, opened):
    page, data = opened
    overtake(east_issue, status="rectifying")
    assert office.post(page, data | {"goal": "修好。"}).status_code == 302
    east_issue.refresh_from_db()
    assert (east_issue.goal, east_issue.status) == ("修好。", "rectifying")


def test_choice_of_a_row_and_a_day_are_compared_too(office, east_issue, in_progress, opened):
    page, data = opened
    other = in_progress.issues.exclude(finding=east_issue.finding).first().finding
    overtake(east_issue, finding=other, is_withheld=True, withheld_ground="secret")
    response = office.post(page, data | {"goal": "修好。"})
    assert differences(response) == [
        ("反馈问题", str(east_issue.finding), str(other), "theirs"),
        ("整改目标", "修好。", "（空）", "mine"),
        ("不公开", "否", "是", "theirs"),
        ("不公开理由", "（空）", "涉及国家秘密", "theirs"),
    ]
    keep = {f"keep_{name}": "theirs" for name in ("finding", "is_withheld", "withheld_ground")}
    response = office.post(page, form_data(response) | keep | {"keep_goal": "mine"})
    assert response.status_code == 302
    east_issue.refresh_from_db()
    assert (east_issue.finding, east_issue.withheld_ground, east_issue.goal) == (
        other,
        "secret",
        "修好。",
    )


def test_page_without_its_version_is_not_saved(office, east_issue, opened):
    page, data = opened
    del data["version"]
    response = office.post(page, data | {"goal": "修好。"})
    assert errors_of(response) == ["这张表单不完整，请刷新本页后再提交。"]


# --- Rows without a version ------------------------------------------------------------------


def opened_page(office, row):
    page = address(type(row), "change", row.pk)
    response = office.get(page)
    [seen] = re.findall(r'name="seen" value="([^"]+)"', response.content.decode())
    return page, form_data(response) | {"seen": seen}


@pytest.mark.parametrize("kind", ["round", "category", "finding", "section", "measure"])
def test_newer_change_is_told_before_it_is_written_over(office, in_progress, kind):
    category = in_progress.categories.first()
    finding = category.findings.first()
    row, field, other = {
        "round": (in_progress, "team", "label"),
        "category": (category, "body", "heading"),
        "finding": (finding, "approach", "heading"),
        "section": (in_progress.sections.first(), "body", "heading"),
        "measure": (finding.measures.first(), "text", "text"),
    }[kind]
    page, data = opened_page(office, row)
    fresh = type(row).objects.get(pk=row.pk)
    setattr(fresh, other, "同事改的")
    fresh.save()
    response = office.post(page, data | {field: "我改的"})
    [sentence] = errors_of(response)
    assert sentence.startswith("您打开这一页以后，有人改过，所以还没有保存；改动列在下面。")
    [event] = response.context["request"].newer
    label = row._meta.get_field(other).verbose_name
    assert [(one.label, one.new) for one in event.changes] == [(label, "同事改的")]
    assert response.content.decode().count('<li class="event change">') == 1
    assert response.content.decode().count("我改的") >= 1
    [seen] = re.findall(r'name="seen" value="([^"]+)"', response.content.decode())
    assert office.post(page, form_data(response) | {"seen": seen}).status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == "我改的"


def test_change_of_a_part_is_told_too(office, in_progress):
    page, data = opened_page(office, in_progress)
    section = in_progress.sections.first()
    section.body = "同事改的。"
    section.save()
    response = office.post(page, data | {"team": "我改的"})
    [event] = response.context["request"].newer
    assert (event.subject, [one.label for one in event.changes]) == (
        "公布栏目：同事改的。",
        ["正文"],
    )
    section.refresh_from_db()
    assert section.body == "同事改的。"


def test_refusal_for_another_reason_forgets_no_change_in_between(office, in_progress):
    section = in_progress.sections.first()
    page, data = opened_page(office, section)
    refused = office.post(page, data | {"level": "9"})
    [seen] = re.findall(r'name="seen" value="([^"]+)"', refused.content.decode())
    assert seen == data["seen"]


@pytest.mark.parametrize(
    "seen", ["", "x", "2026-13-45T99:00:00+00:00", "2026-01-01T00:00:00", "\0"]
)
def test_moment_that_was_tampered_with_is_no_fault_of_ours(office, in_progress, seen):
    section = in_progress.sections.first()
    page, data = opened_page(office, section)
    assert office.post(page, data | {"seen": seen, "body": "我改的。"}).status_code == 302


def test_going_back_to_what_was_sent_before_is_saved(office, in_progress):
    section = in_progress.sections.first()
    page = address(type(section), "change", section.pk)
    html = office.get(page)
    [key] = re.findall(r'name="sending" value="([^"]+)"', html.content.decode())
    data = form_data(html) | {"sending": key}
    for body in ("甲。", "乙。", "甲。"):
        assert office.post(page, data | {"body": body}).status_code == 302
        section.refresh_from_db()
        assert section.body == body


def test_entry_added_twice_is_told_so(office, in_progress, east_issue):
    page = address(Issue, "add")
    [key] = re.findall(r'name="sending" value="([^"]+)"', office.get(page).content.decode())
    data = {
        "sending": key,
        "round": in_progress.pk,
        "number": "新1",
        "community": east_issue.community_id,
        "finding": east_issue.finding_id,
        "text": "门坏了。",
        "department": east_issue.department_id,
    }
    assert office.post(page, data).status_code == 302
    again = office.post(page, data, follow=True)
    assert [str(message) for message in again.context["messages"]][-1] == (
        "这张表单刚才已经保存过了，没有重复保存。"
    )
    assert in_progress.issues.filter(number="新1").count() == 1


# --- Decisions are kept ------------------------------------------------------------------------


def test_decisions_outlive_a_refusal_for_another_reason(office, east_issue, opened):
    page, data = opened
    overtake(east_issue, goal="本月修好。", measures="换灯泡。")
    shown = office.post(page, data | {"goal": "修好。"})
    decided = form_data(shown) | {"keep_goal": "mine", "keep_measures": "theirs", "number": ""}
    refused = office.post(page, decided)
    assert list(refused.context["adminform"].form.errors) == ["number"]
    again = form_data(refused) | {"number": "E1"}
    assert office.post(page, again).status_code == 302
    east_issue.refresh_from_db()
    assert (east_issue.goal, east_issue.measures) == ("修好。", "换灯泡。")


def test_line_ends_are_no_difference(office, east_issue, opened):
    page, data = opened
    overtake(east_issue, text="一行\r\n二行", goal="本月修好。")
    response = office.post(page, data | {"text": "一行\n二行", "goal": "修好。"})
    assert [one[0] for one in differences(response)] == ["整改目标"]


def test_owner_who_is_no_longer_offered_is_named(office, east_issue, in_progress, opened):
    page, data = opened
    other = in_progress.communities.get(name="唐山里社区")
    overtake(east_issue, community=other, owner=None)
    response = office.post(page, data)
    assert ("责任人", "新园里社区党组织书记", "（空）", "theirs") in differences(response)


def test_numbers_that_are_texts_are_compared_as_written(office, east_issue, opened):
    page, data = opened
    overtake(east_issue, number="9007")
    response = office.post(page, data | {"number": "09007"})
    assert differences(response) == [("问题编号", "09007", "9007", "")]
