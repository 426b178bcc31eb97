"""The first sheet of a ledger by community: how each of them stands."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from openpyxl.styles import Font

from rectify.figures import Tally
from rectify.models import Issue
from rectify.spreadsheets.cells import Pen, append
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
    """What the entries of one community come to, counted one by one."""

    outcomes: Counter = field(default_factory=Counter)
    overdue: int = 0

    def add(self, issue: Issue, on: date) -> None:
        self.outcomes[issue.outcome] += 1
        days = issue.days_left(on)
        self.overdue += days is not None and days < 0

    @property
    def tally(self) -> Tally:
        return Tally(**{outcome.value: self.outcomes[outcome] for outcome in Outcome})


def open_summary(book, form: Form):
    """Make the sheet that comes first; it is written when the others are."""
    sheet = book.create_sheet(NAME)
    set_up(sheet, WIDTHS, PAPER, "portrait", HEADER)
    foot(sheet, form)
    return sheet


def write_summary(sheet, standings: dict[str, Standing], form: Form) -> None:
    """Write a row for each community, by name, and their sum."""
    write_heads(sheet, f"{form.title}{NAME}", WIDTHS, form, note="单位：项　")
    heading = Pen(sheet, header_style(SIZE))
    append(sheet, (heading.write(name) for name in COLUMNS), HEADER, ROW * 1.6)
    row = HEADER
    for row, (name, standing) in enumerate(standings.items(), HEADER + 1):
        _write(sheet, row, name, standing.tally, standing.overdue, bold=False)
    whole = sum((standing.tally for standing in standings.values()), Tally())
    overdue = sum(standing.overdue for standing in standings.values())
    _write(sheet, row + 1, TOTAL, whole, overdue, bold=True)
    sheet.close()


def _write(sheet, row: int, name: str, tally: Tally, overdue: int, *, bold: bool) -> None:
    style = {"font": Font(name=BODY_FONT, size=SIZE, bold=bold), "border": BORDER}
    style["alignment"] = CENTRE
    rate = tally.rate()
    format = "0.0%" if "." in rate else "0%"
    pen, percent = Pen(sheet, style), Pen(sheet, style | {"number_format": format})
    counts = [tally.total, *(getattr(tally, outcome.value) for outcome in Outcome)]
    share = float(rate.removesuffix("%")) / 100 if rate else None
    cells = [
        *((pen, value) for value in (name, *counts)),
        (percent, share),
        (pen, overdue),
    ]
    append(sheet, (one.write(value) for one, value in cells), row, ROW)
