"""One sheet of a printed ledger: its heads, its rows, and how it lies on paper."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from rectify.dates import written
from rectify.models import Issue, Round
from rectify.spreadsheets.cells import Pen, append
from rectify.spreadsheets.columns import OF_KEY
from rectify.spreadsheets.paper import LINE, PADDING, UNIT, Paper, lines_of
from rectify.states import Light, Status

# Right of the status; no column of the canonical ledger, which has the facts behind it.
LIGHT = "light"
LIGHT_NAME = "红黄绿灯"
COLOURS = {Light.RED: "FFC00000", Light.AMBER: "FFED9B00", Light.GREEN: "FF00863D"}

# Only named: whoever lacks them gets what the program takes instead.
TITLE_FONT, BODY_FONT = "方正小标宋简体", "宋体"
TITLE_SIZE, NOTE_SIZE = 20, 11
LINE_OF_BORDER = Side(style="thin", color="FF000000")
BORDER = Border(
    left=LINE_OF_BORDER, right=LINE_OF_BORDER, top=LINE_OF_BORDER, bottom=LINE_OF_BORDER
)
GREY = PatternFill("solid", fgColor="FFE7E6E6")
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)

# A day is a number, which is never broken: by width of the column.
DAYS = {False: 'yyyy"年"m"月"d"日"', True: 'yyyy"."m"."d'}
DATES = {"due_on", "settled_on"}
PROSE = {"finding", "category", "text", "measures", "goal", "progress", "remark"}
SAMPLE = "示例数据，不反映任何社区的真实情况"
INCH = 25.4


@dataclass(frozen=True)
class Form:
    """What all sheets of one printed ledger have in common."""

    round: Round
    title: str
    reporting_body: str
    on: date
    columns: tuple[str, ...]
    paper_kind: str
    paper: Paper
    merges: bool

    @property
    def sample_mark(self) -> str:
        return "（示例数据）" if self.round.is_sample else ""


class PrintedSheet:
    """A sheet of the ledger that is being written; `close` when its last entry is in."""

    # The title and the line below it, then the header.
    HEADER = 3

    def __init__(self, book, name: str, title: str, form: Form):
        self.form = form
        self.sheet = book.create_sheet(name)
        self.last = self.HEADER
        # Where the community of the last entry begins.
        self.community, self.since = "", self.HEADER + 1
        widths = [form.paper.units(key) for key in form.columns]
        set_up(self.sheet, widths, form.paper_kind, "landscape", self.HEADER)
        foot(self.sheet, form)
        write_heads(self.sheet, title, widths, form)
        self._write_header()
        self._pens = cache(self._pens_of)

    def _write_header(self) -> None:
        paper = self.form.paper
        names = {key: _heading(key, paper.widths[key]) for key in self.form.columns}
        lines = max(lines_of(name, paper.widths[key]) for key, name in names.items())
        height = max(lines, 1.6) * LINE * paper.size + 2 * PADDING
        pen = Pen(self.sheet, header_style(paper.size))
        append(self.sheet, (pen.write(name) for name in names.values()), self.HEADER, height)

    def _pens_of(self, scale: float) -> dict[str, Pen]:
        paper = self.form.paper
        font = Font(name=BODY_FONT, size=round(paper.size * scale, 1))
        formats = {"number": "@", **dict.fromkeys(DATES, DAYS[paper.is_tight])}
        return {
            key: Pen(
                self.sheet,
                {
                    "font": font,
                    "border": BORDER,
                    "alignment": LEFT if key in PROSE else CENTRE,
                    "number_format": formats.get(key, "General"),
                },
            )
            for key in self.form.columns
        }

    def add(self, issue: Issue, values: dict) -> None:
        """Write an entry, its canonical values as they are printed."""
        form = self.form
        told = {key: values.get(key) for key in form.columns}
        if "due_on" in told:
            told["due_on"] = values["due_wording"] or values["due_on"]
        words = light_words(issue, form.on)
        told[LIGHT] = words
        height, scale = form.paper.fitting({key: shown(told[key]) for key in form.columns})
        self.last += 1
        if form.merges:
            self._merge_with(told, issue.community.name)
        pens = self._pens(scale)
        light = issue.light(form.on)
        if light:
            told[LIGHT] = _coloured(light, words, form.paper.size * scale)
        row = (pens[key].write(told[key]) for key in form.columns)
        append(self.sheet, row, self.last, height)

    def _merge_with(self, told: dict, community: str) -> None:
        if community == self.community:
            told["community"] = None
        else:
            self._merge(self.last - 1)
            self.community, self.since = community, self.last

    def _merge(self, last: int) -> None:
        if "community" in self.form.columns and last > self.since:
            letter = get_column_letter(self.form.columns.index("community") + 1)
            self.sheet.merged_cells.add(f"{letter}{self.since}:{letter}{last}")

    def close(self) -> None:
        if self.form.merges:
            self._merge(self.last)
        else:
            # A filter sorts, and cannot sort over merged cells.
            letter = get_column_letter(len(self.form.columns))
            self.sheet.auto_filter.ref = f"A{self.HEADER}:{letter}{self.last}"
        self.sheet.close()


def _heading(key: str, width: float) -> str:
    """Return a column's name, that of a narrow one in two lines of the same length."""
    name = LIGHT_NAME if key == LIGHT else OF_KEY[key].name
    if width >= len(name) + 0.4:
        return name
    half = (len(name) + 1) // 2
    return f"{name[:half]}\n{name[half:]}"


