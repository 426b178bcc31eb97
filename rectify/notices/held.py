"""Holding the signature and the date to the last lines of the text (GB/T 9704-2012, 7.3.5).

Some of the text must stand on the page of the signature. Word and WPS leave the last lines of
a paragraph that is kept with the next one beside it. LibreOffice never divides such a
paragraph: it moves the whole of it, or, when it is as long as a page, leaves the signature
alone. What LibreOffice does divide is a paragraph that ends in a frame, which stands on a line
of its own and of which the line before is the last but one: for printing, the signature
stands in that frame. The file that is handed out has none, as clerks go on writing in it.
"""

from collections.abc import Sequence
from itertools import takewhile
from math import ceil
from unicodedata import east_asian_width

from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Length
from docx.text.paragraph import Paragraph

TEXT = "公文正文"
SIGNATURE, DATE = "落款单位", "落款日期"
# As the template has them: a character and a line in points, and the space at the right in
# characters. LibreOffice makes the frame as high as what is in it, but chooses the page before.
CHARACTER, LINE, INDENT = 16, 28, 2
FRAME = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
    # Of any other type it would be a drawing, whose text stands elsewhere when pages move.
    '<w:pict><v:shapetype id="_x0000_t202" o:spt="202" coordsize="21600,21600"'
    ' path="m,l,21600r21600,l21600,xe"/>'
    '<v:shape type="#_x0000_t202" stroked="f" filled="f" style="width:{width}pt;height:{height}pt;'
    'mso-position-horizontal-relative:char;mso-position-vertical-relative:line">'
    '<v:textbox inset="0,0,0,0" style="mso-fit-shape-to-text:t"><w:txbxContent/></v:textbox>'
    "</v:shape></w:pict></w:r>"
)


def hold_signature(paragraphs: Sequence[Paragraph], *, width: float, framed: bool) -> None:
    """Let the signature and the date stand below the last text, an empty line between them.

    `framed` puts them into a frame of the last paragraph, as wide as the text: `width`, in
    points. Without it, and below anything but a paragraph of text, they are kept with it.
    """
    ending = list(takewhile(_is_signature, reversed(paragraphs)))[::-1]
    if not ending or len(ending) == len(paragraphs):
        return
    last = paragraphs[-len(ending) - 1]
    _leave_a_line(ending)
    if framed and last.style.name == TEXT:
        _put_into_frame(last, ending, width)
    else:
        last.paragraph_format.keep_with_next = True


def _is_signature(paragraph: Paragraph) -> bool:
    return paragraph.style.name in (SIGNATURE, DATE)


def _leave_a_line(ending: list[Paragraph]) -> None:
    """Give a date without a signature the empty line that the signature's style has above it."""
    styles = ending[0].part.document.styles
    if ending[0].style.name == DATE:
        ending[0].paragraph_format.space_before = styles[SIGNATURE].paragraph_format.space_before


def _put_into_frame(last: Paragraph, ending: list[Paragraph], width: float) -> None:
    run = parse_xml(FRAME.format(width=width, height=_height(ending, width)))
    [content] = run.iter(qn("w:txbxContent"))
    for paragraph in ending:
        content.append(paragraph._p)
    last.add_run().add_break()
    last._p.append(run)
    # Nor is the line before it, which would else be one of those between, stretched.
    _stretch_no_broken_line(last.part.document.settings.element)
    # The line of the frame does not go to another page without the line before it.
    last.paragraph_format.widow_control = True
    # A line of exact height would not grow with its frame; the others stay as high as they are.
    line_height = _line_height(last)
    if isinstance(line_height, Length):
        last.paragraph_format.line_spacing = line_height
        last.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST


def _stretch_no_broken_line(settings) -> None:
    compatibility = settings.find(qn("w:compat"))
    if compatibility is not None:
        compatibility.insert(0, OxmlElement("w:doNotExpandShiftReturn"))


def _line_height(paragraph: Paragraph) -> Length | float | None:
    """Return what the paragraph's style, or one that it is based on, says of its lines."""
    style = paragraph.style
    while style and style.paragraph_format.line_spacing is None:
        style = style.base_style
    return style and style.paragraph_format.line_spacing


def _height(ending: list[Paragraph], width: float) -> int:
    """Return about how high the signature and the date stand, with the empty line, in points."""
    per_line = width / CHARACTER - INDENT
    lines = sum(max(1, ceil(_characters(paragraph.text) / per_line)) for paragraph in ending)
    return LINE * (1 + lines)


def _characters(text: str) -> float:
    """Return how many Chinese characters are as wide as a text."""
    return sum(1 if east_asian_width(one) in "WFA" else 0.6 for one in text)
