"""The ledger as offices print it: its heads, its paper, its lights, its communities."""

import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from communities.models import Community
from rectify.models import Issue
from rectify.spreadsheets.columns import LISTS, OF_KEY
from rectify.spreadsheets.paper import HIGHEST
from rectify.spreadsheets.printed import sheet_name, title_of, write_printed

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 24)


def printed(issues, round, **options):
    """Return the printed ledger as openpyxl reads it."""
    file = io.BytesIO()
    write_printed(issues, file, round=round, on=ON, **options)
    file.seek(0)
    return openpyxl.load_workbook(file)


def heads(sheet) -> list[str]:
    return [(cell.value or "").replace("\n", "") for cell in sheet[3]]


@pytest.mark.parametrize(
    ("which", "title", "last"),
    [
        ("whole", "杭州道街道2022年巡察整改台账（示例数据）", "P"),
        ("problems", "杭州道街道2022年巡察整改问题清单（示例数据）", "H"),
        ("tasks", "杭州道街道2022年巡察整改任务清单（示例数据）", "J"),
        ("duties", "杭州道街道2022年巡察整改责任清单（示例数据）", "J"),
    ],
)
@pytest.mark.parametrize(("paper", "code"), [("A3", 8), ("A4", 9)])
def test_lies_on_paper(published, which, title, last, paper, code):
    sheet = printed(published.issues.all(), published, which=which, paper=paper).active
    names = [OF_KEY[key].name for key in LISTS[which][1]]
    names.insert(names.index("整改状态") + 1, "红黄绿灯")
    assert (sheet.title, sheet["A1"].value, heads(sheet)) == (LISTS[which][0], title, names)
    assert sheet["A2"].value == "填报单位：杭州道街"
    right = {str(one).split(":")[0] for one in sheet.merged_cells.ranges} - {"A1", "A2"}
    assert [sheet[place].value for place in right] == ["填报日期：2026年11月24日"]
    assert f"A1:{last}1" in sheet.merged_cells
    assert (sheet.max_row, sheet.auto_filter.ref) == (526, f"A3:{last}526")
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$3", "A4")
    setup = sheet.page_setup
    assert (int(setup.paperSize), setup.orientation) == (code, "landscape")
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet.print_options.horizontalCentered is True
    assert sheet.oddFooter.center.text == "第 &P 页　共 &N 页"
    assert sheet.oddFooter.left.text == "示例数据，不反映任何社区的真实情况"
    edges = {sheet.cell(4, place).border.left.style for place in range(1, sheet.max_column + 1)}
    assert edges == {"thin"}


def test_real_round_is_not_called_a_sample(published):
    published.is_sample = False
    sheet = printed(published.issues.none(), published, reporting_body="党建办公室").active
    assert sheet["A1"].value == "杭州道街道2022年巡察整改台账"
    assert (sheet["A2"].value, sheet.oddFooter.left.text) == ("填报单位：党建办公室", None)
    assert sheet.max_row == 3


@pytest.mark.parametrize(
    ("name", "which", "title"),
    [
        ("区委第一轮巡察", "整改台账", "区委第一轮巡察整改台账"),
        ("2022年巡察整改", "整改台账", "2022年巡察整改台账"),
        ("2022年巡察整改", "任务清单", "2022年巡察整改任务清单"),
    ],
)
def test_title(published, name, which, title):
    published.name = name
    assert title_of(published, which) == title


@pytest.mark.parametrize(
    ("fields", "due", "status", "light"),
    [
        ({"due_on": ON - timedelta(days=3)}, ON - timedelta(days=3), "待签收", "● 红灯\n逾期 3 天"),
        ({"due_on": ON + timedelta(days=9)}, ON + timedelta(days=9), "待签收", "● 黄灯\n剩 9 天"),
        (
            {"due_on": ON + timedelta(days=37), "due_wording": "2026年12月底"},
            "2026年12月底",
            "待签收",
            "● 绿灯\n剩 37 天",
        ),
        ({"due_on": None, "due_wording": "立行立改"}, "立行立改", "待签收", None),
        (
            {"due_on": ON, "status": "closed", "settled_on": ON + timedelta(days=1)},
            ON,
            "已销号",
            "逾期销号",
        ),
        ({"due_on": ON, "status": "closed", "settled_on": ON}, ON, "已销号", "按期销号"),
        ({"due_on": None, "status": "closed", "settled_on": ON}, None, "已销号", None),
        ({"due_on": ON, "status": "sustained", "settled_on": ON}, ON, "长期坚持", None),
    ],
)
def test_light_has_words(east_issue, fields, due, status, light):
    Issue.objects.filter(pk=east_issue.pk).update(**fields)
    sheet = printed(Issue.objects.filter(pk=east_issue.pk), east_issue.round).active
    row = dict(zip(heads(sheet), sheet[4], strict=True))
    told = row["整改时限"].value
    assert (getattr(told, "date", lambda: told)(), row["整改状态"].value) == (due, status)
    assert row["红黄绿灯"].value == light


