"""What was found of each row of a file."""

from dataclasses import dataclass, field

from import_export.results import RowResult


@dataclass
class Judgement:
    """What one row of a file says of an entry.

    `before` holds the entry's facts as they are stored, by the key of the column; `notes` what
    the row says otherwise than the ledger and the import leaves alone; `changes` (column,
    old, new) of each fact that changes; `placed` what a new entry was found to belong to.
    """

    before: dict[str, object] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    placed: tuple = ()


class JudgedRow(RowResult):
    """The library's account of one row, with ours."""

    judgement: Judgement | None = None
