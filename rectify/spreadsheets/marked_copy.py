"""A new workbook with a file's values and its errors marked, where the old one cannot be kept."""

import io
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from itertools import islice

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from rectify.spreadsheets import marks
from rectify.spreadsheets.cells import Pen, align_all, append
from rectify.spreadsheets.marked_workbook import DARK_RED, RED, WIDTH
from rectify.spreadsheets.marks import Marks
from rectify.spreadsheets.paper import width_of
from rectify.spreadsheets.printed import sheet_name
from rectify.spreadsheets.problems import Problem
from rectify.spreadsheets.reader.files import checked
from rectify.spreadsheets.sheet import GREY

# Columns are as wide as the longest line in so many rows, but not narrower or wider than these
# (counted in digits).
LOOKED_AT = 200
NARROWEST, WIDEST = 6, 40
WRAPPED = Alignment(vertical="center", wrap_text=True)
FORMATS = {
    datetime: "yyyy-mm-dd hh:mm:ss",
    date: "yyyy-mm-dd",
    time: "hh:mm:ss",
    timedelta: "[h]:mm:ss",
}


def mark_copy(content: bytes, problems: list[Problem], headers: dict[str, int]) -> bytes:
    """Return the values of .xls or .xlsx as an .xlsx with its errors marked.

    Merged ranges are kept, columns as wide as what is in them; formulas are the values that
    they had, everything else about the old file's looks is gone. So are hidden sheets, which
    nobody has judged: one may hold a value in the last of all cells.
    """
    of_sheet = marks.by_sheet(problems)
    old = CalamineWorkbook.from_filelike(io.BytesIO(checked(content)))
    new = Workbook(write_only=True)
    align_all(new, WRAPPED)
    taken: set[str] = set()
    left = marks.MOST_COMMENTS
    for about in old.sheets_metadata:
        if (about.typ, about.visible) != (SheetTypeEnum.WorkSheet, SheetVisibleEnum.Visible):
            continue
        source = old.get_sheet_by_name(about.name)
        sheet = new.create_sheet(sheet_name(about.name, taken))
        copied = _CopiedSheet(source, sheet, headers.get(about.name, 0), left)
        copied.write(of_sheet.get(about.name, []))
        left = copied.comments_left
    file = io.BytesIO()
    new.save(file)
    return file.getvalue()


class _CopiedSheet:
    """A sheet while its values are copied and its errors marked; `header` is 0 without one."""

    def __init__(self, source, sheet, header: int, comments: int):
        self.source, self.sheet, self.header = source, sheet, header
        self.comments_left = comments
        # Rows are given from the first one on, but their columns from the first that is used.
        self.offset = source.start[1] if source.start else 0
        self.merged = [
            (left + 1, top + 1, right + 1, bottom + 1)
            for (top, left), (bottom, right) in source.merged_cell_ranges or []
        ]
        self.place = self._place_of_column()
        self.merged_cells = {(top, left) for left, top, _, _ in self.merged}
        # What most cells are written with has no style of its own, which is quicker.
        self.pens = self._pens()
        self.titles = self._pens(alignment=Alignment(vertical="center"))
        self.headings = self._pens(font=Font(name="Calibri", size=11, bold=True), fill=GREY)
        self.red = self._pens(fill=PatternFill("solid", fgColor=RED))
        self.dark = Pen(
            sheet, {"alignment": WRAPPED, "font": Font(name="Calibri", size=11, color=DARK_RED)}
        )

    def _pens(self, **style) -> dict[type, Pen]:
        """Return a pen for each kind of value that has a format of its own, and one for others."""
        pens = {
            kind: Pen(self.sheet, {"alignment": WRAPPED, "number_format": format, **style})
            for kind, format in FORMATS.items()
        }
        if style:
            style.setdefault("alignment", WRAPPED)
        others = Pen(self.sheet, style)
        return defaultdict(lambda: others, pens)

    def write(self, problems: list[Problem]) -> None:
        said = Marks(problems, self.merged)
        bad = {}
        for (row, column), sentences in said.cells.items():
            bad.setdefault(row, {})[column] = sentences
        beside = dict(said.rows)
        if problems:
            beside[self.header] = marks.COLUMN
        note = marks.column_note(len(said.cells))
        widths = self._widths(bool(problems))
        for column, width in widths.items():
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        # Without it, a sheet that is printed falls apart into single columns.
        self.sheet.page_setup.orientation = "landscape"
        self.sheet.page_setup.fitToHeight = 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True
        for number, values in enumerate(self._rows(), 1):
            values += [""] * (max(self.place or 0, *bad.get(number, ()), 0) - len(values))
            if self.place and number >= self.header:
                values[self.place - 1] = beside.get(number, "")
            cells = self._cells(number, values, bad.get(number, {}), note)
            append(self.sheet, cells, number, self._height(number, values, widths))
        for left, top, right, bottom in self.merged:
            self.sheet.merged_cells.add(
                f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
            )
        self.sheet.close()

    def _height(self, number: int, values: list, widths: dict[int, float]) -> float:
        """Return how high a row is; titles and what else is merged have room beside them."""
        texts = [
            (value, widths.get(column, NARROWEST))
            for column, value in enumerate(values, 1)
            if isinstance(value, str) and (number, column) not in self.merged_cells
        ]
        return marks.height_of(texts if number >= self.header else [])

    def _rows(self):
        for values in self.source.iter_rows():
            yield [""] * self.offset + values

    def _cells(self, number: int, values: list, bad: dict, note: str):
        """Yield the cells of a row: a generator, for a pen has one cell for all values."""
        pens = self.pens
        if number <= self.header:
            pens = self.headings if number == self.header else self.titles
        for column, value in enumerate(values, 1):
            if column in bad:
                yield self._commented(self.red[type(value)], value, marks.comment_text(bad[column]))
            elif column == self.place and number == self.header and value:
                yield self._commented(self.dark, value, note)
            elif column == self.place and number > self.header and value:
                yield self.dark.write(value)
            else:
                yield pens[type(value)].fill(value)

    def _commented(self, pen: Pen, value, text: str):
        """Return a cell with a comment, as long as there may be any: a cell of its own."""
        if self.comments_left <= 0:
            return pen.write(value)
        self.comments_left -= 1
        cell = Pen(self.sheet, pen.style).write(value)
        width, height = marks.size_of(text)
        cell.comment = Comment(text, marks.AUTHOR, width=width, height=height)
        return cell

    def _place_of_column(self) -> int | None:
        """Return where 错误说明 stands already, or else where it goes, None without a header."""
        if not self.header:
            return None
        last = 0
        for number, values in enumerate(self._rows(), 1):
            if number < self.header:
                continue
            if number == self.header and marks.COLUMN in values:
                return values.index(marks.COLUMN) + 1
            while len(values) > last and values[-1] == "":
                values.pop()
            last = max(last, len(values))
        return last + 1

    def _widths(self, is_marked: bool) -> dict[int, float]:
        widths = {}
        # From the header on: a title runs over many columns.
        first = max(self.header - 1, 0)
        for values in islice(self._rows(), first, first + LOOKED_AT):
            for column, value in enumerate(values, 1):
                lines = str(value or "").split("\n")
                widest = max(width_of(line) * 2 for line in lines) + 2
                widths[column] = max(widths.get(column, NARROWEST), min(widest, WIDEST))
        if is_marked:
            widths[self.place] = WIDTH
        return widths
