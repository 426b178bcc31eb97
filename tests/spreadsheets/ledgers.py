"""Ledgers as the reader gives them, drawn by hand."""

from openpyxl.utils import get_column_letter

from rectify.spreadsheets.columns import COLUMNS
from rectify.spreadsheets.reader.ledger import Heading, Ledger, Row, Understood

KEYS = {column.name: column.key for column in COLUMNS}


def ledger(*rows: dict, sheet: str = "台账", first: int = 2) -> Ledger:
    """Return a ledger of one sheet from rows by the Chinese names of their columns.

    The columns are those of the first row; the header stands in the row before `first`.
    """
    headings = tuple(
        Heading(get_column_letter(place), name, KEYS[name]) for place, name in enumerate(rows[0], 1)
    )
    understood = Understood(sheet, (first - 1, first - 1), headings)
    return Ledger(
        (understood,),
        [
            Row(sheet, number, {KEYS[name]: value for name, value in row.items()})
            for number, row in enumerate(rows, first)
        ],
    )
