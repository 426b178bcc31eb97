"""How a spreadsheet was read, for the preview of an import."""

from django import template

from rectify.spreadsheets.columns import OF_KEY
from rectify.spreadsheets.quoting import apart
from rectify.spreadsheets.reader.ledger import Heading, Ledger, Understood

register = template.Library()


@register.filter
def understood(heading: Heading) -> str:
    """Return the canonical name of the column that a heading was taken for."""
    return OF_KEY[heading.key].name


@register.filter
def unrecognised(sheet: Understood) -> list[Heading]:
    return [heading for heading in sheet.headings if heading.text and not heading.key]


@register.filter
def ignored(ledger: Ledger) -> list[str]:
    """Return the headings that were not recognised, each once whatever sheets it stands in."""
    headings = (heading.text for sheet in ledger.sheets for heading in unrecognised(sheet))
    return list(dict.fromkeys(headings))


@register.filter
def place(row) -> str:
    """Return where something stands: its sheet, if that has a name, and its row."""
    return f"{row.sheet} 第 {row.row} 行".strip()


@register.filter
def where_they_differ(change: tuple[str, str, str]) -> tuple[str, str, str]:
    """Return a change with its long texts cut to where they begin to differ."""
    name, old, new = change
    return name, *apart(old, new, shown=300, before=60)
