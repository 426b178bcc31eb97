"""How far the content of a sheet reaches, known before anything is built of it.

calamine lays out every row and column between the first cell and the last: one value at
XFD1048576 would take half a terabyte. So each sheet is looked over first, and only what is
within the bounds is handed on.
"""

from dataclasses import dataclass

from rectify.spreadsheets.reader import refusals


@dataclass
class Extent:
    """The rectangle of a sheet's content: rows and columns counted from 1, 0 when empty."""

    sheet: str
    first_row: int = 0
    first_column: int = 0
    last_row: int = 0
    last_column: int = 0

    def reach(self, row: int, column: int, last_column: int = 0) -> None:
        """Take in a cell, or the cells of a row up to a last column."""
        if row < self.first_row or not self.first_row:
            self.first_row = row
        if column < self.first_column or not self.first_column:
            self.first_column = column
        if row > self.last_row:
            self.last_row = row
        if max(column, last_column) > self.last_column:
            self.last_column = max(column, last_column)

    @property
    def area(self) -> int:
        """Return how many cells calamine will lay out."""
        if not self.first_row:
            return 0
        rows = self.last_row - self.first_row + 1
        return rows * (self.last_column - self.first_column + 1)

    def refuse_beyond_bounds(self) -> None:
        """Raise UnreadableError for content further down or right than is read."""
        if self.last_column > refusals.MOST_COLUMNS:
            raise refusals.too_many_columns(self.sheet, self.last_column)
        if self.last_row > refusals.MOST_ROWS:
            raise refusals.too_many_rows(self.sheet, self.last_row)


def refuse_area(extents: list[Extent]) -> None:
    """Raise UnreadableError, naming the sheet with which a book passes the bound on cells."""
    area = 0
    for extent in extents:
        area += extent.area
        if area > refusals.MOST_CELLS:
            raise refusals.too_many_cells(extent.sheet)
