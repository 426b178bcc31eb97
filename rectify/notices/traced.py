"""Text that remembers which of its characters a variable wrote (数据溯源).

The composer puts texts together by adding them, so what a variable wrote is still known in
the finished line: the preview links it to its rows, and the check tells a computed figure
from one typed by hand. Everybody else sees an ordinary string.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Span:
    """The characters from `start` to `end` of a text, written by the variable of that name.

    `category` is the key of the category whose own figure it is, None for the round's.
    """

    start: int
    end: int
    variable: str
    category: int | None = None

    def moved(self, by: int) -> "Span":
        return replace(self, start=self.start + by, end=self.end + by)


class Traced(str):
    """A string with the spans that variables wrote, in order, none of them empty."""

    spans: tuple[Span, ...]

    def __new__(cls, text: str, spans: Iterable[Span] = ()):
        traced = super().__new__(cls, text)
        traced.spans = tuple(spans)
        return traced

    @classmethod
    def written_by(cls, text: str, variable: str, category: int | None = None) -> "Traced":
        """Return text that is all one variable's."""
        return cls(text, [Span(0, len(text), variable, category)])

    def __add__(self, other: str) -> "Traced":
        return Traced(
            str.__add__(self, other),
            (*self.spans, *(span.moved(len(self)) for span in spans_of(other))),
        )

    def __radd__(self, other: str) -> "Traced":
        # Asked before str.__add__, because this class is a subclass of str.
        return Traced(
            str.__add__(other, self),
            (*spans_of(other), *(span.moved(len(other)) for span in self.spans)),
        )

    def strip(self, characters: str | None = None) -> "Traced":
        begins = len(self) - len(str.lstrip(self, characters))
        return self.between(begins, len(str.rstrip(self, characters)))

    def rstrip(self, characters: str | None = None) -> "Traced":
        return self.between(0, len(str.rstrip(self, characters)))

    def between(self, start: int, end: int) -> "Traced":
        """Return a part of the text, with what is known of it."""
        kept = [
            Span(max(span.start, start) - start, min(span.end, end) - start, *_who(span))
            for span in self.spans
            if span.start < end and span.end > start
        ]
        return Traced(str.__getitem__(self, slice(start, max(start, end))), kept)

    def pieces(self) -> list[tuple[str, Span | None]]:
        """Return the text in pieces, each with the span that wrote it, None for typed text."""
        pieces: list[tuple[str, Span | None]] = []
        end = 0
        for span in self.spans:
            if span.start > end:
                pieces.append((str(self)[end : span.start], None))
            pieces.append((str(self)[span.start : span.end], span))
            end = span.end
        if end < len(self):
            pieces.append((str(self)[end:], None))
        return pieces


def _who(span: Span) -> tuple[str, int | None]:
    return span.variable, span.category


def spans_of(text: str) -> tuple[Span, ...]:
    """Return the spans of a text, none for an ordinary string."""
    return text.spans if isinstance(text, Traced) else ()


def joined(texts: Iterable[str]) -> str:
    """Put texts together, keeping what is known of each."""
    whole = ""
    for text in texts:
        whole += text
    return whole
