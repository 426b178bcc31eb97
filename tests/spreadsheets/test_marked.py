"""A workbook comes back with what is wrong in it marked, and otherwise as it was."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import PatternFill
from PIL import Image as Picture
from python_calamine import CalamineWorkbook

from rectify.spreadsheets import marked_workbook, marks
from rectify.spreadsheets.marked import Marked, mark
from rectify.spreadsheets.reader import read
from tests.spreadsheets.office_book import (
    HEADERS,
    NAME,
    NO_COMMUNITY,
    PROBLEMS,
    RED,
    SIGNED,
    differences,
    looks,
    office_book,
    opened,
    problem,
    red_cells,
    saved,
)


@pytest.fixture(scope="module")
def original() -> bytes:
    return saved(office_book())


@pytest.fixture(scope="module")
def result(original) -> Marked:
    return mark(original, NAME, PROBLEMS, HEADERS)


def test_refused_cells_are_red_and_say_why(result):
    sheet = opened(result.content)
    assert red_cells(sheet) == {
        "B4": f"{SIGNED}{NO_COMMUNITY}",
        "D5": f"{SIGNED}日期“三月”读不懂。",
        "C6": f"办公室的批注\n\n{SIGNED}=HYPERLINK(A1)",
        "D7": f"{SIGNED}不能空着。\n@这也不对。",
        "F3": marks.COLUMN_NOTE,
    }
    authors = {cell.comment.author for row in sheet for cell in row if cell.comment}
    assert authors == {"巡察整改台账", "张三"}


def test_column_says_everything_of_each_row(result):
    sheet = opened(result.content)
    assert {row: sheet.cell(row, 6).value for row in range(3, 9)} == {
        3: "错误说明",
        4: NO_COMMUNITY,
        5: f"1. {NO_COMMUNITY}\n2. 整改时限：日期“三月”读不懂。",
        6: "1. 反馈问题：=HYPERLINK(A1)_x0001_\n2. 责任科室不能空着。",
        7: "1. 整改时限：不能空着。\n2. 整改时限：@这也不对。",
        8: None,
    }
    assert {sheet.cell(row, 6).data_type for row in range(3, 8)} == {"s"}
    own, right = sheet.column_dimensions["F"], sheet.column_dimensions["G"]
    assert (own.min, own.max, own.hidden, own.width) == (6, 6, False, 60)
    assert (right.min, right.max, right.hidden) == (7, 16384, True)


def test_all_else_stays(original, result):
    before, after = opened(original), opened(result.content)
    assert differences(before, after) == {
        *("B4", "D5", "C6", "D7"),
        *("F3", "F4", "F5", "F6", "F7"),
    }
    assert {str(found) for found in after.merged_cells.ranges} == {"A1:E1", "B4:B6"}
    assert [(rule.formula1, str(rule.sqref)) for rule in after.data_validations.dataValidation] == [
        ('"是,否"', "D4:D8")
    ]
    columns = after.column_dimensions
    assert (columns["C"].hidden, columns["D"].width, after.freeze_panes) == (True, 33, "A4")
    assert (after["E4"].value, after["E4"].data_type) == ("=A4&1", "f")
    assert (after["C5"].value, after["C5"].data_type) == ("=是文字", "s")
    assert after["C8"].value[1].font.b is True
    book = load_workbook(io.BytesIO(result.content))
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("台账", "visible"),
        ("别的", "visible"),
        ("藏着", "hidden"),
    ]
    assert book["别的"]["A1"].value == "=1+1"


def test_result_has_a_name_of_its_own(original, result):
    assert (result.name, result.plain) == ("台账（标出错误）.xlsx", False)
    again = mark(result.content, result.name, [], HEADERS)
    assert again.name == "台账（标出错误）.xlsx"


def test_other_readers_open_it(result):
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(result.content)).get_sheet_by_name("台账")
    assert sheet.to_python()[5][5] == "1. 反馈问题：=HYPERLINK(A1)\x01\n2. 责任科室不能空着。"
    with zipfile.ZipFile(io.BytesIO(result.content)) as file:
        assert file.testzip() is None


def test_marked_file_is_read_like_the_original(original, result):
    before, after = read(original, NAME), read(result.content, result.name)
    assert [(row.number, row.cells) for row in after.rows] == [
        (row.number, row.cells) for row in before.rows
    ]
    assert len(before.rows) == 5
    assert [(one.text, one.key) for one in after.sheets[0].headings][-1] == ("错误说明", "")


def test_workbook_that_was_put_right_is_clean(original, result):
    clean = mark(result.content, result.name, [], HEADERS)
    before, after = opened(original), opened(clean.content)
    assert differences(before, after) == set()
    assert {str(found) for found in after.merged_cells.ranges} == {"A1:E1", "B4:B6"}


def test_marking_again_marks_only_what_is_still_wrong(original, result):
    still = mark(result.content, result.name, PROBLEMS[2:3], HEADERS)
    fresh = mark(original, NAME, PROBLEMS[2:3], HEADERS)
    assert looks(opened(still.content)) == looks(opened(fresh.content))
    twice = mark(still.content, result.name, PROBLEMS[2:3], HEADERS)
    assert looks(opened(twice.content)) == looks(opened(fresh.content))


def test_marks_are_known_where_another_program_forgot_who_made_them(original, result):
    book = load_workbook(io.BytesIO(result.content), rich_text=True)
    for row in book["台账"].iter_rows():
        for cell in row:
            if cell.comment:
                cell.comment = Comment(cell.comment.text, "")
            if cell.fill.fill_type == "solid":
                # As LibreOffice does.
                cell.fill = PatternFill("solid", fgColor=RED, bgColor="FFCCCCFF")
    clean = mark(saved(book), NAME, [], HEADERS)
    # The yellow of C6 and the name beside its comment are lost to us as well.
    assert differences(opened(original), opened(clean.content)) == {"C6"}
    assert opened(clean.content)["C6"].comment.text == "办公室的批注"


def test_column_in_the_middle_is_reused(original):
    book = load_workbook(io.BytesIO(original))
    book["台账"]["F3"], book["台账"]["F4"] = "错误说明", "旧的错误"
    book["台账"]["G3"], book["台账"]["G4"] = "后加的", "有用"
    sheet = opened(mark(saved(book), NAME, PROBLEMS[2:3], HEADERS).content)
    assert [sheet[place].value for place in ("F3", "F4", "F5", "G3", "G4")] == [
        "错误说明",
        None,
        "整改时限：日期“三月”读不懂。",
        "后加的",
        "有用",
    ]


def test_only_sheets_with_problems_get_the_column():
    book = Workbook()
    for name in ("甲", "乙"):
        sheet = book.create_sheet(name)
        sheet.append(["问题编号", "社区"])
        sheet.append(["1", "甲"])
    del book["Sheet"]
    content = mark(
        saved(book), NAME, [problem(2, "A", "问题编号", "重复。", "乙")], {"甲": 1, "乙": 1}
    ).content
    assert [cell.value for cell in opened(content, "甲")[1]] == ["问题编号", "社区"]
    assert [cell.value for cell in opened(content, "乙")[2]] == ["1", "甲", "问题编号：重复。"]


def test_pictures_stay(original):
    book = load_workbook(io.BytesIO(original))
    file = io.BytesIO()
    Picture.new("RGB", (3, 3)).save(file, "png")
    file.seek(0)
    book["别的"].add_image(Image(file), "B2")
    content = mark(saved(book), NAME, PROBLEMS, HEADERS).content
    assert len(opened(content, "别的")._images) == 1


def test_column_goes_beyond_cells_that_are_merged_with_blanks(original):
    book = load_workbook(io.BytesIO(original))
    book["台账"].merge_cells("E8:G8")
    sheet = opened(mark(saved(book), NAME, PROBLEMS, HEADERS).content)
    assert (sheet["H3"].value, sheet["H7"].value[:2]) == ("错误说明", "1.")


def test_row_is_made_high_enough(original):
    book = load_workbook(io.BytesIO(original))
    rows = book["台账"].row_dimensions
    rows[5].height, rows[7].height = 14, 200
    rows = opened(mark(saved(book), NAME, PROBLEMS, HEADERS).content).row_dimensions
    assert rows[5].height > 30
    assert (rows[7].height, rows[8].height) == (200, None)


def test_comments_end_where_excel_would_choke(monkeypatch):
    monkeypatch.setattr(marks, "MOST_COMMENTS", 3)
    book = Workbook()
    for row in range(1, 8):
        book.active.append([str(row)])
    problems = [problem(row, "A", "问题编号", "不对。", "Sheet") for row in range(2, 8)]
    sheet = opened(mark(saved(book), NAME, problems, {"Sheet": 1}).content, "Sheet")
    assert [bool(sheet.cell(row, 1).comment) for row in range(2, 8)] == [True] * 3 + [False] * 3
    assert [sheet.cell(row, 1).fill.fgColor.rgb for row in range(2, 8)] == [RED] * 6
    assert [sheet.cell(row, 2).value for row in range(2, 8)] == ["问题编号：不对。"] * 6
    assert sheet["B1"].comment.text == f"{marks.COLUMN_NOTE}\n{marks.FEWER_COMMENTS}"


@pytest.mark.parametrize(
    ("cells", "extra"),
    [
        ('<c r="A1" s="0"/>' * 30, ""),
        ("", '<mergeCells count="1"><mergeCell ref="A1:XFD3"/></mergeCells>'),
        ("", "<hyperlinks><hyperlink ref='A1:C9' location=\"x\"/></hyperlinks>"),
        ('<x:c r="A1"/>' * 30, ""),
    ],
)
def test_file_that_openpyxl_would_choke_on_is_known(monkeypatch, cells, extra):
    monkeypatch.setattr(marked_workbook, "MOST_CELLS", 20)
    # Tags lie across the pieces that are read.
    monkeypatch.setattr(marked_workbook, "PART", 48)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "xl/worksheets/sheet1.xml", f"<sheetData><row>{cells}</row></sheetData>{extra}"
        )
    assert marked_workbook.is_too_large(file.getvalue()) is True


def test_usual_file_is_not_too_large(original):
    assert marked_workbook.is_too_large(original) is False
