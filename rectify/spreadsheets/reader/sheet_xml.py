"""A sheet's XML looked over at the speed of a search, without being parsed.

A parser takes ten seconds for the 200 MiB that are allowed. What this misses in a file made to
deceive it, the bounds on the child process catch (apart.py).
"""

import re
from collections.abc import Iterable, Mapping

from rectify.spreadsheets.reader import refusals
from rectify.spreadsheets.reader.extents import Extent
from rectify.spreadsheets.reader.ledger import UnreadableError
from rectify.spreadsheets.reader.markup import LONGEST_TAG, end_of_cells
from rectify.spreadsheets.reader.rewriting import OddCells

# Every entry of a long ledger may lie in a few of them; Excel itself slows down at as many.
MOST_MERGED = 200_000
# Such cells are taken one by one, at a hundredth of the speed; no known program writes them.
MOST_NAMELESS = 1_000_000
# Shorter ones weigh less than the cells they are in.
SHORTEST_TEXT = 32
LONGEST_STRING = 8 * 1024 * 1024

_PREFIX = re.compile(rb"<([\w.-]+:)?(?:worksheet|sst)[\s>]")
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d{1,8})""")
_CELL_NAME = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,4})(\d{1,8})""")


def prefix_of(start: bytes) -> bytes:
    """Return the prefix of a part's elements, `x:` where the first is `<x:worksheet>`."""
    found = _PREFIX.search(start)
    return found[1] or b"" if found else b""


class SheetLook:
    """Looks over one sheet: how far it reaches, what its shared strings come to, errors.

    `lengths` holds the length of each shared string, `styles` those that show values otherwise
    (rewriting.py). After `finish`, `extent` is right, and `odd_cells` are those that have to be
    written anew, None when there are none.
    """

    def __init__(
        self, sheet: str, lengths: list[int], styles: Mapping[int, str], *, is_1904: bool
    ) -> None:
        self.extent = Extent(sheet)
        self.odd_cells: OddCells | None = None
        self._styles, self._is_1904 = styles, is_1904
        self._lengths = lengths
        self._text, self._cells, self._nameless, self._merged = 0, 0, 0, 0
        self._row, self._column = 0, 0
        self._rest = b""
        self._patterns = None

    def look(self, chunk: bytes) -> None:
        """Take the next piece. Raises UnreadableError for what is beyond the bounds."""
        chunk = self._rest + chunk
        if self._patterns is None:
            prefix = prefix_of(chunk)
            self._patterns = _Patterns(prefix)
            self._odd = OddCells(prefix, self._styles, is_1904=self._is_1904)
        end = end_of_cells(chunk, self._patterns.begins)
        self._rest = chunk[end:]
        self._take(chunk[:end])

    def finish(self) -> None:
        """Take what is left after the last piece. Raises UnreadableError as `look` does."""
        if self._rest:
            self._take(self._rest)

    def _take(self, piece: bytes) -> None:
        if self._patterns.nameless.search(piece):
            self._take_one_by_one(piece)
        else:
            self._take_named(piece)
            self._follow(piece)
        self._merged += piece.count(b"mergeCell ")
        self._text += self._text_in(piece)
        if not self.odd_cells and self._odd.are_in(piece):
            self.odd_cells = self._odd
        self.extent.refuse_beyond_bounds()
        if self._cells > refusals.MOST_CELLS:
            raise refusals.too_many_cells(self.extent.sheet)
        if self._text > refusals.MOST_TEXT:
            raise UnreadableError(refusals.TEXT)
        if self._merged > MOST_MERGED or self._nameless > MOST_NAMELESS:
            raise UnreadableError(refusals.TOO_COSTLY)

    def _text_in(self, piece: bytes) -> int:
        """Return how much text the cells have: one that many share is laid out in each."""
        indexes = map(int, self._patterns.shared.findall(piece))
        # An index that is none is the reader's to refuse.
        size = sum(self._lengths[one] for one in indexes if one < len(self._lengths))
        if b"inlineStr" in piece or b't="str"' in piece:
            size += sum(map(len, self._patterns.inline.findall(piece)))
        return size

    def _take_named(self, piece: bytes) -> None:
        """Take cells that all say where they stand, as every program we know writes them."""
        found = self._patterns.filled.findall(piece)
        if not found:
            return
        letters, numbers = zip(*found, strict=True)
        rows = [int(one) for one in set(numbers)]
        columns = [_column(one) for one in set(letters)]
        self.extent.reach(min(rows), min(columns))
        self.extent.reach(max(rows), max(columns))
        self._cells += len(found)

    def _follow(self, piece: bytes) -> None:
        """Remember where a piece ends, for cells after it that do not say where they stand."""
        cell, row = piece.rfind(self._patterns.begins), piece.rfind(self._patterns.row_begins)
        if row > cell:
            found = _ROW_NUMBER.search(piece, row, row + LONGEST_TAG)
            self._row, self._column = int(found[1]) if found else self._row + 1, 0
        elif found := _CELL_NAME.search(piece, cell, cell + LONGEST_TAG) if cell >= 0 else None:
            self._row, self._column = int(found[2]), _column(found[1])

    def _take_one_by_one(self, piece: bytes) -> None:
        """Take cells of which some follow from those before them."""
        for found in self._patterns.token.finditer(piece):
            row_attributes, attributes, child = found.groups()
            self._nameless += 1
            if attributes is None:
                number = _ROW_NUMBER.search(row_attributes)
                self._row = int(number[1]) if number else self._row + 1
                self._column = 0
                continue
            name = _CELL_NAME.search(attributes)
            self._column = _column(name[1]) if name else self._column + 1
            if child:
                self.extent.reach(int(name[2]) if name else max(self._row, 1), self._column)
                self._cells += 1


