"""A book on its way from one process to another, in a form that can do no harm when read.

JSON in lines, the head and then the distinct values, not too many to a line, so that no
copy of all of them is made; then a number for each cell: its place among the values.
"""

import json
from array import array
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import BinaryIO

from rectify.spreadsheets.reader import refusals
from rectify.spreadsheets.reader.ledger import Book, Grid, UnreadableError, Value

# Four bytes, room for more values than a book may have cells.
NUMBER = "I"
# So many values are in a line, or fewer that come to so many characters.
TO_A_LINE, LONGEST_LINE = 4096, 1_000_000


def write_refusal(refusal: UnreadableError, stream: BinaryIO) -> None:
    """Write why a file is not read."""
    stream.write(json.dumps({"refusal": str(refusal)}).encode())


def write_book(book: Book, stream: BinaryIO) -> None:
    """Write a book."""
    places, values, cells = {}, [], array(NUMBER)

    def place(value: Value) -> int:
        key = value if value.__class__ is str else (value.__class__, value)
        if key not in places:
            places[key] = len(values)
            values.append(_tagged(value))
        return places[key]

    for grid in book.grids:
        for row in grid.rows:
            cells.extend(map(place, row))
    lines = list(_lines(values))
    head = {
        "hidden": book.hidden,
        "has_sheets": book.has_sheets,
        "lines": len(lines),
        "grids": [
            {
                "name": grid.name,
                "rows": len(grid.rows),
                "columns": len(grid.rows[0]) if grid.rows else 0,
                "first": [grid.first_row, grid.first_column],
                "merged": grid.merged,
            }
            for grid in book.grids
        ],
    }
    stream.write(json.dumps(head).encode() + b"\n")
    for begin, end in lines:
        line = json.dumps(values[begin:end], ensure_ascii=False)
        stream.write(line.encode() + b"\n")
    cells.tofile(stream)


def _lines(values: list) -> Iterator[tuple[int, int]]:
    """Yield from where to where the values go into one line each."""
    begin = size = 0
    for place, value in enumerate(values, 1):
        size += len(value) if isinstance(value, str) else 0
        if place - begin == TO_A_LINE or size > LONGEST_LINE:
            yield begin, place
            begin, size = place, 0
    if begin < len(values):
        yield begin, len(values)


def read_answer(stream: BinaryIO) -> Book:
    """Return the book that was written. Raises UnreadableError for a refusal.

    Raises ValueError, KeyError, IndexError, TypeError or RecursionError for what this module
    did not write.
    """
    head = json.loads(stream.readline())
    if "refusal" in head:
        raise UnreadableError(head["refusal"])
    values = []
    for _ in range(head["lines"]):
        values += map(_untagged, json.loads(stream.readline()))
    cells = array(NUMBER)
    cells.frombytes(stream.read())
    grids, place = [], 0
    for grid in head["grids"]:
        height, width = grid["rows"], grid["columns"]
        if height * width > len(cells) or height > refusals.MOST_ROWS:
            raise ValueError
        rows = []
        for _ in range(height):
            rows.append([values[cell] for cell in cells[place : place + width]])
            place += width
        merged = tuple(map(tuple, grid["merged"]))
        grids.append(Grid(grid["name"], rows, *grid["first"], merged))
    return Book(grids, tuple(head["hidden"]), head["has_sheets"])


def _tagged(value: Value) -> object:
    # A moment is also a date.
    for kind in (datetime, date, time):
        if isinstance(value, kind):
            return {kind.__name__: value.isoformat()}
    return value


def _untagged(value: object) -> Value:
    if not isinstance(value, dict):
        return value
    [(kind, written)] = value.items()
    return {"datetime": datetime, "date": date, "time": time}[kind].fromisoformat(written)