def shown(value) -> str:
    """Return a value as the sheet shows it."""
    return written(value) if isinstance(value, date) else value or ""


def light_words(issue: Issue, on: date) -> str:
    """Say how near an entry's deadline is, or whether it was met; "" where none was set."""
    light = issue.light(on)
    if light:
        return f"● {light.label}\n{issue.time_left(on)}"
    if issue.is_closed_late:
        return "逾期销号"
    return "按期销号" if issue.status == Status.CLOSED and issue.due_on else ""


def _coloured(light: Light, words: str, size: float) -> CellRichText:
    mark, rest = words[:1], words[1:]
    font = InlineFont(rFont=BODY_FONT, sz=size, color=COLOURS[light])
    plain = InlineFont(rFont=BODY_FONT, sz=size)
    return CellRichText(TextBlock(font, mark), TextBlock(plain, rest))


def set_up(sheet, widths: list[float], paper: str, orientation: str, header: int) -> None:
    """Lay a sheet out on paper, one page wide, its header on every page and always in sight."""
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = round(width, 2)
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = getattr(Worksheet, f"PAPERSIZE_{paper}")
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 10 / INCH
    margins.top, margins.bottom = 12 / INCH, 15 / INCH
    margins.header = margins.footer = 7 / INCH
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{header}:{header}"
    sheet.freeze_panes = f"A{header + 1}"


def foot(sheet, form: Form) -> None:
    """Number the pages, and say on each whether the ledger is made up."""
    sheet.oddFooter.center.text = "第 &P 页　共 &N 页"
    if form.round.is_sample:
        sheet.oddFooter.left.text = SAMPLE


def write_heads(sheet, title: str, widths: list[float], form: Form, note: str = "") -> None:
    """Write the title over all columns, and below it who fills in the form and when."""
    columns = len(widths)
    pen = Pen(
        sheet, {"font": Font(name=TITLE_FONT, size=TITLE_SIZE, bold=True), "alignment": CENTRE}
    )
    lines = lines_of(title + form.sample_mark, sum(widths) * UNIT / TITLE_SIZE)
    append(sheet, [pen.write(title + form.sample_mark)], 1, 36 * lines)
    _merge(sheet, 1, 1, columns)
    half = next(
        place for place in range(1, columns + 1) if sum(widths[:place]) >= sum(widths) * 0.55
    )
    half = min(half, columns - 1)
    left = f"填报单位：{form.reporting_body}"
    right = f"{note}填报日期：{written(form.on)}"
    font = Font(name=BODY_FONT, size=NOTE_SIZE)
    one = Pen(sheet, {"font": font, "alignment": Alignment(horizontal="left", vertical="center")})
    other = Pen(
        sheet, {"font": font, "alignment": Alignment(horizontal="right", vertical="center")}
    )
    row = [one.write(left), *[None] * (half - 1), other.write(right)]
    append(sheet, row, 2, 22)
    _merge(sheet, 2, 1, half)
    _merge(sheet, 2, half + 1, columns)


def _merge(sheet, row: int, first: int, last: int) -> None:
    if last > first:
        sheet.merged_cells.add(f"{get_column_letter(first)}{row}:{get_column_letter(last)}{row}")


def header_style(size: float) -> dict:
    return {
        "font": Font(name=BODY_FONT, size=size, bold=True),
        "fill": GREY,
        "border": BORDER,
        "alignment": CENTRE,
    }
