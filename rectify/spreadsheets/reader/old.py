"""Workbooks of the old kind (.xls): the records that hold values, and nothing else.

calamine lays out each sheet as large as its record of dimensions says, follows chains of
sectors in a circle, and takes formulas apart that nobody asked for. So it is handed a file
written anew of the records that it needs ([MS-XLS] 2.3.2).
"""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from rectify.spreadsheets.reader import refusals
from rectify.spreadsheets.reader.containers import container
from rectify.spreadsheets.reader.extents import Extent, refuse_area
from rectify.spreadsheets.reader.ledger import UnreadableError
from rectify.spreadsheets.reader.old_strings import lengths_of
from rectify.spreadsheets.reader.old_styles import OldStyles

BEGIN, END = 0x0809, 0x000A
CONTINUE, LOCK, SHEET, LINK, LABEL = 0x003C, 0x002F, 0x0085, 0x01AE, 0x0204
FORMULA, TEXT, SEVERAL, BOOLEAN_OR_ERROR, MERGED = 0x0006, 0x0207, 0x00BD, 0x0205, 0x00E5
STRINGS, OF_STRINGS = 0x00FC, 0x00FD
# Number, label, rich label, label among the shared strings, packed number.
VALUES = {0x0203, LABEL, 0x00D6, OF_STRINGS, 0x027E}
# Code page, epoch, format, style, shared strings.
OF_BOOK = {0x0042, 0x0022, 0x041E, 0x00E0, STRINGS}
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
HIDDEN_SHEET, MACRO_SHEET, VISUAL_BASIC = 0x03, 1, 6
IS_BIFF8 = 0x0600
# Of links: to the workbook itself, to functions of add-ins ([MS-XLS] 2.4.271).
OF_ITSELF = {0x0401, 0x3A01}
MOST_RECORDS = 5_000_000


def checked(content: bytes) -> bytes:
    """Return a workbook that the reader may open, with the cells it would misread as text.

    Raises UnreadableError for any other.
    """
    try:
        return container("Workbook", _rewritten(_workbook(content)))
    except (UnreadableError, MemoryError):
        raise
    except Exception:  # olefile raises whatever a damaged container makes of it
        raise UnreadableError(refusals.DAMAGED) from None


def _workbook(content: bytes) -> bytes:
    """Return the stream with the workbook. Raises UnreadableError when there is none."""
    # olefile goes on for as many sectors of sectors as the header says.
    (tables,) = struct.unpack_from("<I", content, 44)
    if tables > len(content) // 512:
        raise UnreadableError(refusals.DAMAGED)
    with olefile.OleFileIO(io.BytesIO(content)) as opened:
        names = {"/".join(path).lower() for path in opened.listdir(streams=True, storages=True)}
        if "encryptedpackage" in names:
            raise UnreadableError(refusals.LOCKED)
        for stream in ("workbook", "book"):
            if stream in names:
                break
        else:
            known = {"worddocument": refusals.WORD, "powerpoint document": refusals.SLIDES}
            why = [known[name] for name in known if name in names]
            raise UnreadableError(why[0] if why else refusals.DAMAGED)
        if any("_vba_project" in name for name in names):
            raise UnreadableError(refusals.MACROS)
        found = opened.openstream(stream).read()
        if len(found) < opened.get_size(stream):
            raise UnreadableError(refusals.DAMAGED)
        return found


@dataclass
class _Sheet:
    """A sheet as the book lists it: the listing record's place among those kept, and more."""

    listing: int
    place: int
    name: str
    is_visible: bool
    kind: int
    records: list[bytes] = field(default_factory=list)


def _rewritten(stream: bytes) -> bytes:
    records = _records(stream, 0)
    kind, begin, _ = next(records)
    if kind != BEGIN:
        raise UnreadableError(refusals.DAMAGED)
    is_new = len(begin) >= 2 and struct.unpack_from("<H", begin)[0] == IS_BIFF8
    kept, sheets = [_record(BEGIN, begin)], []
    strings, of, styles = [], BEGIN, OldStyles()
    for kind, body, _ in records:
        # What continues a picture is as little wanted as its beginning.
        of = of if kind == CONTINUE else kind
        is_kept = of in OF_BOOK
        if of == STRINGS:
            strings.append(body)
        if is_new:
            styles.take(kind, body)
        if kind == LOCK:
            raise UnreadableError(refusals.LOCKED)
        if kind == LINK and _is_foreign(body):
            raise UnreadableError(refusals.LINKS)
        if kind == SHEET:
            sheets.append(_listed(len(kept), body, is_new))
            kept.append(_record(kind, body))
        elif is_kept:
            kept.append(_record(kind, body))
        elif kind == END:
            break
    if any(sheet.kind in (MACRO_SHEET, VISUAL_BASIC) for sheet in sheets):
        raise UnreadableError(refusals.MACROS)
    visible = sum(sheet.is_visible for sheet in sheets)
    if visible > refusals.MOST_SHEETS:
        raise refusals.too_many_sheets(visible)
    styles.settle()
    _take_sheets(stream, sheets, lengths_of(strings), styles, is_new)
    return _joined(kept, sheets)


