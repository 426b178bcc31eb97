"""What reading a spreadsheet gives: grids as they lie in the file, then the ledger's rows."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

# What stands in place of the result of a formula that no program has calculated yet.
UNCALCULATED = "#公式没有结果"

Value = str | int | float | bool | date | datetime | time | None


class UnreadableError(Exception):
    """The file cannot be read; the sentence says why and what to do."""


@dataclass(frozen=True)
class Grid:
    """One visible sheet: its cells with their values, nothing understood yet.

    `rows[0][0]` lies in row `first_row` and column `first_column` of the sheet, both counted
    from 1. `merged` holds (first row, first column, last row, last column) of each merged
    range, counted alike and cut to where the sheet has content; only the first cell of a range
    has the value. A blank cell is None, never "".
    """

    name: str
    rows: list[list[Value]]
    first_row: int = 1
    first_column: int = 1
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True)
class Book:
    """The visible sheets of a file, and the names of the hidden ones, which are not read.

    `has_sheets` is False for .csv, whose only grid has no name of its own.
    """

    grids: list[Grid]
    hidden: tuple[str, ...] = ()
    has_sheets: bool = True


@dataclass(frozen=True)
class Heading:
    """A column of a sheet as the header names it, and what it was understood as.

    `letter` is the sheet's name of the column (A, B, AA); `text` the heading as written, of a
    header in two rows both parts with ／ between them. `key` is the key of the canonical
    column (columns.py), "" when it was not recognised and is ignored.
    """

    letter: str
    text: str
    key: str = ""


@dataclass(frozen=True)
class Understood:
    """How one sheet was read.

    `header` is the first and the last row of the header, None when the sheet has none and
    was left out: `why` then says so. `names` is what the sheet's name may say whose entries
    they are, `community` the community that it does supply, "" when none (placing.py).
    `skipped` holds the rows that are no entries with the reason (标题, 空行, 小计, 表尾).
    """

    sheet: str
    header: tuple[int, int] | None
    headings: tuple[Heading, ...] = ()
    names: tuple[str, ...] = ()
    community: str = ""
    skipped: tuple[tuple[int, str], ...] = ()
    why: str = ""

    @property
    def skipped_by_reason(self) -> list[tuple[str, str]]:
        """Each reason for which rows are no entries, with their numbers: 1–3、7."""
        rows = {}
        for row, reason in self.skipped:
            rows.setdefault(reason, []).append(row)
        return [(reason, _ranges(numbers)) for reason, numbers in rows.items()]


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as the file tells it.

    `cells` maps keys of canonical columns to what stands there: text without stray spaces
    ("" for an empty cell), or a date for a real date cell. `carried` holds the keys whose
    value comes from a cell further up (merged, 同上, 〃) or from the sheet's name. `amiss` says
    in sentences, by key, which cells cannot be what they seem: a formula that was never
    calculated, a number of an entry that is a date.
    """

    sheet: str
    number: int
    cells: dict[str, str | date]
    carried: frozenset[str] = frozenset()
    amiss: tuple[tuple[str, str], ...] = ()

    def place(self, *, with_sheet: bool) -> str:
        """Return where the row stands, as sentences say it."""
        where = f"工作表“{self.sheet}”" if with_sheet else ""
        return f"{where}第 {self.number} 行"


@dataclass(frozen=True)
class Ledger:
    """A file as it was understood: how each sheet was read, and the entries in order."""

    sheets: tuple[Understood, ...]
    rows: list[Row] = field(default_factory=list)
    hidden: tuple[str, ...] = ()

    def letter(self, row: Row, key: str) -> str:
        """Return the letter of the column that a row's value stands in, "" when in none."""
        return self._letters.get((row.sheet, key), ("", ""))[0]

    def heading(self, row: Row, key: str) -> str:
        """Return the heading as written over a row's value, "" when there is none."""
        return self._letters.get((row.sheet, key), ("", ""))[1]

    @property
    def _letters(self):
        if "places" not in self.__dict__:
            self.__dict__["places"] = {
                (sheet.sheet, heading.key): (heading.letter, heading.text)
                for sheet in self.sheets
                for heading in sheet.headings
                if heading.key
            }
        return self.__dict__["places"]


def _ranges(numbers: list[int]) -> str:
    """Return ascending numbers with those that follow each other drawn together."""
    parts = []
    for number in numbers:
        if parts and parts[-1][1] == number - 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return "、".join(f"{first}" if first == last else f"{first}–{last}" for first, last in parts)
