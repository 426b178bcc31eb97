"""The ledger in its canonical form, which an import reads back without a change.

Rows are written as they come and forgotten: 50,000 take no more memory than 500.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from rectify.models import Round
from rectify.spreadsheets.cells import align_all
from rectify.spreadsheets.columns import COLUMNS, OF_KEY
from rectify.spreadsheets.paper import HIGHEST, LINE, lines_of
from rectify.spreadsheets.safe import for_csv
from rectify.spreadsheets.streamed import LETTERS, Ink, StreamedSheet
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
FORMATS = {"number": "@", "due_on": "yyyy-mm-dd", "settled_on": "yyyy-mm-dd"}


def write(
    format: str,
    issues,
    file,
    *,
    round: Round,
    columns: Sequence[str] | None = None,
    advance: Callable[[], object] | None = None,
) -> None:
    """Write entries of a round, a queryset, as xlsx, csv or json to a file opened for bytes.

    `columns` holds the keys of the columns to write, all by default; `advance` is called after
    each row. The number of queries grows with the batches alone.
    """
    rows = values(issues, round=round)
    if advance:
        rows = _counted(rows, advance)
    WRITERS[format](rows, file, round=round, columns=columns or ALL)


def _counted(rows: Iterable[Row], advance: Callable[[], object]) -> Iterator[Row]:
    for row in rows:
        yield row
        advance()


def write_xlsx(rows: Iterable[Row], file, *, round: Round, columns: Sequence[str] = ALL) -> None:
    """Write canonical values as a workbook of one sheet, its header in the first row."""
    book = Workbook(write_only=True)
    book.properties.creator = round.inspected_body
    align_all(book, TOP)
    sheet = StreamedSheet(book, SHEET)
    sheet.freeze_panes = "B2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A3
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    for letter, key in zip(LETTERS, columns, strict=False):
        column = sheet.column_dimensions[letter]
        column.width, column.alignment = WIDTHS.get(key, WIDTH), TOP
    heading = Ink(
        book,
        font=Font(bold=True),
        fill=PatternFill("solid", fgColor="FFEDEDED"),
        alignment=Alignment(horizontal="center", vertical="center", wrap_text=True),
    )
    sheet.add((heading, OF_KEY[key].name) for key in columns)
    inks = [Ink(book, alignment=TOP, number_format=FORMATS.get(key, "General")) for key in columns]
    long = [key for key in columns if key in WIDTHS]
    for row in rows:
        sheet.add(zip(inks, [row[key] for key in columns], strict=True), _height(row, long))
    sheet.auto_filter.ref = f"A1:{LETTERS[len(columns) - 1]}{sheet.last}"
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
