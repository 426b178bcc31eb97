"""Picture files as rows of pieces: what the pixels need is taken, the rest is left behind.

Pillow reads every piece before anybody can ask how large the picture is, and notes built for
it cost gigabytes and minutes: two megabytes of Exif whose entries all point at the same place
took 4.8 GB, 400 kB of JPEG with three thousand scans a minute and a half. So it is handed
files that have no notes, and few scans. Of the notes only the orientation is read, here.
"""

import re
import struct
import zlib

# A progressive photograph has about ten; every one is a pass over the whole picture.
MOST_SCANS = 40
# Those of a photograph with maps of depth and wide profiles are some hundred.
MOST_SEGMENTS = 2000
ORIENTATION = 0x0112

_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_BEFORE_PIXELS = (b"IHDR", b"PLTE", b"tRNS")
_WEBP_PIXELS = (b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF")
# VP8X says by these that a profile, Exif and XMP follow.
_WEBP_NOTES = 0x20 | 0x08 | 0x04

_JPEG_START = b"\xff\xd8"
_JPEG_END, _JPEG_SCAN = 0xD9, 0xDA
# Frames, tables, restart intervals: all from 0xC0 that decoding needs, but for the end.
_JPEG_PIXELS = {*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDD}
# Within a scan 0xFF is data when 0 follows, and a restart when 0xD0 to 0xD7 does.
_JPEG_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


class BrokenError(ValueError):
    """A picture file that is cut off, damaged, or made to cost more than pictures do."""


def kind_of(start: bytes) -> str | None:
    """Return Pillow's name for what a file begins as, None for all that is no picture we take."""
    if start.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if start.startswith(_PNG_START):
        return "PNG"
    # Sound and films begin with RIFF too.
    return "WEBP" if start.startswith(b"RIFF") and start[8:12] == b"WEBP" else None


def without_notes(kind: str, content: bytes) -> tuple[bytes, int]:
    """Return a picture file with nothing but the first picture, and its orientation (1 to 8).

    Raises BrokenError for a file without its end.
    """
    readers = {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp}
    try:
        return readers[kind](content)
    except (IndexError, ValueError, struct.error) as error:
        raise BrokenError from error


def _jpeg(content: bytes) -> tuple[bytes, int]:
    """Leave out notes, profiles, and what phones put behind the picture, such as a short film."""
    kept, orientation = [_JPEG_START], 1
    place, scans = len(_JPEG_START), 0
    for _ in range(MOST_SEGMENTS):
        # Padding is allowed before a marker; other bytes are passed over as decoders do.
        place = content.index(b"\xff", place)
        while content[place + 1] == 0xFF:
            place += 1
        marker = content[place + 1]
        if marker == _JPEG_END:
            return b"".join([*kept, b"\xff\xd9"]), orientation
        if marker in (0x00, 0x01, *range(0xD0, 0xD9)):
            place += 2
            continue
        (length,) = struct.unpack_from(">H", content, place + 2)
        end = place + 2 + max(length, 2)
        body = content[place + 4 : end]
        if marker == 0xE1 and body.startswith(b"Exif\0\0") and orientation == 1:
            orientation = orientation_in(body)
        if marker == _JPEG_SCAN:
            scans += 1
            found = _JPEG_AFTER_SCAN.search(content, end)
            if not found or scans > MOST_SCANS:
                raise BrokenError
            end = found.start()
        # JFIF and Adobe say how the colours are meant.
        is_colours = (marker == 0xE0 and body.startswith(b"JFIF\0")) or (
            marker == 0xEE and body.startswith(b"Adobe")
        )
        if marker in _JPEG_PIXELS or is_colours:
            kept.append(content[place:end])
        place = end
    raise BrokenError


def _png(content: bytes) -> tuple[bytes, int]:
    """Leave out texts, times, profiles, and the further pictures of a moving one."""
    before, pixels, orientation = {}, [], 1
    view, place = memoryview(content), len(_PNG_START)
    while True:
        length, name = struct.unpack_from(">I4s", content, place)
        body = view[place + 8 : place + 8 + length]
        (checksum,) = struct.unpack_from(">I", content, place + 8 + length)
        is_needed = name in (b"IDAT", b"IEND") or name in _PNG_BEFORE_PIXELS
        if is_needed and zlib.crc32(body, zlib.crc32(name)) != checksum:
            raise BrokenError
        if name == b"IEND":
            break
        if name == b"IDAT":
            pixels.append(body)
        elif name in _PNG_BEFORE_PIXELS:
            before.setdefault(name, bytes(body))
        elif name == b"eXIf":
            orientation = orientation_in(bytes(body[:65536]))
        place += length + 12
    pieces = [(name, before[name]) for name in _PNG_BEFORE_PIXELS if name in before]
    pieces += [(b"IDAT", b"".join(pixels)), (b"IEND", b"")]
    written = [
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in pieces
    ]
    return b"".join([_PNG_START, *written]), orientation


def _webp(content: bytes) -> tuple[bytes, int]:
    """Leave out notes, profiles, and the further pictures of a moving one."""
    (size,) = struct.unpack_from("<I", content, 4)
    end, kept, orientation = size + 8, [], 1
    if end > len(content):
        raise BrokenError
    place, names = 12, set()
    while place + 8 <= end:
        name, length = struct.unpack_from("<4sI", content, place)
        body = content[place + 8 : place + 8 + length]
        if len(body) < length:
            raise BrokenError
        if name == b"VP8X":
            body = bytes([body[0] & ~_WEBP_NOTES]) + body[1:]
        if name == b"EXIF":
            orientation = orientation_in(body[:65536])
        # A picture that does not move has one piece of each; of a moving one the first counts.
        if name in _WEBP_PIXELS and name not in names:
            kept.append(struct.pack("<4sI", name, length) + body + b"\0" * (length % 2))
            names.add(name)
        place += 8 + length + length % 2
    inside = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(inside)) + inside, orientation


def orientation_in(exif: bytes) -> int:
    """Return how a picture has to be turned by its Exif: 1, which is not at all, to 8."""
    exif = exif.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if not order:
        return 1
    try:
        (place,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, place)
        for number in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", exif, place + 2 + 12 * number)
            if tag == ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        # Notes that break off; many a phone and editor writes such.
        return 1
    return 1
