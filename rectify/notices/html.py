"""The notice as semantic HTML: headings by level, entries as ordered lists."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from rectify.notices.blocks import Block, Kind
from rectify.notices.traced import Span, Traced

# What stands together in one element: metadata in a list of terms, the footer in its own.
GROUPED = {Kind.METADATA, Kind.FOOTER}
NO_MARKS: Mapping[int, SafeString] = {}

AddressOf = Callable[[Span], str]


@dataclass
class Node:
    """One element with the blocks in it, or one entry with what belongs to it.

    `mark` stands before the text of its block. With `address_of`, what a variable wrote is a
    link. `anchor` is the id by which a table of contents leads to a heading.
    """

    kind: str
    block: Block | None = None
    tag: str = ""
    nodes: list["Node"] = field(default_factory=list)
    mark: str = ""
    address_of: AddressOf | None = None
    anchor: str = ""

    @property
    def line(self) -> str:
        return linked(self.block.line, self.address_of)

    @property
    def lead(self) -> str:
        """The number and the heading of an entry."""
        return linked(self.block.number + self.block.lead, self.address_of)

    @property
    def text(self) -> str:
        """What follows the heading of an entry."""
        return linked(self.block.text, self.address_of)

    @property
    def term(self) -> str:
        """The name before the colon of a line of metadata."""
        return self._part(0, self._colon)

    @property
    def description(self) -> str:
        return self._part(self._colon + 1, len(self.block.text))

    @property
    def _colon(self) -> int:
        return len(self.block.text.partition("：")[0])

    def _part(self, start: int, end: int) -> str:
        text = self.block.text
        part = text.between(start, end) if isinstance(text, Traced) else text[start:end]
        return linked(part, self.address_of)


def linked(text: str, address_of: AddressOf | None) -> str:
    """Return a text in which what a variable wrote is a link, if it is known where to."""
    if address_of is None or not isinstance(text, Traced):
        return text
    return format_html_join(
        "",
        "{}",
        (
            (piece if span is None else _link(piece, span, address_of),)
            for piece, span in text.pieces()
        ),
    )


def _link(piece: str, span: Span, address_of: AddressOf) -> SafeString:
    return format_html(
        '<a class="figure" href="{}" title="出处：{}">{}</a>',
        address_of(span),
        span.variable,
        piece,
    )


def render(
    blocks: list[Block],
    top: int = 2,
    *,
    address_of: AddressOf | None = None,
    marks: Mapping[int, SafeString] = NO_MARKS,
    anchored: bool = False,
) -> SafeString:
    """Return the notice as HTML, headings of the first level being <h{top}>.

    `address_of` gives the page behind what a variable wrote, which becomes a link to it;
    `marks` are put before the texts of the blocks at those places in the list; `anchored`
    gives every heading the id by which `contents` leads to it.
    """
    nodes = nest(blocks, top, address_of, marks, anchored=anchored)
    return render_to_string("notice/notice.html", {"nodes": nodes})


def contents(blocks: list[Block], depth: int = 2) -> list[tuple[str, int, str]]:
    """Return the table of contents: (id, level, line) of the headings down to a level."""
    return [
        (_anchor(place), block.level, block.line)
        for place, block in enumerate(blocks)
        if block.kind == Kind.HEADING and block.level <= depth
    ]


def _anchor(place: int) -> str:
    return f"notice-{place + 1}"


def nest(
    blocks: list[Block],
    top: int,
    address_of: AddressOf | None = None,
    marks: Mapping[int, SafeString] = NO_MARKS,
    *,
    anchored: bool = False,
) -> list[Node]:
    """Group a flat list of blocks into elements.

    An entry begins or continues an ordered list; the paragraphs of its own level and the
    entries of deeper levels belong to it. Anything else ends the list.
    """
    nodes: list[Node] = []
    entries: list[Node] = []
    for place, block in enumerate(blocks):
        more = {"mark": marks.get(place, ""), "address_of": address_of}
        while entries and not _belongs(block, entries[-1].block):
            entries.pop()
        home = entries[-1].nodes if entries else nodes
        if block.kind == Kind.ENTRY:
            if not home or home[-1].kind != "entries":
                home.append(Node("entries"))
            entry = Node("entry", block, **more)
            home[-1].nodes.append(entry)
            entries.append(entry)
        elif block.kind in GROUPED:
            if not home or home[-1].kind != block.kind:
                home.append(Node(block.kind))
            home[-1].nodes.append(Node("line", block, **more))
        elif block.kind in (Kind.HEADING, Kind.TITLE):
            level = 0 if block.kind == Kind.TITLE else block.level
            anchor = _anchor(place) if anchored and level else ""
            tag = f"h{min(top - 1 + level, 6)}"
            home.append(Node(Kind.HEADING, block, tag, anchor=anchor, **more))
        else:
            home.append(Node(block.kind, block, **more))
    return nodes


def _belongs(block: Block, entry: Block) -> bool:
    if block.kind == Kind.PARAGRAPH:
        return block.level >= entry.level
    return block.kind in (Kind.ENTRY, Kind.HEADING) and block.level > entry.level
