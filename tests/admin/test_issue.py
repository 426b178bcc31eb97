"""The ledger in the admin."""

import datetime

import pytest

from communities.models import Department, Owner
from rectify import workflow
from rectify.models import Issue, Round
from rectify.states import Light, Status
from tests.admin.pages import address, browser, form_data, rows

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
        ("withheld_ground", "secret", "不公开的要选一条理由，公开的不能有不公开理由。"),
        ("owner", 1, "选择一个有效的选项： 该选择不在可用的选项中。"),
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


# --- What only the workflow changes --------------------------------------------------------


def shown_only(response) -> set[str]:
    """Return the fields that the form shows and does not ask for."""
    return {
        field.field["name"]
        for fieldset in response.context["adminform"]
        for line in fieldset
        for field in line
        if field.is_readonly
    }


def test_new_entry_waits_for_its_community(office, in_progress):
    page = address(Issue, "add")
    response = office.get(page)
    assert shown_only(response) == {"status", "settled_on", "review_on"}
    first = in_progress.issues.first()
    data = {
        "round": in_progress.pk,
        "number": "N1",
        "community": first.community_id,
        "finding": first.finding_id,
        "text": "楼道灯不亮。",
        "department": first.department_id,
        "due_on": "2099-03-31",
        "due_wording": "2099年3月底",
        # Not asked for, and not taken.
        "status": Status.CLOSED,
        "settled_on": "2026-01-01",
        "review_on": "2099-01-01",
    }
    assert office.post(page, data | {"due_on": "二月三十日"}).status_code == 200
    assert office.post(page, data).status_code == 302
    issue = in_progress.issues.get(number="N1")
    assert (issue.status, issue.settled_on, issue.review_on) == (Status.TO_ACCEPT, None, None)
    assert (issue.due_on, issue.due_wording) == (datetime.date(2099, 3, 31), "2099年3月底")


def test_form_of_an_entry_changes_neither_status_nor_deadline(office, east_issue):
    page = address(Issue, "change", east_issue.pk)
    response = office.get(page)
    fixed = {"round", "status", "settled_on", "review_on", "due_on", "due_wording"}
    assert shown_only(response) == fixed
    before = {name: getattr(east_issue, name) for name in fixed}
    data = form_data(response) | {
        "goal": "修好。",
        "status": Status.CLOSED,
        "settled_on": "2026-01-01",
        "review_on": "2099-01-01",
        "due_on": "2099-03-31",
        "due_wording": "年底",
    }
    assert office.post(page, data).status_code == 302
    east_issue.refresh_from_db()
    assert (east_issue.goal, {name: getattr(east_issue, name) for name in fixed}) == (
        "修好。",
        before,
    )


def test_owner_is_chosen_among_those_of_the_community(office, east_issue):
    second = Owner.objects.create(community=east_issue.community, post="居委会主任")
    form = office.get(address(Issue, "change", east_issue.pk)).context["adminform"].form
    assert list(form.fields["owner"].queryset) == [east_issue.owner, second]


def test_entry_cannot_change_rounds(office, published, in_progress):
    issue = published.issues.first()
    page = address(Issue, "change", issue.pk)
    office.post(page, form_data(office.get(page)) | {"round": in_progress.pk})
    issue.refresh_from_db()
    assert issue.round == published


# --- Marks and filters of the list -----------------------------------------------------------


@pytest.fixture
def marked(in_progress, east_issue, east_secretary):
    """An entry for which more time was asked, and one that was closed too late."""
    late = in_progress.issues.filter(status=Status.CLOSED).first()
    late.due_on = late.settled_on - datetime.timedelta(1)
    late.save()
    in_time = in_progress.issues.filter(status=Status.CLOSED).exclude(pk=late.pk)
    in_time.update(due_on=datetime.date(2099, 1, 1))
    new_due_on = east_issue.due_on + datetime.timedelta(9)
    workflow.extensions.ask(east_issue, by=east_secretary, reason="雨。", new_due_on=new_due_on)
    return east_issue, late


def test_ledger_marks_requests_and_late_closing(office, marked, in_progress):
    waiting, late = marked
    listed = office.get(LEDGER, {"round__id__exact": in_progress.pk, "all": ""})
    page = listed.content.decode()
    assert page.count('<span class="badge badge-waiting">延期待审批</span>') == 1
    assert page.count('<span class="badge badge-late">逾期销号</span>') == 1
    assert rows(office.get(LEDGER, {"extension": "pending"})) == [waiting.pk]
    found = rows(office.get(LEDGER, {"closed_late": "yes", "round__id__exact": in_progress.pk}))
    assert found == [late.pk]


def test_ledger_is_filtered_by_light(office, in_progress):
    counts = {}
    for light in Light:
        listed = office.get(LEDGER, {"light": light.value, "all": ""})
        found = listed.context["cl"].result_list
        assert {issue.light() for issue in found} == {light}
        counts[light] = len(found)
    running = [issue for issue in Issue.objects.select_related("round") if issue.light()]
    assert sum(counts.values()) == len(running)


def test_filters_count_what_they_would_find(office, marked):
    listed = office.get(LEDGER, {"_facets": "True"}).context["cl"]
    for spec in listed.filter_specs:
        if spec.title in ("红黄绿灯", "延期申请", "销号时间"):
            for choice in list(spec.choices(listed))[1:]:
                count = office.get(LEDGER + choice["query_string"]).context["cl"].result_count
                assert choice["display"].endswith(f"({count})")


def test_clerk_learns_of_no_other_department_by_the_list(clerk, marked, in_progress):
    other = in_progress.issues.exclude(department=clerk.department).first()
    other.extensions.create(
        asked_by=clerk, reason="雨。", new_due_on=datetime.date(2099, 1, 1), old_due_on=None
    )
    client = browser(clerk)
    own = set(Issue.objects.filter(department=clerk.department).values_list("pk", flat=True))
    for query in ({}, {"extension": "pending"}, {"light": "red"}, {"closed_late": "yes"}):
        assert set(rows(client.get(LEDGER, {**query, "all": ""}))) <= own
    listed = client.get(LEDGER, {"_facets": "True", "extension": "pending"}).context["cl"]
    assert (listed.result_count, rows(client.get(LEDGER, {"extension": "pending"}))) == (
        1,
        [marked[0].pk],
    )
    page = client.get(LEDGER, {"_facets": "True"}).content.decode()
    others = Department.objects.exclude(pk=clerk.department_id)
    assert [page.count(department.name) for department in others] == [0] * len(others)


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
