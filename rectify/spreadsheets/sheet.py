"""One sheet of a printed ledger: its heads, its rows, and how it lies on paper."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from rectify.dates import written
from rectify.models import Issue, Round
from rectify.spreadsheets.columns import OF_KEY
from rectify.spreadsheets.paper import MARGINS_MM, UNIT, Paper, lines_of, width_of
from rectify.spreadsheets.parts import TOLD, parts_of
from rectify.spreadsheets.selection import Selection
from rectify.spreadsheets.streamed import LETTERS, Ink, RichText, StreamedSheet
from rectify.states import Light, Status

# Right of the status; no column of the canonical ledger, which has the facts behind it.
LIGHT = "light"
LIGHT_NAME = "红黄绿灯"
COLOURS = {Light.RED: "FFC00000", Light.AMBER: "FFED9B00", Light.GREEN: "FF00863D"}

# Only named: whoever lacks them gets what the program takes instead.
TITLE_FONT, BODY_FONT = "方正小标宋简体", "宋体"
TITLE_SIZE, NOTE_SIZE = 20, 11
TITLE_LINE, NOTE_LINE = 36, 22
LINE_OF_BORDER = Side(style="thin", color="FF000000")
BORDER = Border(
    left=LINE_OF_BORDER, right=LINE_OF_BORDER, top=LINE_OF_BORDER, bottom=LINE_OF_BORDER
)
GREY = PatternFill("solid", fgColor="FFE7E6E6")
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
TOP = Alignment(horizontal="center", vertical="top", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center", wrap_text=True)

# A day is a number, which is never broken: by width of the column.
DAYS = {False: 'yyyy"年"m"月"d"日"', True: 'yyyy"."m"."d'}
DATES = {"due_on", "settled_on"}
PROSE = {"finding", "category", *TOLD}
SAMPLE = "示例数据，不反映任何社区的真实情况"
INCH = 25.4


class Inks:
    """The styles that all sheets of one printed ledger have in common."""

    def __init__(self, book, paper: Paper, columns: tuple[str, ...], *, merges: bool):
        font = Font(name=BODY_FONT, size=NOTE_SIZE)
        title = Font(name=TITLE_FONT, size=TITLE_SIZE, bold=True)
        self.title = Ink(book, font=title, alignment=CENTRE)
        self.left = Ink(book, font=font, alignment=LEFT)
        self.right = Ink(book, font=font, alignment=RIGHT)
        self.header = Ink(book, **header_style(paper.size))
        formats = {"number": "@", **dict.fromkeys(DATES, DAYS[paper.is_tight])}
        aligned = dict.fromkeys(PROSE, LEFT)
        if merges:
            # A merged cell can run over a page's end: in its middle nobody would look.
            aligned["community"] = TOP
        self.body = [
            Ink(
                book,
                font=Font(name=BODY_FONT, size=paper.size),
                border=BORDER,
                alignment=aligned.get(key, CENTRE),
                number_format=formats.get(key, "General"),
            )
            for key in columns
        ]


@dataclass(frozen=True)
class Form:
    """What all sheets of one printed ledger have in common."""

    round: Round
    title: str
    selection: Selection | None
    on: date
    columns: tuple[str, ...]
    paper: Paper
    inks: Inks
    merges: bool

    @property
    def reporting_body(self) -> str:
        """Who fills the form in, by the full name with which it signs what it publishes."""
        return self.round.publisher or self.round.inspected_body

    def titled(self, name: str = "", *, of: str = "") -> str:
        """Return the title of a sheet: of the whole, or `of` a community; then `name`.

        A part of the round's entries is called so, and so is a sample.
        """
        part = str(self.selection or "")
        if of:
            part = "，".join([of, self.selection.words] if self.selection else [of])
        brackets = [part, "示例数据" if self.round.is_sample else ""]
        return f"{self.title}{name}{''.join(f'（{one}）' for one in brackets if one)}"


class PrintedSheet:
    """A sheet of the ledger that is being written; `close` when its last entry is in."""

    # The title and the line below it, then the header.
    HEADER = 3

    def __init__(self, book, name: str, title: str, form: Form):
        self.form = form
        self.sheet = StreamedSheet(book, name)
        widths = [form.paper.units(key) for key in form.columns]
        set_up(self.sheet, widths, form.paper.kind, "landscape", self.HEADER)
        foot(self.sheet, form)
        heads = write_heads(self.sheet, title, widths, form)
        self._write_header()
        # How much of the page is left, in points.
        self.left = form.paper.page - heads - form.paper.header
        # Where the community of the last entry begins.
        self.community, self.since = "", self.HEADER + 1

    def _write_header(self) -> None:
        paper = self.form.paper
        names = {key: _heading(key, paper.widths[key]) for key in self.form.columns}
        header = self.form.inks.header
        self.sheet.add(((header, name) for name in names.values()), paper.header)

    def add(self, issue: Issue, values: dict) -> None:
        """Write an entry, its canonical values as they are printed, in one row or several."""
        form = self.form
        told = {key: values.get(key) for key in form.columns}
        if "due_on" in told:
            told["due_on"] = values["due_wording"] or values["due_on"]
        light = issue.light(form.on)
        if LIGHT in told:
            told[LIGHT] = light_words(issue, form.on, light)
        texts = {key: shown(value) for key, value in told.items()}
        if light and LIGHT in told:
            told[LIGHT] = _coloured(light, texts[LIGHT], form.paper.size)
        for lines, part in parts_of(texts, form.paper):
            row = [told[key] if part[key] == texts[key] else part[key] for key in form.columns]
            self._add(issue.community.name, row, form.paper.height(lines))

    def _add(self, community: str, row: list, height: float) -> None:
        self.left -= height
        is_new_page = self.left < 0
        if is_new_page:
            self.left = self.form.paper.page - self.form.paper.header - height
        if self.form.merges and "community" in self.form.columns:
            if community == self.community and not is_new_page:
                row[self.form.columns.index("community")] = None
            else:
                self._merge()
                self.community, self.since = community, self.sheet.last + 1
        self.sheet.add(zip(self.form.inks.body, row, strict=True), height)

    def _merge(self) -> None:
        """Merge the cells of a community, on each page by themselves."""
        if self.since < self.sheet.last:
            place = self.form.columns.index("community") + 1
            self.sheet.merge(self.since, place, place, self.sheet.last)

    def close(self) -> None:
        if self.form.merges:
            self._merge()
        else:
            # A filter sorts, and cannot sort over merged cells.
            letter = LETTERS[len(self.form.columns) - 1]
            self.sheet.auto_filter.ref = f"A{self.HEADER}:{letter}{self.sheet.last}"
        self.sheet.close()


def _heading(key: str, width: float) -> str:
    """Return a column's name, that of a narrow one in two lines of the same length."""
    name = LIGHT_NAME if key == LIGHT else OF_KEY[key].name
    if width >= len(name):
        return name
    half = (len(name) + 1) // 2
    return f"{name[:half]}\n{name[half:]}"