def test_light_is_coloured(east_issue):
    Issue.objects.filter(pk=east_issue.pk).update(due_on=ON)
    issues = Issue.objects.filter(pk=east_issue.pk)
    file = io.BytesIO()
    write_printed(issues, file, round=east_issue.round, which="problems", on=ON)
    mark, words = openpyxl.load_workbook(file, rich_text=True).active["H4"].value
    assert (mark.text, mark.font.color.rgb, words.text) == ("●", "FFC00000", " 红灯\n今天到期")
    file.seek(0)
    # The reader of files takes the text as it is, colours or not.
    assert CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()[3][7] == (
        "● 红灯\n今天到期"
    )


def test_no_text_is_run_or_lost(east_issue):
    text = "=1+1\x01"
    Issue.objects.filter(pk=east_issue.pk).update(text=text, leader="@a", remark="-3")
    sheet = printed(Issue.objects.filter(pk=east_issue.pk), east_issue.round).active
    row = dict(zip(heads(sheet), sheet[4], strict=True))
    found = {
        name: (row[name].value, row[name].data_type) for name in ("具体问题", "责任领导", "备注")
    }
    assert found == {
        "具体问题": ("=1+1_x0001_", "s"),
        "责任领导": ("@a", "s"),
        "备注": ("-3", "s"),
    }


@pytest.mark.parametrize("paper", ["A3", "A4"])
@pytest.mark.parametrize("length", [20, 800, 3000])
def test_rows_are_as_high_as_their_text(east_issue, paper, length):
    words = ("该社区党组织对巡察反馈意见认识不到位，“三会一课”记录不完整。" * 120)[:length]
    Issue.objects.filter(pk=east_issue.pk).update(text=words, measures=words)
    sheet = printed(Issue.objects.filter(pk=east_issue.pk), east_issue.round, paper=paper).active
    row = dict(zip(heads(sheet), sheet[4], strict=True))
    assert row["具体问题"].value == words
    height = sheet.row_dimensions[4].height
    for name in ("具体问题", "整改措施"):
        cell = row[name]
        wide = sheet.column_dimensions[cell.column_letter].width * 6 - 6
        lines = -(-length // int(wide / cell.font.size))
        assert lines * cell.font.size * 1.3 <= height <= HIGHEST


def test_columns_fill_the_page(published):
    widths = {}
    for paper, millimetres in (("A3", 400), ("A4", 277)):
        sheet = printed(published.issues.all(), published, paper=paper).active
        # As Excel counts: eight pixels for each, a pixel being three quarters of a point.
        points = sum(one.width for one in sheet.column_dimensions.values()) * 6
        widths[paper] = points / (millimetres * 72 / 25.4)
    assert {paper: 0.93 < width <= 1 for paper, width in widths.items()} == {"A3": True, "A4": True}


def test_communities_are_merged(in_progress):
    sheet = printed(in_progress.issues.all(), in_progress, merge_communities=True).active
    merged = [one for one in sheet.merged_cells.ranges if one.min_row > 3]
    assert {(one.min_col, one.max_col) for one in merged} == {(2, 2)}
    named = {sheet.cell(one.min_row, 2).value: one.max_row - one.min_row + 1 for one in merged}
    assert named == {
        community.name: community.issues.filter(round=in_progress).count()
        for community in in_progress.communities.all()
    }
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


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("新园里社区", set(), "新园里社区"),
        ("甲/乙:丙*?[丁]\\戊", set(), "甲_乙_丙___丁__戊"),
        ("'新园里'", set(), "新园里"),
        ("汇总", {"汇总"}, "汇总（2）"),
        ("Abc", {"aBC", "abc（2）"}, "Abc（3）"),
        ("History", set(), "History（2）"),
        ("很" * 40, set(), "很" * 31),
        ("很" * 40, {"很" * 31}, "很" * 28 + "（2）"),
        ("😀" * 20, set(), "😀" * 15),
        ("''", set(), "社区"),
    ],
)
def test_sheet_name(name, taken, expected):
    assert sheet_name(name, taken) == expected
    assert expected in taken
    assert re.fullmatch(r"[^\[\]:*?/\\]{1,31}", expected)


@pytest.mark.parametrize("which", LISTS)
def test_hidden_columns_are_left_out(published, which):
    issues = published.issues.filter(number__lt="003")
    shown = heads(printed(issues, published, which=which).active)
    hidden = heads(printed(issues, published, which=which, hidden={"remark"}).active)
    assert hidden == [name for name in shown if name != "备注"]


@pytest.mark.parametrize("options", [{}, {"merge_communities": True}, {"per_community": True}])
def test_queries_do_not_grow_with_rows(published, django_assert_num_queries, options):
    # Lengths of texts and of reports, titles, four kinds of names, entries, the reports of a
    # batch; how many entries there are in the round.
    extra = 1 if options.get("per_community") else 0
    with django_assert_num_queries(9 + extra):
        write_printed(
            published.issues.filter(number__lt="030"), io.BytesIO(), round=published, **options
        )
    with django_assert_num_queries(9 + extra):
        write_printed(
            published.issues.filter(number__lt="400"), io.BytesIO(), round=published, **options
        )
