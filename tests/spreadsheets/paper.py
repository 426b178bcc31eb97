"""The printed ledger as it lies on paper: what its pages, rows and columns come to."""

import io
from datetime import date

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

from rectify.spreadsheets.printed import write_printed

ON = date(2026, 11, 24)
# Points that a unit of width takes in Excel, where a digit of Verdana 9.5 has eight pixels.
UNIT = 6.0
# What is left between the margins, in points: width and height.
BETWEEN = {"A3": (400 * 72 / 25.4, 270 * 72 / 25.4), "A4": (277 * 72 / 25.4, 183 * 72 / 25.4)}
FIRST, GOES_ON = 4, "\n（续）"


def printed(issues, round, **options):
    """Return the printed ledger as openpyxl reads it."""
    file = io.BytesIO()
    write_printed(issues, file, round=round, on=ON, **options)
    file.seek(0)
    return openpyxl.load_workbook(file)


def heads(sheet) -> list[str]:
    return [(cell.value or "").replace("\n", "") for cell in sheet[3]]


def characters(sheet) -> dict[str, int]:
    """Return how many Chinese characters fit into a line of each column, by its name."""
    size = sheet.cell(FIRST, 1).font.size
    return {
        name: int((sheet.column_dimensions[get_column_letter(place)].width * UNIT - 3) / size)
        for place, name in enumerate(heads(sheet), 1)
    }


def room_for_date(sheet) -> float:
    """Return how many points wide the cell is in which the date stands."""
    cell = next(cell for cell in sheet[2][1:] if cell.value)
    columns = (cell.column, cell.column)
    for one in sheet.merged_cells.ranges:
        left, top, right, _ = range_boundaries(str(one))
        if (left, top) == (cell.column, 2):
            columns = (left, right)
    letters = map(get_column_letter, range(columns[0], columns[1] + 1))
    return sum(sheet.column_dimensions[letter].width for letter in letters) * UNIT


def pages(sheet, paper: str) -> list[list[int]]:
    """Return the rows on each page: none is broken, and the header stands on every page."""
    heights = {row: sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)}
    left = BETWEEN[paper][1] - heights[1] - heights[2] - heights[3]
    found = [[]]
    for row in range(FIRST, sheet.max_row + 1):
        if heights[row] > left:
            found.append([])
            left = BETWEEN[paper][1] - heights[3]
        found[-1].append(row)
        left -= heights[row]
    return found


def entries(sheet) -> dict[str, list[dict[str, object]]]:
    """Return the rows of each entry, by its number: names of columns and their cells."""
    found = {}
    for row in sheet.iter_rows(min_row=FIRST):
        cells = dict(zip(heads(sheet), row, strict=True))
        number = cells["问题编号"].value.removesuffix(GOES_ON)
        found.setdefault(number, []).append(cells)
    return found


def told(rows: list[dict], name: str) -> str:
    """Return what an entry says in a column, in all its rows."""
    return "".join(row[name].value or "" for row in rows)
