"""Cells of a sheet that is written row by row and never kept in memory."""

from dataclasses import dataclass, field

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font

from rectify.spreadsheets.safe import for_xlsx, is_plain, runs


@dataclass
class Pen:
    """Writes the cells of one column, all in one style.

    A row is written as soon as it is given, so that the same cell serves every row: to make
    and to style a new one for each value is what openpyxl spends most of its time on. A cell
    without a style serves once: openpyxl puts the next value of the row into it, and would
    take that for a number.
    """

    sheet: object
    style: dict = field(default_factory=dict)

    def __post_init__(self):
        self.plain = self._cell()
        self.quoted = self._cell()
        # Without it, Excel takes the text for a formula as soon as somebody edits the cell.
        self.quoted.quotePrefix = True

    def _cell(self) -> Cell:
        cell = WriteOnlyCell(self.sheet)
        for name, value in self.style.items():
            setattr(cell, name, value)
        return cell

    def write(self, value) -> Cell:
        """Return the cell with a value: numbers and dates as such, text as text, "" as nothing."""
        if isinstance(value, str) and value:
            cell = self.quoted if runs(value) else self._next()
            cell.value = for_xlsx(value)
            # openpyxl has guessed, from a = at the beginning or from the name of an error.
            cell.data_type = "s"
            return cell
        cell = self._next()
        cell.value = None if value == "" else value
        return cell

    def _next(self) -> Cell:
        return self.plain if self.style else self._cell()

    def fill(self, value):
        """Return what goes into the row: nothing for nothing, and a bare value if it is safe.

        openpyxl writes a bare value almost twice as fast as a cell.
        """
        if value is None or value == "":
            return None
        if self.style or (isinstance(value, str) and not is_plain(value)):
            return self.write(value)
        return value


def append(sheet, cells, row: int, height: float) -> None:
    """Write the next row of a sheet, `row`, with its height, and forget it."""
    # What openpyxl takes from its own object for a row, which it is slow to make.
    sheet.row_dimensions[row] = {"ht": f"{height:.1f}", "customHeight": "1"}
    sheet.append(cells)
    del sheet.row_dimensions[row]


# openpyxl offers no way to what a cell without a style looks like; to write a style into each
# cell takes twice as long.


def align_all(book, alignment: Alignment) -> None:
    """Align all cells of a new workbook that have no style of their own."""
    # Excel looks at the one, LibreOffice at the other.
    book._cell_styles[0].alignmentId = book._alignments.add(alignment)
    book._named_styles["Normal"].alignment = alignment


def set_usual_font(book, font: Font) -> None:
    """Set the font by whose digits a workbook counts how wide its columns are."""
    book._named_styles["Normal"].font = font
