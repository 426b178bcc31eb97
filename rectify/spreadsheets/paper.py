"""How wide each column of a printed ledger is, and how high its rows, on a sheet of paper.

Widths are counted in Chinese characters of the body's font. Programs neither make a column as
wide as it should be nor, once a file has been written by another one, a row as high as its
text: what is not worked out here is cut there.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

POINTS_PER_MM = 72 / 25.4
# What a column's width is counted in: a digit of the usual font, in points. Of all fonts of
# Windows, Verdana is the one whose digits are as wide where it is missing (DejaVu Sans).
USUAL_FONT, USUAL_SIZE = "Verdana", 10
UNIT = 6.2
# Between the text of a cell and its borders, both sides together.
PADDING = 6.0

MARGIN_MM = 10
LONG_SIDE_MM = {"A3": 420, "A4": 297}
# How large the font is, and whether names may be broken and days are written short: the first
# with which all columns fit is taken, and when none does, the page is made smaller.
TRIED = ((10.5, False), (10, False), (9, False), (9, True), (8.5, True), (8, True))
# How high a line is, as a multiple of the font's size, and how wide a letter or digit. Noto and
# DejaVu, which stand in for 宋体 where that is missing, need most.
LINE = 1.45
LETTER = 0.6
# Excel makes no row higher than 409.5 points.
HIGHEST = 408.0
# The font of a row that would be higher still is made smaller, to this and no further as long
# as its columns can be made wider instead.
SMALLEST = 0.7
# In such steps what is left of the page is given away.
BIT = 0.5
# A typical row should not take more lines than so many, if there is room.
LINES = 3


@dataclass(frozen=True)
class Lengths:
    """How long the texts of a column are, in characters: on average, and the longest."""

    mean: float = 0
    longest: int = 0


@dataclass(frozen=True)
class Paper:
    """The columns' widths in characters, and the size of the body's font in points.

    `is_tight` tells that there is little room: days are written short.
    """

    size: float
    is_tight: bool
    widths: dict[str, float]

    @classmethod
    def of(
        cls,
        kind: str,
        least: Mapping[str, tuple[float, float]],
        lengths: Mapping[str, Lengths],
    ) -> "Paper":
        """Lay columns out on A3 or A4 in landscape.

        `least` is how wide each column is at least, with room and without; those in `lengths`
        hold texts and share what is left by how much they hold.
        """
        for size, is_tight in TRIED:
            room = _room(kind, size, len(least))
            widths = {
                key: max(widths[is_tight], _needed(lengths.get(key, Lengths()), size))
                for key, widths in least.items()
            }
            fits = sum(widths.values()) <= room
            _share(widths, lengths, room)
            if fits and all(one.mean <= widths[key] * LINES for key, one in lengths.items()):
                break
        return cls(size, is_tight, widths)

    def units(self, key: str) -> float:
        """Return how wide a column is as .xlsx counts it."""
        return (self.widths[key] * self.size + PADDING) / UNIT

    def fitting(self, texts: Mapping[str, str]) -> tuple[float, float]:
        """Return the height of a row in points, and by how much its font has to be smaller."""
        scale = 1.0
        while (height := self._height(texts, scale)) > HIGHEST and scale > 0.2:
            scale -= 0.05
        return min(height, HIGHEST), scale

    def _height(self, texts: Mapping[str, str], scale: float) -> float:
        lines = max(
            (lines_of(text, self.widths[key] / scale) for key, text in texts.items()), default=1
        )
        # One more for every twenty: words and punctuation that go to the next line whole.
        lines += lines // 20
        return lines * self.size * scale * LINE + PADDING


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of so many characters."""
    if not text:
        return 1
    parts = text.split("\n") if "\n" in text else (text,)
    # No line begins with a comma or ends with an opening bracket: one character less each.
    usable = max(width - 0.6, 1)
    return sum(max(1, math.ceil(width_of(part) / usable)) for part in parts)


def width_of(text: str) -> float:
    """Return how wide a text is in Chinese characters."""
    return len(text) - len(text.encode("ascii", errors="ignore")) * (1 - LETTER)


def _room(kind: str, size: float, columns: int) -> float:
    points = (LONG_SIDE_MM[kind] - 2 * MARGIN_MM) * POINTS_PER_MM
    return (points - columns * PADDING) / size


def _needed(lengths: Lengths, size: float) -> float:
    """Return how wide a column must be for its longest text to be no higher than a row can be."""
    lines = HIGHEST / (size * SMALLEST * LINE) * 0.9
    return lengths.longest / lines * SMALLEST + 0.6


def _share(widths: dict[str, float], lengths: Mapping[str, Lengths], room: float) -> None:
    """Give what is left of the page to columns of texts, so that a row gets as low as it can.

    Bit by bit it goes to the one whose texts take most lines.
    """
    left = room - sum(widths.values())
    while left >= BIT:
        growing = [key for key in lengths if widths[key] < lengths[key].longest + 1]
        if not growing:
            # Nothing has more to say: all columns get their part, so that the page is filled.
            factor = 1 + left / sum(widths.values())
            widths |= {key: width * factor for key, width in widths.items()}
            return
        highest = max(growing, key=lambda key: lengths[key].mean / widths[key])
        widths[highest] += BIT
        left -= BIT
