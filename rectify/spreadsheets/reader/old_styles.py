"""Cells of an old workbook whose format shows them otherwise, written anew as text."""

import struct
from collections.abc import Iterator

from rectify.spreadsheets.reader.formats import as_shown, shown_by

FORMAT, STYLE, EPOCH = 0x041E, 0x00E0, 0x0022
LABEL, NUMBER, PACKED, SEVERAL, FORMULA = 0x0204, 0x0203, 0x027E, 0x00BD, 0x0006


class OldStyles:
    """What the styles of a workbook leave of a value (formats.py), learned from its records."""

    def __init__(self) -> None:
        self._codes: dict[int, str] = {}
        self._formats: list[int] = []
        self._kinds: dict[int, str] = {}
        self._is_1904 = False

    def take(self, kind: int, body: bytes) -> None:
        """Learn from a record of the book itself ([MS-XLS] 2.4.126, 2.4.353, 2.4.77)."""
        if kind == EPOCH and len(body) >= 2:
            self._is_1904 = body[:2] == b"\1\0"
        elif kind == STYLE and len(body) >= 4:
            self._formats.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == FORMAT and len(body) >= 5:
            number, length, flags = struct.unpack_from("<HHB", body)
            wide = flags & 1
            code = body[5 : 5 + length * (1 + wide)]
            self._codes[number] = code.decode("utf-16-le" if wide else "latin-1", "replace")

    def settle(self) -> None:
        """Find the styles that matter, when all records of the book are taken."""
        self._kinds = {
            style: kind
            for style, number in enumerate(self._formats)
            if (kind := shown_by(number, self._codes.get(number, "")))
        }

    def rewritten(self, kind: int, body: bytes) -> list[tuple[int, bytes]]:
        """Return the records that stand for one with numbers, none when that may stay as it is."""
        if not self._kinds or kind not in (NUMBER, PACKED, SEVERAL, FORMULA):
            return []
        (row,) = struct.unpack_from("<H", body)
        cells = list(_numbers(kind, body))
        shown = [self._shown(style, number) for _column, style, _raw, number in cells]
        if not any(shown):
            return []
        return [
            _label(row, column, style, text)
            if text
            else (PACKED, struct.pack("<HHH", row, column, style) + raw)
            for (column, style, raw, _number), text in zip(cells, shown, strict=True)
        ]

    def _shown(self, style: int, number: float) -> str:
        if style not in self._kinds:
            return ""
        return as_shown(self._kinds[style], number, is_1904=self._is_1904)


def _numbers(kind: int, body: bytes) -> Iterator[tuple[int, int, bytes, float]]:
    """Yield column, style, the number as it is packed and as it is, of each cell of a record."""
    column, style = struct.unpack_from("<HH", body, 2)
    if kind == SEVERAL:
        for place in range((len(body) - 6) // 6):
            style, raw = struct.unpack_from("<H4s", body, 4 + 6 * place)
            yield column + place, style, raw, _unpacked(raw)
    elif kind == PACKED:
        yield column, style, body[6:10], _unpacked(body[6:10])
    elif kind == NUMBER or body[12:14] != b"\xff\xff":
        yield column, style, b"", struct.unpack_from("<d", body, 6)[0]


def _unpacked(raw: bytes) -> float:
    """Return a number that is packed into four bytes ([MS-XLS] 2.5.217)."""
    (bits,) = struct.unpack("<i", raw)
    if bits & 2:
        number = float(bits >> 2)
    else:
        (number,) = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<i", bits & ~3))
    return number / 100 if bits & 1 else number


def _label(row: int, column: int, style: int, text: str) -> tuple[int, bytes]:
    letters = text.encode("utf-16-le")
    place = struct.pack("<HHHHB", row, column, style, len(text), 1)
    return LABEL, place + letters