class _Patterns:
    """What to search for in a sheet whose elements have a prefix.

    Cells that are empty and say where they stand are passed over by the search itself: they
    are what a formatted blank row consists of, and there may be millions.
    """

    def __init__(self, prefix: bytes) -> None:
        self.begins, self.row_begins = b"<%bc" % prefix, b"<%brow" % prefix
        prefix = re.escape(prefix)
        cell = rb"<%bc(?=[\s>/])" % prefix
        self.nameless = re.compile(cell + rb'(?! r="[A-Za-z]{1,4}\d{1,8}")')
        self.filled = re.compile(
            rb'<%bc r="([A-Za-z]{1,4})(\d{1,8})"[^>]*(?<!/)>\s*<(?!/)' % prefix
        )
        self.token = re.compile(
            rb"<%brow(?=[\s>/])([^>]*)>|%b([^>]*)>(?:(?<!/>)\s*(<)(?!/))?" % (prefix, cell)
        )
        self.shared = re.compile(rb""" t=["']s["'][^>]*>\s*<%bv>\s*(\d{1,8})<""" % prefix)
        self.inline = re.compile(rb"<%b[tv](?:\s[^>]*)?>([^<]{%d,})" % (prefix, SHORTEST_TEXT))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def lengths_of(chunks: Iterable[bytes]) -> list[int]:
    """Return the length of each shared string, its markup included.

    Raises UnreadableError when there are more than a sheet may have cells.
    """
    lengths, rest, begins = [], b"", None
    for chunk in chunks:
        chunk = rest + chunk
        # Excel allows 32,767 characters.
        if len(chunk) > LONGEST_STRING:
            raise UnreadableError(refusals.TOO_COSTLY)
        if begins is None:
            begins = b"<%bsi" % prefix_of(chunk)
            found = re.search(rb"""\buniqueCount\s*=\s*["']\s*(\d+)""", chunk[:LONGEST_TAG])
            # calamine makes room for as many as it says.
            if found and int(found[1][:12]) > refusals.MOST_CELLS:
                raise UnreadableError(refusals.TOO_COSTLY)
        *whole, rest = chunk.split(begins)
        lengths.extend(map(len, whole))
        if len(lengths) > refusals.MOST_CELLS + 1:
            raise UnreadableError(refusals.TOO_COSTLY)
    # What precedes the first is no string.
    return [*lengths[1:], len(rest)] if lengths else []
