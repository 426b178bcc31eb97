"""Marks errors in an .xlsx and leaves the rest of it as it is, as far as openpyxl can."""

import io
import re
import warnings
import zipfile
from copy import copy

from openpyxl import load_workbook
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.colors import Color
from openpyxl.utils import get_column_letter, range_boundaries

from rectify.spreadsheets import marks
from rectify.spreadsheets.marks import Marks
from rectify.spreadsheets.problems import Problem
from rectify.spreadsheets.safe import for_xlsx

# Light enough for black and red letters, and not quite the red of Excel's own style for bad
# cells, so that an earlier marking is known by it.
RED = "FFFFC9CF"
DARK_RED = "FF9C0006"
WIDTH = 60
USUAL_WIDTH, USUAL_HEIGHT = 8.5, 15
# What stands behind a solid colour nobody sees: there the marking keeps the colour that the
# cell had before. Excel writes this where there is nothing to keep,
NOTHING = Color(indexed=64)
# and LibreOffice writes this, whatever was there.
FORGOTTEN = "FFCCCCFF"

# Reading and writing so many takes openpyxl some 15 seconds and 400 MB.
MOST_CELLS = 600_000
PART = 1 << 20
CELL = re.compile(rb"<(?:\w+:)?(?:c|row)[\s/>]")
RANGE = re.compile(
    rb"<(?:\w+:)?(?:mergeCell|hyperlink)\s[^>]*?\bref=[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']"
)


def is_too_large(content: bytes) -> bool:
    """Tell whether openpyxl would take too long, by the cells that it would make of a file.

    It makes one of every formatted blank, and of every cell of a merged or linked range.
    """
    cells = 0
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for part in file.infolist():
            if part.filename.endswith(".xml"):
                with file.open(part) as stream:
                    for piece in _pieces(stream):
                        cells += len(CELL.findall(piece))
                        cells += sum(_area(found[1].decode()) for found in RANGE.finditer(piece))
                        if cells > MOST_CELLS:
                            return True
    return False


def _pieces(stream):
    """Yield what a stream holds, cut before tags alone as long as these are of a usual length."""
    rest = b""
    while piece := stream.read(PART):
        whole, tag, rest = (rest + piece).rpartition(b"<")
        yield whole
        rest = tag + rest
        if len(rest) > PART:
            yield rest
            rest = b""
    yield rest


def _area(reference: str) -> int:
    left, top, right, bottom = range_boundaries(reference)
    return (right - left + 1) * (bottom - top + 1)


