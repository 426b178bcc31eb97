"""The rows of a ledger in the shape in which the library goes through them."""

from collections.abc import Iterator

from rectify.spreadsheets.columns import OF_KEY
from rectify.spreadsheets.reader.ledger import Ledger


class LedgerDataset:
    """What django-import-export asks of a tablib.Dataset, without a copy of all the rows.

    None is a column that a row's own sheet does not have.
    """

    def __init__(self, ledger: Ledger):
        self.rows = ledger.rows
        present = {"number"}.union(*(row.cells for row in ledger.rows))
        self.headers = [key for key in OF_KEY if key in present]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[list]:
        return ([row.cells.get(key) for key in self.headers] for row in self.rows)

    def __getitem__(self, key: str) -> list:
        return [row.cells.get(key) for row in self.rows]