def shown(value) -> str:
    """Return a value as the sheet shows it."""
    if value.__class__ is str:
        return value
    return written(value) if isinstance(value, date) else value or ""


def light_words(issue: Issue, on: date, light: Light | None) -> str:
    """Say how near an entry's deadline is, or whether it was met; "" where none was set."""
    if light:
        return f"● {light.label}\n{issue.time_left(on)}"
    if issue.is_closed_late:
        return "逾期销号"
    return "按期销号" if issue.status == Status.CLOSED and issue.due_on else ""


@lru_cache(maxsize=4096)
def _coloured(light: Light, words: str, size: float) -> RichText:
    mark, rest = words[:1], words[1:]
    font = InlineFont(rFont=BODY_FONT, sz=size, color=COLOURS[light])
    plain = InlineFont(rFont=BODY_FONT, sz=size)
    return RichText.of(CellRichText(TextBlock(font, mark), TextBlock(plain, rest)))


def set_up(sheet, widths: list[float], paper: str, orientation: str, header: int) -> None:
    """Lay a sheet out on paper, one page wide, its header on every page and always in sight."""
    for letter, width in zip(LETTERS, widths, strict=False):
        sheet.column_dimensions[letter].width = round(width, 2)
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = getattr(Worksheet, f"PAPERSIZE_{paper}")
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = MARGINS_MM[0] / INCH
    margins.top, margins.bottom = MARGINS_MM[1] / INCH, MARGINS_MM[2] / INCH
    margins.header = margins.footer = 7 / INCH
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{header}:{header}"
    sheet.freeze_panes = f"A{header + 1}"


def foot(sheet, form: Form) -> None:
    """Number the pages, and say on each whether the ledger is made up."""
    sheet.oddFooter.center.text = "第 &P 页　共 &N 页"
    if form.round.is_sample:
        sheet.oddFooter.left.text = SAMPLE


def write_heads(sheet, title: str, widths: list[float], form: Form, note: str = "") -> float:
    """Write the title over all columns, and below it who fills in the form and when.

    Return how high the two rows are, in points.
    """
    columns = len(widths)
    height = TITLE_LINE * lines_of(title, sum(widths) * UNIT / TITLE_SIZE)
    sheet.add([(form.inks.title, title)], height)
    sheet.merge(1, 1, columns)
    left, right = f"填报单位：{form.reporting_body}", f"{note}填报日期：{written(form.on)}"
    # The date takes as many columns as it needs, from the right; the rest is for the name.
    needed = (width_of(right) + 1) * NOTE_SIZE / UNIT
    half = next((place for place in range(columns - 1, 0, -1) if sum(widths[place:]) >= needed), 1)
    lines = lines_of(left, sum(widths[:half]) * UNIT / NOTE_SIZE)
    row = [(form.inks.left, left)] + [(form.inks.left, None)] * (half - 1)
    sheet.add([*row, (form.inks.right, right)], NOTE_LINE * lines)
    sheet.merge(2, 1, half)
    sheet.merge(2, half + 1, columns)
    return height + NOTE_LINE * lines


def header_style(size: float) -> dict:
    return {
        "font": Font(name=BODY_FONT, size=size, bold=True),
        "fill": GREY,
        "border": BORDER,
        "alignment": CENTRE,
    }