def mark_workbook(content: bytes, problems: list[Problem], headers: dict[str, int]) -> bytes:
    """Return an .xlsx with its errors marked, and those of an earlier marking taken away.

    Raises whatever openpyxl does of a file that Excel can read and it cannot.
    """
    of_sheet = marks.by_sheet(problems)
    with warnings.catch_warnings():
        # openpyxl tells of what it cannot keep; the docstring of marked.py does.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), rich_text=True)
    left = marks.MOST_COMMENTS
    for sheet in book.worksheets:
        if sheet.title in headers:
            marked = _MarkedSheet(sheet, headers[sheet.title], left)
            marked.clear()
            marked.mark(of_sheet.get(sheet.title, []))
            left = marked.comments_left
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class _MarkedSheet:
    """A sheet of the office's workbook, while it is marked."""

    def __init__(self, sheet, header: int, comments: int):
        self.sheet = sheet
        self.header = header
        self.comments_left = comments
        # Those that are in the file; by rows and columns, openpyxl would make all in between.
        self.cells = sheet._cells
        self.place = self._place_of_column()
        self.is_new = self.place is None

    def _place_of_column(self) -> int | None:
        for (row, column), cell in self.cells.items():
            if row == self.header and str(cell.value or "").strip() == marks.COLUMN:
                return column
        return None

    def clear(self) -> None:
        """Take away what an earlier marking has left."""
        signed = [cell for cell in self.cells.values() if cell.comment and _is_ours(cell.comment)]
        if self.is_new and not signed:
            return
        for cell in signed:
            kept = marks.without_ours(cell.comment.text)
            cell.comment = _comment(kept, cell.comment.author) if kept else None
        for (row, column), cell in self.cells.items():
            if column == self.place and row >= self.header and not isinstance(cell, MergedCell):
                cell.value = None
                # The style called Normal has another name where Excel is Chinese.
                cell._style = StyleArray()
            elif cell.has_style and cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb == RED:
                cell.fill = _fill_before(cell.fill)

    def mark(self, problems: list[Problem]) -> None:
        if not problems:
            return
        said = Marks(problems, (found.bounds for found in self.sheet.merged_cells.ranges))
        if self.is_new:
            self.place = self._after_last_column()
            _give_column_its_own_width(self.sheet, self.place)
        self._head(len(said.cells))
        for row, text in said.rows.items():
            self._say(row, text)
        self._make_room(said.rows)
        for (row, column), sentences in said.cells.items():
            cell = self.sheet.cell(row, column)
            if isinstance(cell, MergedCell):
                continue
            cell.fill = _red_over(cell.fill)
            if self.comments_left > 0:
                self.comments_left -= 1
                before = cell.comment
                text = marks.comment_text(sentences, before.text if before else "")
                cell.comment = _comment(text, before.author if before else marks.AUTHOR)

    def _after_last_column(self) -> int:
        used = [
            column
            for (row, column), cell in self.cells.items()
            if row >= self.header and cell.value is not None
        ]
        # Beside a cell that is merged with blank ones, as in a footer, beyond all of them.
        for found in self.sheet.merged_cells.ranges:
            if found.max_row >= self.header and found.max_col < 1_000:
                used.append(found.max_col)
        return max(used) + 1

    def _head(self, cells: int) -> None:
        cell = self.sheet.cell(self.header, self.place)
        beside = self.sheet.cell(self.header, self.place - 1) if self.place > 1 else cell
        cell.value = marks.COLUMN
        cell.border = copy(beside.border)
        font = copy(beside.font)
        font.color = Color(rgb=DARK_RED)
        cell.font = font
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.fill = PatternFill("solid", fgColor=RED, bgColor=NOTHING)
        cell.comment = _comment(marks.column_note(cells), marks.AUTHOR)

    def _say(self, row: int, text: str) -> None:
        cell = self.sheet.cell(row, self.place)
        if isinstance(cell, MergedCell):
            return
        beside = self.cells.get((row, self.place - 1), cell)
        cell.value = for_xlsx(text)
        # openpyxl would take a text with = at its beginning for a formula.
        cell.data_type = "s"
        cell.border = copy(beside.border)
        cell.font = Font(name=beside.font.name, size=beside.font.size, color=DARK_RED)
        cell.alignment = Alignment(vertical="center", wrap_text=True)

    def _make_room(self, rows) -> None:
        """Make rows high enough for what is said beside them; a row without a height finds it."""
        widths = _widths(self.sheet)
        others = {row: [] for row in rows}
        for (row, column), cell in self.cells.items():
            if row in others and isinstance(cell.value, str) and cell.alignment.wrap_text:
                others[row].append((cell.value, widths.get(column, USUAL_WIDTH)))
        for row, text in rows.items():
            dimension = self.sheet.row_dimensions[row]
            said = (text, widths[self.place])
            needed = marks.height_of([said] if dimension.height else [said, *others[row]])
            dimension.height = max(dimension.height or USUAL_HEIGHT, needed)


def _is_ours(comment: Comment) -> bool:
    return comment.author == marks.AUTHOR or marks.SIGNATURE in comment.text


def _comment(text: str, author: str) -> Comment:
    width, height = marks.size_of(text)
    return Comment(text, author, width=width, height=height)


def _red_over(fill: PatternFill) -> PatternFill:
    # Of a pattern or of colours that flow into each other only one could be kept.
    before = copy(fill.fgColor) if fill.fill_type == "solid" else NOTHING
    return PatternFill("solid", fgColor=RED, bgColor=before)


def _fill_before(fill: PatternFill) -> PatternFill:
    before = fill.bgColor
    if before == NOTHING or before.rgb == FORGOTTEN:
        return PatternFill()
    return PatternFill("solid", fgColor=copy(before), bgColor=NOTHING)


def _widths(sheet) -> dict[int, float]:
    """Return how wide each column is that has a width of its own."""
    widths = {}
    for group in sheet.column_dimensions.values():
        group.reindex()
        # Beyond the first thousand only blank columns lie, all formatted alike.
        for column in range(group.min, min(group.max, 1_000) + 1):
            widths[column] = group.width
    return widths


def _give_column_its_own_width(sheet, place: int) -> None:
    """Set the width of one column, which may be among many that are formatted, or hidden, alike."""
    dimensions = sheet.column_dimensions
    for letter, group in list(dimensions.items()):
        first, last = group.min, group.max
        if first and first <= place <= last:
            del dimensions[letter]
            for start, end in [(first, place - 1), (place + 1, last)]:
                if start <= end:
                    part = copy(group)
                    part.index, part.min, part.max = get_column_letter(start), start, end
                    dimensions[part.index] = part
    own = dimensions[get_column_letter(place)]
    own.width, own.min, own.max = WIDTH, place, place
