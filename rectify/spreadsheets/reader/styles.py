"""The styles of a workbook, of which only those matter that show values otherwise."""

import re

from rectify.spreadsheets.reader.elements import element, elements
from rectify.spreadsheets.reader.formats import shown_by

_FORMAT, _STYLE = element("numFmt"), element("xf")
# Of the lists of styles the one that cells point into.
_OF_CELLS = re.compile(r"<(?:[\w.-]+:)?cellXfs[\s>].*?</(?:[\w.-]+:)?cellXfs>", re.DOTALL)


def styles_of(text: str) -> dict[int, str]:
    """Return by its index what a style leaves of a value (formats.py), where it leaves less."""
    codes = {one.get("numFmtId"): one.get("formatCode", "") for one in elements(_FORMAT, text)}
    listed = _OF_CELLS.search(text)
    found = {}
    for index, style in enumerate(elements(_STYLE, listed[0]) if listed else ()):
        number = style.get("numFmtId", "0")
        if number.isdecimal() and (kind := shown_by(int(number), codes.get(number, ""))):
            found[index] = kind
    return found
