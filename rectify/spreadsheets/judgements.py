"""What was found of each row of a file."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from import_export.results import Result, RowResult


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


class RefusedRowError(ValidationError):
    """A row is refused, for the sentences that it is given by the key of the column.

    Django's own makes an error of each sentence, and copies of these wherever it is passed on.
    """

    def __init__(self, sentences: dict[str, list[str]]):
        Exception.__init__(self, sentences)
        self.sentences = sentences


class JudgedRow(RowResult):
    """The library's account of one row, with ours.

    `refusal` holds the sentences for which the row is refused, by the key of the column.
    """

    judgement: Judgement | None = None
    refusal: dict[str, list[str]] = {}

    def let_go(self) -> None:
        """Keep the sentences of a refusal, and let go of all that the error was raised among."""
        self.refusal = self.validation_error.sentences
        self.validation_error = self.validation_error.with_traceback(None)


class JudgedRows(Result):
    """The library's account of an import, which keeps no rows: a refused one takes 10 kB."""

    is_refused = False

    def append_row_result(self, row_result):
        pass

    def append_invalid_row(self, number, row, validation_error):
        self.is_refused = True

    def has_validation_errors(self):
        return self.is_refused
