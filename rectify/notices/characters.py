"""Which characters of a text a file can hold."""

import re

from rectify.texts import UNSEEN

# Tabs and line breaks stand between words; a block is one line all the same.
SPACES = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
# What neither XML 1.0 nor HTML allows in a text, however it is written, and what would let
# an official text be read as another.
FORBIDDEN = re.compile(rf"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff{UNSEEN}]")


def writable(text: str) -> str:
    """Return a text as one line without the characters that no document may hold.

    They come from copying out of other programs, and nobody has ever seen them: leaving them
    out loses nothing, while one of them would keep the whole file from opening.
    """
    return FORBIDDEN.sub("", SPACES.sub(" ", text))


def writable_lines(text: str) -> str:
    """Return a text of several lines, each without the characters that no document may hold."""
    return "\n".join(writable(line) for line in text.splitlines())
