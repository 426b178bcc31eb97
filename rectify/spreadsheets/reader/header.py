"""The header of a sheet: where it is, and what its columns are."""

from collections.abc import Iterator
from dataclasses import dataclass

from rectify.spreadsheets.reader.cells import is_blank, text_of
from rectify.spreadsheets.reader.headings import is_summary, key_of, key_of_parts
from rectify.spreadsheets.reader.ledger import Grid
from rectify.spreadsheets.reader.merges import Merges
from rectify.spreadsheets.widths import SPACES

# A header has one row or two; merged cells can make it a little deeper.
DEEPEST = 4
# Titles, notes and a cover may come first, but not without end.
ROWS_LOOKED_AT = 1000
CANDIDATES_LOOKED_AT = 100
BETWEEN_PARTS = "／"


@dataclass(frozen=True)
class Column:
    """One column under a header: its place in the grid's rows, and what its heading means.

    `parts` are the heading's own cell and the groups over it, the outermost first. `key` is
    what its name says, "" when that is not known, whatever other columns say; `is_canonical`
    tells whether it is the canonical name.
    """

    place: int
    parts: tuple[str, ...]
    key: str
    is_canonical: bool

    @property
    def text(self) -> str:
        return BETWEEN_PARTS.join(self.parts)


@dataclass(frozen=True)
class Header:
    """A header by its first and last row, counted from 0 in the grid, and its columns."""

    first: int
    last: int
    columns: tuple[Column, ...]

    @property
    def keys(self) -> set[str]:
        return {column.key for column in self.columns} - {""}

    @property
    def number_place(self) -> int | None:
        """Where the number stands, by its canonical name rather than by another one."""
        claims = [column for column in self.columns if column.key == "number"]
        claims.sort(key=lambda column: not column.is_canonical)
        return claims[0].place if claims else None

    @property
    def is_summary(self) -> bool:
        return is_summary([column.parts[-1] for column in self.columns], self.keys)

    @property
    def is_usable(self) -> bool:
        """Whether entries can be read under it: known by their number, and something said."""
        return "number" in self.keys and len(self.keys) > 1 and not self.is_summary


def find(grid: Grid, merges: Merges) -> tuple[Header | None, Header | None]:
    """Return the header of a sheet, and what comes nearest to one when there is none."""
    nearest = None
    looked_at = candidates = 0
    named = [_known(row) for row in grid.rows[:1]]
    for first, row in enumerate(grid.rows):
        named.append(_known(grid.rows[first + 1]) if first + 1 < len(grid.rows) else 0)
        if named[first] + named[first + 1] > 1:
            candidates += 1
            found = _from(grid, merges, first)
            if found.is_usable:
                return found, None
            if nearest is None or len(found.keys) > len(nearest.keys):
                nearest = found
        looked_at += not all(map(is_blank, row))
        if looked_at > ROWS_LOOKED_AT or candidates > CANDIDATES_LOOKED_AT:
            break
    return None, nearest


def _known(row: list) -> int:
    """Return how many columns the cells of a row name."""
    if not any(row):
        return 0
    texts = [value for value in row if isinstance(value, str) and value]
    return len({key_of(text) for text in texts} - {""})


def _from(grid: Grid, merges: Merges, first: int) -> Header:
    """Return the header that begins in a row, as deep as its merged cells or its words say."""
    depth = _merged_depth(grid, merges, first)
    while depth > 1:
        header = _built(grid, merges, first, first + depth - 1)
        if _is_header_to_its_end(grid, header):
            return header
        depth -= 1
    header = _built(grid, merges, first, first)
    if first + 1 < len(grid.rows):
        deeper = _built(grid, merges, first, first + 1)
        if _is_header_to_its_end(grid, deeper) and _says_more(grid, merges, header, deeper):
            return deeper
    return header


def _merged_depth(grid: Grid, merges: Merges, first: int) -> int:
    """Return how many rows the headings in a row reach down by being merged."""
    row = grid.rows[first]
    bottom = number = grid.first_row + first
    for top, left, last, _right in merges.starting(number):
        place = left - grid.first_column
        if 0 <= place < len(row) and not is_blank(row[place]) and last < top + DEEPEST:
            bottom = max(bottom, last)
    return min(bottom - number + 1, len(grid.rows) - first)


