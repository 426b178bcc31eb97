"""The ledger in the admin."""

import datetime

import pytest

from rectify.models import Issue, Round
from rectify.states import Status
from tests.admin.pages import address, form_data, rows

LEDGER = "/admin/rectify/issue/"


@pytest.mark.parametrize(
    ("search", "count"),
    [("523", 1), ("新园里社区", 24), ("开展燃气安全宣传效果不实", 21), ("（示例）固定资产", 21)],
)
def test_ledger_is_searched_by_number_community_finding_and_text(office, search, count):
    response = office.get(LEDGER, {"q": search})
    assert response.context["cl"].result_count == count


def test_ledger_filters(office, published, in_progress):
    overdue = set(in_progress.issues.overdue().values_list("pk", flat=True))
    assert set(rows(office.get(LEDGER, {"overdue": "yes"}))) == overdue
    assert office.get(LEDGER, {"overdue": "no"}).context["cl"].result_count == 673 - len(overdue)
    community = published.communities.get(name="新园里社区")
    found = rows(
        office.get(LEDGER, {"round__id__exact": published.pk, "community__id__exact": community.pk})
    )
    assert len(found) == 19
    found = rows(office.get(LEDGER, {"status__exact": Status.TO_ACCEPT}))
    assert found == [issue.pk for issue in Issue.objects.filter(status=Status.TO_ACCEPT)]


def test_ledger_stands_in_the_order_of_numbers(office, in_progress):
    whole = {"round__id__exact": in_progress.pk, "all": ""}
    found = office.get(LEDGER, whole).context["cl"].result_list
    assert [issue.number for issue in found] == [str(number) for number in range(1, 151)]


def test_ledger_says_how_long_is_left(office, in_progress):
    whole = {"round__id__exact": in_progress.pk, "all": ""}
    page = office.get(LEDGER, whole).content.decode()
    assert (page.count("剩 40 天"), page.count("逾期 12 天")) == (14, 14)


@pytest.mark.parametrize("status", [None, Status.CLOSED])
def test_ledger_costs_the_same_for_few_rows_and_for_many(
    office, published, django_assert_num_queries, status
):
    if status is None:
        published.issues.exclude(number__in=["001", "002", "003"]).delete()
    office.get(LEDGER)
    with django_assert_num_queries(11):
        office.get(LEDGER, {"round__id__exact": published.pk, "all": ""})


def test_deadline_in_words():
    day = datetime.date
    issue = Issue(due_on=day(2026, 3, 31))
    assert [issue.time_left(day(2026, *on)) for on in [(3, 26), (3, 31), (4, 12)]] == [
        "剩 5 天",
        "今天到期",
        "逾期 12 天",
    ]
    assert issue.deadline == "2026年3月31日"
    issue.due_wording = "2026年3月底"
    issue.status = Status.CLOSED
    assert (issue.deadline, issue.time_left(day(2026, 4, 12))) == ("2026年3月底", "")
    assert (Issue(due_wording="立行立改").deadline, Issue().deadline) == ("立行立改", "未定")


@pytest.mark.parametrize(
    ("days", "light"),
    [(16, "绿灯"), (15, "黄灯"), (4, "黄灯"), (3, "红灯"), (0, "红灯"), (-12, "红灯")],
)
def test_light_by_the_rounds_thresholds(days, light):
    today = datetime.date(2026, 3, 1)
    issue = Issue(round=Round(amber_days=15, red_days=3))
    issue.due_on = today + datetime.timedelta(days)
    assert issue.light(today).label == light
    issue.status = Status.CLOSED
    assert issue.light(today) is None


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("number", "002", "本轮次已有这个问题编号。"),
        ("status", "rectifying", "已销号或长期坚持的要填完成时间，其他状态的不能填。"),
        ("withheld_ground", "secret", "不公开的要选一条理由，公开的不能有不公开理由。"),
        ("due_on", "二月三十日", "输入一个有效的日期。"),
    ],
)
def test_entry_that_must_not_be_is_refused_and_kept_on_screen(
    office, published, field, value, message
):
    issue = published.issues.first()
    page = address(Issue, "change", issue.pk)
    response = office.post(page, form_data(office.get(page)) | {field: value, "text": "改过的文字"})
    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert [error for found in errors.values() for error in found] == [message]
    assert response.content.decode().count("改过的文字") >= 1
    issue.refresh_from_db()
    assert issue.text != "改过的文字"


def test_entry_is_saved(office, published):
    issue = published.issues.first()
    page = address(Issue, "change", issue.pk)
    assert office.post(page, form_data(office.get(page)) | {"goal": "示例目标"}).status_code == 302
    issue.refresh_from_db()
    assert (issue.goal, issue.round) == ("示例目标", published)


def test_entry_cannot_change_rounds(office, published, in_progress):
    issue = published.issues.first()
    page = address(Issue, "change", issue.pk)
    office.post(page, form_data(office.get(page)) | {"round": in_progress.pk})
    issue.refresh_from_db()
    assert issue.round == published


def test_ledger_is_filtered_by_category_below_it_too(office, published):
    first, second, third = published.categories.all()
    second.parent = first
    second.save()
    titles = [first.title, second.title, third.title]
    listed = office.get(LEDGER, {"round__id__exact": published.pk}).context["cl"]
    [offered] = [spec for spec in listed.filter_specs if spec.title == "反馈问题类别"]
    assert [title for title, _ in offered.lookup_choices] == titles
    counts = [
        office.get(LEDGER, {"round__id__exact": published.pk, "category": title})
        .context["cl"]
        .result_count
        for title in titles
    ]
    assert counts == [189 + 168, 168, 166]
