"""Ledgers as the reader gives them, drawn by hand."""

from datetime import date

from openpyxl.utils import get_column_letter

from rectify.spreadsheets.columns import COLUMNS, OF_KEY
from rectify.spreadsheets.reader.ledger import Heading, Ledger, Row, Understood
from rectify.spreadsheets.values import rows, values_of

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


ROW = {
    "问题编号": "新1",
    "社区": "新园里社区",
    "问题类别": "两个责任需要强化，推进全面从严治党在基层落地不扎实",
    "反馈问题": "固定资产管理不规范",
    "具体问题": "示例问题。",
    "责任科室": "公共管理办公室",
    "责任人": "党组织书记",
    "整改时限": date(2023, 3, 31),
    "时限原文": "2023年3月底",
    "整改状态": "整改中",
    "完成时间": "",
    "进展情况": "",
    "佐证材料": "",
    "是否公开": "",
    "不公开理由": "",
    "备注": "",
    "版本": "",
}


def told(outcome):
    """Return how many rows of each kind there are: new, changed, unchanged, refused."""
    return (outcome.created, outcome.changed, outcome.unchanged, outcome.refused)


def complaints(outcome):
    return [(one.row, one.column, one.heading, one.message) for one in outcome.problems]


def as_exported(round, **filters) -> list[dict]:
    """Return entries as the canonical export writes them."""
    return [
        {OF_KEY[key].name: "" if value is None else value for key, value in row.items()}
        for row in map(values_of, rows(round.issues.filter(**filters), round=round))
    ]
