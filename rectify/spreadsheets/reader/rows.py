"""The rows under a header: which are entries, and what each one says."""

from dataclasses import dataclass, field
from datetime import date

from rectify.spreadsheets.columns import GOES_ON
from rectify.spreadsheets.reader import asides
from rectify.spreadsheets.reader.cells import (
    DITTO,
    PROSE,
    cleaner,
    is_blank,
    is_ditto,
    text_of,
    why_no_number,
)
from rectify.spreadsheets.reader.header import Header
from rectify.spreadsheets.reader.headings import key_of, plain
from rectify.spreadsheets.reader.ledger import (
    UNCALCULATED,
    Grid,
    Row,
    UnreadableError,
    Value,
)
from rectify.spreadsheets.reader.merges import Merges

# So many blank rows are told of, and no more.
BLANKS_TOLD = 1000
# A cell merged over so many columns is a line between the parts of a ledger.
WIDE = 3
NOT_CALCULATED = "这一格的公式没有算出结果，请在 Excel 里打开、保存后再传，或者改成文字。"
MARKS = frozenset(mark[0] for mark in DITTO)


@dataclass
class _Merged:
    """A merged cell of one column: its value, and the row down to which it stands."""

    value: str | date
    last: int


@dataclass
class RowReader:
    """Reads the rows of one sheet from above, remembering what stands further up.

    `keys` says by place which columns are read, and as what.
    """

    grid: Grid
    merges: Merges
    header: Header
    keys: dict[int, str]
    rows: list[Row] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    _above: dict[str, str | date] = field(default_factory=dict)
    _merged: dict[str, _Merged] = field(default_factory=dict)
    _blank: list[int] = field(default_factory=list)
    _blanks_told: int = 0
    _bare: list[Row] = field(default_factory=list)
    # The last entry's cells as they lie in the sheet.
    _last: list[Value] = field(default_factory=list)
    # Lines whose reason depends on whether an entry follows.
    _lines: list[int] = field(default_factory=list)

    def __post_init__(self):
        self.columns = [(place, key, cleaner(key)) for place, key in sorted(self.keys.items())]
        self.has_text = "text" in self.keys.values()
        self.number_place = next(place for place, key in self.keys.items() if key == "number")
        self.words = {
            column.place: {plain(part) for part in column.parts} - {""}
            for column in self.header.columns
        }
        self.by_name = {column.place: column.key for column in self.header.columns if column.key}

    def read(self) -> None:
        """Fill `rows` and `skipped`."""
        for place in range(self.header.first):
            if not all(map(is_blank, self.grid.rows[place])):
                self.skipped.append((self.grid.first_row + place, asides.TITLE))
        below = self.header.last + 1
        if asides.counts_columns(
            [text_of(cell) for row in self.grid.rows[below : below + 1] for cell in row]
        ):
            self.skipped.append((self.grid.first_row + below, asides.REPEATED))
            below += 1
        for place in range(below, len(self.grid.rows)):
            self._read(self.grid.first_row + place, self.grid.rows[place])
        self._finish()
        self.skipped.sort()

    def _read(self, number: int, row: list[Value]) -> None:
        # At a glance first: a sheet can have a million rows that were only ever formatted.
        if not any(row) and all(map(is_blank, row)):
            self._blank.append(number)
            return
        if self._merged:
            self._merged = {key: one for key, one in self._merged.items() if one.last >= number}
        width = len(row)
        cells = {
            key: clean(row[place]) if place < width else "" for place, key, clean in self.columns
        }
        written = cells["number"]
        if self._goes_on(written):
            self._join(number, row, cells)
            return
        if not (written and cells.get("text") and asides.is_number(written)):
            if all(map(is_blank, row)):
                self._blank.append(number)
                return
            if reason := self._aside(number, row, cells):
                if reason == asides.TITLE:
                    self._lines.append(number)
                else:
                    self.skipped.append((number, reason))
                return
        self._take(number, row, cells)

    def _take(self, number: int, row: list[Value], cells: dict[str, str | date]) -> None:
        """Add an entry, with what it takes from the cells above it."""
        carried = self._carry(cells)
        self._above = cells
        self._remember_merged(number, cells)
        entry = Row(
            self.grid.name, number, cells, frozenset(carried), self._amiss(row, cells, carried)
        )
        if not carried and self._is_bare(row):
            self._bare.append(entry)
            return
        self._told()
        self.rows.append(entry)
        self._last = list(row)

    def _remember_merged(self, number: int, cells: dict[str, str | date]) -> None:
        for _top, left, last, _right in self.merges.starting(number):
            key = self.keys.get(left - self.grid.first_column)
            if key and last > number:
                self._merged[key] = _Merged(cells[key], last)

    def _goes_on(self, written: str | date) -> bool:
        """Tell whether a row bears the number of the last entry and （续）, as printed ones do."""
        if not self.rows or written.__class__ is not str or not written.endswith(GOES_ON):
            return False
        return written == f"{self.rows[-1].cells['number']}{GOES_ON}"

    def _join(self, number: int, row: list[Value], cells: dict[str, str | date]) -> None:
        """Add what an entry says at length in a further row to what it has said so far."""
        self._remember_merged(number, cells)
        told = self.rows[-1].cells
        for place, key, clean in self.columns:
            if key in PROSE and place < len(row) and isinstance(row[place], str):
                self._last += [None] * (place + 1 - len(self._last))
                before = self._last[place]
                self._last[place] = f"{'' if before is None else before}{row[place]}"
                told[key] = clean(self._last[place])
        self.skipped.append((number, asides.CONTINUED))

    def _carry(self, cells: dict[str, str | date]) -> set[str]:
        """Fill in what is merged with a cell above, or says that it is like it."""
        carried = set()
        for key, value in cells.items():
            if value == "":
                if key in self._merged and self._merged[key].value != "":
                    cells[key] = self._merged[key].value
                    carried.add(key)
            elif value.__class__ is str and value[0] in MARKS and is_ditto(value):
                above = self._above.get(key, "")
                if above != "" and not (isinstance(above, str) and is_ditto(above)):
                    cells[key] = above
                    carried.add(key)
        return carried

    def _amiss(self, row, cells: dict, carried: set[str]) -> tuple[tuple[str, str], ...]:
        """Return what is wrong with cells as they are, whatever they should say."""
        value = row[self.number_place] if self.number_place < len(row) else None
        is_odd = value.__class__ is not str and "number" not in carried
        why = why_no_number(value) if is_odd else ""
        if not why and UNCALCULATED not in cells.values():
            return ()
        found = [("number", why)] if why else []
        found += [(key, NOT_CALCULATED) for key, told in cells.items() if told == UNCALCULATED]
        return tuple(found)

    def _is_bare(self, row: list[Value]) -> bool:
        """Tell whether a row holds a number and nothing else, as in a form not yet filled in."""
        return all(is_blank(value) for place, value in enumerate(row) if place != self.number_place)

    def _told(self) -> None:
        """Settle, now that an entry follows, what the rows before it were."""
        self.rows += self._bare
        self.skipped += [(number, asides.TITLE) for number in self._lines]
        if self.rows:
            told = self._blank[: BLANKS_TOLD - self._blanks_told]
            self._blanks_told += len(told)
            self.skipped += [(number, asides.BLANK) for number in told]
        self._bare, self._lines, self._blank = [], [], []

    def _finish(self) -> None:
        """Settle what stands below the last entry."""
        self.skipped += [(row.number, asides.ONLY_NUMBER) for row in self._bare]
        self.skipped += [(number, asides.FOOTER) for number in self._lines]

    def _aside(self, number: int, row: list[Value], cells: dict[str, str | date]) -> str:
        """Return why a row that is not blank is no entry, "" when it is one."""
        filled = [(place, text_of(value)) for place, value in enumerate(row)]
        filled = [(place, text) for place, text in filled if text]
        if self._repeats_header(number, filled):
            return asides.REPEATED
        written, text = cells["number"], cells.get("text") or self._value_of_merged("text")
        if asides.is_sample(written):
            return asides.SAMPLE
        speaks = asides.is_total(written, loosely=True) or asides.is_footer(written)
        if written and text and not speaks:
            return ""
        is_number = asides.is_number(written)
        whose = not is_number and (not text or asides.is_count(text))
        for place, cell in filled[: asides.FIRST_CELLS]:
            loosely = whose and self.keys.get(place) not in PROSE
            if asides.is_total(cell, loosely=loosely):
                return asides.TOTAL
        return self._line(number, filled, is_number)

    def _line(self, number: int, filled: list[tuple[int, str]], is_number: bool) -> str:
        """Return why a row is a line between or below entries, "" when it is not."""
        place, text = filled[0]
        if not is_number and asides.is_footer(text):
            return asides.FOOTER
        alone = len(filled) == 1 and not self._value_of_merged("number")
        if alone and (self._is_wide(number, place) or asides.is_signature(text)):
            return asides.TITLE
        return asides.TITLE if alone and not is_number and place <= self.number_place else ""

    def _value_of_merged(self, key: str) -> str | date:
        return self._merged[key].value if key in self._merged else ""

    def _is_wide(self, number: int, place: int) -> bool:
        return any(
            left == place + self.grid.first_column and right - left + 1 >= WIDE
            for _top, left, _last, right in self.merges.starting(number)
        )

    def _repeats_header(self, number: int, filled: list[tuple[int, str]]) -> bool:
        """Tell whether a row is the header once more, as on each page.

        Raises UnreadableError when it is the header of another table: what follows would be
        read into the wrong columns.
        """
        strange = [one for one in filled if plain(one[1]) not in self.words.get(one[0], ())]
        if not strange:
            return True
        keys = {key_of(text) for _place, text in filled} - {""}
        if "number" not in keys or len(keys) < WIDE:
            return False
        others = [(place, key_of(text)) for place, text in strange]
        if all(self.by_name.get(place, "") == key for place, key in others):
            return True
        where = f"工作表“{self.grid.name}”" if self.grid.name else ""
        raise UnreadableError(
            f"{where}第 {number} 行又是一个表头，各列与上面的不一样：请把两张表分开，放到两张工作表里。"
        )
