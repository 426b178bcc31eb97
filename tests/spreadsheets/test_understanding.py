"""Any office's sheets become the rows of the ledger: headers, entries, what is left out."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectify.spreadsheets.columns import COLUMNS
from rectify.spreadsheets.reader.ledger import Book, Grid, Ledger, UnreadableError
from rectify.spreadsheets.reader.refusals import letters
from rectify.spreadsheets.reader.understanding import understand
from tests.spreadsheets.drawn import book, grid

OFFICE = """
杭州道街道巡察整改台账 | < | < | < | < | < | < | < | <
填报单位：杭州道街道 | < | < | < | 填报日期：2023年5月6日 | < | < | < | <
-
序 号 | 责任⏎单位 | 反馈问题 | 具体问题（必填） | *整改措施 | 整改情况 | < | < | 备注：
^ | ^ | ^ | ^ | ^ | 完成情况 | 完成时间⏎（年/月/日） | 联系人 | ^
#1 | 新园里社区 | 甲问题 | 文一 | 措施一 | 已完成 | @2023-03-31 | 某人 |
#2 | ^ | ^ | 文二 | 措施二 | 同上 | 〃 | | 合计
 | | | | | | | |
新园里社区小计 | < | #2 | | | | | |
#3 | 同 上 | 同上。 | 文三合计 | 措施三 | 否 | | |
 | 小计 | | | | | | |
