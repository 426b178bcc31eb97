"""Workbooks of the old kind, written for tests: a container ([MS-CFB]) of records ([MS-XLS])."""

import struct
from dataclasses import dataclass, field

FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
BOOK, SHEET = 0x0005, 0x0010
# The second of the styles that every workbook here has shows a date.
PLAIN, DATE = 0, 1


def ole(streams: dict[str, bytes]) -> bytes:
    """Return a container with up to three streams in sectors of 512 bytes."""
    contents = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    sizes = [-(-len(content) // 512) for content in contents.values()]
    tables = -(-(sum(sizes) + 2) // 127)
    chain, starts = [TABLE] * tables + [END], []
    for size in sizes:
        starts.append(len(chain))
        chain += [*range(len(chain) + 1, len(chain) + size), END]
    chain += [FREE] * (tables * 128 - len(chain))
    header = struct.pack(
        "<8s16xHHHHH6x9I109I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        tables,
        tables,
        0,
        4096,
        END,
        0,
        END,
        0,
        *range(tables),
        *[FREE] * (109 - tables),
    )
    # The streams hang on each other's right, which is a tree, if not a balanced one.
    directory = _entry("Root Entry", 5, child=1, start=END, size=0, right=FREE)
    for number, (name, content) in enumerate(contents.items(), 1):
        right = number + 1 if number < len(contents) else FREE
        directory += _entry(
            name, 2, child=FREE, start=starts[number - 1], size=len(content), right=right
        )
    directory += _entry("", 0, child=FREE, start=0, size=0, right=FREE) * (3 - len(contents))
    body = b"".join(
        content.ljust(-(-len(content) // 512) * 512, b"\0") for content in contents.values()
    )
    return header + struct.pack(f"<{len(chain)}I", *chain) + directory + body


def _entry(name: str, kind: int, *, child: int, start: int, size: int, right: int) -> bytes:
    written = f"{name}\0".encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16x4x8x8xIQ", written, len(written), kind, 1, FREE, right, child, start, size
    )


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def text(value: str) -> bytes:
    """Return a string with its length in two bytes and its letters in two bytes each."""
    return struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")


@dataclass
class OldSheet:
    """A sheet of cells: (row, column) counted from 1 to a record without its place."""

    name: str
    records: list[bytes] = field(default_factory=list)
    state: int = 0
    kind: int = 0

    def number(self, row: int, column: int, value: float, style: int = PLAIN) -> None:
        self._cell(0x0203, row, column, struct.pack("<d", value), style)

    def label(self, row: int, column: int, value: str) -> None:
        self._cell(0x0204, row, column, text(value))

    def shared(self, row: int, column: int, index: int) -> None:
        self._cell(0x00FD, row, column, struct.pack("<I", index))

    def blank(self, row: int, column: int) -> None:
        self._cell(0x0201, row, column, b"")

    def boolean(self, row: int, column: int, value: bool) -> None:
        self._cell(0x0205, row, column, bytes([value, 0]))

    def error(self, row: int, column: int, code: int) -> None:
        self._cell(0x0205, row, column, bytes([code, 1]))

    def small(self, row: int, column: int, value: float, style: int = PLAIN) -> None:
        """A number with two digits behind the point, packed into four bytes."""
        packed = struct.pack("<i", round(value * 100) << 2 | 3)
        self._cell(0x027E, row, column, packed, style)

    def packed(self, row: int, column: int, *values: int, style: int = PLAIN) -> None:
        """Several whole numbers side by side."""
        cells = b"".join(struct.pack("<Hi", style, value << 2 | 2) for value in values)
        last = struct.pack("<H", column - 1 + len(values) - 1)
        self.records.append(record(0x00BD, struct.pack("<HH", row - 1, column - 1) + cells + last))

    def formula(
        self, row: int, column: int, result: float | str | bytes, style: int = PLAIN
    ) -> None:
        """A formula that calamine cannot take apart, with its number, text or error."""
        if isinstance(result, float):
            value = struct.pack("<d", result)
        else:
            kind = b"\0" if isinstance(result, str) else b"\2"
            error = result if isinstance(result, bytes) else b"\0"
            value = kind + b"\0" + error + b"\0\0\0\xff\xff"
        tokens = b"\xff" * 5
        self._cell(0x0006, row, column, value + b"\0" * 6 + struct.pack("<H", 5) + tokens, style)
        if isinstance(result, str):
            # A record of shared formulas may lie between the two.
            self.records += [record(0x04BC, b"\0" * 10), record(0x0207, text(result))]

    def merge(self, *ranges: tuple[int, int, int, int]) -> None:
        places = b"".join(
            struct.pack("<HHHH", top - 1, bottom - 1, left - 1, right - 1)
            for top, left, bottom, right in ranges
        )
        self.records.append(record(0x00E5, struct.pack("<H", len(ranges)) + places))

    def _cell(self, kind: int, row: int, column: int, rest: bytes, style: int = PLAIN) -> None:
        self.records.append(record(kind, struct.pack("<HHH", row - 1, column - 1, style) + rest))


def stream(
    *sheets: OldSheet, strings=(), first: bytes = b"", is_1904: bool = False, formats=()
) -> bytes:
    """Return the records of a workbook; `first` stands before all but the first of them.

    `formats` are numbers and codes of formats, each with a style after the two of every book.
    """
    begin = struct.pack("<HHHHII", 0x0600, BOOK, 0, 0, 0, 0)
    table = struct.pack("<II", len(strings), len(strings)) + b"".join(map(text, strings))
    book = [
        record(0x0809, begin),
        first,
        record(0x0042, struct.pack("<H", 1200)),
        record(0x0022, struct.pack("<H", is_1904)),
        *(record(0x041E, struct.pack("<H", number) + text(code)) for number, code in formats),
        *(
            record(0x00E0, struct.pack("<HHH14x", 0, number, 0))
            for number in (0, 14, *(number for number, _code in formats))
        ),
        # A picture and what continues it belong to no string.
        record(0x00EB, b"x" * 40),
        record(0x003C, b"x" * 40),
    ]
    ends = [record(0x00FC, table), record(0x000A)]
    listed = [len(sheet.name) * 2 + 12 for sheet in sheets]
    place = sum(map(len, book)) + sum(listed) + sum(map(len, ends))
    bodies = []
    for sheet in sheets:
        body = b"".join(
            [
                record(0x0809, struct.pack("<HHHHII", 0x0600, SHEET, 0, 0, 0, 0)),
                # Says that the sheet is full, as formatted ones do.
                record(0x0200, struct.pack("<IIHHH", 0, 65536, 0, 256, 0)),
                *sheet.records,
                record(0x000A),
            ]
        )
        name = bytes([len(sheet.name), 1]) + sheet.name.encode("utf-16-le")
        book.append(record(0x0085, struct.pack("<IBB", place, sheet.state, sheet.kind) + name))
        bodies.append(body)
        place += len(body)
    return b"".join([*book, *ends, *bodies])


def old_book(*sheets: OldSheet, **options) -> bytes:
    """Return a file with these sheets."""
    return ole({"Workbook": stream(*sheets, **options)})
