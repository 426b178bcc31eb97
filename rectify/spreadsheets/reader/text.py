"""Tables as plain text (.csv, .tsv, .txt): which encoding, which delimiter, then the rows."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
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
SAMPLE = 200
CHUNK = 1024 * 1024
# A line with more of them has more columns than any spreadsheet program.
MOST_DELIMITERS = 100_000
# The end of the text, put in as a record of its own: a quote that was never closed swallows it.
LAST = "\0"


def read_text(content: bytes) -> Book:
    """Return the records of a text as the rows of one grid, all cells text, none "".

    A record is a row, as spreadsheet programs count, however many lines its cells have.
    Raises UnreadableError for what is no text, or beyond the bounds.
    """
    encoding = encoding_of(content)
    rows = _rows(content, encoding, delimiter_of(content, encoding))
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


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    for line in io.TextIOWrapper(io.BytesIO(content), encoding, newline=""):
        delimiters = max(line.count(delimiter) for delimiter in DELIMITERS)
        if delimiters > MOST_DELIMITERS:
            raise refusals.too_many_columns("", delimiters + 1)
        yield line


def delimiter_of(content: bytes, encoding: str) -> str:
    """Return the delimiter with which most records have the same number of cells."""

    def fit(delimiter: str) -> int:
        lines = islice(_lines(content, encoding), SAMPLE)
        # A comma in a title makes no table.
        try:
            widths = Counter(len(record) for record in csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            return 0
        return max((width - 1) * count for width, count in widths.items()) if widths else 0

    best = max(DELIMITERS, key=fit)
    return best if fit(best) else ","


def _rows(content: bytes, encoding: str, delimiter: str) -> list[list[Value]]:
    values, rows, blank, width, begins = Values(), [], 0, 0, 1
    reader = csv.reader(chain(_lines(content, encoding), [LAST]), delimiter=delimiter)
    try:
        for number, record in enumerate(reader, 1):
            begins = number
            if record == [LAST]:
                break
            while record and not record[-1]:
                record.pop()
            if not record:
                # Counted only when something follows.
                blank += 1
                continue
            if len(record) > refusals.MOST_COLUMNS:
                raise refusals.too_many_columns("", len(record))
            if number > refusals.MOST_ROWS:
                raise refusals.too_many_rows("", number)
            rows += [[] for _ in range(blank)]
            # A mark that keeps programs from running the text, as our own export writes it.
            rows.append([values[from_csv(value)] for value in record])
            blank, width = 0, max(width, len(record))
            if width * len(rows) > refusals.MOST_CELLS:
                raise refusals.too_many_cells("")
            if LAST in record[-1]:
                raise UnreadableError(refusals.OPEN_QUOTE.format(row=number))
    except csv.Error:
        raise UnreadableError(refusals.LONG_FIELD.format(row=begins + 1)) from None
    return [row + [None] * (width - len(row)) for row in rows]
