"""The notice as plain text: one block a line."""

from rectify.notices.blocks import Block


def render(blocks: list[Block]) -> str:
    """Return the notice's lines, each ended."""
    return "".join(f"{block.line}\n" for block in blocks)
