"""The running text of a notice, in the pieces that rules look at and quote."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rectify.notices.blocks import Block, Kind
from rectify.notices.traced import spans_of

# Full-width digits, letters and signs, each put as the one character that means the same, so
# that whatever is found stands at the same place in the text.
SAME_WIDTH = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(ord("０"), ord("９") + 1)}
    | {chr(code): chr(code - 0xFEE0) for code in range(ord("Ａ"), ord("Ｚ") + 1)}
    | {chr(code): chr(code - 0xFEE0) for code in range(ord("ａ"), ord("ｚ") + 1)}
    | {
        "％": "%",
        "．": ".",
        "－": "-",
        "\u2010": "-",
        "\u2011": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "＋": "+",
        "\u3000": " ",
    }
)
SENTENCE = re.compile(r"[^。！？；;]*[。！？；;]?[”’）》]*")
CLAUSE_STOPS = "，。！？；：,;\n"
LONGEST_QUOTATION = 60
# Nothing farther away than this belongs to the same clause.
FARTHEST = 200


@dataclass(frozen=True)
class Passage:
    """One line of the notice without its number, with the place where it is written."""

    place: str
    text: str
    kind: Kind
    block: Block | None = None

    @classmethod
    def of(cls, block: Block) -> "Passage":
        return cls(block.place, block.lead + block.text, block.kind, block)

    @cached_property
    def plain(self) -> str:
        """The text with digits and letters of one width, each at the same place."""
        return str(self.text).translate(SAME_WIDTH)

    @property
    def is_prose(self) -> bool:
        """Tell whether it is read as sentences, not as a title, a signature or a label."""
        return self.kind in (Kind.PARAGRAPH, Kind.ENTRY)

    @property
    def in_finding(self) -> bool:
        return self.place.startswith("反馈问题“")

    def is_typed(self, start: int, end: int) -> bool:
        """Tell whether no variable wrote any of these characters."""
        return not self.variables(start, end)

    def variables(self, start: int, end: int) -> list[str]:
        """Return the variables that wrote some of these characters."""
        return [
            span.variable for span in spans_of(self.text) if span.start < end and span.end > start
        ]

    @cached_property
    def sentences(self) -> list["Sentence"]:
        found = SENTENCE.finditer(str(self.text))
        return [Sentence(self, one.start(), one.end()) for one in found if one[0].strip()]

    def clause_before(self, end: int) -> str:
        """Return the words of a clause that stand before a find, digits of one width."""
        return _clause_before(self.plain, end)

    def clause(self, start: int, end: int) -> str:
        """Return the words around a find, from one punctuation mark to the next.

        What is quoted ends at the mark; a clause that is very long is cut around the find.
        """
        text = str(self.text)
        nearest = max(0, start - FARTHEST)
        begins = max((text.rfind(stop, nearest, start) for stop in CLAUSE_STOPS), default=-1) + 1
        farthest = min(len(text), end + FARTHEST)
        ends = [at for stop in CLAUSE_STOPS if (at := text.find(stop, end, farthest)) >= 0]
        finish = min(ends, default=farthest)
        if finish - begins > LONGEST_QUOTATION:
            begins, finish = max(begins, start - 20), min(finish, end + 20)
        return text[begins:finish].strip()


def _clause_before(text: str, end: int) -> str:
    # So far and no farther, or a text without punctuation would be read again for every find.
    nearest = max(0, end - FARTHEST)
    begins = max(text.rfind(stop, nearest, end) for stop in CLAUSE_STOPS + "、（")
    return text[max(begins + 1, nearest) : end]


@dataclass(frozen=True)
class Sentence:
    """One sentence of a passage, up to its 。 or ；."""

    passage: Passage
    start: int
    end: int

    @cached_property
    def text(self) -> str:
        return str(self.passage.text)[self.start : self.end]

    @cached_property
    def plain(self) -> str:
        return self.passage.plain[self.start : self.end]

    def clause_before(self, end: int) -> str:
        """Return the words of a clause that stand before a find, digits of one width."""
        return _clause_before(self.plain, end)

    def clauses(self) -> Iterator[str]:
        """Yield what stands between its punctuation marks."""
        yield from (one for one in re.split(r"[，。！？；：,;]", self.text) if one.strip())
