"""The first sheet of a ledger by community: how each of them stands."""

from dataclasses import dataclass, field
from datetime import date

from openpyxl.styles import Font

from rectify.figures import Tally
from rectify.models import Issue
from rectify.spreadsheets.sheet import (
    BODY_FONT,
    BORDER,
    CENTRE,
    Form,
    foot,
    header_style,
    set_up,
    write_heads,
)
from rectify.spreadsheets.streamed import Ink, StreamedSheet
from rectify.states import Outcome

NAME = "汇总"
TOTAL = "合计"
COLUMNS = ("社区", "整改问题总数", *Outcome.labels, "完成率", "逾期")
# As .xlsx counts them; together they fill A4 upright, without being made smaller.
WIDTHS = (18, 12, 9, 11, 10, 9, 9, 7)
PAPER = "A4"
SIZE = 11
ROW, HEADER = 21.0, 3


@dataclass
class Standing:
    """What the entries of one community come to, and how many of them are overdue."""

    tally: Tally = field(default_factory=Tally)
    overdue: int = 0

    def add(self, issue: Issue, on: date) -> None:
        self.tally += Tally.of([issue.outcome])
        days = issue.days_left(on)
        self.overdue += days is not None and days < 0


def open_summary(book, form: Form) -> StreamedSheet:
    """Make the sheet that comes first; it is written when the others are."""
    sheet = StreamedSheet(book, NAME)
    set_up(sheet, WIDTHS, PAPER, "portrait", HEADER)
    foot(sheet, form)
    return sheet


def write_summary(sheet, book, standings: dict[str, Standing], form: Form) -> None:
    """Write a row for each community, by name, and their sum."""
    write_heads(sheet, form.titled(NAME), WIDTHS, form, note="单位：项　")
    heading = Ink(book, **header_style(SIZE))
    sheet.add(((heading, name) for name in COLUMNS), ROW * 1.6)
    for name, standing in standings.items():
        _write(sheet, book, name, standing.tally, standing.overdue, bold=False)
    whole = sum((standing.tally for standing in standings.values()), Tally())
    overdue = sum(standing.overdue for standing in standings.values())
    _write(sheet, book, TOTAL, whole, overdue, bold=True)
    sheet.close()


def _write(sheet, book, name: str, tally: Tally, overdue: int, *, bold: bool) -> None:
    style = {"font": Font(name=BODY_FONT, size=SIZE, bold=bold), "border": BORDER}
    style["alignment"] = CENTRE
    rate = tally.rate()
    plain = Ink(book, **style)
    percent = Ink(book, **style, number_format="0.0%" if "." in rate else "0%")
    counts = [tally.total, *(getattr(tally, outcome.value) for outcome in Outcome)]
    share = float(rate.removesuffix("%")) / 100 if rate else None
    cells = [(plain, value) for value in (name, *counts)]
    sheet.add([*cells, (percent, share), (plain, overdue)], ROW)
