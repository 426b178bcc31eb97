"""Where a file has no room for marks, or cannot be kept, its values come back with the errors."""

import csv
import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from rectify.spreadsheets import marked, marked_workbook, marks
from rectify.spreadsheets.marked import Marked, mark
from rectify.spreadsheets.reader.ledger import UNCALCULATED
from tests.spreadsheets.office_book import (
    HEADERS,
    NAME,
    NO_COMMUNITY,
    PROBLEMS,
    SIGNED,
    office_book,
    opened,
    problem,
    red_cells,
    saved,
)


@pytest.fixture(scope="module")
def original() -> bytes:
    return saved(office_book())


@pytest.fixture(params=["too large", "not for openpyxl"])
def copied(request, original, monkeypatch) -> Marked:
    if request.param == "too large":
        monkeypatch.setattr(marked_workbook, "MOST_CELLS", 5)
    else:

        def stumble(*args, **options):
            raise ValueError("expected <class 'Fill'>")

        monkeypatch.setattr(marked_workbook, "load_workbook", stumble)
        monkeypatch.setattr(marked.logger, "disabled", True)
    return mark(original, "台账.xls", PROBLEMS, HEADERS)


def test_values_are_copied_where_the_file_cannot_be_kept(copied):
    assert (copied.name, copied.plain) == ("台账（标出错误）.xlsx", True)
    sheet = opened(copied.content)
    assert [cell.value for cell in sheet[3]] == [
        *("问题编号", "社区", "反馈问题", "整改时限", "合计", "错误说明")
    ]
    assert [cell.value for cell in sheet[5]] == [
        "005",
        None,
        "=是文字",
        "三月",
        # Nothing has calculated it; left empty, it would be read as empty when it comes back.
        UNCALCULATED,
        f"1. {NO_COMMUNITY}\n2. 整改时限：日期“三月”读不懂。",
    ]
    assert (sheet["C5"].data_type, sheet["C5"].quotePrefix) == ("s", True)
    assert {str(found) for found in sheet.merged_cells.ranges} == {"A1:E1", "B4:B6"}
    assert red_cells(sheet) == {
        "B4": f"{SIGNED}{NO_COMMUNITY}",
        "D5": f"{SIGNED}日期“三月”读不懂。",
        "C6": f"{SIGNED}=HYPERLINK(A1)",
        "D7": f"{SIGNED}不能空着。\n@这也不对。",
    }
    assert sheet["F3"].comment.text == marks.COLUMN_NOTE
    assert load_workbook(io.BytesIO(copied.content)).sheetnames == ["台账", "别的"]


def test_copy_keeps_kinds_of_values_and_where_they_stand(monkeypatch):
    monkeypatch.setattr(marked_workbook, "MOST_CELLS", 5)
    book = Workbook()
    sheet = book.active
    rows = [
        ["编号", "日期", "数"],
        ["1", date(2023, 3, 31), 5],
        ["2", datetime.fromisoformat("2023-03-01T08:00"), 1.5],
    ]
    for number, values in enumerate(rows, 4):
        for place, value in enumerate(values, 3):
            sheet.cell(number, place, value)
    problems = [problem(row, letter, "", "不对。", "Sheet") for row in (5, 6) for letter in "DE"]
    found = mark(saved(book), NAME, problems, {"Sheet": 4})
    sheet = opened(found.content, "Sheet")
    assert found.plain is True
    assert [[sheet.cell(row, place).value for place in range(3, 7)] for row in (4, 5, 6)] == [
        ["编号", "日期", "数", "错误说明"],
        ["1", datetime.fromisoformat("2023-03-31"), 5, "不对。"],
        ["2", datetime.fromisoformat("2023-03-01T08:00"), 1.5, "不对。"],
    ]
    assert [sheet[place].number_format for place in ("D5", "E5", "D6", "E6")] == [
        "yyyy-mm-dd",
        "General",
        "yyyy-mm-dd hh:mm:ss",
        "General",
    ]


def test_copy_of_a_marked_file_has_the_column_once(original, monkeypatch):
    result = mark(original, NAME, PROBLEMS, HEADERS)
    monkeypatch.setattr(marked_workbook, "MOST_CELLS", 5)
    again = mark(result.content, result.name, PROBLEMS[2:3], HEADERS)
    sheet = opened(again.content)
    assert [cell.value for cell in sheet[3]][4:] == ["合计", "错误说明"]
    assert [sheet.cell(row, 6).value for row in range(4, 8)] == [
        None,
        "整改时限：日期“三月”读不懂。",
        None,
        None,
    ]


TABLE = '标题\r\n问题编号,社区,反馈问题\r\n=1+1,"新\n园",甲\r\n2,新园,\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_gets_the_column(encoding):
    problems = [
        problem(3, "B", "社区", "@不对。", ""),
        problem(4, "C", "反馈问题", "不能空着。", ""),
        problem(4, "", "", "=坏\x01", ""),
    ]
    found = mark(TABLE.encode(encoding), "台账.csv", problems, {"": 2})
    assert (found.name, found.plain) == ("台账（标出错误）.csv", False)
    assert found.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(found.content.decode("utf-8-sig"), newline="")))
    assert rows == [
        ["标题"],
        ["问题编号", "社区", "反馈问题", "错误说明"],
        ["=1+1", "新\n园", "甲", "社区：@不对。"],
        ["2", "新园", "", "1. 反馈问题：不能空着。\n2. =坏\x01"],
    ]


def test_error_in_csv_is_not_run():
    found = mark(TABLE.encode(), "台账.csv", [problem(3, "", "", "=1+1", "")], {"": 2})
    assert found.content.decode("utf-8-sig").splitlines()[3] == "园\",甲,'=1+1"


def test_csv_that_was_put_right_is_clean():
    found = mark(TABLE.encode(), "台账.csv", [problem(3, "B", "社区", "不对。", "")], {"": 2})
    clean = mark(found.content, found.name, [], {"": 2})
    assert clean.content.decode("utf-8-sig") == TABLE


def test_csv_with_tabs_keeps_them():
    content = "编号\t社区\r\n1\t新园\r\n".encode("utf-16")
    found = mark(content, "台账.txt", [problem(2, "B", "社区", "不对。", "")], {"": 1})
    assert found.content.decode("utf-8-sig") == "编号\t社区\t错误说明\r\n1\t新园\t社区：不对。\r\n"
