"""The notice as HTML to paste into a portal's editor.

Editors throw away what they do not know: so nothing but paragraphs, headings, strong and
their style attributes, and the text reads right without those too, because numbers and leads
are part of it. The portal's footer is left out: the portal prints it under every page.
"""

from django.utils.html import escape

from rectify.notices.blocks import Block, Kind
from rectify.notices.characters import writable

# The body is that of an official document, as portals show one; 三号 would be too large there.
BODY_FONTS = "仿宋_GB2312,FangSong_GB2312,仿宋,FangSong,STFangsong,serif"
TITLE_FONTS = "方正小标宋简体,FZXiaoBiaoSong-B05S,宋体,SimSun,serif"
# By depth: 黑体, 楷体, then the body's own (GB/T 9704-2012, 7.3.3).
LEVEL_FONTS = [
    "黑体,SimHei,STHeiti,sans-serif",
    "楷体_GB2312,KaiTi_GB2312,楷体,KaiTi,STKaiti,serif",
    BODY_FONTS,
]
# Many editors know no smaller heading.
SMALLEST = 4
LINE = "margin:0;font-size:16pt;line-height:28pt"
INDENTED = f"{LINE};text-align:justify;text-indent:2em"
FROM_RIGHT = f"{LINE};font-family:{BODY_FONTS};text-align:right;text-indent:0;padding-right:2em"
STYLES = {
    Kind.TITLE: (
        f"margin:0 0 28pt;font-size:22pt;line-height:36pt;font-weight:normal;"
        f"font-family:{TITLE_FONTS};text-align:center"
    ),
    Kind.METADATA: f"{LINE};font-family:{BODY_FONTS};text-indent:0",
    Kind.PARAGRAPH: f"{INDENTED};font-family:{BODY_FONTS}",
    Kind.ENTRY: f"{INDENTED};font-family:{BODY_FONTS}",
    Kind.SIGNATURE: FROM_RIGHT.replace("margin:0", "margin:28pt 0 0"),
    Kind.DATE: FROM_RIGHT,
}


def render(blocks: list[Block]) -> str:
    """Return the notice as HTML, an element a line."""
    return "\n".join(_element(block) for block in blocks if block.kind != Kind.FOOTER)


def _element(block: Block) -> str:
    if block.kind == Kind.TITLE:
        return f'<h1 style="{STYLES[Kind.TITLE]}">{_text(block.line)}</h1>'
    if block.kind == Kind.HEADING:
        tag = f"h{min(block.level + 1, SMALLEST)}"
        style = f"{INDENTED};font-weight:normal;font-family:{_font(block.level)}"
        return f'<{tag} style="{style}">{_text(block.line)}</{tag}>'
    content = _text(block.text)
    if lead := _text(block.number + block.lead):
        style = f"font-weight:normal;font-family:{_font(block.level)}"
        content = f'<strong style="{style}">{lead}</strong>{content}'
    return f'<p style="{STYLES[block.kind]}">{content}</p>'


def _font(level: int) -> str:
    return LEVEL_FONTS[min(max(level, 1), len(LEVEL_FONTS)) - 1]


def _text(text: str) -> str:
    # Quotation marks are no danger between tags, and editors write them plainly.
    return escape(writable(text)).replace("&quot;", '"').replace("&#x27;", "'")
