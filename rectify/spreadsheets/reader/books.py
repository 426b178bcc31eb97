"""What calamine reads in a workbook, as grids of plain values."""

import io
import math
from collections.abc import Callable
from datetime import datetime, time, timedelta
from itertools import islice

from python_calamine import CalamineSheet, SheetTypeEnum, SheetVisibleEnum, load_workbook

from rectify.spreadsheets.reader import refusals
from rectify.spreadsheets.reader.ledger import Book, Grid, UnreadableError, Value

# Numbers are stored as floats; beyond this not every whole one is.
MOST_WHOLE = 2**53


class Values(dict):
    """The distinct values of a book, so that a word in 20,000 rows is kept once.

    Maps text to itself, "" to None.
    """

    def __missing__(self, text: str) -> str | None:
        self[text] = text or None
        return self[text]

    def of(self, value: object) -> Value:
        """Return another value as a grid has it."""
        key = (value.__class__, value)
        if key not in self:
            self[key] = _plain(value)
        return self[key]


def read_workbook(content: bytes) -> Book:
    """Return the visible sheets of a workbook that was judged (packages.py, old.py).

    Raises UnreadableError when calamine cannot read it after all, or nothing is visible.
    """
    try:
        with load_workbook(io.BytesIO(content)) as workbook:
            grids, hidden, values = [], [], Values()
            for index, sheet in enumerate(workbook.sheets_metadata):
                if sheet.visible != SheetVisibleEnum.Visible:
                    hidden.append(sheet.name)
                elif sheet.typ == SheetTypeEnum.WorkSheet:
                    grids.append(_grid(workbook.get_sheet_by_index(index), values))
    except (UnreadableError, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic of calamine's is no Exception
        raise UnreadableError(refusals.DAMAGED) from None
    if not grids:
        raise UnreadableError(refusals.NOTHING_VISIBLE)
    return Book(grids, tuple(hidden))


def _grid(sheet: CalamineSheet, values: Values) -> Grid:
    if sheet.start is None:
        return Grid(sheet.name, [])
    first_row, first_column = sheet.start
    of: Callable = values.of
    # The rows before the first one with content come as well, blank.
    rows = [
        [values[value] if value.__class__ is str else of(value) for value in row]
        for row in islice(sheet.iter_rows(), first_row, None)
    ]
    box = (first_row, first_column, *sheet.end)
    return Grid(
        sheet.name, rows, first_row + 1, first_column + 1, _merged(sheet.merged_cell_ranges, box)
    )


def _merged(ranges, box: tuple[int, int, int, int]) -> tuple[tuple[int, int, int, int], ...]:
    """Return merged ranges cut to the box that has content, counted from 1.

    Raises UnreadableError when they come to more cells than a book may have: they lie over
    each other, and whoever goes through them would never be done.
    """
    merged, area = [], 0
    for (top, left), (bottom, right) in ranges or ():
        top, left = max(top, box[0]), max(left, box[1])
        bottom, right = min(bottom, box[2]), min(right, box[3])
        if top > bottom or left > right or (top, left) == (bottom, right):
            continue
        merged.append((top + 1, left + 1, bottom + 1, right + 1))
        area += (bottom - top + 1) * (right - left + 1)
        if area > refusals.MOST_CELLS:
            raise UnreadableError(refusals.TOO_COSTLY)
    return tuple(merged)


def _plain(value: object) -> Value:
    if isinstance(value, float):
        if not math.isfinite(value):
            return str(value)
        return int(value) if value.is_integer() and abs(value) < MOST_WHOLE else value
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    # A length of time, which no column of a ledger has.
    return str(value) if isinstance(value, timedelta) else value
