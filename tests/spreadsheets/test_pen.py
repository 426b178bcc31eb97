"""Cells that are written row by row are read back as what they were, whatever stands beside them."""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from rectify.spreadsheets.cells import Pen

TEXTS = ["〃", "√", "/", "(甲)", "*", "·", "、", "①", "=1+1", "-", "@x", "#REF!", "甲", "001"]
DAY = date(2023, 3, 31)
OTHERS = [5, 1.5, DAY, "", None]
ROWS = [
    *[[text, text] for text in TEXTS],
    *[[text, other, text] for text in TEXTS for other in OTHERS],
    *[[other, text, other, text] for text in ("〃", "=1+1", "甲") for other in OTHERS],
    TEXTS,
    [*TEXTS, 5, "", 1.5, None, *TEXTS],
    [*TEXTS, *OTHERS, *TEXTS],
]


def written(rows, way: str, style: dict) -> list[list]:
    """Return what is read of rows that one pen has written."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("表")
    pen = Pen(sheet, style)
    for row in rows:
        sheet.append(getattr(pen, way)(value) for value in row)
    file = io.BytesIO()
    book.save(file)
    return [[cell.value for cell in row] for row in load_workbook(file)["表"].iter_rows()]


def as_read(value):
    if isinstance(value, date):
        return datetime.fromisoformat(value.isoformat())
    return None if value == "" else value


@pytest.mark.parametrize("way", ["write", "fill"])
@pytest.mark.parametrize(
    ("style", "rows"),
    [
        ({}, ROWS),
        # A date has a format, and so a pen of its own.
        ({"font": Font(bold=True)}, [row for row in ROWS if DAY not in row]),
    ],
    ids=["bare", "styled"],
)
def test_rows_are_read_back(way, style, rows):
    width = max(map(len, rows))
    expected = [[*map(as_read, row), *[None] * (width - len(row))] for row in rows]
    assert written(rows, way, style) == expected
