"""Sheets of which openpyxl writes everything but the rows, and rows that are strings of XML.

openpyxl makes an object of each cell and opens and closes each of its elements one by one,
which takes longer than to fetch the entries and to lay them out. Here a row is put together
as text and written in one piece; what a cell looks like is still a style of openpyxl's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from xml.sax.saxutils import escape

from openpyxl.cell.rich_text import CellRichText
from openpyxl.styles.styleable import StyleableObject
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.xml.functions import fromstring, tostring

from rectify.spreadsheets.safe import for_xlsx, is_plain, runs

LETTERS = [get_column_letter(place) for place in range(1, 201)]


class _Writer(WorksheetWriter):
    def write_row(self, xf, row, row_idx):
        xf.write(row)


class StreamedSheet(WriteOnlyWorksheet):
    """A sheet that is written row by row and never kept in memory; `last` is its last row."""

    def __init__(self, book, name: str):
        super().__init__(book, name)
        book._add_sheet(self)
        self.last = 0

    def add(self, cells: Iterable[tuple["Ink", object]], height: float | None = None) -> None:
        """Write the next row: a value and the ink that writes it for each of its cells."""
        self.last += 1
        row = self.last
        written = "".join(
            [
                ink.cell(f"{letter}{row}", value)
                for letter, (ink, value) in zip(LETTERS, cells, strict=False)
            ]
        )
        size = "" if height is None else f' ht="{height:.1f}" customHeight="1"'
        self.append([fromstring(f'<row r="{row}"{size}>{written}</row>')])

    def merge(self, row: int, first: int, last: int, last_row: int | None = None) -> None:
        """Make one cell of those from a column to another, in one row or down to a later one."""
        if (last, last_row or row) > (first, row):
            end = f"{LETTERS[last - 1]}{last_row or row}"
            self.merged_cells.add(f"{LETTERS[first - 1]}{row}:{end}")

    # What openpyxl does between getting a row and writing it.

    def _get_writer(self):
        if self._writer is None:
            self._writer = _Writer(self)
            self._writer.write_top()

    def _values_to_row(self, values, row_idx):
        return values[0]


@dataclass(frozen=True)
class RichText:
    """A text of which parts are coloured, as XML."""

    xml: str

    @classmethod
    def of(cls, text: CellRichText) -> "RichText":
        return cls(tostring(text.to_tree(), encoding="unicode"))


class Ink:
    """Writes cells in one style, on any sheet of a workbook."""

    def __init__(self, book, **style):
        # A style belongs to the workbook, by way of a sheet that there need not be yet.
        styled = StyleableObject(SimpleNamespace(parent=book))
        for name, value in style.items():
            setattr(styled, name, value)
        self.plain = f' s="{styled.style_id}"' if style else ""
        # Without it, Excel takes the text for a formula as soon as somebody edits the cell.
        styled.quotePrefix = True
        self.quoted = f' s="{styled.style_id}"'

    def cell(self, place: str, value) -> str:
        """Return the cell at a place with a value: numbers and dates as such, text as text.

        "" and None are nothing, which is a cell only if it looks like something.
        """
        style = self.plain
        if value is None or value == "":
            return f'<c r="{place}"{style}/>' if style else ""
        if isinstance(value, str):
            if not is_plain(value):
                style = self.quoted if runs(value) else style
                value = for_xlsx(value)
            text = f'<t xml:space="preserve">{escape(value)}</t>'
            return f'<c r="{place}"{style} t="inlineStr"><is>{text}</is></c>'
        if isinstance(value, RichText):
            return f'<c r="{place}"{style} t="inlineStr">{value.xml}</c>'
        number = to_excel(value) if isinstance(value, date) else value
        return f'<c r="{place}"{style}><v>{number}</v></c>'
