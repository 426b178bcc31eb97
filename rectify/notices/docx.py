"""The notice as a Word file, in the format of official documents (GB/T 9704-2012).

The measures, the fonts and the page numbers stand in templates/notice/notice.docx, which an
office may adjust in Word; tests/notices/word_template.py made it. Here each block is only
given the name under which the template lays it out.

公文信息 above the title is the notice's own and is kept. The portal's footer is not: it tells
who runs the website, the portal prints it by itself, and on an official document it would be
a mistake.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from docx.shared import Length
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from rectify.notices.blocks import Block, Kind
from rectify.notices.characters import writable
from rectify.notices.held import hold_signature

TEMPLATE = Path(settings.BASE_DIR) / "templates" / "notice" / "notice.docx"
# The template has a style for each depth up to this one.
DEPTHS = 6
# What core properties can hold.
LONGEST_PROPERTY = 255
# A file's time would make every one of them another; the format cannot say an earlier one.
LONG_AGO = (1980, 1, 1, 0, 0, 0)
BRACES = re.compile(r"[{}%]")


class DocxError(ValueError):
    """A template that cannot be filled in; its message says why, for who adjusted it."""


@dataclass(frozen=True)
class Line:
    """A block under the names that the template uses."""

    kind: str
    depth: int
    lead: str
    text: str


def render(
    blocks: list[Block],
    *,
    title: str = "",
    author: str = "",
    sample: bool = False,
    printed: bool = False,
) -> bytes:
    """Return the notice as the bytes of a .docx, the same for the same blocks.

    `title` and `author` are what the file says of itself, when the blocks have no title and
    no signature to say it. `sample` puts the words of the public page about sample data
    before everything else. `printed` makes the file that LibreOffice prints, with the
    signature in a frame. Raises DocxError when the template was spoiled.
    """
    document = DocxTemplate(TEMPLATE)
    lines = [_line(block) for block in blocks if block.kind != Kind.FOOTER]
    try:
        document.render({"lines": lines, "is_sample": sample}, _environment(), autoescape=True)
    except (TemplateError, zipfile.BadZipFile, OSError) as error:
        raise DocxError(
            f"Word 模板 {TEMPLATE.name} 改坏了，不能生成文件：{error}。"
            "请换回原来的模板，再在 Word 里只改样式和固定的文字。"
        ) from error
    hold_signature(document.docx.paragraphs, width=_text_width(document), framed=printed)
    properties = document.docx.core_properties
    properties.title = _said(blocks, Kind.TITLE, title)
    properties.author = _said(blocks, Kind.SIGNATURE, author)
    stream = io.BytesIO()
    document.save(stream)
    return _without_times(stream)


def _line(block: Block) -> Line:
    if block.kind == Kind.ENTRY:
        lead, text = block.number + block.lead, block.text
    else:
        lead, text = "", block.line
    return Line(block.kind.value, max(1, min(block.level, DEPTHS)), lead, text)


def _environment() -> SandboxedEnvironment:
    """Return the template language, in which a text is never more than a text."""
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_literal)


def _literal(value: str) -> Markup:
    """Return a text as XML, its braces too: docxtpl reads {_{ and its like in what was filled in."""
    return Markup(  # noqa: S704 -- escaped right here
        BRACES.sub(lambda brace: f"&#{ord(brace[0])};", escape(writable(str(value))))
    )


def _text_width(document: DocxTemplate) -> float:
    page = document.docx.sections[-1]
    return Length(page.page_width - page.left_margin - page.right_margin).pt


def _said(blocks: list[Block], kind: Kind, otherwise: str) -> str:
    said = next((block.line for block in blocks if block.kind == kind), otherwise)
    return writable(str(said))[:LONGEST_PROPERTY]


def _without_times(stream: io.BytesIO) -> bytes:
    """Return the same package with all its parts dated alike."""
    packed = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return packed.getvalue()
