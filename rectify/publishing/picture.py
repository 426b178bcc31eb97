"""The picture that goes with a round's address where it is shared: the answer, to be seen small.

Drawn from the frozen edition alone; the same edition gives the same bytes on one machine.
Without a Chinese font there are digits and the bar, and no word.
"""

import io
import re
from dataclasses import dataclass
from functools import cached_property

from PIL import Image, ImageDraw, ImageFont

from rectify.dates import written
from rectify.publishing.colours import COLOURS
from rectify.publishing.fonts import chinese_font
from rectify.publishing.frozen import Frozen
from rectify.publishing.words import publisher_of
from rectify.states import Outcome

WIDTH, HEIGHT = 1200, 630
MARGIN = 64
INNER = WIDTH - 2 * MARGIN

# As static/css/variables.css has them.
PAPER = "#ffffff"
INK = "#1f2328"
INK_SOFT = "#57606a"
BRAND = "#9b1c1c"
LINE = "#d5d2ca"
SAMPLE, SAMPLE_INK = "#fff4d6", "#7a4f00"

# Where each thing begins, from the top.
STRIPE = 14
NAME_TOP, NAME_HEIGHT = 50, 150
ANSWER_BOTTOM = 372
BAR_TOP, BAR_BOTTOM = 404, 452
LEGEND_TOP = 474
# A square of colour, and the room between it and its words.
MARK = 40
FOOT_TOP = 556

# What keeps together when a name is broken into lines, and what never begins a line.
PIECES = re.compile(r"[0-9A-Za-z.%-]+|.", re.DOTALL)
CLOSING = "，。、；：？！）》”’"
# The least that is seen of an outcome that anything has.
LEAST = 10


