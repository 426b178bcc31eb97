"""Merged cells, found by the row that they begin in."""

from collections.abc import Iterable

Range = tuple[int, int, int, int]


class Merges:
    """The merged ranges of a sheet: (first row, first column, last row, last column)."""

    def __init__(self, ranges: Iterable[Range]):
        self._starting: dict[int, list[Range]] = {}
        for one in ranges:
            self._starting.setdefault(one[0], []).append(one)

    def starting(self, row: int) -> list[Range]:
        """Return the ranges whose first row this is."""
        return self._starting.get(row, [])

    def covering(self, row: int, *, columns: range, deepest: int) -> dict[int, Range]:
        """Return by column the ranges that cover a row and are at most so many rows deep."""
        found: dict[int, Range] = {}
        for start in range(row - deepest + 1, row + 1):
            for one in self.starting(start):
                if row <= one[2] < start + deepest:
                    for column in range(max(one[1], columns.start), min(one[3] + 1, columns.stop)):
                        found.setdefault(column, one)
        return found