二、第二部分 | < | < | < | < | < | < | < | <
序 号 | 责任⏎单位 | 反馈问题 | 具体问题（必填） | *整改措施 | 整改情况 | < | < | 备注：
^ | ^ | ^ | ^ | ^ | 完成情况 | 完成时间⏎（年/月/日） | 联系人 | ^
#4 | 街道本级 | 乙问题 | 文四 | 措施四 | 整改中 | | |
#5 | | | | | | | |
合计：4项 | < | < | < | < | < | < | < | <
填表人：张三 | | 审核人：李四 | 审批人：王五 | | 联系电话：66880000 | | |
注：本表一式三份。 | < | < | < | < | < | < | < | <
"""


def test_a_ledger_as_offices_keep_it():
    ledger = understand(book(OFFICE))
    (sheet,) = ledger.sheets
    assert sheet.header == (4, 5)
    assert [(heading.letter, heading.text, heading.key) for heading in sheet.headings] == [
        ("A", "序 号", "number"),
        ("B", "责任单位", "community"),
        ("C", "反馈问题", "finding"),
        ("D", "具体问题（必填）", "text"),
        ("E", "*整改措施", "measures"),
        ("F", "整改情况／完成情况", "status"),
        ("G", "整改情况／完成时间（年/月/日）", "settled_on"),
        ("H", "整改情况／联系人", ""),
        ("I", "备注：", "remark"),
    ]
    assert sheet.skipped == (
        *[(1, "标题"), (2, "标题"), (8, "空行"), (9, "小计"), (11, "小计"), (12, "标题")],
        *[(13, "表头"), (14, "表头"), (16, "只有编号"), (17, "小计"), (18, "表尾"), (19, "表尾")],
    )
    assert (sheet.community, sheet.why) == ("", "")
    keys = ["number", "community", "finding", "text", "measures", "status", "settled_on", "remark"]
    day = date(2023, 3, 31)
    assert [(row.number, [row.cells[key] for key in keys]) for row in ledger.rows] == [
        (6, ["1", "新园里社区", "甲问题", "文一", "措施一", "已完成", day, ""]),
        (7, ["2", "新园里社区", "甲问题", "文二", "措施二", "已完成", day, "合计"]),
        (10, ["3", "新园里社区", "甲问题", "文三合计", "措施三", "否", "", ""]),
        (15, ["4", "街道本级", "乙问题", "文四", "措施四", "整改中", "", ""]),
    ]
    assert [set(row.cells) for row in ledger.rows] == [set(keys)] * 4
    assert [row.carried for row in ledger.rows] == [
        frozenset(),
        {"community", "finding", "status", "settled_on"},
        {"community", "finding"},
        frozenset(),
    ]
    assert ledger.letter(ledger.rows[0], "status") == "F"
    assert ledger.heading(ledger.rows[0], "status") == "整改情况／完成情况"


def test_the_same_without_merged_cells_as_csv_has_it():
    drawing = OFFICE.replace("<", "").replace("^", "")
    ledger = understand(book(drawing, has_sheets=False))
    (sheet,) = ledger.sheets
    assert sheet.header == (4, 5)
    assert [heading.key for heading in sheet.headings] == [
        *["number", "community", "finding", "text", "measures", "status", "settled_on", ""],
        "remark",
    ]
    assert [(row.number, row.cells["number"], row.cells["community"]) for row in ledger.rows] == [
        (6, "1", "新园里社区"),
        (7, "2", ""),
        (10, "3", "同 上"),
        (15, "4", "街道本级"),
    ]
    assert [row for row, _reason in sheet.skipped] == [1, 2, 8, 9, 11, 12, 13, 14, 16, 17, 18, 19]


def test_place_of_the_grid_in_its_sheet_counts():
    moved = grid(OFFICE, first_row=11, first_column=27)
    ledger = understand(Book([moved]))
    assert ledger.sheets[0].header == (14, 15)
    assert [heading.letter for heading in ledger.sheets[0].headings[:2]] == ["AA", "AB"]
    assert [row.number for row in ledger.rows] == [16, 17, 20, 25]
    assert ledger.rows[1].cells["community"] == "新园里社区"


@pytest.mark.parametrize(
    ("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")]
)
def test_letter(column, name):
    assert letters(column) == name


# Sheets.


@pytest.mark.parametrize(
    ("name", "community"),
    [
        ("新园里社区", ["新园里社区"]),
        (" 新园里 ", ["新园里"]),
        ("3.新园里社区", ["3.新园里社区", "新园里社区"]),
        ("（一）新园里", ["(一)新园里", "新园里"]),
        ("三槐里社区", ["三槐里社区"]),
        ("新园里社区台账（2）", ["新园里社区台账(2)", "新园里社区"]),
        ("新园里社区（18项）", ["新园里社区(18项)", "新园里社区"]),
        ("杭州道街道新园里", ["杭州道街道新园里", "新园里"]),
        ("120116001001", ["120116001001"]),
        ("Sheet1", ["Sheet1"]),
        ("台账", ["台账"]),
    ],
)
def test_what_the_name_of_a_sheet_may_mean(name, community):
    ledger = understand(Book([grid("编号|具体问题\n1|文", name)]))
    assert list(ledger.sheets[0].names) == community
    assert (ledger.sheets[0].community, ledger.rows[0].cells.get("community")) == ("", None)


def test_sheets_are_joined_in_order_each_with_its_own_columns():
    one = grid("编号|具体问题\n1|文一", "新园里社区")
    two = grid("-\n具体问题|社区|编号\n文二|东村|2\n文三||3", "西村")
    ledger = understand(Book([one, two], hidden=("旧表",)))
    assert [(row.sheet, row.number, row.cells) for row in ledger.rows] == [
        ("新园里社区", 2, {"number": "1", "text": "文一"}),
        ("西村", 3, {"number": "2", "text": "文二", "community": "东村"}),
        ("西村", 4, {"number": "3", "text": "文三", "community": ""}),
    ]
    assert [row.carried for row in ledger.rows] == [frozenset()] * 3
    assert [sheet.names for sheet in ledger.sheets] == [("新园里社区",), ("西村",)]
    assert [ledger.letter(row, "text") for row in ledger.rows] == ["B", "A", "A"]
    assert ledger.hidden == ("旧表",)


def test_csv_has_no_name_to_take_a_community_from():
    ledger = understand(Book([grid("编号|具体问题\n1|文", "新园里社区")], has_sheets=False))
    assert ledger.sheets[0].names == ()


LEDGER = "编号|具体问题\n1|文"


@pytest.mark.parametrize(
    ("drawing", "why"),
    [
        (
            "各社区整改情况\n序号|社区|问题数|已完成数\n1|甲|29|29",
            "第 2 行的列（序号、社区）是统计或名册，不是台账：没有具体问题、反馈问题或问题编号，不读这张表。",
        ),
        (
            "序号|反馈问题|问题数|完成率\n1|甲|29|100%",
            "第 1 行的列（序号、反馈问题）是统计或名册，不是台账：没有具体问题、反馈问题或问题编号，不读这张表。",
        ),
        (
            "序号|社区|责任人|联系电话\n1|甲|书记|66880000",
            "第 1 行的列（序号、社区、责任人）是统计或名册，不是台账：没有具体问题、反馈问题或问题编号，不读这张表。",
        ),
        (
            "社区|具体问题|整改措施\n甲|文|措施",
            "第 1 行像是表头（认得的有：社区、具体问题、整改措施），但是没有编号一列"
            "（问题编号、序号、问题序号、编号），认不出每一行是哪个问题：请补上这一列。",
        ),
        ("-\n-", "这张表是空的。"),
    ],
)
def test_sheet_that_is_no_ledger_is_left_out(drawing, why):
    ledger = understand(book(grid(drawing, "别的"), grid(LEDGER)))
    assert (ledger.sheets[0].header, ledger.sheets[0].why) == (None, why)
    assert [row.sheet for row in ledger.rows] == ["台账"]


@pytest.mark.parametrize("drawing", ["封面", "社区|问题数|已完成数\n甲|29|29"])
def test_sheet_without_a_header_is_left_out(drawing):
    ledger = understand(book(grid(drawing, "封面"), grid(LEDGER)))
    assert ledger.sheets[0].why.startswith("没有找到台账的表头。表头里要有编号一列")


def test_file_without_a_ledger():
    with pytest.raises(UnreadableError) as refusal:
        understand(book(grid("社区|具体问题\n甲|文", "一"), grid("", "二"), hidden=("三",)))
    assert str(refusal.value) == (
        "没有找到台账的表头。表头里要有编号一列（问题编号、序号、问题序号、编号），另外至少还有一列："
        "社区、反馈问题、具体问题、整改措施、责任科室、整改时限、整改状态等。"
        "工作表“一”：第 1 行像是表头（认得的有：社区、具体问题），但是没有编号一列"
        "（问题编号、序号、问题序号、编号），认不出每一行是哪个问题：请补上这一列。"
        "工作表“二”：这张表是空的。"
        "隐藏的工作表（三）不读，要读请先取消隐藏。"
    )


def test_file_without_a_sheet():
    with pytest.raises(UnreadableError) as refusal:
        understand(Book([]))
    assert str(refusal.value).endswith("整改状态等。文件里没有可以读的工作表。")


# Bounds.


def test_ledger_below_a_summary_on_the_same_sheet_is_found():
    ledger = understand(book("序号|社区|问题数\n1|甲|29\n-\n编号|社区|具体问题\n1|甲|文"))
    assert ledger.sheets[0].header == (4, 4)
    assert [row.number for row in ledger.rows] == [5]
    assert ledger.sheets[0].skipped == ((1, "标题"), (2, "标题"))


CELLS = st.one_of(
    st.none(),
    st.text(max_size=5),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.sampled_from(
        ["同上", "小计", "填表人：", "示例", *(column.name for column in COLUMNS)]
        + [alias for column in COLUMNS for alias in column.aliases]
    ),
)
MERGED = st.tuples(*[st.integers(-1, 12)] * 4)


@settings(deadline=None)
@given(
    st.sampled_from([[], [["编号", "具体问题", "社区", "完成情况", "整改时限"]]]),
    st.lists(st.lists(CELLS, max_size=8), max_size=12),
    st.lists(MERGED, max_size=8),
    st.text(max_size=6),
    st.booleans(),
)
def test_any_grid_is_a_ledger_or_refused(header, rows, merged, name, named):
    try:
        ledger = understand(
            Book([Grid(name, header + rows, merged=tuple(merged))], has_sheets=named)
        )
    except UnreadableError as error:
        sentence = str(error)
    else:
        sentence = ""
        check(ledger)
    assert sentence[-1:] in {"", "。"}


def check(ledger: Ledger) -> None:
    """Look whether a ledger says of each row once what it is, and of each cell what it may."""
    told = [row for row, _reason in ledger.sheets[0].skipped]
    entries = [row.number for row in ledger.rows]
    assert sorted({*told, *entries}) == sorted(told + entries)
    assert entries == sorted(entries)
    for row in ledger.rows:
        assert row.carried <= set(row.cells)
        for key, value in row.cells.items():
            assert isinstance(value, (str, date) if key in {"due_on", "settled_on"} else str)
