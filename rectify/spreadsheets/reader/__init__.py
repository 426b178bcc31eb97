"""Any office's file becomes the rows of the ledger: a pure function of bytes, no database."""

from rectify.spreadsheets.reader.apart import open_apart
from rectify.spreadsheets.reader.ledger import Ledger
from rectify.spreadsheets.reader.understanding import understand


def read(content: bytes, name: str) -> Ledger:
    """Return a file as rows of the ledger, with sheet and row numbers.

    `name` is what the file was called, for the sentences. Raises UnreadableError.
    """
    return understand(open_apart(content, name))
