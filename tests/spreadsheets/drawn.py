"""Sheets drawn as text: cells between |, < for one merged to the left, ^ to the one above.

#45016 is a number, @2023-03-31 a real date; ⏎ a line break inside a cell, ␣ a space at its end.
"""

from datetime import datetime

from rectify.spreadsheets.reader.ledger import Book, Grid


def grid(drawing: str, name: str = "台账", **place) -> Grid:
    lines = [line.strip() for line in drawing.strip().splitlines()]
    cells = [[cell.strip() for cell in line.split("|")] if line != "-" else [] for line in lines]
    first_row, first_column = place.get("first_row", 1), place.get("first_column", 1)
    merged = tuple(
        (row + first_row, column + first_column, last + first_row, right + first_column)
        for row, column, last, right in _merged(cells)
    )
    return Grid(name, [[_value(cell) for cell in row] for row in cells], merged=merged, **place)


def book(*drawings: str | Grid, **kinds) -> Book:
    return Book([one if isinstance(one, Grid) else grid(one) for one in drawings], **kinds)


def _merged(cells):
    for row, line in enumerate(cells):
        for column, cell in enumerate(line):
            if cell in ("<", "^"):
                continue
            right, last = column, row
            while right + 1 < len(line) and line[right + 1] == "<":
                right += 1
            while last + 1 < len(cells) and cells[last + 1][column : column + 1] == ["^"]:
                last += 1
            if (right, last) != (column, row):
                yield row, column, last, right


def _value(cell: str):
    if cell in ("", "<", "^"):
        return None
    if cell.startswith("#"):
        return float(cell[1:])
    if cell.startswith("@"):
        return datetime.fromisoformat(cell[1:])
    return cell.replace("⏎", "\n").replace("␣", " ")
