"""Which rows of a sheet are entries, and what they take from the rows above."""

from datetime import date, datetime, time

import pytest

from rectify.spreadsheets.reader.ledger import UNCALCULATED, Book, Grid, UnreadableError
from rectify.spreadsheets.reader.understanding import understand
from tests.spreadsheets.drawn import book, grid


def read_rows(drawing: str) -> tuple[list[int], dict[int, str]]:
    """Return the numbers of the rows that are entries, and why the others are not."""
    ledger = understand(book(f"编号|社区|反馈问题|具体问题|整改措施|备注\n{drawing.strip()}"))
    return [row.number for row in ledger.rows], dict(ledger.sheets[0].skipped)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("小计|||||", "小计"),
        ("合 计||||#29|", "小计"),
        ("|本页小计||29||", "小计"),
        ("||总计|29项||", "小计"),
        ("|新园里社区小计||||", "小计"),
        ("合计：29项|<|<|<|<|<", "小计"),
        ("共计29个问题|||||", "小计"),
        ("#5|小计||||", "小计"),
        ("填表人：张三||审核人：李四|||联系电话：1", "表尾"),
        ("|填表人：||审核人：||", "表尾"),
        ("单位负责人（签字）：|||||", "表尾"),
        ("备注：有关情况另附|<|<|<|<|<", "表尾"),
        ("注：1.本表一式三份|||||", "表尾"),
        ("（盖章）|<|<|<|<|<", "表尾"),
        ("|党工委书记（签字）：|||日期||", "表尾"),
        ("||社区书记：||审核：|", "表尾"),
        ("示例|甲社区|甲|文|措施|", "示例"),
        ("（示例）|甲社区|甲|文|措施|", "示例"),
        ("编号|社区|反馈问题|具体问题|整改措施|备注", "表头"),
        ("关于“党的建设”问题|<|<|<|<|<", "标题"),
        ("1.党的建设|<|<|<|<|<", "标题"),
        ("一、党的建设|||||", "标题"),
        ("|||||", "空行"),
        ("   |||␣||", "空行"),
    ],
)
def test_row_that_is_no_entry(row, reason):
    entries, skipped = read_rows(f"1|甲社区|甲|文一|措施|\n{row}\n2|甲社区|甲|文二|措施|")
    assert (entries, skipped) == ([2, 4], {3: reason})


@pytest.mark.parametrize(
    "row",
    [
        "3|甲社区|甲|合计|措施|",
        "3|甲社区|小计|资金合计|措施|",
        "一|甲社区|账目未合计|文|措施|",
        "3|甲社区|甲|填表人：不清|措施|",
        "3|甲社区|经费未合计||措施|",
        "|甲社区|经费未合计|文|措施|",
        "|甲社区|甲|备注：不清|措施|",
        "|甲社区|甲|文|措施|",
        "|||联系群众不够||",
        "|甲社区居民委员会|甲|文|措施|",
        "||||落下的措施|",
        "3|||||备注",
        "3|甲社区||||",
        "XY-001|甲社区|甲|文|措施|",
        "3|||||",
    ],
)
def test_row_that_is_an_entry(row):
    entries, skipped = read_rows(f"1|甲社区|甲|文一|措施|\n{row}\n2|甲社区|甲|文二|措施|")
    assert (entries, skipped) == ([2, 3, 4], {})


def test_blank_rows_are_told_between_entries_only_and_not_without_end():
    rows = [["编号", "具体问题"], [], ["1", "文"], *[[None, ""]] * 1500, ["2", "文"], [None], []]
    ledger = understand(Book([Grid("台账", rows)]))
    assert [row.number for row in ledger.rows] == [3, 1504]
    assert ledger.sheets[0].skipped == tuple((number, "空行") for number in range(4, 1004))


def test_numbers_prepared_for_later_are_no_entries_below_the_last_one():
    entries, skipped = read_rows("1|甲|乙|文||\n2|||||\n3|甲|乙|文||\n4|||||\n#5|||||")
    assert (entries, skipped) == ([2, 3, 4], {5: "只有编号", 6: "只有编号"})


def test_another_table_on_the_same_sheet():
    sentence = (
        "工作表“台账”第 3 行又是一个表头，各列与上面的不一样：请把两张表分开，放到两张工作表里。"
    )
    with pytest.raises(UnreadableError, match=f"^{sentence}$"):
        understand(book("编号|社区|具体问题\n1|甲|文\n编号|具体问题|社区\n2|文|甲"))


# What is carried down.


def carried(drawing: str, key: str) -> list[tuple[str, bool]]:
    """Return what the entries say in one column, each with whether it comes from above."""
    ledger = understand(book(f"编号|社区|反馈问题|具体问题|整改措施|整改时限\n{drawing.strip()}"))
    return [(row.cells[key], key in row.carried) for row in ledger.rows]


def test_merged_text_over_two_measures():
    drawing = "1|甲|乙|文|措施一|\n2|^|^|^|措施二|\n3|丙|^|文三|措施三|"
    assert carried(drawing, "text") == [("文", False), ("文", True), ("文三", False)]
    assert carried(drawing, "finding") == [("乙", False), ("乙", True), ("乙", True)]


