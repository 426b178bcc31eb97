"""What is wrong in a spreadsheet, and where."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a row out.

    `column` is the letter of the column and `heading` what stands over it, both "" when the
    whole row is meant; `value` is what stands in the cell, or the beginning of a long text.
    """

    sheet: str
    row: int
    column: str
    heading: str
    value: str
    message: str
