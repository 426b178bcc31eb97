"""Characters that look the same or like nothing: full-width letters, spaces of every kind."""

WIDE = [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
# Letters and digits, and nothing else: ，（） are what Chinese is written with.
HALF_WIDTH = {code: code - 0xFEE0 for code in WIDE}
# Inside codes and dates the signs between letters and digits belong to them as well.
HALF_WIDTH_SIGNS = HALF_WIDTH | {
    ord(wide): half for wide, half in zip("－．／＿", "-./_", strict=True)
}

# U+3000 and the no-break spaces are among Python's own; those without width are not.
SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
SPACES += "\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_NO_SPACES = dict.fromkeys(map(ord, SPACES))


def without_spaces(text: str) -> str:
    """Return a text without any space or line break in it."""
    return text.translate(_NO_SPACES)
