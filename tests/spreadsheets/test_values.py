"""An entry becomes the values of its row, in the ledger's order, in a fixed number of queries."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from rectify.models import Category, Evidence, Finding, Issue, ProgressEntry
from rectify.spreadsheets.columns import COLUMNS
from rectify.spreadsheets.values import hidden_columns, repeated_titles, rows, values, values_of
from rectify.states import Status

pytestmark = pytest.mark.django_db


def told(issue: Issue) -> dict:
    return values_of(issue, repeated_titles(issue.round))


def report(issue, by, text, at) -> ProgressEntry:
    return ProgressEntry.objects.create(issue=issue, by=by, text=text, at=at)


def hand_in(entry, name, **fields) -> Evidence:
    row = {"kind": "jpeg", "size": 1, "sha256": "0" * 64, "file": "a", "added_by": entry.by}
    return Evidence.objects.create(entry=entry, name=name, **row | fields)


def test_every_column_has_its_value(published):
    issue = published.issues.get(number="001")
    finding = issue.finding
    assert told(issue) == {
        "number": "001",
        "community": "新园里社区",
        "category": finding.category.title,
        "finding": finding.title,
        "text": f"（示例）{finding.title}。",
        "measures": "",
        "goal": "",
        "leader": "",
        "department": "党建办公室",
        "owner": "党组织书记",
        "due_on": date(2022, 12, 31),
        "due_wording": "2022年12月底",
        "status": "已销号",
        "settled_on": date(2022, 12, 23),
        "progress": "",
        "evidence": "",
        "is_public": "是",
        "withheld_ground": "",
        "remark": issue.remark,
        "version": issue.version,
    }
    assert list(told(issue)) == [column.key for column in COLUMNS]


def test_what_is_not_there(east_issue):
    east_issue.owner = None
    east_issue.due_on = None
    east_issue.save()
    values = told(east_issue)
    empty = {key for key, value in values.items() if value in ("", None)}
    assert empty == {
        *("measures", "goal", "leader", "owner", "due_on", "due_wording", "settled_on"),
        *("progress", "evidence", "withheld_ground", "remark"),
    }


def test_withheld_entry_tells_the_ground(east_issue):
    east_issue.is_withheld, east_issue.withheld_ground = True, "unrest"
    values = told(east_issue)
    assert (values["is_public"], values["withheld_ground"]) == ("否", "可能引发群体性事件")


@pytest.mark.parametrize(
    ("before", "reports", "progress"),
    [
        ("", [], ""),
        ("台账原文。", [], "台账原文。"),
        ("", [(31, "已换灯。")], "2023年3月31日：已换灯。"),
        (
            "台账原文。",
            # Late on the last day of March in Shanghai is still March in London.
            [(32, "第二天。"), (31, "第一天，\r\n换了灯。")],
            "台账原文。\n2023年3月31日：第一天，\n换了灯。\n2023年4月1日：第二天。",
        ),
    ],
)
def test_progress(east_issue, officer, before, reports, progress):
    east_issue.progress_before = before
    start = datetime(2023, 2, 28, 17, 0, tzinfo=UTC)  # the first of March in Shanghai
    for day, text in reports:
        report(east_issue, officer, text, start + timedelta(days=day - 1))
    east_issue.save()
    [found] = rows(Issue.objects.filter(pk=east_issue.pk), round=east_issue.round)
    assert values_of(found)["progress"] == progress


def test_evidence_that_is_kept(east_issue, officer):
    east_issue.evidence_before = "照片两张"
    east_issue.save()
    ask = Issue.objects.filter(pk=east_issue.pk)
    entry = report(east_issue, officer, "已办。", timezone.now())
    assert values_of(*rows(ask, round=east_issue.round))["evidence"] == "照片两张"
    hand_in(entry, "一.jpg")
    hand_in(entry, "二.jpg")
    gone = {"removed_at": timezone.now(), "removed_by": officer, "removed_because": "误传。"}
    hand_in(entry, "三.jpg", **gone)
    assert values_of(*rows(ask, round=east_issue.round))["evidence"] == "一.jpg、二.jpg"


def test_category_of_a_repeated_title(published, east_issue):
    category = published.categories.first()
    above = [Category.objects.create(round=published, title=title) for title in ("甲类", "乙类")]
    below = [Category.objects.create(round=published, title="同名", parent=one) for one in above]
    titles = []
    for one in (category, above[0], below[0], below[1]):
        issue = published.issues.first()
        issue.finding = Finding.objects.create(category=one, title="一条")
        titles.append(told(issue)["category"])
    assert titles == [category.title, "甲类", "甲类／同名", "乙类／同名"]


def test_order_of_the_ledger(published):
    first = published.issues.get(number="001")
    for number in ("10", "9", "1000", "甲"):
        first.pk, first.number = None, number
        first._state.adding = True
        first.save()
    numbers = [issue.number for issue in rows(published.issues.order_by("-text"), round=published)]
    assert numbers[:4] == ["9", "甲", "10", "001"]
    assert (numbers[-2:], len(numbers)) == (["523", "1000"], 527)


def test_order_by_community(published):
    places = [
        (issue.community.code, len(issue.number), issue.number)
        for issue in rows(published.issues.all(), round=published, by_community=True)
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("count", [20, 60])
def test_queries_do_not_grow_with_rows(in_progress, officer, django_assert_num_queries, count):
    chosen = in_progress.issues.filter(pk__in=in_progress.issues.all()[:count].values("pk"))
    for issue in chosen:
        hand_in(report(issue, officer, "已办。", timezone.now()), "照片.jpg")
    # Titles, communities, departments, owners, findings, entries; of each batch the reports
    # and their evidence.
    with django_assert_num_queries(6 + 2):
        assert len(list(values(chosen, round=in_progress))) == count
    with django_assert_num_queries(6 + 2 * 2):
        assert len(list(values(chosen, round=in_progress, batch=count // 2))) == count


@pytest.mark.parametrize(
    ("person", "hidden"),
    [
        ("officer", frozenset()),
        ("observer", frozenset()),
        ("clerk", frozenset()),
        ("east_secretary", frozenset({"is_public", "withheld_ground", "remark"})),
        ("auditor", frozenset({"is_public", "withheld_ground", "remark"})),
    ],
)
def test_hidden_columns(person, hidden, request):
    assert hidden_columns(request.getfixturevalue(person)) == hidden


def test_statuses_are_words(east_issue):
    words = []
    for status in Status.values:
        east_issue.status = status
        words.append(told(east_issue)["status"])
    assert words == ["待签收", "整改中", "待初审", "待批准", "已销号", "长期坚持"]
