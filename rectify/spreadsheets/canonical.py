"""The ledger in its canonical form, which an import reads back without a change.

Rows are written as they come and forgotten: 50,000 take no more memory than 500.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from rectify.models import Round
from rectify.spreadsheets.cells import Pen, align_all, append
from rectify.spreadsheets.columns import COLUMNS, OF_KEY
from rectify.spreadsheets.paper import HIGHEST, LINE, lines_of
from rectify.spreadsheets.safe import for_csv
from rectify.spreadsheets.values import Value, values

ALL = tuple(column.key for column in COLUMNS)
SCHEMA = "rectification-ledger/1"
SHEET = "整改台账"

Row = Mapping[str, Value]

# Counted in digits of the usual font; what is not named here holds a name or a day.
WIDTHS = {"category": 20, "finding": 20, "text": 28, "measures": 24, "goal": 14, "progress": 24}
WIDTHS |= {"evidence": 14, "remark": 18, "number": 8, "status": 9, "version": 6}
WIDTH = 11.5
SIZE = 11
TOP = Alignment(vertical="top", wrap_text=True)
# As text: 007 stays 007, even if somebody types over it.
STYLES = {"number": {"number_format": "@", "alignment": TOP}}
STYLES |= {
    key: {"number_format": "yyyy-mm-dd", "alignment": TOP} for key in ("due_on", "settled_on")
}


def write(format: str, issues, file, *, round: Round, columns: Sequence[str] | None = None) -> None:
    """Write entries of a round, a queryset, as xlsx, csv or json to a file opened for bytes.

    `columns` holds the keys of the columns to write, all by default. The number of queries
    grows with the batches alone.
    """
    WRITERS[format](values(issues, round=round), file, round=round, columns=columns or ALL)


def write_xlsx(rows: Iterable[Row], file, *, round: Round, columns: Sequence[str] = ALL) -> None:
    """Write canonical values as a workbook of one sheet, its header in the first row."""
    book = Workbook(write_only=True)
    book.properties.creator = round.inspected_body
    align_all(book, TOP)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "B2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A3
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    for place, key in enumerate(columns, 1):
        column = sheet.column_dimensions[get_column_letter(place)]
        column.width, column.alignment = WIDTHS.get(key, WIDTH), TOP
    heading = Pen(
        sheet,
        {
            "font": Font(bold=True),
            "fill": PatternFill("solid", fgColor="FFEDEDED"),
            "alignment": Alignment(horizontal="center", vertical="center", wrap_text=True),
        },
    )
    sheet.append(heading.write(OF_KEY[key].name) for key in columns)
    pens = [(key, Pen(sheet, STYLES.get(key, {}))) for key in columns]
    long = [key for key in columns if key in WIDTHS]
    last = 1
    for row in rows:
        last += 1
        append(sheet, [pen.fill(row[key]) for key, pen in pens], last, _height(row, long))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    book.save(file)


def _height(row: Row, long: Sequence[str]) -> float:
    """Return how high a row has to be, in points; LibreOffice does not find out by itself."""
    lines = max(
        (lines_of(row[key], WIDTHS[key] / 2) for key in long if isinstance(row[key], str)),
        default=1,
    )
    return min(lines * SIZE * LINE + 2, HIGHEST)


def write_csv(rows: Iterable[Row], file, *, round: Round, columns: Sequence[str] = ALL) -> None:
    """Write canonical values as .csv, as Excel reads it: UTF-8 with its mark, \\r\\n between rows.

    What a spreadsheet program would run stands after a ' (safe.py); days are 2023-03-31.
    """
    with _text(file, "utf-8-sig") as text:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([OF_KEY[key].name for key in columns])
        for row in rows:
            writer.writerow([_plain(row[key]) for key in columns])


def write_json(rows: Iterable[Row], file, *, round: Round, columns: Sequence[str] = ALL) -> None:
    """Write canonical values as JSON, for other programs.

    One object: `schema` names this form and its version, `round` is the round's slug,
    `is_sample` tells that the rows are made up, `columns` lists the columns as objects with
    `key` and `name`, `rows` the entries as objects by key. Days are 2023-03-31 or null,
    `version` is a number, all else text, "" for nothing. A new version only when a key goes
    away or changes its meaning.
    """
    head = {
        "schema": SCHEMA,
        "round": round.slug,
        "is_sample": round.is_sample,
        "columns": [{"key": key, "name": OF_KEY[key].name} for key in columns],
    }
    with _text(file, "utf-8") as text:
        text.write(f'{_json(head)[:-1]}, "rows": [')
        for place, row in enumerate(rows):
            one = {key: row[key] for key in columns}
            text.write(f"{',' if place else ''}\n{_json(one)}")
        text.write("\n]}\n")


WRITERS = {"xlsx": write_xlsx, "csv": write_csv, "json": write_json}


@contextmanager
def _text(file, encoding: str):
    """Open a file of bytes for text, and leave it open."""
    text = io.TextIOWrapper(file, encoding=encoding, newline="", write_through=False)
    try:
        yield text
        text.flush()
    finally:
        text.detach()


def _plain(value: Value) -> str:
    if isinstance(value, str):
        return for_csv(value)
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False, default=date.isoformat)
