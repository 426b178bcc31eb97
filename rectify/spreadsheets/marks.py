"""What is written into a file to say what is wrong in it, whatever kind of file it is."""

import re
from bisect import bisect_right
from collections.abc import Iterable

from openpyxl.utils import column_index_from_string

from rectify.spreadsheets.paper import HIGHEST, LINE, PADDING, lines_of
from rectify.spreadsheets.problems import Problem

AUTHOR = "巡察整改台账"
# Not only the author, for LibreOffice forgets who wrote a comment.
SIGNATURE = f"【{AUTHOR}】"
COLUMN = "错误说明"
COLUMN_NOTE = f"{SIGNATURE}\n这一列是系统加的：照说明改好以后直接上传这份表格即可，不用删这一列，导入时不读它。"
# Excel numbers the boxes of a sheet's comments in blocks of 1,024, of which openpyxl writes one,
# and scrolls badly over thousands of them. The column says everything in any case.
MOST_COMMENTS = 1_000
FEWER_COMMENTS = f"错误很多，批注只加在前 {MOST_COMMENTS} 个格子上；每一行的错误都写在这一列里。"
LONGEST_COMMENT = 2_000
NOT_IN_COMMENT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# (first column, first row, last column, last row), as openpyxl counts.
Bounds = tuple[int, int, int, int]


class Marks:
    """What is to be said on one sheet: `rows` the text beside each row, `cells` on each cell.

    What is wrong in a cell of a merged range is said on its first cell, which has the value.
    """

    def __init__(self, problems: Iterable[Problem], merged: Iterable[Bounds] = ()):
        said_of_rows, self.cells = {}, {}
        first = _first_cells(merged)
        for problem in problems:
            said_of_rows.setdefault(problem.row, {})[_with_heading(problem)] = None
            if problem.column:
                cell = first(problem.row, column_index_from_string(problem.column))
                self.cells.setdefault(cell, {})[problem.message] = None
        self.rows = {row: _numbered([*said]) for row, said in said_of_rows.items()}


def by_sheet(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    sheets = {}
    for problem in problems:
        sheets.setdefault(problem.sheet, []).append(problem)
    return sheets


def comment_text(sentences: Iterable[str], before: str = "") -> str:
    """Return the text of a comment, after what the office's own one said."""
    said = NOT_IN_COMMENT.sub("", "\n".join(sentences))
    if len(said) > LONGEST_COMMENT:
        said = f"{said[:LONGEST_COMMENT]}……（全文见“{COLUMN}”列）"
    return f"{before}\n\n{SIGNATURE}\n{said}" if before else f"{SIGNATURE}\n{said}"


def without_ours(text: str) -> str:
    """Return what the office's own comment said before ours was added, "" if it had none."""
    return text.partition(SIGNATURE)[0].rstrip()


def column_note(cells: int) -> str:
    """Return the comment on the head of the column, given how many cells are marked."""
    return f"{COLUMN_NOTE}\n{FEWER_COMMENTS}" if cells > MOST_COMMENTS else COLUMN_NOTE


def size_of(comment: str) -> tuple[int, int]:
    """Return how wide and how high the box of a comment is, in pixels."""
    lines = sum(1 + len(line) // 22 for line in comment.split("\n"))
    return 300, min(20 + 18 * lines, 400)


def height_of(texts: Iterable[tuple[str, float]], size: float = 11) -> float:
    """Return how high a row is, in points, for texts in columns so many digits wide.

    Excel finds out by itself, LibreOffice does not.
    """
    # Most texts are short; only of the others the lines are counted.
    long = (one for one in texts if len(one[0]) * 2 > one[1] - 1 or "\n" in one[0])
    lines = max((lines_of(text, width / 2) for text, width in long), default=1)
    return round(min(lines * size * LINE + PADDING, HIGHEST), 1)


def _with_heading(problem: Problem) -> str:
    heading = "".join(problem.heading.split())
    return problem.message if heading in problem.message else f"{heading}：{problem.message}"


def _numbered(sentences: list[str]) -> str:
    if len(sentences) == 1:
        return sentences[0]
    return "\n".join(f"{number}. {text}" for number, text in enumerate(sentences, 1))


def _first_cells(merged: Iterable[Bounds]):
    """Return a function that gives the first cell, (row, column), of the range a cell is in."""
    of_column = {}
    wide = []
    for bounds in sorted(merged, key=lambda bounds: bounds[1]):
        # A title merged over the whole sheet is not taken apart into its 16,384 columns.
        if bounds[2] - bounds[0] > 200:
            wide.append(bounds)
            continue
        for column in range(bounds[0], bounds[2] + 1):
            starts, ranges = of_column.setdefault(column, ([], []))
            starts.append(bounds[1])
            ranges.append(bounds)

    def first(row: int, column: int) -> tuple[int, int]:
        starts, ranges = of_column.get(column, ([], []))
        place = bisect_right(starts, row) - 1
        for left, top, right, bottom in [*ranges[max(place, 0) : place + 1], *wide]:
            if left <= column <= right and top <= row <= bottom:
                return top, left
        return row, column

    return first
