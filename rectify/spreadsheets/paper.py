"""How wide each column of a printed ledger is, and how high its rows, on a sheet of paper.

Widths are counted in Chinese characters of the body's font. Programs neither make a column as
wide as it should be nor, once a file has been written by another one, a row as high as its
text: what is not worked out here is cut there.

The bulk of the entries decides. Every column has a least width at which it can be read. What
is left of the page goes, character by character, to the column that makes most rows as high as
they are; a very high row weighs little more than a high one, and the longest two texts in a
hundred weigh no more than the next. So no single text takes room from all others: an entry
higher than a row can be goes on in further rows (parts.py). The font is the largest with which
a page holds several typical rows, and never smaller than can be read.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

POINTS_PER_MM = 72 / 25.4
# What a column's width is counted in: a digit of the usual font, in points. Of all fonts of
# Windows, Verdana is the one whose digits are as wide where it is missing (DejaVu Sans), and at
# this size they are no wider in points than in Excel's whole pixels.
USUAL_FONT, USUAL_SIZE = "Verdana", 9.5
UNIT = 6.05
# Between the text of a cell and its borders, both sides together. Programs take two to four
# points of it; the rest is for a comma that hangs over the end of its line.
PADDING = 6.0

# Left and right, above, and below.
MARGINS_MM = (10, 12, 15)
PAPERS_MM = {"A3": (420, 297), "A4": (297, 210)}
# How large the font is, and whether names may be broken and days are written short: the first
# with which a page holds ROWS typical ones, or else the last.
TRIED = ((10.5, False), (10, False), (9, False), (9, True), (8.5, True), (8, True))
ROWS = 10
# How high a line is, as a multiple of the font's size, and how wide a letter or digit. Noto and
# DejaVu, which stand in for 宋体 where that is missing, need most.
LINE = 1.45
LETTER = 0.6
# Excel makes no row higher than 409.5 points.
HIGHEST = 408.0
# Names and lights take so many lines anyway; to make texts shorter makes no row lower.
FEWEST_LINES = 2
# A column is made wider when its longest text fills more than so many of the highest rows, but
# not to more than this share of the page. Titles do not go on in a further row.
FILLED, SHARE = 3, 1 / 8
FILLED_BY = {"category": 0.9, "finding": 0.9}
# The length of so great a part of the texts counts in full.
IN_FULL = 0.98


@dataclass(frozen=True)
class Texts:
    """How long the texts in some columns are, in characters.

    `keys` names the columns, `longest` says of each how long its longest text is; `entries`
    holds the lengths of a part of the entries, spread evenly over all, in the order of `keys`.
    """

    keys: tuple[str, ...] = ()
    longest: Mapping[str, int] = field(default_factory=dict)
    entries: Sequence[tuple[int, ...]] = ()

    @cached_property
    def bulk(self) -> list[tuple[int, ...]]:
        """The lengths in which what is longer than nearly all others is no longer than they."""
        most = [
            sorted(lengths)[int(IN_FULL * (len(lengths) - 1))]
            for lengths in zip(*self.entries, strict=True)
        ]
        return [tuple(map(min, entry, most)) for entry in self.entries]

    @cached_property
    def mean(self) -> float:
        """How long all texts of an entry are together, on average."""
        return sum(map(sum, self.bulk)) / max(len(self.bulk), 1)


@dataclass(frozen=True)
class Paper:
    """The columns' widths in characters, and the size of the body's font in points.

    `is_tight` tells that there is little room: days are written short.
    """

    kind: str
    size: float
    is_tight: bool
    widths: dict[str, float]

    @classmethod
    def of(
        cls, kind: str, least: Mapping[str, tuple[float, float]], texts: Texts | None = None
    ) -> "Paper":
        """Lay columns out on A3 or A4 in landscape.

        `least` is how wide each column is at least, with room and without; those of `texts`
        share what is left.
        """
        texts = texts or Texts()
        for size, is_tight in TRIED:
            widths = {key: pair[is_tight] for key, pair in least.items()}
            paper = cls(kind, size, is_tight, widths)
            left = paper.room - sum(widths.values())
            others = sum(width for key, width in widths.items() if key not in texts.keys)
            # Not even if all texts of an entry ended on the same line.
            is_hopeless = texts.mean / (paper.room - others) * size * LINE * ROWS > paper.page
            if left < 0 or (is_hopeless and (size, is_tight) != TRIED[-1]):
                continue
            _widen_for_longest(widths, texts, size, paper.room)
            _share(widths, texts, paper.room)
            _fill(widths, paper.room)
            if paper._typical(texts) * ROWS <= paper.page:
                break
        return paper

    @property
    def room(self) -> float:
        """How many characters there is room for in a line through all columns."""
        width = (PAPERS_MM[self.kind][0] - 2 * MARGINS_MM[0]) * POINTS_PER_MM
        return (width - len(self.widths) * PADDING) / self.size

    @property
    def page(self) -> float:
        """How high a page is between its margins, in points."""
        return (PAPERS_MM[self.kind][1] - sum(MARGINS_MM[1:])) * POINTS_PER_MM

    @property
    def header(self) -> float:
        """How high the row of the columns' names is: two lines, and air."""
        return 2 * LINE * self.size + 2 * PADDING

    @cached_property
    def most_lines(self) -> int:
        """How many lines a row can have."""
        return self._lines_in(HIGHEST)

    @cached_property
    def lines_of_part(self) -> int:
        """How many lines the rows have in which a higher entry is told: two fill a page."""
        return self._lines_in((self.page - self.header) / 2)

    def _lines_in(self, height: float) -> int:
        lines = int((height - PADDING) / (self.size * LINE))
        return lines - lines // 20

    def units(self, key: str) -> float:
        """Return how wide a column is as .xlsx counts it."""
        return (self.widths[key] * self.size + PADDING) / UNIT

    def height(self, lines: int) -> float:
        """Return how high a row of so many lines is, in points."""
        # One more for every twenty: words and punctuation that go to the next line whole.
        return (lines + lines // 20) * self.size * LINE + PADDING

    def _typical(self, texts: Texts) -> float:
        """Return how high a row is on average, the highest left aside."""
        widths = [self.widths[key] for key in texts.keys]
        lines = [max(FEWEST_LINES, math.ceil(_highest(one, widths)[0])) for one in texts.bulk]
        mean = sum(lines) / len(lines) if lines else FEWEST_LINES
        return mean * self.size * LINE + PADDING


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


def _widen_for_longest(widths: dict[str, float], texts: Texts, size: float, room: float) -> None:
    """Make columns wider in which the longest text would go on in more than a few rows."""
    highest = HIGHEST / (size * LINE)
    left = room - sum(widths.values())
    while left >= 1:
        over = {
            key: texts.longest[key] / widths[key]
            for key in texts.keys
            if texts.longest[key] > highest * FILLED_BY.get(key, FILLED) * widths[key]
            and widths[key] + 1 <= room * SHARE
        }
        if not over:
            return
        widths[max(over, key=over.get)] += 1
        left -= 1


def _share(widths: dict[str, float], texts: Texts, room: float) -> None:
    """Give what is left of the page to columns of texts, so that rows get as low as they can."""
    left = room - sum(widths.values())
    own = [widths[key] for key in texts.keys]
    while left >= 1:
        gains = [0.0] * len(own)
        for entry in texts.bulk:
            lines, place = _highest(entry, own)
            if lines > FEWEST_LINES:
                # By how much the root of the row's height falls: ten high rows weigh more than
                # one that is ten times as high.
                gains[place] += math.sqrt(lines) / own[place]
        if not any(gains):
            break
        own[gains.index(max(gains))] += 1
        left -= 1
    widths |= zip(texts.keys, own, strict=True)


def _fill(widths: dict[str, float], room: float) -> None:
    """Give all columns their part of what nobody needs, in whole characters.

    Where half a character is left of a line, programs squeeze one in up to the border.
    """
    wanted = {key: width * max(1, room / sum(widths.values())) for key, width in widths.items()}
    widths |= {key: math.floor(width) for key, width in wanted.items()}
    left = int(room - sum(widths.values()))
    for key in sorted(widths, key=lambda key: wanted[key] - widths[key], reverse=True)[:left]:
        widths[key] += 1


def _highest(entry: tuple[int, ...], widths: Sequence[float]) -> tuple[float, int]:
    """Return how many lines the highest text of an entry takes, and its place."""
    lines = [length / width for length, width in zip(entry, widths, strict=True)]
    most = max(lines, default=0)
    return most, lines.index(most) if lines else 0