def draw(frozen: Frozen) -> bytes:
    """Return the picture of an edition as a PNG file."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    sheet = Sheet(ImageDraw.Draw(image), frozen)
    sheet.pen.rectangle((0, 0, WIDTH, STRIPE), fill=BRAND)
    if sheet.has_words:
        sheet.name()
    sheet.answer()
    sheet.bar()
    sheet.legend()
    sheet.foot()
    file = io.BytesIO()
    # Few colours, of which most are the edges of letters.
    image.quantize(128, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


@dataclass
class Sheet:
    """An edition on its way to paper, one method for each thing that is drawn."""

    pen: ImageDraw.ImageDraw
    frozen: Frozen

    @cached_property
    def face(self) -> tuple[str, int] | None:
        return chinese_font()

    @property
    def has_words(self) -> bool:
        return self.face is not None

    def font(self, size: int):
        """Return the font in a size; a new one each time, for threads must not share one."""
        if self.face is None:
            return ImageFont.load_default(size)
        path, index = self.face
        return ImageFont.truetype(path, size, index=index)

    def name(self) -> None:
        """Write the round's name, as large as its lines allow."""
        for size in (72, 60, 52, 44, 36, 30):
            font = self.font(size)
            lines = broken(self.frozen.round["name"], font, INNER)
            if len(lines) * size * 1.3 <= NAME_HEIGHT:
                break
        top = NAME_TOP + (NAME_HEIGHT - len(lines) * size * 1.3) / 2
        for number, line in enumerate(lines):
            place = (MARGIN, round(top + number * size * 1.3))
            self.pen.text(place, line, fill=INK, font=font, stroke_width=size // 50)

    def answer(self) -> None:
        """Write how many of how many are done, and the rate, on one line."""
        tally = self.frozen.issues
        done = f"{tally.done} / {tally.total}"
        words = "已完成" if self.has_words else ""
        rate = tally.rate(self.frozen.decimals)
        for size in range(128, 40, -8):
            large, small = self.font(size), self.font(size // 2)
            gap = size // 4
            width = large.getlength(done) + gap + small.getlength(words) + 2 * gap
            if width + large.getlength(rate) <= INNER:
                break
        write = self.pen.text
        bold = {"anchor": "ls", "fill": BRAND, "stroke_width": size // 60}
        write((MARGIN, ANSWER_BOTTOM), done, font=large, **bold)
        after = MARGIN + large.getlength(done) + gap
        write((after, ANSWER_BOTTOM), words, font=small, fill=INK, anchor="ls")
        write((WIDTH - MARGIN, ANSWER_BOTTOM), rate, font=large, **(bold | {"anchor": "rs"}))

    def bar(self) -> None:
        """Draw the outcomes side by side, each as long as its share."""
        self.pen.rectangle((MARGIN, BAR_TOP, WIDTH - MARGIN - 1, BAR_BOTTOM), fill=LINE)
        left = MARGIN
        for outcome, length in zip(Outcome, lengths(list(self.counts.values())), strict=True):
            if length:
                # A white line tells neighbours apart without their colours.
                right = left + length - 1
                self.pen.rectangle((left, BAR_TOP, right, BAR_BOTTOM), fill=COLOURS[outcome])
                if right < WIDTH - MARGIN - 1:
                    self.pen.rectangle((right - 2, BAR_TOP, right, BAR_BOTTOM), fill=PAPER)
            left += length

    @property
    def counts(self) -> dict[Outcome, int]:
        return {outcome: getattr(self.frozen.issues, outcome) for outcome in Outcome}

    def legend(self) -> None:
        """Write under the bar what each colour means, with its number, spread over the width."""
        said = {
            outcome: f"{outcome.label} {count}" if self.has_words else str(count)
            for outcome, count in self.counts.items()
        }
        for size in (32, 28, 24):
            font = self.font(size)
            widths = [MARK + font.getlength(text) for text in said.values()]
            gap = (INNER - sum(widths)) / (len(widths) - 1)
            if gap >= size:
                break
        left = MARGIN
        for (outcome, text), width in zip(said.items(), widths, strict=True):
            box = (left, LEGEND_TOP + 8, left + 27, LEGEND_TOP + 35)
            self.pen.rectangle(box, fill=COLOURS[outcome])
            self.pen.text((left + MARK, LEGEND_TOP + 22), text, fill=INK, font=font, anchor="lm")
            left += width + gap

    def foot(self) -> None:
        """Write who published and when, and that the data are a sample if they are."""
        font = self.font(28)
        middle = FOOT_TOP + 24
        right = WIDTH - MARGIN
        if self.frozen.round["is_sample"]:
            said = "示例数据" if self.has_words else "SAMPLE"
            left = right - font.getlength(said) - 32
            self.pen.rectangle((left, FOOT_TOP, right - 1, FOOT_TOP + 48), fill=SAMPLE)
            self.pen.text((left + 16, middle), said, fill=SAMPLE_INK, font=font, anchor="lm")
            right = left
        for size in (28, 24, 20):
            font = self.font(size)
            said, *rest = broken(self.when_and_by_whom, font, right - MARGIN - 2 * size)
            if not rest:
                break
        # Of the longest names the beginning.
        said += "…" if rest else ""
        self.pen.text((MARGIN, middle), said, fill=INK_SOFT, font=font, anchor="lm")

    @property
    def when_and_by_whom(self) -> str:
        day = self.frozen.published_on
        if not self.has_words:
            return day.isoformat()
        return f"{written(day)} {publisher_of(self.frozen.round)}公布"


def lengths(counts: list[int]) -> list[int]:
    """Share the bar out by the counts, in whole pixels; what there is at all can be seen."""
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    shares = [max(LEAST, INNER * count // total) if count else 0 for count in counts]
    # What rounding left over, or the smallest took too much, is the longest one's.
    shares[shares.index(max(shares))] += INNER - sum(shares)
    return shares


def broken(text: str, font, width: float) -> list[str]:
    """Break a text into lines no wider than this, as Chinese is: anywhere but before a stop."""
    lines = [""]
    for piece in PIECES.findall(text):
        if not lines[-1] or piece in CLOSING or font.getlength(lines[-1] + piece) <= width:
            lines[-1] += piece
        else:
            lines.append(piece)
    return lines
