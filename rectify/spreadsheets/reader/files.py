"""A file as it was uploaded: judged by its bytes, opened no further than that allows."""

from pathlib import PurePath

from rectify.evidence.containers import kind_of
from rectify.evidence.strangers import ARCHIVES, FILMS, MARKUP
from rectify.spreadsheets.reader import old, packages, refusals, text
from rectify.spreadsheets.reader.books import read_workbook
from rectify.spreadsheets.reader.ledger import Book, UnreadableError

NEW, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (b"GIF8", b"BM", b"II*\0", b"MM\0*")
# A workbook without a container: Excel before 1995, and programs that write as it did.
OLDEST = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
TEXTS = (".csv", ".tsv", ".txt")
# Besides those of evidence: what Excel itself calls an XML table.
XML = (*MARKUP, b"<?xml", b"<!doctype", b"<workbook", b"<body", b"<meta", b"<head", b"<div")


def open_book(content: bytes, name: str) -> Book:
    """Return what lies in a file; its name only tells a text from a workbook gone wrong.

    A pure function, in the process that calls it; what uploads are opened with is apart.py.
    Raises UnreadableError with one sentence that says what is wrong and what to do.
    """
    refuse_size(content)
    start = content[:1024]
    try:
        if start.startswith((OLD, NEW)):
            return read_workbook(checked(content))
        if why := _why_not(start):
            raise UnreadableError(why)
        if PurePath(name).suffix.lower() in TEXTS:
            return text.read_text(content)
    except MemoryError:
        raise UnreadableError(refusals.TOO_COSTLY) from None
    is_text = b"\0" not in content[:4096]
    raise UnreadableError(refusals.PLAIN if is_text else refusals.UNKNOWN)


def checked(content: bytes) -> bytes:
    """Return a workbook as the reader opens it, bounded and with the cells it would misread as text.

    Raises UnreadableError for any other.
    """
    return old.checked(content) if content.startswith(OLD) else packages.checked(content)


def refuse_size(content: bytes) -> None:
    """Raise UnreadableError for a file that is empty, or larger than is taken."""
    if not content:
        raise UnreadableError(refusals.EMPTY)
    if len(content) > refusals.MOST_BYTES:
        raise UnreadableError(refusals.TOO_LARGE)


def _why_not(start: bytes) -> str:
    """Return what to say of a file that people often take for a table, "" for any other."""
    bare = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    # A text may begin with any of these letters.
    if kind_of(start) or (start.startswith(PICTURES) and b"\0" in start):
        return refusals.IMAGE
    if start[:2] in OLDEST and start[3:4] == b"\0":
        return refusals.TOO_OLD
    if bare.startswith(b"%PDF-"):
        return refusals.PDF
    if start.startswith(ARCHIVES):
        return refusals.ARCHIVE
    if start.startswith(FILMS):
        return refusals.UNKNOWN
    return refusals.MARKUP if bare.lower().startswith(XML) else ""
