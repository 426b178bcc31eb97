"""Marks errors in a .csv, which has room for nothing but one more column."""

import codecs
import csv
import io

from rectify.spreadsheets import marks
from rectify.spreadsheets.marks import Marks
from rectify.spreadsheets.problems import Problem
from rectify.spreadsheets.safe import for_csv

# A comma unless there are more of the others; Excel writes tabs into what it calls Unicode text.
BETWEEN = ",\t;"
LARGEST_CELL = 20 << 20


def mark_csv(content: bytes, problems: list[Problem], headers: dict[str, int]) -> bytes:
    """Return a .csv in UTF-8 with its mark, and with the column 错误说明 if there are errors.

    All other cells are as they were, even those that a spreadsheet program would run: they
    are the operator's own, and must be read back the same.
    """
    text = _text(content)
    header = max(headers.values(), default=1)
    between = _between(text)
    # Longer cells than the library's usual limit of 131,072 are the reader's to judge.
    csv.field_size_limit(LARGEST_CELL)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=between))
    place = _cleared_place(rows[header - 1 :])
    said = Marks(problems)
    if problems:
        _put(rows[header - 1], place, marks.COLUMN)
        for number, sentences in said.rows.items():
            _put(rows[number - 1], place, for_csv(sentences))
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=between, lineterminator="\r\n").writerows(rows)
    return file.getvalue().encode("utf-8-sig")


def _text(content: bytes) -> str:
    """Return the text of a file, whose encoding the reader has accepted."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def _between(text: str) -> str:
    """Return what stands between the cells: the mark that is there most often."""
    return max(BETWEEN, key=text.count)


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