def test_merged_number_is_one_entry_told_twice():
    drawing = "1|甲|乙|文|措施一|\n^|||^|措施二|"
    assert carried(drawing, "number") == [("1", False), ("1", True)]


def test_merged_date():
    day = date(2023, 3, 31)
    assert carried("1||乙|文||@2023-03-31\n2|||文||^\n3|||文||", "due_on") == [
        (day, False),
        (day, True),
        ("", False),
    ]


@pytest.mark.parametrize("mark", ["同上", "〃", "″", '"', "同 上", "同上。", " 同上 ", "”", "〞"])
def test_mark_for_the_same(mark):
    assert carried(f"1|甲|乙|文||\n2|{mark}|乙|文||\n3|{mark}|乙|文||", "community") == [
        ("甲", False),
        ("甲", True),
        ("甲", True),
    ]


@pytest.mark.parametrize(
    ("drawing", "found"),
    [
        ("1|同上|乙|文||", [("同上", False)]),
        ("1|同上|乙|文||\n2|同上|乙|文||", [("同上", False), ("同上", False)]),
        ("1||乙|文||\n2|同上|乙|文||", [("", False), ("同上", False)]),
        ("1|甲|乙|文||\n2||乙|文||", [("甲", False), ("", False)]),
        ("1|甲|乙|文||\n2|同上述社区|乙|文||", [("甲", False), ("同上述社区", False)]),
        ("1|甲|<|文||\n2|^|<|文||", [("甲", False), ("甲", True)]),
    ],
)
def test_nothing_is_carried_on_a_guess(drawing, found):
    assert carried(drawing, "community") == found


def test_cell_merged_across_belongs_to_its_first_column():
    assert carried("1|甲|<|文||\n2|^|<|文||", "finding") == [("", False), ("", False)]


def test_nothing_is_carried_from_another_sheet_or_from_the_header():
    sheet = "编号|社区|具体问题\n{}|{}|文"
    ledger = understand(book(sheet.format(1, "甲社区"), grid(sheet.format(2, "同上"), "别的台账")))
    assert [row.cells["community"] for row in ledger.rows] == ["甲社区", "同上"]
    rows = [["编号", "具体问题", "社区"], ["1", "文", None]]
    merged = Grid("台账", rows, merged=((1, 3, 2, 3),))
    assert understand(Book([merged])).rows[0].cells["community"] == ""


@pytest.mark.parametrize(
    "line", ["2023年5月6日", "杭州道街道办事处（盖章）", "二〇二三年制：", "第1页 共3页"]
)
def test_signature_below_the_table(line):
    entries, skipped = read_rows(f"1|甲|乙|文||\n||||{line}|")
    assert (entries, skipped) == ([2], {3: "表尾"})


@pytest.mark.parametrize("line", ["1|2|3|4|5|6", "(1)|(2)|(3)|(4)|(5)|(6)", "#1|#2|#3|#4|#5|#6"])
def test_columns_counted_below_the_header(line):
    entries, skipped = read_rows(f"{line}\n1|甲|乙|文||")
    assert (entries, skipped) == ([3], {2: "表头"})


# What cannot be what it seems.

NOT_CALCULATED = "这一格的公式没有算出结果，请在 Excel 里打开、保存后再传，或者改成文字。"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (True, "是 TRUE 或 FALSE（是）"),
        (False, "是 TRUE 或 FALSE（否）"),
        (date(2023, 1, 1), "是日期（2023-01-01）"),
        (datetime.fromisoformat("2023-01-01 08:00"), "是日期（2023-01-01）"),
        (time(8, 30), "是时间（08:30）"),
        (1037.5, "是小数（1037.5）"),
    ],
)
def test_number_of_an_entry_that_is_none(value, told):
    ledger = understand(Book([Grid("台账", [["编号", "具体问题"], [value, "文"], [2, "文"]])]))
    sentence = f"这一格{told}，不是问题编号；请把这一列设成文本格式，再重新填写编号。"
    assert [row.amiss for row in ledger.rows] == [(("number", sentence),), ()]


@pytest.mark.parametrize("value", ["1037.5", "2023-01-01", "TRUE", 7, 7.0, None])
def test_number_of_an_entry_that_may_be_one(value):
    ledger = understand(Book([Grid("台账", [["编号", "具体问题", "备注"], [value, "文", "x"]])]))
    assert [row.amiss for row in ledger.rows] == [()]


def test_formula_that_nobody_has_calculated():
    rows = [
        ["编号", "社区", "具体问题", "不认得的"],
        [1, UNCALCULATED, "文", UNCALCULATED],
        [UNCALCULATED, "同上", "文", None],
        [3, None, "文", UNCALCULATED],
        [None, UNCALCULATED, None, UNCALCULATED],
        [5, UNCALCULATED, None, None],
    ]
    merged = ((3, 3, 4, 3),)
    ledger = understand(Book([Grid("台账", rows, merged=merged)]))
    assert [(row.number, row.amiss) for row in ledger.rows] == [
        (2, (("community", NOT_CALCULATED),)),
        (3, (("number", NOT_CALCULATED), ("community", NOT_CALCULATED))),
        (4, ()),
    ]
    assert ledger.sheets[0].skipped == ((6, "只有编号"),)
