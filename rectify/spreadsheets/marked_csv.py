"""Marks errors in a .csv, which has room for nothing but one more column."""

import csv
import io
from itertools import islice

from rectify.spreadsheets import marks
from rectify.spreadsheets.marks import Marks
from rectify.spreadsheets.problems import Problem
from rectify.spreadsheets.reader import refusals
from rectify.spreadsheets.reader.text import delimiter_of, encoding_of
from rectify.spreadsheets.safe import for_csv


def mark_csv(content: bytes, problems: list[Problem], headers: dict[str, int]) -> bytes:
    """Return a .csv in UTF-8 with its mark, and with the column 错误说明 if there are errors.

    All other cells are as they were, even those that a spreadsheet program would run: they
    are the operator's own, and must be read back the same.
    """
    text = content.decode(encoding_of(content))
    between = delimiter_of(text)
    header = max(headers.values(), default=1)
    # Whatever follows is blank, and there may be millions.
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    rows = list(islice(lines, refusals.MOST_ROWS))
    place = _cleared_place(rows[header - 1 :])
    said = Marks(problems)
    if problems:
        _put(rows[header - 1], place, marks.COLUMN)
        for number, sentences in said.rows.items():
            _put(rows[number - 1], place, for_csv(sentences))
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=between, lineterminator="\r\n").writerows(rows)
    return file.getvalue().encode("utf-8-sig")


def _cleared_place(rows: list[list[str]]) -> int:
    """Return where 错误说明 goes, counted from 0, and empty it if it was there already.

    `rows` are those from the header on.
    """
    if marks.COLUMN not in rows[0]:
        return max((place + 1 for row in rows for place, cell in enumerate(row) if cell), default=0)
    place = rows[0].index(marks.COLUMN)
    is_last = all(len(row) <= place + 1 for row in rows)
    for row in rows:
        if is_last:
            del row[place:]
        elif len(row) > place:
            row[place] = ""
    return place


def _put(row: list[str], place: int, text: str) -> None:
    row += [""] * (place + 1 - len(row))
    row[place] = text
