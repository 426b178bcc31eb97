"""Whose entries stand on a sheet, told by its name where no cell says so."""

from dataclasses import replace

from rectify.spreadsheets.directory import Directory
from rectify.spreadsheets.reader.ledger import Ledger


def placed(ledger: Ledger, directory: Directory) -> Ledger:
    """Return a ledger in which the names of its sheets fill in for missing communities.

    A sheet supplies one when its name, or what is left of it without numbering and words such
    as 台账, is a community's; any other name says nothing of its entries.
    """
    named = {
        sheet.sheet: name
        for sheet in ledger.sheets
        if sheet.header and (name := directory.community_named(sheet.names))
    }
    rows, supplied = [], set()
    for row in ledger.rows:
        if row.sheet in named and not row.cells.get("community"):
            supplied.add(row.sheet)
            row = replace(
                row,
                cells=row.cells | {"community": named[row.sheet]},
                carried=row.carried | {"community"},
            )
        rows.append(row)
    if not supplied:
        return ledger
    sheets = tuple(
        replace(sheet, community=named[sheet.sheet]) if sheet.sheet in supplied else sheet
        for sheet in ledger.sheets
    )
    return Ledger(sheets, rows, ledger.hidden)
