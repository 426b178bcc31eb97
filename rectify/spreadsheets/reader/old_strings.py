"""The shared strings of an old workbook, gone through for their lengths only."""

import struct
from contextlib import suppress

from rectify.spreadsheets.reader import refusals

# What a letter takes in memory at most, outside of rare scripts.
BYTES = 3


def lengths_of(pieces: list[bytes]) -> list[int]:
    """Return how many bytes each shared string will take ([MS-XLS] 2.4.265, 2.5.293).

    `pieces` are the contents of the record and of those that continue it. What is damaged ends
    the list; the reader finds that by itself.
    """
    lengths, strings = [], _Strings(pieces)
    with suppress(IndexError, struct.error):
        strings.skip(8)
        while len(lengths) < refusals.MOST_CELLS:
            lengths.append(BYTES * strings.next())
    return lengths


class _Strings:
    """A place in the pieces. Every method raises IndexError or struct.error at the end."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._piece, self._place = 0, 0

    def next(self) -> int:
        """Return how many letters the next string has, and go behind it."""
        if self._place >= len(self._pieces[self._piece]):
            self._piece, self._place = self._piece + 1, 0
        letters, flags = struct.unpack_from("<HB", self._pieces[self._piece], self._place)
        self._place += 3
        runs, more = 0, 0
        if flags & 8:
            (runs,) = struct.unpack_from("<H", self._pieces[self._piece], self._place)
            self._place += 2
        if flags & 4:
            (more,) = struct.unpack_from("<I", self._pieces[self._piece], self._place)
            self._place += 4
        self._skip_letters(letters, 1 + (flags & 1))
        self.skip(4 * runs + more)
        return letters

    def skip(self, size: int) -> None:
        """Go on by some bytes, over the ends of pieces."""
        while size > (rest := len(self._pieces[self._piece]) - self._place):
            size -= rest
            self._piece, self._place = self._piece + 1, 0
        self._place += size

    def _skip_letters(self, letters: int, width: int) -> None:
        """Go behind letters; where they are continued, their width is said anew."""
        while letters * width > (rest := len(self._pieces[self._piece]) - self._place):
            letters -= rest // width
            self._piece, self._place = self._piece + 1, 1
            width = 1 + (self._pieces[self._piece][0] & 1)
        self._place += letters * width
