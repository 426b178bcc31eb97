"""A ledger as an office keeps it, with errors, and how to see what became of it."""

import io

from openpyxl import Workbook, load_workbook
from openpyxl.cell import MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import ColumnDimension

from rectify.spreadsheets.problems import Problem

RED = "FFFFC9CF"
NAME = "台账.xlsx"
HEADERS = {"台账": 3}
SIGNED = "【巡察整改台账】\n"
NO_COMMUNITY = "没有名为“新园”的社区。您是不是要填：新园里社区？"


def problem(row, column, heading, message, sheet="台账") -> Problem:
    return Problem(sheet, row, column, heading, "", message)


PROBLEMS = [
    # Rows 4 to 6 share one merged cell.
    problem(4, "B", "社区", NO_COMMUNITY),
    problem(5, "B", "社区", NO_COMMUNITY),
    problem(5, "D", "整改时限", "日期“三月”读不懂。"),
    problem(6, "C", "反馈问题", "=HYPERLINK(A1)\x01"),
    problem(6, "", "", "责任科室不能空着。"),
    problem(7, "D", "整改时限", "不能空着。"),
    problem(7, "D", "整改时限", "@这也不对。"),
]


def office_book() -> Workbook:
    """Return a ledger as an office keeps it: titles, merged cells, hidden columns, notes."""
    book = Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet["A1"] = "整改台账"
    sheet.merge_cells("A1:E1")
    for place, name in enumerate(["问题编号", "社区", "反馈问题", "整改时限", "合计"], 1):
        sheet.cell(3, place, name).font = Font(name="宋体", bold=True)
    for row in range(4, 9):
        for place, value in enumerate([f"00{row}", None, "反馈", "三月", f"=A{row}&1"], 1):
            sheet.cell(row, place, value)
    sheet["B4"] = "新园"
    sheet.merge_cells("B4:B6")
    sheet["C5"].value, sheet["C5"].data_type = "=是文字", "s"
    sheet["C6"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet["C6"].comment = Comment("办公室的批注", "张三")
    bold = TextBlock(InlineFont(b=True), "粗")
    sheet["C8"] = CellRichText("前", bold)
    sheet.column_dimensions["C"].hidden = True
    sheet.column_dimensions["D"].width = 33
    # Everything right of the table is hidden, as many offices do.
    sheet.column_dimensions["F"] = ColumnDimension(sheet, "F", min=6, max=16384, hidden=True)
    rule = DataValidation(type="list", formula1='"是,否"')
    rule.add("D4:D8")
    sheet.add_data_validation(rule)
    sheet.freeze_panes = "A4"
    other = book.create_sheet("别的")
    other["A1"] = "=1+1"
    book.create_sheet("藏着").sheet_state = "hidden"
    return book


def saved(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def opened(content: bytes, sheet="台账"):
    return load_workbook(io.BytesIO(content), rich_text=True)[sheet]


def looks(sheet) -> dict:
    """Return all that can be seen of the cells of a sheet that are more than blank."""
    return {
        cell.coordinate: (
            str(cell.value),
            cell.data_type,
            cell.fill.fill_type and cell.fill.fgColor.rgb,
            cell.font.name,
            cell.comment and (cell.comment.text, cell.comment.author),
        )
        for row in sheet.iter_rows()
        for cell in row
        if not isinstance(cell, MergedCell) and (cell.value is not None or cell.fill.fill_type)
    }


def differences(before, after) -> set[str]:
    old, new = looks(before), looks(after)
    return {place for place in old.keys() | new.keys() if old.get(place) != new.get(place)}


def red_cells(sheet) -> dict[str, str]:
    """Return the comments of the cells that are marked."""
    return {
        cell.coordinate: cell.comment.text
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb == RED
    }
