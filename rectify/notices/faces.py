"""The faces of a notice: by which names they are asked for, and what files they become."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rectify.notices import docx, fragment, html, pdf, text
from rectify.notices.blocks import Block


class FaceError(ValueError):
    """A file that could not be made; its message says why and what to do, for the clerk."""


@dataclass(frozen=True)
class Face:
    """One way of laying a notice out.

    `file(blocks, round)` returns the bytes of a file; of the round it reads `name`,
    `publisher` and `is_sample`, which an office file says of itself. A file that `is_text`
    can be shown on a terminal, any other is only for a program.
    """

    label: str
    suffix: str
    media_type: str
    layout: Callable[[list[Block], Mapping], bytes]
    is_text: bool = True

    def file(self, blocks: list[Block], round: Mapping) -> bytes:
        """Return the notice as a file. Raises FaceError when it cannot be made here."""
        try:
            return self.layout(blocks, round)
        except (docx.DocxError, pdf.PdfError) as error:
            raise FaceError(str(error)) from error


def _written(render: Callable[[list[Block]], str]):
    return lambda blocks, round: render(blocks).encode()


def _office(render: Callable[..., bytes]):
    return lambda blocks, round: render(
        blocks, title=round["name"], author=round["publisher"], sample=round["is_sample"]
    )


FACES = {
    "text": Face("纯文本", ".txt", "text/plain; charset=utf-8", _written(text.render)),
    "html": Face("网页", ".html", "text/html; charset=utf-8", _written(html.render)),
    "fragment": Face(
        "网站编辑器用的 HTML",
        "-fragment.html",
        "text/html; charset=utf-8",
        _written(fragment.render),
    ),
    "docx": Face(
        "Word 文档",
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _office(docx.render),
        is_text=False,
    ),
    "pdf": Face("PDF", ".pdf", "application/pdf", _office(pdf.render), is_text=False),
}
