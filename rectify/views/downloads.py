"""The published notice as files, each made from a frozen edition and from nothing else."""

from typing import NamedTuple
from urllib.parse import quote

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rectify.models import Publication
from rectify.notices.faces import FACES, Face, FaceError
from rectify.publishing.frozen import Frozen
from rectify.publishing.revision import Revision
from rectify.publishing.words import title_of
from rectify.views.conditional import published
from rectify.views.editions import edition_or_404, revision_of_edition
from rectify.views.machine import makes_pdf
from rectify.views.printed import printed

# What the public may take home, by the ending of the address: the face, and what it is for.
OFFERED = {
    "docx": ("docx", "可以编辑、打印，公文格式"),
    "pdf": ("pdf", "适合打印和转发"),
    "txt": ("text", "只有文字，什么设备都能打开"),
}
DATA = {
    "progress_csv": ("表格（CSV）", "各项数字，用 Excel 或 WPS 打开"),
    "progress_json": ("数据（JSON）", "各项数字，给程序用"),
}

SECONDS_TO_WAIT = 5


class Offered(NamedTuple):
    """A file that a page offers."""

    label: str
    address: str
    description: str


def files_offered(slug: str, number: int | None = None) -> list[Offered]:
    """Return the files of a round's newest public edition, or of the one with the number.

    Of an earlier edition there is the notice alone: the data are those of the newest. A PDF
    is offered only by a machine that can make one.
    """
    files = [
        Offered(FACES[face].label, _address(slug, ending, number), description)
        for ending, (face, description) in OFFERED.items()
        if ending != "pdf" or makes_pdf()
    ]
    if number is None:
        files += [
            Offered(label, reverse(name, args=[slug]), description)
            for name, (label, description) in DATA.items()
        ]
    return files


def _address(slug: str, ending: str, number: int | None) -> str:
    if number is None:
        return reverse("notice_file", args=[slug, ending])
    return reverse("edition_file", args=[slug, number, ending])


def _revision(slug: str, ending: str, number: int | None = None) -> Revision | None:
    """Return the revision of a file, None for one that nobody here can make."""
    if ending not in OFFERED or (ending == "pdf" and not makes_pdf()):
        return None
    return revision_of_edition(slug, number)


@login_not_required
@require_safe
@published(_revision)
def notice_file(request, slug, ending, number=None):
    """Hand out the notice of the newest public edition, or of the one with the number."""
    publication = edition_or_404(slug, number)
    frozen = Frozen(publication.content)
    face = FACES[OFFERED[ending][0]]
    try:
        content = _content(publication, frozen, face, ending)
    except FaceError as error:
        context = {"reason": str(error)}
        response = render(request, "rounds/file_refused.html", context, status=503)
        response.headers["Retry-After"] = str(SECONDS_TO_WAIT)
        return response
    response = HttpResponse(content, content_type=face.media_type)
    response.headers["Content-Disposition"] = _disposition(publication, slug, frozen, ending)
    return response


def _content(publication: Publication, frozen: Frozen, face: Face, ending: str) -> bytes:
    def make() -> bytes:
        return face.file(frozen.blocks, frozen.round)

    return printed(publication.seal, make) if ending == "pdf" else make()


def _disposition(publication: Publication, slug: str, frozen: Frozen, ending: str) -> str:
    """Return the header that names the file: in Chinese, and in ASCII for what is old."""
    plain = f"{slug}-{publication.number}.{ending}"
    chinese = quote(f"{title_of(frozen.round['name'], publication.number)}.{ending}", safe="")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{chinese}"
