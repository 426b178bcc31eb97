"""The template for the ledger of a round: what to fill in where, and the names to choose from."""

from typing import BinaryIO

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from rectify.dates import months_later
from rectify.models import Round
from rectify.spreadsheets.canonical import SHEET
from rectify.spreadsheets.choices import choices_of
from rectify.spreadsheets.columns import COLUMNS, OF_KEY
from rectify.spreadsheets.marks import AUTHOR, height_of, size_of
from rectify.spreadsheets.printed import title_of
from rectify.spreadsheets.resources import NEEDED
from rectify.spreadsheets.safe import for_xlsx, runs
from rectify.spreadsheets.sheet import (
    BODY_FONT,
    BORDER,
    CENTRE,
    DATES,
    DAYS,
    LEFT,
    PROSE,
    SAMPLE,
    TITLE_FONT,
    header_style,
    set_up,
)

# 整改时限 takes a wording as well as a date, and the version is the system's own affair.
KEYS = tuple(column.key for column in COLUMNS if column.key not in {"due_wording", "version"})
REQUIRED = ("number", *NEEDED)

TITLE, HOW_TO, HEADER, EXAMPLE = 1, 2, 3, 4
# Drop-downs reach so far down.
FILLED_IN = 2_000
# The reader passes over a row that is numbered so.
EXAMPLE_NUMBER = "示例"
OPTIONS = "选项"

SIZE = 11
REQUIRED_FILL = PatternFill("solid", fgColor="FFFCE4D6")
REQUIRED_RED = "FFC00000"
GREY_TEXT = "FF808080"
# Counted in digits; what is not named here holds a name or a word.
WIDTHS = {
    "number": 8.5,
    "category": 16,
    "finding": 18,
    "text": 27,
    "measures": 22,
    "goal": 13,
    "due_on": 15,
    "status": 9.5,
    "settled_on": 15,
    "progress": 20,
    "is_public": 9.5,
    "withheld_ground": 13,
}
WIDTH = 11.5

HINTS = {
    "due_on": "写日期，如 2023-3-31；也可以照原文写 2023年3月底、立行立改、长期坚持。",
    "settled_on": "销号或转长期坚持的日期，如 2023-3-31；其他状态的留空。",
    "owner": "写职务，从这个社区的责任人里选。",
    "finding": "从本轮次的反馈问题里选；几个类别里都有的，还要填问题类别。",
}
INSTRUCTIONS = (
    "怎样填：从下面“示例”一行的下一行填起，一行一项问题；红字的列必填，点表头可看说明；"
    "有下拉箭头的从中选。不要改表头的名称，不用的列可以空着或删去；"
    "“示例”一行和本行导入时不读，可以留着。"
)

# Why a column that has to be filled in offers nothing, and what to do about it.
NOTHING_TO_OFFER = {
    "community": "这个轮次还没有社区，所以没有下拉：请先在轮次的页面选好社区，再下载模板。",
    "finding": "这个轮次还没有反馈问题，所以没有下拉：请先在轮次的类别里填好反馈问题，再下载模板。",
    "department": "还没有责任科室，所以没有下拉：请先添加责任科室，再下载模板。",
}
HEIGHT, HEIGHT_OF_SENTENCE = 36, 16


def write_template(round: Round, file: BinaryIO, *, with_sample: bool = True) -> None:
    """Write the template for a round's ledger to a file opened for bytes.

    `with_sample` puts a row first that shows how to fill in the others. A fixed number of
    queries.
    """
    choices = choices_of(round)
    book = Workbook()
    book.properties.creator = round.inspected_body
    book.properties.title = f"{title_of(round, SHEET)}（模板）"
    sheet = book.active
    sheet.title = SHEET
    set_up(sheet, [WIDTHS.get(key, WIDTH) for key in KEYS], "A3", "landscape", HEADER)
    # The number and the community stay in sight as well.
    sheet.freeze_panes = sheet.cell(HEADER + 1, 3)
    sheet.oddFooter.center.text = "第 &P 页　共 &N 页"
    if round.is_sample:
        sheet.oddFooter.left.text = SAMPLE
    _style_columns(sheet)
    lacking = {key: why for key, why in NOTHING_TO_OFFER.items() if not choices.lists[key]}
    _write_heads(sheet, round, lacking)
    _write_header(sheet, lacking)
    if with_sample:
        _write_example(sheet, round, choices.example)
    _offer(book, sheet, choices.lists)
    book.save(file)


def _style_columns(sheet) -> None:
    """Give whole columns their formats, so that a row is styled as soon as it is filled in."""
    for place, key in enumerate(KEYS, 1):
        column = sheet.column_dimensions[get_column_letter(place)]
        for name, value in _style(key).items():
            setattr(column, name, value)


def _style(key: str, **font) -> dict:
    return {
        "font": Font(name=BODY_FONT, size=SIZE, **font),
        "border": BORDER,
        "alignment": LEFT if key in PROSE | {"evidence"} else CENTRE,
        # As text, 001 stays 001.
        "number_format": "@" if key == "number" else DAYS[False] if key in DATES else "General",
    }


