"""The operator's own file back, with what is wrong in it written where it is wrong."""

import logging
from dataclasses import dataclass
from pathlib import PurePath

from rectify.spreadsheets.marked_copy import mark_copy
from rectify.spreadsheets.marked_csv import mark_csv
from rectify.spreadsheets.marked_workbook import is_too_large, mark_workbook
from rectify.spreadsheets.problems import Problem

logger = logging.getLogger(__name__)

ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0"
# Stands in the name, so that the marked file does not take the place of the original.
ENDING = "（标出错误）"


@dataclass(frozen=True)
class Marked:
    """A marked file. `plain` tells that it is a new one, which has only the values of the old."""

    content: bytes
    name: str
    plain: bool = False


def mark(
    content: bytes,
    name: str,
    problems: list[Problem],
    headers: dict[str, int],
    *,
    more: str = "",
) -> Marked:
    """Return a file that was read before, with its errors marked.

    `headers` holds the last header row of each sheet that was read. `more` says that there are
    errors beyond those given, and stands with the last of them; "" when there are none. Each
    refused cell is red and has a comment, and the column 错误说明 right of the last one says
    everything. What an earlier marking has left is taken away first.

    An .xlsx keeps its looks, hidden columns, merged cells, drop-downs, pictures and the
    office's own comments. It loses what openpyxl does not know: shapes and text boxes, form
    controls, sparklines, slicers, drop-downs and conditional formats of the kinds that came
    after Excel 2007, the threads of threaded comments, looks within a comment, part of the
    looks of charts; the values of formulas come back when a spreadsheet program opens it. A
    .csv stays one, in UTF-8 with its mark. What openpyxl cannot write (.xls), cannot read, or
    only in too long a time becomes a new .xlsx with the values of its visible sheets alone, which
    `plain` tells.
    """
    if more and problems:
        last = problems[-1]
        problems = [*problems, Problem(last.sheet, last.row, "", "", "", more)]
    stem = PurePath(name).stem.removesuffix(ENDING) + ENDING
    if not content.startswith((ZIP, OLE)):
        return Marked(mark_csv(content, problems, headers), f"{stem}.csv")
    if content.startswith(ZIP) and not is_too_large(content):
        try:
            return Marked(mark_workbook(content, problems, headers), f"{stem}.xlsx")
        except Exception:
            # openpyxl is stricter than Excel, in many ways and with as many exceptions.
            logger.exception("openpyxl cannot mark a workbook; its values are copied")
    return Marked(mark_copy(content, problems, headers), f"{stem}.xlsx", plain=True)
