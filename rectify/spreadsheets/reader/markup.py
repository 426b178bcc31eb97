"""XML watched for what no spreadsheet program writes, and a parser would have no end of."""

from rectify.spreadsheets.reader import refusals
from rectify.spreadsheets.reader.ledger import UnreadableError

# A parser remembers each element until it is closed: so many take 50 MB.
MOST_OPEN = 2_000_000
# One tag, comment or text is put together whole; the longest cell has 32,767 characters.
LONGEST_PIECE = 1024 * 1024
# No name of an element and no attribute that matters here is longer.
LONGEST_TAG = 4096


def end_of_cells(chunk: bytes, begins: bytes) -> int:
    """Return where to cut a piece so that every cell before the cut is whole.

    That is where the last cell begins, with `begins`; without one, where any element does.
    """
    end = chunk.rfind(begins)
    return end if end > 0 else max(chunk.rfind(b"<"), len(chunk) - LONGEST_TAG, 0)


class Watched:
    """Watches one part of a package, piece by piece, at the speed of a search."""

    def __init__(self) -> None:
        self._open = self._length = 0
        self._last = b""

    def look(self, chunk: bytes) -> None:
        """Take the next piece. Raises UnreadableError for what goes on without end."""
        begin = chunk.rfind(b"<")
        self._length = len(chunk) - begin if begin >= 0 else self._length + len(chunk)
        seen = self._last + chunk
        self._last = chunk[-1:]
        # Each end of an element counts back its own beginning too. A > that ends no tag is in a
        # text, where one after a / is not the end of an element.
        begins, ends = chunk.count(b"<"), chunk.count(b">")
        closing = 2 * seen.count(b"</") + seen.count(b"/>")
        self._open += begins - closing + max(ends - begins, 0)
        if self._open > MOST_OPEN or self._length > LONGEST_PIECE:
            raise UnreadableError(refusals.TOO_COSTLY)
