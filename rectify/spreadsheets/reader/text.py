"""Tables as plain text (.csv, .tsv, .txt): which encoding, which delimiter, then the rows."""

import codecs
import csv
import io
import re
from collections import Counter
from itertools import chain, islice

from rectify.spreadsheets.reader import refusals
from rectify.spreadsheets.reader.books import Values
from rectify.spreadsheets.reader.ledger import Book, Grid, UnreadableError, Value
from rectify.spreadsheets.safe import from_csv

# UTF-8 first: hardly any text in GB18030 happens to be valid UTF-8, while the reverse is common.
ENCODINGS = ("utf-8-sig", "gb18030")
MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# In the order of preference when two fit equally well. A full-width comma is prose.
DELIMITERS = ("\t", ",", ";")
SAMPLE_LINES, SAMPLE_SIZE = 200, 1_000_000
CHUNK = 1024 * 1024
# A line with more of them has more columns than any spreadsheet program.
MOST_DELIMITERS = 100_000
END_OF_LINE = re.compile("[\r\n]")
# What is in a line that is not blank.
CONTENT = re.compile(r'[^\s,;"]')
# How people keep a program from taking 001 for a number: ="001".
AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')
# The end of the text, put in as a record of its own: a quote that was never closed swallows it.
LAST = "\0"


def read_text(content: bytes) -> Book:
    """Return the records of a text as the rows of one grid, all cells text, none "".

    A record is a row, as spreadsheet programs count, however many lines its cells have.
    Raises UnreadableError for what is no text, or beyond the bounds.
    """
    text = content.decode(encoding_of(content))
    _refuse_wide_lines(text)
    rows = _rows(text, delimiter_of(text))
    return Book([Grid("", rows)], has_sheets=False)


def encoding_of(content: bytes) -> str:
    """Return in which encoding a text is written. Raises UnreadableError."""
    marked = MARKS.get(content[:2])
    for encoding in [marked] if marked else ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for place in range(0, len(content), CHUNK):
                is_last = place + CHUNK >= len(content)
                if "\0" in decoder.decode(content[place : place + CHUNK], is_last):
                    raise UnreadableError(refusals.NOT_UTF8)
        except UnicodeDecodeError:
            continue
        return encoding
    raise UnreadableError(refusals.NOT_UTF8)


def delimiter_of(text: str) -> str:
    """Return the delimiter with which most records have the same number of cells."""
    sample = io.StringIO(text.lstrip("\r\n")[:SAMPLE_SIZE], newline="")
    lines = list(islice(filter(CONTENT.search, sample), SAMPLE_LINES))

    def fit(delimiter: str) -> int:
        # A comma in a title makes no table.
        try:
            widths = Counter(len(record) for record in csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            return 0
        return max((width - 1) * count for width, count in widths.items()) if widths else 0

    best = max(DELIMITERS, key=fit)
    return best if fit(best) else ","


def _refuse_wide_lines(text: str) -> None:
    """Raise UnreadableError for a line with far too many columns, before any list is made of it.

    Such a line has no end in the next so many characters from where it begins, so that most
    lines are passed over many at a time.
    """
    begin, size = 0, MOST_DELIMITERS
    while begin + size < len(text):
        end = max(text.rfind(one, begin, begin + size) for one in "\r\n")
        if end < 0:
            found = END_OF_LINE.search(text, begin + size)
            end = found.start() if found else len(text)
            delimiters = max(text.count(delimiter, begin, end) for delimiter in DELIMITERS)
            if delimiters > MOST_DELIMITERS:
                raise refusals.too_many_columns("", delimiters + 1)
        begin = end + 1


def _rows(text: str, delimiter: str) -> list[list[Value]]:
    values, rows, blank, width, begins = Values(), [], 0, 0, 1
    lines = io.StringIO(text, newline="")
    reader = csv.reader(chain(lines, [LAST]), delimiter=delimiter)
    try:
        for number, record in enumerate(reader, 1):
            begins = number
            if record == [LAST]:
                break
            while record and not record[-1]:
                record.pop()
            if number > refusals.MOST_ROWS:
                is_blank = not "".join(record).strip()
                _refuse_more(text, lines.tell(), number, is_blank=is_blank)
                break
            if not record:
                # Counted only when something follows.
                blank += 1
                continue
            if len(record) > refusals.MOST_COLUMNS:
                raise refusals.too_many_columns("", len(record))
            rows += [[] for _ in range(blank)]
            rows.append([values[_told(value)] for value in record])
            blank, width = 0, max(width, len(record))
            if width * len(rows) > refusals.MOST_CELLS:
                raise refusals.too_many_cells("")
            if LAST in record[-1]:
                raise UnreadableError(refusals.OPEN_QUOTE.format(row=number))
    except csv.Error:
        raise UnreadableError(refusals.LONG_FIELD.format(row=begins + 1)) from None
    return [row + [None] * (width - len(row)) for row in rows]


def _refuse_more(text: str, place: int, number: int, *, is_blank: bool) -> None:
    """Raise UnreadableError when a record or anything behind it, from a place on, has content.

    There may be millions of blank lines, which nobody goes through one by one.
    """
    found = CONTENT.search(text, place) if is_blank else None
    if is_blank and not found:
        return
    if found:
        number += 1 + max(text.count(end, place, found.start()) for end in "\r\n")
    raise refusals.too_many_rows("", number)


def _told(cell: str) -> str:
    """Return what a cell says without the marks that keep programs from changing it.

    Our own export writes a quotation mark before what would be run (safe.py).
    """
    if cell.startswith("=") and (found := AS_TEXT.fullmatch(cell)):
        return found[1].replace('""', '"')
    return from_csv(cell)