def _is_header_to_its_end(grid: Grid, header: Header) -> bool:
    """Tell whether no row of a header is an entry already: it would have a number."""
    place = header.number_place
    if place is None:
        return True
    below = [_cell(grid, row, place) for row in range(header.first + 1, header.last + 1)]
    return all(key_of(text) for text in below if text)


def _says_more(grid: Grid, merges: Merges, upper: Header, both: Header) -> bool:
    """Tell whether the row below belongs to the header, though no merged cell says so.

    It does when the two rows together name more columns than either, or when all that the
    lower one holds are names of columns.
    """
    place = both.last
    lower = _built(grid, merges, place, place)
    below = [column for column in both.columns if _cell(grid, place, column.place)]
    known = [column for column in below if key_of_parts(column.parts, alone=False)[0]]
    if len(both.keys) > max(len(upper.keys), len(lower.keys)):
        # The first entry may say 整改情况 somewhere, but then it says other things too.
        return len(known) * 2 > len(below)
    return (
        len(both.keys) == len(upper.keys)
        and bool(below)
        and lower.number_place is None
        and known == below
    )


def _cell(grid: Grid, row: int, place: int) -> str:
    """Return a cell's text on one line, "" beyond the end of its row."""
    cells = grid.rows[row]
    return text_of(cells[place]).replace("\n", "").strip(SPACES) if place < len(cells) else ""


def _built(grid: Grid, merges: Merges, first: int, last: int) -> Header:
    """Read some rows as a header."""
    rows = range(first, last + 1)
    width = max(len(grid.rows[row]) for row in rows)
    columns = range(grid.first_column, grid.first_column + width)
    covering = [
        merges.covering(grid.first_row + row, columns=columns, deepest=DEEPEST) for row in rows
    ]
    found = []
    for place in range(width):
        cells = list(_cells_over(grid, covering, rows, place))
        texts = tuple(text for text, _alone in cells)
        if texts:
            alone = all(alone for _text, alone in cells)
            key, is_canonical = key_of_parts(texts, alone=alone)
            found.append(Column(place, texts, key, is_canonical))
    return Header(first, last, tuple(found))


def _cells_over(grid: Grid, covering: list[dict], rows: range, place: int) -> Iterator:
    """Yield the heading cells over a column from above, each with whether it has only this one.

    A merged cell stands over all the columns that it covers as long as something stands below
    it there; without merged cells, a group stands over the columns right of it whose upper
    cell is empty.
    """
    found = []
    for at, row in enumerate(rows):
        one = covering[at].get(grid.first_column + place)
        if one is None:
            if text := _cell(grid, row, place):
                found.append((text, (row, place), not _has_company(grid, rows, row, place)))
            elif row < rows[-1] and (left := _group_to_the_left(grid, rows, row, place)):
                found.append(left)
            continue
        origin = (one[0] - grid.first_row, one[1] - grid.first_column)
        text = _cell(grid, *origin) if origin[0] >= rows[0] and origin[1] >= 0 else ""
        if text and origin not in {where for _text, where, _alone in found}:
            found.append((text, origin, one[1] == one[3]))
    # Nothing stands here but the rest of a cell whose own column is further left.
    if found and found[-1][1][1] == place:
        yield from ((text, alone) for text, _where, alone in found)


def _group_to_the_left(grid: Grid, rows: range, row: int, place: int):
    """Return the group over a column whose upper cell is empty, None when there is none."""
    if not _cell(grid, row + 1, place):
        return None
    for left in range(place - 1, -1, -1):
        if text := _cell(grid, row, left):
            return (text, (row, left), False) if _cell(grid, row + 1, left) else None
        if not _cell(grid, row + 1, left):
            return None
    return None


def _has_company(grid: Grid, rows: range, row: int, place: int) -> bool:
    """Tell whether a heading that is not merged stands over the column to its right as well."""
    return (
        row < rows[-1] and not _cell(grid, row, place + 1) and bool(_cell(grid, row + 1, place + 1))
    )
