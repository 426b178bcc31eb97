"""The template for a round's ledger: what it offers, and that it reads back as nothing yet."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from communities.models import Community, Department, Owner
from rectify.models import Round
from rectify.spreadsheets.columns import COLUMNS, OF_KEY
from rectify.spreadsheets.reader import read
from rectify.spreadsheets.template import INSTRUCTIONS, write_template

pytestmark = pytest.mark.django_db

HEADINGS = [
    "问题编号",
    "社区",
    "问题类别",
    "反馈问题",
    "具体问题",
    "整改措施",
    "整改目标",
    "责任领导",
    "责任科室",
    "责任人",
    "整改时限",
    "整改状态",
    "完成时间",
    "进展情况",
    "佐证材料",
    "是否公开",
    "不公开理由",
    "备注",
]
NASTY = ["=1+1", '引号"和,逗号', "@甲_x0041_", "-乙"]


def content(round, **options) -> bytes:
    file = io.BytesIO()
    write_template(round, file, **options)
    return file.getvalue()


def book(round, **options):
    return load_workbook(io.BytesIO(content(round, **options)))


def options_of(book) -> dict[str, list[str]]:
    """Return what each drop-down offers, by the heading of its column, through the named range."""
    sheet = book["整改台账"]
    offered = {}
    for validation in sheet.data_validations.dataValidation:
        if validation.type == "list":
            column = min(found.min_col for found in validation.sqref.ranges)
            name, place = next(iter(book.defined_names[validation.formula1].destinations))
            cells = book[name][place]
            rows = cells if isinstance(cells, tuple) else ((cells,),)
            offered[sheet.cell(3, column).value] = [row[0].value for row in rows]
    return offered


@pytest.fixture
def bare(db) -> Round:
    """A round that has nothing yet, in an office that has nothing yet."""
    return Round.objects.create(slug="bare", name="新的轮次", inspected_body="街道")


def test_header_has_the_canonical_columns_with_their_notes(in_progress):
    sheet = book(in_progress)["整改台账"]
    assert [cell.value for cell in sheet[3]] == HEADINGS
    assert [cell.comment.text for cell in sheet[3]] == [
        column.note for column in COLUMNS if column.name in HEADINGS
    ]


def test_needed_columns_are_red(in_progress):
    sheet = book(in_progress)["整改台账"]
    red = [cell.value for cell in sheet[3] if cell.font.color and cell.font.color.rgb == "FFC00000"]
    assert red == ["问题编号", "社区", "反馈问题", "具体问题", "责任科室"]
    assert all(OF_KEY[key].name in red for key in ("number", "department"))


def test_drop_downs_offer_what_the_round_has(in_progress):
    communities = in_progress.communities.order_by("code")
    findings = in_progress.categories.order_by("position", "pk").values_list(
        "findings__title", flat=True
    )
    offered = options_of(book(in_progress))
    assert offered == {
        "社区": [one.name for one in communities],
        "问题类别": [one.title for one in in_progress.categories.order_by("position", "pk")],
        "反馈问题": offered["反馈问题"],
        "责任科室": list(Department.objects.values_list("name", flat=True)),
        "责任人": ["街道分管负责人", "党组织书记"],
        "整改状态": ["待签收", "整改中", "待初审", "待批准", "已销号", "长期坚持"],
        "是否公开": ["是", "否"],
        "不公开理由": [
            "涉及国家秘密",
            "初核或已立案未公布",
            "可能引起负面炒作",
            "可能引发群体性事件",
            "重大敏感事项",
        ],
    }
    assert sorted(offered["反馈问题"]) == sorted(findings)


def test_lists_are_hidden_and_a_name_beside_them_is_only_doubted(in_progress):
    found = book(in_progress)
    assert [(sheet.title, sheet.sheet_state) for sheet in found] == [
        ("整改台账", "visible"),
        ("选项", "hidden"),
    ]
    rules = found["整改台账"].data_validations.dataValidation
    assert {(rule.errorStyle, rule.showErrorMessage) for rule in rules if rule.type == "list"} == {
        ("warning", True)
    }
    assert {str(rule.sqref) for rule in rules} == {
        f"{get_column_letter(HEADINGS.index(name) + 1)}4:"
        f"{get_column_letter(HEADINGS.index(name) + 1)}2003"
        for name in [*options_of(found), "整改时限", "完成时间"]
    }


def test_dates_have_a_hint_and_no_rule(in_progress):
    rules = [
        rule
        for rule in book(in_progress)["整改台账"].data_validations.dataValidation
        if rule.type != "list"
    ]
    assert [(rule.type, rule.formula1, rule.showInputMessage, rule.prompt) for rule in rules] == [
        (
            None,
            None,
            True,
            "写日期，如 2023-3-31；也可以照原文写 2023年3月底、立行立改、长期坚持。",
        ),
        (None, None, True, "销号或转长期坚持的日期，如 2023-3-31；其他状态的留空。"),
    ]


def test_messages_are_no_longer_than_excel_takes(in_progress):
    for rule in book(in_progress)["整改台账"].data_validations.dataValidation:
        assert len(rule.prompt or "") <= 255
        assert len(rule.error or "") <= 225
        assert max(len(rule.promptTitle or ""), len(rule.errorTitle or "")) <= 32


def test_columns_keep_what_is_typed(in_progress):
    columns = book(in_progress)["整改台账"].column_dimensions
    assert [columns[letter].number_format for letter in "AKLM"] == [
        "@",
        'yyyy"年"m"月"d"日"',
        "General",
        'yyyy"年"m"月"d"日"',
    ]


def test_prints_on_one_page_wide(in_progress):
    sheet = book(in_progress)["整改台账"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$3", "C4")
    assert sheet.oddFooter.left.text == "示例数据，不反映任何社区的真实情况"


def test_example_is_made_of_the_rounds_own_names(in_progress):
    in_progress.fed_back_on = date(2023, 11, 30)
    in_progress.period_months = 3
    sheet = book(in_progress)["整改台账"]
    told = dict(zip(HEADINGS, (cell.value for cell in sheet[4]), strict=True))
    finding = in_progress.categories.order_by("position", "pk").first().findings.first()
    names = (
        "问题编号",
        "社区",
        "反馈问题",
        "问题类别",
        "责任人",
        "整改时限",
        "整改状态",
        "完成时间",
    )
    assert {name: told[name] for name in names} == {
        "问题编号": "示例",
        "社区": "新园里社区",
        "反馈问题": finding.title,
        "问题类别": finding.category.title,
        "责任人": "党组织书记",
        "整改时限": "2024年2月底",
        "整改状态": "整改中",
        "完成时间": None,
    }
    assert {(cell.font.italic, cell.font.color.rgb) for cell in sheet[4]} == {(True, "FF808080")}


@pytest.mark.parametrize("with_sample", [True, False])
def test_our_own_reader_finds_the_header_and_no_rows(in_progress, with_sample):
    ledger = read(content(in_progress, with_sample=with_sample), "模板.xlsx")
    assert ledger.rows == []
    assert ledger.hidden == ("选项",)
    (sheet,) = ledger.sheets
    assert sheet.header == (3, 3)
    assert [OF_KEY[heading.key].name for heading in sheet.headings] == HEADINGS


def test_row_that_is_filled_in_is_read(in_progress):
    filled = book(in_progress)
    sheet = filled["整改台账"]
    for place, value in enumerate(["001", "新园里社区", None, "固定资产管理不规范", "灯不亮。"], 1):
        sheet.cell(5, place).value = value
    file = io.BytesIO()
    filled.save(file)
    (row,) = read(file.getvalue(), "模板.xlsx").rows
    assert (row.number, row.cells["number"], row.cells["text"]) == (5, "001", "灯不亮。")


def test_round_with_nothing_offers_what_is_always_there(bare):
    Department.objects.filter(issues=None, users=None, official_names=None).delete()
    offered = options_of(book(bare))
    assert set(offered) - {"责任科室"} == {"整改状态", "是否公开", "不公开理由"}
    sheet = book(bare)["整改台账"]
    assert [sheet["B4"].value, sheet["D4"].value, sheet["J4"].value] == [None, None, None]
    assert CalamineWorkbook.from_filelike(io.BytesIO(content(bare))).sheet_names == [
        "整改台账",
        "选项",
    ]


def test_round_with_nothing_says_why_it_offers_nothing(bare):
    sheet = book(bare)["整改台账"]
    community = "这个轮次还没有社区，所以没有下拉：请先在轮次的页面选好社区，再下载模板。"
    finding = "这个轮次还没有反馈问题，所以没有下拉：请先在轮次的类别里填好反馈问题，再下载模板。"
    assert sheet["A2"].value == INSTRUCTIONS + community + finding
    notes = {cell.value: cell.comment.text for cell in sheet[3]}
    assert {name: notes[name] for name in ("社区", "反馈问题", "责任科室", "责任人")} == {
        "社区": OF_KEY["community"].note + community,
        "反馈问题": OF_KEY["finding"].note + finding,
        "责任科室": OF_KEY["department"].note,
        "责任人": OF_KEY["owner"].note,
    }
    assert read(content(bare), "模板.xlsx").rows == []


def test_round_with_names_has_nothing_to_say(in_progress):
    assert book(in_progress)["整改台账"]["A2"].value == INSTRUCTIONS


def test_names_are_no_formulas(bare):
    category = bare.categories.create(title=NASTY[0])
    for title in NASTY:
        category.findings.create(title=title)
    community = Community.objects.create(code="1" * 12, name="=社区", full_name="=社区")
    bare.communities.add(community)
    Owner.objects.create(community=community, post="=HYPERLINK(A1)")
    found = book(bare)
    assert options_of(found)["反馈问题"] == ["=1+1", '引号"和,逗号', "@甲_x005F_x0041_", "-乙"]
    kinds = {
        cell.data_type for sheet in found for row in sheet for cell in row if cell.value is not None
    }
    assert kinds == {"s"}
    sheet = found["整改台账"]
    assert [sheet[place].value for place in ("B4", "D4", "J4")] == [
        "=社区",
        "=1+1",
        "=HYPERLINK(A1)",
    ]
    assert [sheet[place].quotePrefix for place in ("B4", "D4", "E4")] == [True, True, False]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content(bare))).get_sheet_by_name("选项")
    assert [row[2] for row in rows.to_python()[1:5]] == NASTY


def test_four_hundred_findings_cost_no_more_queries(bare, django_assert_num_queries):
    category = bare.categories.create(title="类别")
    with django_assert_num_queries(5):
        content(bare)
    for place in range(400):
        category.findings.create(title=f"反馈问题{place}" + "长" * 100, position=place)
    bare.communities.set(Community.objects.all())
    with django_assert_num_queries(5):
        found = book(bare)
    assert len(options_of(found)["反馈问题"]) == 400
    assert found.defined_names["选项_反馈问题"].attr_text == "'选项'!$C$2:$C$401"


def test_titles_of_one_name_are_told_apart(bare):
    first = bare.categories.create(title="甲")
    second = bare.categories.create(title="乙")
    for parent in (first, second):
        below = bare.categories.create(title="同名", parent=parent)
        below.findings.create(title="同一条")
    offered = options_of(book(bare))
    assert offered["问题类别"] == ["甲", "乙", "甲／同名", "乙／同名"]
    assert offered["反馈问题"] == ["同一条"]
