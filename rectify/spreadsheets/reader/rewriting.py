"""Cells of a sheet's XML that a reader would lose or misread, written anew as text."""

import re
from collections.abc import Iterable, Iterator, Mapping

from rectify.spreadsheets.reader.formats import as_shown
from rectify.spreadsheets.reader.ledger import UNCALCULATED
from rectify.spreadsheets.reader.markup import end_of_cells

_KIND = re.compile(rb"""\st=(?:"([^"]*)"|'([^']*)')""")
# A search for any kind of space takes ten times as long, and nobody writes another one.
_ERROR = re.compile(rb""" t=["']e["']""")
_STYLE = re.compile(rb"""\ss=["'](\d+)["']""")


class OddCells:
    """Finds the cells of a sheet whose elements have a prefix, and writes them anew.

    `styles` says by a style's index what its format leaves of a value (formats.py). There are
    cells like #REF!, which calamine leaves out, and on some of which it gives up on the sheet
    (#SPILL!); formulas that no program has calculated, which look empty; and values that their
    format shows otherwise.
    """

    def __init__(self, prefix: bytes, styles: Mapping[int, str], *, is_1904: bool = False) -> None:
        self._styles, self._is_1904 = styles, is_1904
        self._begins = b"<%bc" % prefix
        prefix = re.escape(prefix)
        formula = rb"<%bf(?:\s[^<>]*)?(?:/>|>[^<]*</%bf>)" % (prefix, prefix)
        of_style = b"|".join(b"%d" % style for style in sorted(styles))
        self._error = re.compile(rb"""(<%bc\s[^<>]*\bt=)["']e["']""" % prefix)
        self._uncalculated = re.compile(
            rb"<%bc(\s[^<>]*)>\s*%b\s*(?:<%bv\s*/>|<%bv>\s*</%bv>)?\s*</%bc>"
            % (prefix, formula, prefix, prefix, prefix, prefix)
        )
        self._of_style = styles and re.compile(
            rb"""<%bc((?=[^<>]*\ss=["'](?:%b)["'])[^<>]*)>\s*(?:%b)?\s*<%bv>([^<]*)</%bv>\s*</%bc>"""
            % (prefix, of_style, formula, prefix, prefix, prefix)
        )
        self._written = b'<%bc%%b t="str"><%bv>%%b</%bv></%bc>' % (prefix, prefix, prefix, prefix)
        self._formula = b"<%bf" % prefix

    def are_in(self, piece: bytes) -> bool:
        """Tell whether a piece of XML may have such cells."""
        return bool(
            _ERROR.search(piece)
            or (self._formula in piece and self._uncalculated.search(piece))
            or (self._of_style and self._of_style.search(piece))
        )

    def rewritten(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield a sheet's XML with such cells as text."""
        rest = b""
        for chunk in chunks:
            chunk = rest + chunk
            end = end_of_cells(chunk, self._begins)
            rest = chunk[end:]
            yield self._anew(chunk[:end])
        yield self._anew(rest)

    def _anew(self, piece: bytes) -> bytes:
        if not self.are_in(piece):
            return piece
        piece = self._error.sub(rb'\1"str"', piece)
        piece = self._uncalculated.sub(self._as_uncalculated, piece)
        return self._of_style.sub(self._as_shown, piece) if self._of_style else piece

    def _as_uncalculated(self, found: re.Match) -> bytes:
        # A formula may well have come to a text without any letters.
        if _kind_of(found[1]) == b"str":
            return found[0]
        return self._text(found[1], UNCALCULATED)

    def _as_shown(self, found: re.Match) -> bytes:
        kind = self._styles[int(_STYLE.search(found[1])[1])]
        try:
            value = float(found[2])
        except ValueError:
            return found[0]
        is_number = _kind_of(found[1]) in (b"", b"n")
        shown = as_shown(kind, value, is_1904=self._is_1904) if is_number else ""
        return self._text(found[1], shown) if shown else found[0]

    def _text(self, attributes: bytes, text: str) -> bytes:
        return self._written % (_KIND.sub(b"", attributes), text.encode())


def _kind_of(attributes: bytes) -> bytes:
    found = _KIND.search(attributes)
    return found[1] or found[2] or b"" if found else b""
