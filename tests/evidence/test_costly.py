"""Files of little size that cost much to open: refused, or read for what they are, at once.

Every one of these took gigabytes, or more than a minute, before it was read piece by piece.
"""

import io
import struct
import time
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from rectify.evidence import documents, images
from rectify.evidence.examination import examine
from tests.evidence import files
from tests.evidence.files import upload

SECONDS = 5
END = b"\xff\xd9"


def written(image: Image.Image, kind: str, **options) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def outcome(content: bytes) -> str:
    """Return what is said of a file, or the kind under which it is taken, within five seconds."""
    begun = time.process_time()
    try:
        said = examine(upload("文件", content)).kind.value
    except ValidationError as refused:
        said = refused.messages[0].partition("”：")[2]
    assert time.process_time() - begun < SECONDS
    return said


def notes_pointing_at_one_place() -> bytes:
    """Return Exif of 1 MB in which 5,000 entries claim the same half of it each."""
    entries = [struct.pack("<HHII", tag, 7, 500_000, 8) for tag in range(1000, 6000)]
    table = struct.pack("<H", len(entries)) + b"".join(entries) + b"\0\0\0\0"
    return (b"II*\0" + struct.pack("<I", 8) + table).ljust(1_000_000, b"\0")


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def with_segments(segments: bytes) -> bytes:
    """Return a JPEG with these before its first segment."""
    content = files.image("JPEG")
    return content[:2] + segments + content[2:]


def chunk(name: bytes, body: bytes) -> bytes:
    checksum = zlib.crc32(name + body)
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", checksum)


def with_chunks(chunks: bytes) -> bytes:
    """Return a PNG with these after its header."""
    content = files.image("PNG")
    return content[:33] + chunks + content[33:]


def with_scans(count: int) -> bytes:
    """Return a progressive JPEG whose last scan is repeated until there are as many."""
    content = written(Image.new("L", (2000, 2000)), "JPEG", progressive=True)
    scan = content[content.rindex(b"\xff\xda") : -2]
    return content[:-2] + scan * (count - content.count(b"\xff\xda")) + END


def moving(width: int, height: int) -> bytes:
    """Return a moving WebP that claims to be as large and has one small picture."""
    picture = written(Image.new("RGBA", (8, 8)), "WEBP", lossless=True)[12:]
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    frame = b"\0" * 6 + (7).to_bytes(3, "little") * 2 + b"\0" * 4 + picture
    inside = b"WEBPVP8X" + struct.pack("<I4s", 10, b"\2") + size
    inside += (
        b"ANIM" + struct.pack("<I6s", 6, b"") + b"ANMF" + struct.pack("<I", len(frame)) + frame
    )
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def packed(method: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("[Content_Types].xml", files.TYPES.format(files.WORD))
        archive.writestr("word/document.xml", "<x/>")
    return file.getvalue()


NOTES = notes_pointing_at_one_place()
COSTLY = {
    "jpeg_exif": (
        with_segments(
            b"".join(
                segment(0xE1, b"Exif\0\0" + NOTES[place : place + 65_000])
                for place in range(0, len(NOTES), 65_000)
            )
        ),
        "jpeg",
    ),
    "png_exif": (with_chunks(chunk(b"eXIf", NOTES)), "png"),
    "png_chunks": (with_chunks(chunk(b"teST", b"") * 300_000), "png"),
    "jpeg_segments": (with_segments(segment(0xFE, b"") * 500_000), images.DAMAGED),
    "jpeg_junk": (with_segments(segment(0xFE, b"") + b"\1" * 8_000_000), "jpeg"),
    "scans_at_most": (with_scans(40), "jpeg"),
    "scans_too_many": (with_scans(41), images.DAMAGED),
    "webp_wide": (moving(6_000_000, 8), images.DAMAGED),
    "webp_large": (moving(9000, 9000), images.TOO_MANY_PIXELS),
    "zip_types": (
        files.archive({"[Content_Types].xml": b' ContentType="a"' * 100_000}),
        documents.BOMB,
    ),
    "zip_bzip2": (packed(zipfile.ZIP_BZIP2), documents.DAMAGED),
    "zip_lzma": (packed(zipfile.ZIP_LZMA), documents.DAMAGED),
    "zip_deflated": (packed(zipfile.ZIP_DEFLATED), "docx"),
}


@pytest.mark.parametrize("name", COSTLY)
def test_costs_no_more_than_it_is(name):
    content, expected = COSTLY[name]
    assert outcome(content) == expected


def test_notes_are_not_even_handed_to_the_decoder(monkeypatch):
    opened = []
    monkeypatch.setattr(
        images.Image, "open", lambda file, **options: opened.append(file.read()) or 1 / 0
    )
    assert outcome(COSTLY["jpeg_exif"][0]) == images.DAMAGED
    assert len(opened[0]) < 10_000


def test_largest_picture_is_taken():
    assert outcome(written(Image.new("L", (10_000, 5_000)), "PNG")) == "png"
    assert outcome(written(Image.new("L", (10_000, 5_001)), "PNG")) == images.TOO_MANY_PIXELS
