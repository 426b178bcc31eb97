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
    """

    kind: Kind
    text: str
    level: int = 0
    number: str = ""
    lead: str = ""

    @property
    def line(self) -> str:
        """The whole line as read."""
        return f"{self.number}{self.lead}{self.text}"
