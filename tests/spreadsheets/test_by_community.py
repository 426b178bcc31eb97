"""The printed ledger by community: merged cells, sheets of their own, and the summary."""

import pytest

from communities.models import Community
from rectify.figures import Figures
from rectify.models import Issue
from rectify.spreadsheets.selection import Selection, selection_of
from tests.spreadsheets.paper import FIRST, ON, pages, printed

pytestmark = pytest.mark.django_db


def merged_communities(sheet) -> dict[int, int]:
    """Return the first row of each merged cell below the header, and its last."""
    merged = [one for one in sheet.merged_cells.ranges if one.min_row >= FIRST]
    assert {(one.min_col, one.max_col) for one in merged} == {(2, 2)}
    return {one.min_row: one.max_row for one in merged}


@pytest.mark.parametrize("paper", ["A3", "A4"])
def test_communities_are_merged_on_each_page(published, paper):
    sheet = printed(published.issues.all(), published, paper=paper, merge_communities=True).active
    merged = merged_communities(sheet)
    expected = [
        issue.community.name
        for issue in published.issues.order_by("community__code", "number").select_related(
            "community"
        )
    ]
    shown, name, last = [], "", 0
    for page in pages(sheet, paper):
        # Every page names the community of its first row, and none is left without a name.
        assert sheet.cell(page[0], 2).value
        for row in page:
            if row > last:
                name, last = sheet.cell(row, 2).value, merged.get(row, row)
            else:
                assert sheet.cell(row, 2).value is None
            assert last <= page[-1]
            shown.append(name)
    assert shown == expected
    tops = {sheet.cell(row, 2).alignment.vertical for row in merged}
    assert tops == {"top"}
    # A filter cannot sort over merged cells.
    assert sheet.auto_filter.ref is None


def test_sheet_for_each_community(in_progress, east_issue):
    empty = Community.objects.create(code="120116099099", name="没有问题的社区")
    in_progress.communities.add(empty)
    book = printed(in_progress.issues.all(), in_progress, per_community=True)
    communities = list(in_progress.communities.order_by("code"))
    with_issues = [one.name for one in communities if one != empty]
    assert book.sheetnames == ["汇总", *with_issues]
    for name in with_issues:
        sheet = book[name]
        assert sheet["A1"].value == f"示例轮次（正在整改）整改台账（{name}）（示例数据）"
        assert {row[1] for row in sheet.iter_rows(min_row=4, values_only=True)} == {name}
    first, *rows, last = book["汇总"].iter_rows(min_row=3, values_only=True)
    assert first == (
        *("社区", "整改问题总数", "已完成", "阶段性完成", "正在推进", "未完成", "完成率", "逾期"),
    )
    assert [row[0] for row in rows] == [one.name for one in communities]
    assert rows[-1] == ("没有问题的社区", 0, 0, 0, 0, 0, None, 0)
    for row in [*rows, last]:
        assert row[1] == sum(row[2:6])
    assert last[0] == "合计"
    counts = [sum(row[place] for row in rows) for place in (1, 2, 3, 4, 5, 7)]
    assert [last[place] for place in (1, 2, 3, 4, 5, 7)] == counts
    assert (last[1], last[7]) == (
        in_progress.issues.count(),
        in_progress.issues.overdue(ON).count(),
    )
    assert sum(book[name].max_row - 3 for name in with_issues) == last[1]


def test_summary_of_a_selection_names_whom_it_is_about(in_progress, east_issue):
    own = in_progress.issues.filter(community=east_issue.community)
    book = printed(own, in_progress, per_community=True)
    assert book.sheetnames == ["汇总", "新园里社区"]
    names = [row[0] for row in book["汇总"].iter_rows(min_row=4, values_only=True)]
    assert names == ["新园里社区", "合计"]


def test_rate_is_a_number_and_never_rounds_up_to_all(published):
    issue = published.issues.get(number="001")
    Issue.objects.filter(pk=issue.pk).update(status="rectifying", settled_on=None)
    sheet = printed(published.issues.all(), published, per_community=True)["汇总"]
    rates = {row[0].value: row[6] for row in sheet.iter_rows(min_row=4)}
    shown = {
        name: (rates[name].value, rates[name].number_format) for name in ("合计", "唐山里社区")
    }
    assert shown == {"合计": (0.998, "0.0%"), "唐山里社区": (1.0, "0%")}


def test_numbers_of_the_summary_are_those_of_the_page(published):
    Issue.objects.filter(number__in=["001", "002"]).update(status="rectifying", settled_on=None)
    sheet = printed(published.issues.all(), published, per_community=True)["汇总"]
    rows = {row[0]: row[1:7] for row in sheet.iter_rows(min_row=FIRST, values_only=True)}
    figures = Figures(published)
    tallies = {one.community.name: one.issues for one in figures.communities}
    for name, tally in {**tallies, "合计": figures.issues}.items():
        assert rows.pop(name) == (
            tally.total,
            tally.done,
            tally.staged,
            tally.under_way,
            tally.unfinished,
            float(tally.rate().removesuffix("%")) / 100,
        )
    assert rows == {}


def selected(round, words):
    issues = round.issues.filter(number__in=["1", "2", "30"])
    return issues, selection_of(issues, round, words)


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        (
            Selection.FILTERED,
            [
                "示例轮次（正在整改）整改台账汇总（按列表筛选，3 项）（示例数据）",
                "示例轮次（正在整改）整改台账（杭州道街道本级，按列表筛选）（示例数据）",
            ],
        ),
        (
            Selection.CHOSEN,
            [
                "示例轮次（正在整改）整改台账汇总（按列表勾选，3 项）（示例数据）",
                "示例轮次（正在整改）整改台账（杭州道街道本级，按列表勾选）（示例数据）",
            ],
        ),
        (
            None,
            [
                "示例轮次（正在整改）整改台账汇总（选出的问题，3 项）（示例数据）",
                "示例轮次（正在整改）整改台账（杭州道街道本级，选出的问题）（示例数据）",
            ],
        ),
    ],
)
def test_selection_says_that_it_is_one(in_progress, words, titles):
    issues, selection = selected(in_progress, words)
    options = {"selection": selection} if words else {}
    book = printed(issues, in_progress, per_community=True, **options)
    assert [sheet["A1"].value for sheet in book][:2] == titles
    whole = titles[0].replace("汇总", "")
    assert book.properties.title == whole
    assert printed(issues, in_progress, **options).active["A1"].value == whole


def test_the_whole_is_no_selection(in_progress):
    issues = in_progress.issues.filter(number__gte="")
    assert selection_of(issues, in_progress, Selection.FILTERED) is None
    # Whatever the caller says.
    book = printed(issues, in_progress, selection=Selection("按列表筛选", 150))
    assert book.active["A1"].value == "示例轮次（正在整改）整改台账（示例数据）"
