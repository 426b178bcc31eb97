"""The notice as semantic HTML: headings by level, entries as ordered lists."""

from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from rectify.notices.blocks import Block, Kind

# What stands together in one element: metadata in a list of terms, the footer in its own.
GROUPED = {Kind.METADATA, Kind.FOOTER}


@dataclass
class Node:
    """One element with the blocks in it, or one entry with what belongs to it."""

    kind: str
    block: Block | None = None
    tag: str = ""
    nodes: list["Node"] = field(default_factory=list)

    @property
    def term(self) -> str:
        """The name before the colon of a line of metadata."""
        return self.block.text.partition("：")[0]

    @property
    def description(self) -> str:
        return self.block.text.partition("：")[2]


def render(blocks: list[Block], top: int = 2) -> SafeString:
    """Return the notice as HTML, headings of the first level being <h{top}>."""
    return render_to_string("notice/notice.html", {"nodes": nest(blocks, top)})


def nest(blocks: list[Block], top: int) -> list[Node]:
    """Group a flat list of blocks into elements.

    An entry begins or continues an ordered list; the paragraphs of its own level and the
    entries of deeper levels belong to it. Anything else ends the list.
    """
    nodes: list[Node] = []
    entries: list[Node] = []
    for block in blocks:
        while entries and not _belongs(block, entries[-1].block):
            entries.pop()
        home = entries[-1].nodes if entries else nodes
        if block.kind == Kind.ENTRY:
            if not home or home[-1].kind != "entries":
                home.append(Node("entries"))
            entry = Node("entry", block)
            home[-1].nodes.append(entry)
            entries.append(entry)
        elif block.kind in GROUPED:
            if not home or home[-1].kind != block.kind:
                home.append(Node(block.kind))
            home[-1].nodes.append(Node("line", block))
        elif block.kind in (Kind.HEADING, Kind.TITLE):
            level = 0 if block.kind == Kind.TITLE else block.level
            home.append(Node(Kind.HEADING, block, tag=f"h{min(top - 1 + level, 6)}"))
        else:
            home.append(Node(block.kind, block))
    return nodes


def _belongs(block: Block, entry: Block) -> bool:
    if block.kind == Kind.PARAGRAPH:
        return block.level >= entry.level
    return block.kind in (Kind.ENTRY, Kind.HEADING) and block.level > entry.level
