"""The notice as plain text: one block a line."""

from rectify.notices.blocks import Block


def render(blocks: list[Block]) -> str:
    """Return the notice's lines, as the published files have them: none after the last."""
    return "\n".join(block.line for block in blocks)
