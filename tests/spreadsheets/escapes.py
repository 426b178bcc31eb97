"""Texts as openpyxl reads them from .xlsx: it leaves escapes as they are.

python-calamine, by which the program reads, has undone them already.
"""

import re

ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Return the text that was written; half of a character beyond U+FFFF is none."""
    return ESCAPE.sub(_character, text)


def _character(found: re.Match) -> str:
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code <= 0xDFFF else chr(code)