def _write_heads(sheet, round: Round, lacking: dict[str, str]) -> None:
    mark = "（示例数据）" if round.is_sample else ""
    title = f"{title_of(round, SHEET)}（模板）{mark}"
    _write(sheet, TITLE, 1, title, font=Font(name=TITLE_FONT, size=20), alignment=CENTRE)
    _write(
        sheet,
        HOW_TO,
        1,
        "".join([INSTRUCTIONS, *lacking.values()]),
        font=Font(name=BODY_FONT, size=SIZE),
        alignment=Alignment(horizontal="left", vertical="center", wrap_text=True),
    )
    for row in (TITLE, HOW_TO):
        sheet.row_dimensions[row].height = HEIGHT
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(KEYS))
        for column in range(2, len(KEYS) + 1):
            # A cell without a style of its own would have the borders of its column.
            sheet.cell(row, column).alignment = LEFT
    sheet.row_dimensions[HOW_TO].height = HEIGHT + HEIGHT_OF_SENTENCE * len(lacking)


def _write_header(sheet, lacking: dict[str, str]) -> None:
    sheet.row_dimensions[HEADER].height = 30
    for place, key in enumerate(KEYS, 1):
        column = OF_KEY[key]
        style = header_style(SIZE)
        if key in REQUIRED:
            style["fill"] = REQUIRED_FILL
            style["font"] = Font(name=BODY_FONT, size=SIZE, bold=True, color=REQUIRED_RED)
        cell = _write(sheet, HEADER, place, column.name, **style)
        note = column.note + lacking.get(key, "")
        width, height = size_of(note)
        cell.comment = Comment(note, AUTHOR, width=width, height=height)


def _write_example(sheet, round: Round, chosen: dict[str, str]) -> None:
    due = months_later(round.fed_back_on or timezone.localdate(), round.period_months)
    example = {
        "number": EXAMPLE_NUMBER,
        "text": "某某楼楼道堆放杂物，影响通行。",
        "measures": "一是清理杂物；二是每周巡查。",
        "goal": "楼道通畅，不再堆放。",
        "leader": "分管领导",
        "due_on": f"{due.year}年{due.month}月底",
        "progress": "已清理两次，正在张贴告示。",
        "evidence": "整改前后照片",
        **chosen,
    }
    for place, key in enumerate(KEYS, 1):
        style = _style(key, italic=True, color=GREY_TEXT)
        _write(sheet, EXAMPLE, place, example.get(key, ""), **style)
    texts = [(text, WIDTHS.get(key, WIDTH)) for key, text in example.items()]
    sheet.row_dimensions[EXAMPLE].height = height_of(texts)


def _write(sheet, row: int, column: int, text: str, **style):
    """Write a text, which no program takes for a formula, and return its cell."""
    cell = sheet.cell(row, column)
    if text:
        cell.value = for_xlsx(text)
        cell.data_type = "s"
        cell.quotePrefix = runs(text)
    for name, value in style.items():
        setattr(cell, name, value)
    return cell


def _offer(book, sheet, lists: dict[str, list[str]]) -> None:
    """Add the drop-downs, from lists on a hidden sheet: in a cell they would be too long.

    A column whose list is empty has none.
    """
    options = book.create_sheet(OPTIONS)
    options.sheet_state = "hidden"
    for place, (key, names) in enumerate(lists.items(), 1):
        column = OF_KEY[key]
        _write(options, 1, place, column.name, font=Font(bold=True))
        for row, name in enumerate(names, 2):
            _write(options, row, place, name, number_format="@")
        if names:
            range_name = f"{OPTIONS}_{column.name}"
            letter = get_column_letter(place)
            cells = f"${letter}$2:${letter}${len(names) + 1}"
            book.defined_names[range_name] = DefinedName(
                range_name, attr_text=f"{quote_sheetname(OPTIONS)}!{cells}"
            )
            _validate(sheet, key, type="list", formula1=range_name, **_warning(column.name))
    for key in (key for key in KEYS if key in DATES):
        # Of no type: only the hint, for a wording is as good as a date.
        _validate(sheet, key)


def _validate(sheet, key: str, **rule) -> None:
    letter = get_column_letter(KEYS.index(key) + 1)
    hint = HINTS.get(key)
    validation = DataValidation(
        allow_blank=True,
        showInputMessage=bool(hint),
        promptTitle=OF_KEY[key].name if hint else None,
        prompt=hint,
        **rule,
    )
    validation.add(f"{letter}{EXAMPLE}:{letter}{HEADER + FILLED_IN}")
    sheet.add_data_validation(validation)


def _warning(name: str) -> dict:
    """Return how a name is met that is not in the list: it may still be right by another name."""
    return {
        "showErrorMessage": True,
        "errorStyle": "warning",
        "errorTitle": f"{name}：不在名单里",
        "error": "下拉的名单里没有这一项，导入时可能认不出来。最好从名单里选。",
    }
