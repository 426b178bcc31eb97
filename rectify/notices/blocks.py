"""The pieces of a composed notice, which the faces lay out and never compute."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a block is, whatever it looks like."""

    TITLE = "title"
    METADATA = "metadata"
    HEADING = "heading"
    ENTRY = "entry"
    PARAGRAPH = "paragraph"
    SIGNATURE = "signature"
    DATE = "date"
    FOOTER = "footer"


@dataclass(frozen=True)
class Block:
    """One line of the notice.

    `level` counts headings from 1, outermost first; text has the level of the heading it
    stands under, 0 before any. An ENTRY is a heading (`lead`) that runs into its text.
    `place` tells the clerk where the line is written, such as 反馈问题“…”; `text` and `lead`
    may be `traced.Traced`, and then know which of their characters a variable wrote.
    """

    kind: Kind
    text: str
    level: int = 0
    number: str = ""
    lead: str = ""
    place: str = ""

    @property
    def line(self) -> str:
        """The whole line as read, traced as its parts are."""
        return self.number + self.lead + self.text
