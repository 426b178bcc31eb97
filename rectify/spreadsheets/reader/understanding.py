"""Grids become the rows of the ledger, whatever office drew them up. Pure: no database."""

from collections.abc import Callable
from itertools import islice

from rectify.spreadsheets.columns import OF_KEY
from rectify.spreadsheets.reader import header as headers
from rectify.spreadsheets.reader.cells import is_blank, is_ditto, text_of
from rectify.spreadsheets.reader.claims import claimed
from rectify.spreadsheets.reader.header import Header
from rectify.spreadsheets.reader.ledger import (
    Book,
    Grid,
    Heading,
    Ledger,
    Row,
    Understood,
    UnreadableError,
)
from rectify.spreadsheets.reader.merges import Merges
from rectify.spreadsheets.reader.refusals import letters
from rectify.spreadsheets.reader.rows import RowReader
from rectify.spreadsheets.reader.sheet_names import names_in

WITHOUT_HEADING = "（没有标题）"
NAMES_OF_NUMBER = "、".join([OF_KEY["number"].name, *OF_KEY["number"].aliases])
LOOKED_FOR = (
    f"表头里要有编号一列（{NAMES_OF_NUMBER}），另外至少还有一列：社区、反馈问题、具体问题、整改措施、"
    "责任科室、整改时限、整改状态等"
)
HEADINGS_TOLD = 8
# So many cells below a heading show what is in the column.
CELLS_LOOKED_AT = 2000


def understand(book: Book) -> Ledger:
    """Return the ledger that the visible sheets of a file hold, joined in their order.

    A sheet without a header of a ledger is left out, and `Understood.why` says so. Raises
    UnreadableError, with a sentence, when no sheet has one, or when a sheet holds two tables.
    """
    sheets: list[Understood] = []
    rows: list[Row] = []
    for grid in book.grids:
        understood, entries = _read(grid, named=book.has_sheets)
        sheets.append(understood)
        rows += entries
    if not any(sheet.header for sheet in sheets):
        raise UnreadableError(_why_none(sheets, book.hidden))
    return Ledger(tuple(sheets), rows, book.hidden)


def _read(grid: Grid, *, named: bool) -> tuple[Understood, list[Row]]:
    merges = Merges(grid.merged)
    header, nearest = headers.find(grid, merges)
    if header is None:
        return Understood(grid.name, None, why=_why_not(grid, nearest)), []
    keys = claimed(header.columns, _below(grid, header))
    reader = RowReader(grid, merges, header, keys)
    reader.read()
    understood = Understood(
        grid.name,
        (grid.first_row + header.first, grid.first_row + header.last),
        _headings(grid, header, keys, reader.rows),
        names=names_in(grid.name) if named else (),
        skipped=tuple(reader.skipped),
    )
    return understood, reader.rows


def _headings(grid: Grid, header: Header, keys: dict[int, str], rows: list[Row]):
    """Return the headings, and the columns without one in which entries have something."""
    texts = {column.place: column.text for column in header.columns}
    width = max((len(row) for row in grid.rows), default=0)
    unknown = [place for place in range(width) if place not in texts]
    for row in rows:
        if not unknown:
            break
        cells = grid.rows[row.number - grid.first_row]
        for place in [one for one in unknown if one < len(cells) and not is_blank(cells[one])]:
            texts[place] = WITHOUT_HEADING
            unknown.remove(place)
    return tuple(
        Heading(letters(place + grid.first_column), texts[place], keys.get(place, ""))
        for place in sorted(texts)
    )


def _below(grid: Grid, header: Header) -> Callable[[int], list[str]]:
    """Return how to get at what a column says itself, not of the cell above."""

    def texts(place: int) -> list[str]:
        cells = (row[place] for row in grid.rows[header.last + 1 :] if place < len(row))
        said = (text for text in map(text_of, cells) if text and not is_ditto(text))
        return list(islice(said, CELLS_LOOKED_AT))

    return texts


def _why_not(grid: Grid, nearest: Header | None) -> str:
    """Return why a sheet is left out, in a sentence."""
    if all(is_blank(value) for row in grid.rows for value in row):
        return "这张表是空的。" if grid.name else "文件里没有内容。"
    if nearest is None:
        return f"没有找到台账的表头。{LOOKED_FOR}。"
    where = f"第 {grid.first_row + nearest.first} 行"
    known = [column.text for column in nearest.columns if column.key]
    found = "、".join(known[:HEADINGS_TOLD])
    if "number" in nearest.keys and nearest.is_summary:
        return f"{where}的列（{found}）是统计或名册，不是台账：没有具体问题、反馈问题或问题编号，不读这张表。"
    return f"{where}像是表头（认得的有：{found}），但是{_missing(nearest)}。"


def _missing(nearest: Header) -> str:
    if "number" not in nearest.keys:
        return f"没有编号一列（{NAMES_OF_NUMBER}），认不出每一行是哪个问题：请补上这一列"
    return "除了编号没有别的认得的列"


def _why_none(sheets: list[Understood], hidden: tuple[str, ...]) -> str:
    """Return why a whole file cannot be read, in sentences."""
    parts = [f"没有找到台账的表头。{LOOKED_FOR}。"]
    for sheet in sheets[:HEADINGS_TOLD]:
        if not sheet.why.startswith("没有找到"):
            parts.append(f"{f'工作表“{sheet.sheet}”：' if sheet.sheet else ''}{sheet.why}")
    if not sheets:
        parts.append("文件里没有可以读的工作表。")
    if hidden:
        parts.append(f"隐藏的工作表（{'、'.join(hidden[:HEADINGS_TOLD])}）不读，要读请先取消隐藏。")
    return "".join(parts)
