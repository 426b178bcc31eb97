"""The container of old Office files, written: one stream, as [MS-CFB] lays it out."""

import struct

# The larger of the two kinds: its tables have room for 400 MiB in the header alone.
SECTOR = 4096
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
# A shorter stream would have to lie in sectors of 64 bytes.
SHORTEST = 4096


def container(name: str, stream: bytes) -> bytes:
    """Return a container with one stream: its tables first, then directory and stream."""
    stream = stream.ljust(SHORTEST, b"\0")
    sectors = -(-len(stream) // SECTOR)
    tables = -(-(sectors + 1) // (SECTOR // 4 - 1))
    chain = [TABLE] * tables + [END]
    chain += [*range(tables + 2, tables + 1 + sectors), END]
    chain += [FREE] * (tables * SECTOR // 4 - len(chain))
    header = struct.pack(
        "<8s16xHHHHH6x9I109I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E,
        4,
        0xFFFE,
        12,
        6,
        1,  # sectors of the directory
        tables,
        tables,  # where the directory begins
        0,
        SHORTEST,
        END,
        0,
        END,
        0,
        *range(tables),
        *[FREE] * (109 - tables),
    )
    directory = _entry("Root Entry", 5, child=1, start=0, size=0)
    directory += _entry(name, 2, child=FREE, start=tables + 1, size=len(stream))
    return b"".join(
        [
            header.ljust(SECTOR, b"\0"),
            struct.pack(f"<{len(chain)}I", *chain),
            directory.ljust(SECTOR, b"\0"),
            stream.ljust(sectors * SECTOR, b"\0"),
        ]
    )


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    written = f"{name}\0".encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16x4x8x8xIQ", written, len(written), kind, 1, FREE, FREE, child, start, size
    )
