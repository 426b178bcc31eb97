"""One uploaded file: taken with what may be kept of it, or refused with a sentence."""

import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile

from rectify.evidence import documents, images
from rectify.evidence.containers import kind_of
from rectify.evidence.kinds import EvidenceKind
from rectify.evidence.names import Unacceptable, display_name, refuse_bad_name, shown
from rectify.evidence.strangers import why_not

MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class Examined:
    """A file that may be kept: under which name, what it really is, and what to store.

    `content` stands at its beginning. `thumbnail` is a small JPEG of an image, else None.
    `size` and `sha256` are those of the content as it is stored.
    """

    name: str
    kind: EvidenceKind
    content: File
    thumbnail: File | None
    size: int
    sha256: str


def examine(upload: UploadedFile) -> Examined:
    """Judge a file by its content, whatever its name and the browser say of it.

    Raises ValidationError with one sentence that names the file, says what is wrong with it
    and what to do.
    """
    try:
        return _examine(upload)
    except Unacceptable as unacceptable:
        raise ValidationError(f"“{shown(name_sent(upload))}”：{unacceptable}") from None


def name_sent(upload: UploadedFile) -> str:
    """Return the name as it was sent, which the upload handler keeps, before Django cleaned it."""
    return getattr(upload, "name_sent", upload.name)


def _examine(upload: UploadedFile) -> Examined:
    refuse_bad_name(name_sent(upload))
    if not upload.size:
        raise Unacceptable("文件是空的，请重新选择。")
    if upload.size > MOST_BYTES:
        megabytes = MOST_BYTES // 1024 // 1024
        raise Unacceptable(f"文件超过 {megabytes} MB，请压缩或拆开后再上传。")
    upload.seek(0)
    start = upload.read(1024)
    upload.seek(0)
    if kind_of(start):
        kind, content, small = images.rewrite(upload)
        return _examined(upload.name, kind, ContentFile(content), ContentFile(small))
    kind = None
    if start.lstrip(b"\xef\xbb\xbf\x00\t\n\x0c\r ").startswith(b"%PDF-"):
        kind = documents.judge_pdf(upload)
    elif start.startswith(b"PK\x03\x04"):
        kind = documents.judge_zip(upload)
    elif start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        kind = documents.judge_ole(upload)
    if kind is None:
        raise Unacceptable(why_not(start))
    return _examined(upload.name, kind, upload, None)


def _examined(name: str, kind: EvidenceKind, content: File, thumbnail: File | None) -> Examined:
    content.seek(0)
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    return Examined(
        name=display_name(name, kind),
        kind=kind,
        content=content,
        thumbnail=thumbnail,
        size=content.size,
        sha256=digest.hexdigest(),
    )
