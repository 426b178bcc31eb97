"""Files as people hand them in, and as people who mean harm make them."""

import io
import struct
import zipfile

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

TYPES = '<Types><Override PartName="/word/document.xml" ContentType="{}"/></Types>'
OFFICE = "application/vnd.openxmlformats-officedocument."
WORD = f"{OFFICE}wordprocessingml.document.main+xml"
PDF = b"%PDF-1.4\n1 0 obj\nendobj\nxref\nstartxref\n9\n%%EOF\n"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def image(kind: str, mode: str = "RGB", size=(64, 48), **options) -> bytes:
    written = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(written, kind, **options)
    return written.getvalue()


def photograph() -> bytes:
    """Return a JPEG as a phone makes it: lying on its side, with place, device and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter to the right
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 2.0, 11.5), 3: "E", 4: (117.0, 39.0, 7.25)})
    return image("JPEG", size=(80, 40), exif=exif, comment=b"PhoneComment")


def archive(members: dict[str, bytes], **options) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content, **options)
    return written.getvalue()


def word(kind: str = WORD, **members: bytes) -> bytes:
    types = TYPES.format(kind).encode()
    return archive({"[Content_Types].xml": types, "word/document.xml": b"<x/>", **members})


def excel() -> bytes:
    written = io.BytesIO()
    openpyxl.Workbook().save(written)
    return written.getvalue()


def ole(stream: str, content: bytes) -> bytes:
    """Return an OLE2 container with one stream, laid out as [MS-CFB] says.

    Sector 0 is the table of sectors, 1 the directory, the rest the stream, which has to be
    of 4,096 bytes at least to be kept in whole sectors.
    """
    content = content.ljust(4096, b"\0")
    sectors = (len(content) + 511) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE]
    chain += [*range(3, 2 + sectors), 0xFFFFFFFE]
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    header = struct.pack(
        "<8s16sHHHHH6s9I109I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        b"",
        0,
        1,
        1,
        0,
        4096,
        0xFFFFFFFE,
        0,
        0xFFFFFFFE,
        0,
        0,
        *[0xFFFFFFFF] * 108,
    )
    none = 0xFFFFFFFF
    root = _entry("Root Entry", 5, child=1, start=0xFFFFFFFE, size=0)
    file = _entry(stream, 2, child=none, start=2, size=len(content))
    empty = struct.pack("<64sHBBIII", b"", 0, 0, 1, none, none, none).ljust(128, b"\0")
    return header + table + root + file + empty * 2 + content.ljust(sectors * 512, b"\0")


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    written = f"{name}\0".encode("utf-16-le")
    none = 0xFFFFFFFF
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        written,
        len(written),
        kind,
        1,
        none,
        none,
        child,
        b"",
        0,
        0,
        0,
        start,
        size,
    )


# A header of a Word document, and the first record of a workbook; with what tells a password.
DOC = ole("WordDocument", struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, 0))
LOCKED_DOC = ole("WordDocument", struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, 0x0100))
BEGIN = struct.pack("<HH4s", 0x0809, 4, b"")
XLS = ole("Workbook", BEGIN + struct.pack("<HH", 0x0042, 0))
OLD_XLS = ole("Book", BEGIN)
LOCKED_XLS = ole("Workbook", BEGIN + struct.pack("<HH2s", 0x002F, 2, b""))
LOCKED_XLSX = ole("EncryptedPackage", b"x")
MESSAGE = ole("__properties_version1.0", b"x")
