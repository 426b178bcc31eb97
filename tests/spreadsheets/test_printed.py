"""The ledger as offices print it: its heads, its paper, its lights, its communities."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from rectify.models import Issue
from rectify.spreadsheets.columns import LISTS, OF_KEY
from rectify.spreadsheets.printed import sheet_name, title_of, write_printed
from tests.spreadsheets.paper import ON, heads, printed

pytestmark = pytest.mark.django_db


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
    assert [cell.value for cell in sheet[2] if cell.value] == [
        "填报单位：中共杭州道街道工作委员会",
        "填报日期：2026年11月24日",
    ]
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
    sheet = printed(published.issues.none(), published).active
    assert sheet["A1"].value == "杭州道街道2022年巡察整改台账（选出的问题，0 项）"
    assert sheet.oddFooter.left.text is None
    assert sheet.max_row == 3


@pytest.mark.parametrize(
    ("publisher", "body", "expected"),
    [
        ("中共杭州道街道工作委员会", "杭州道街", "中共杭州道街道工作委员会"),
        ("", "杭州道街", "杭州道街"),
    ],
)
def test_who_fills_it_in(published, publisher, body, expected):
    published.publisher, published.inspected_body = publisher, body
    book = printed(published.issues.all(), published)
    assert book.active["A2"].value == f"填报单位：{expected}"
    assert book.properties.creator == expected


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
    # Lengths of texts, of names and days, how many entries there are in the round, titles, four
    # kinds of names, entries, the reports of a batch.
    with django_assert_num_queries(10):
        write_printed(
            published.issues.filter(number__lt="030"), io.BytesIO(), round=published, **options
        )
    with django_assert_num_queries(10):
        write_printed(
            published.issues.filter(number__lt="400"), io.BytesIO(), round=published, **options
        )