def _take_sheets(
    stream: bytes, sheets: list[_Sheet], lengths: list[int], styles: OldStyles, is_new: bool
) -> None:
    """Fill in the records of each visible sheet. Raises UnreadableError for those too large."""
    extents, end, text = [], 0, 0
    for sheet in sorted(sheets, key=lambda one: one.place):
        # Sheets that share their records would be read over and over.
        if sheet.place < end or sheet.place >= len(stream):
            raise UnreadableError(refusals.DAMAGED)
        extent = Extent(sheet.name)
        end = _take(stream, sheet, extent, styles, is_new)
        if sheet.is_visible and sheet.kind == 0:
            extent.refuse_beyond_bounds()
            extents.append(extent)
        text += _text_in(sheet, lengths)
        if text > refusals.MOST_TEXT:
            raise UnreadableError(refusals.TEXT)
    refuse_area(extents)


def _text_in(sheet: _Sheet, lengths: list[int]) -> int:
    """Return how much text the cells share: it will be laid out in each."""
    kind = struct.pack("<H", OF_STRINGS)
    indexes = (struct.unpack_from("<I", one, 10)[0] for one in sheet.records if one[:2] == kind)
    return sum(lengths[index] for index in indexes if index < len(lengths))


def _take(stream: bytes, sheet: _Sheet, extent: Extent, styles: OldStyles, is_new: bool) -> int:
    """Fill in the records of a sheet and how far it reaches; return where it ends."""
    is_read = sheet.is_visible and sheet.kind == 0
    depth, end, before = 0, sheet.place, None
    for kind, body, end_of_record in _records(stream, sheet.place):
        end = end_of_record
        # A chart within a sheet has a beginning, cells and an end of its own.
        depth += (kind == BEGIN) - (kind == END)
        if kind == BEGIN and depth == 1:
            sheet.records.append(_record(kind, body))
        if depth <= 0:
            break
        if depth == 1 and is_read and (record := _value(kind, body, before, extent, is_new)):
            anew = styles.rewritten(kind, body)
            sheet.records += [_record(*one) for one in anew] or [record]
            before = before if kind == CONTINUE else kind
        elif before == TEXT:
            # What follows now continues something else.
            before = None
    if not sheet.records:
        raise UnreadableError(refusals.DAMAGED)
    sheet.records.append(_record(END, b""))
    return end


def _value(kind: int, body: bytes, before: int | None, extent: Extent, is_new: bool) -> bytes:
    """Return a record as the reader gets it, b"" when it holds no value.

    `before` is the kind of the last record that was kept and may have something after it.
    """
    # The text of a formula follows it, and may be continued.
    if kind == MERGED or (kind, before) in ((TEXT, FORMULA), (CONTINUE, TEXT)):
        return _record(kind, body)
    if kind not in VALUES and kind not in (FORMULA, SEVERAL, BOOLEAN_OR_ERROR):
        return b""
    row, column, style = struct.unpack_from("<HHH", body)
    last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == SEVERAL else column
    extent.reach(row + 1, column + 1, last + 1)
    error = None
    if kind == BOOLEAN_OR_ERROR and body[7]:
        error = body[6]
    if kind == FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        error = body[8]
    if error is not None:
        text = ERRORS.get(error, "#N/A").encode()
        flags = b"\0" if is_new else b""
        place = struct.pack("<HHHH", row, column, style, len(text))
        return _record(LABEL, place + flags + text)
    # What a formula came to is wanted, not how.
    return _record(kind, body[:20] + b"\0\0") if kind == FORMULA else _record(kind, body)


def _joined(kept: list[bytes], sheets: list[_Sheet]) -> bytes:
    """Return the stream of a workbook, in which the list says where each sheet begins."""
    kept.append(_record(END, b""))
    place = sum(map(len, kept))
    for sheet in sheets:
        listing = kept[sheet.listing]
        kept[sheet.listing] = listing[:4] + struct.pack("<I", place) + listing[8:]
        place += sum(map(len, sheet.records))
    return b"".join([*kept, *(record for sheet in sheets for record in sheet.records)])


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes, int]]:
    """Yield kind, content and end of each record. Raises UnreadableError when one breaks off."""
    for _ in range(MOST_RECORDS):
        if place + 4 > len(stream):
            raise UnreadableError(refusals.DAMAGED)
        kind, length = struct.unpack_from("<HH", stream, place)
        place += 4 + length
        if place > len(stream):
            raise UnreadableError(refusals.DAMAGED)
        yield kind, stream[place - length : place], place
    raise UnreadableError(refusals.TOO_COSTLY)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _listed(listing: int, body: bytes, is_new: bool) -> _Sheet:
    place, state, kind, length = struct.unpack_from("<IBBB", body)
    name = body[8 if is_new else 7 :]
    if is_new and body[7] & 1:
        name = name[: 2 * length].decode("utf-16-le", "replace")
    else:
        name = name[:length].decode("latin-1" if is_new else "gb18030", "replace")
    return _Sheet(listing, place, name, not state & HIDDEN_SHEET, kind)


def _is_foreign(body: bytes) -> bool:
    """Tell whether a link leads to another workbook."""
    if len(body) < 4:
        return False
    length = struct.unpack_from("<H", body, 2)[0]
    if length in OF_ITSELF:
        return False
    # A sheet without a name and a link out of use have one character in place of the path.
    return not (length == 1 and body[5:6] in (b"\0", b" "))
