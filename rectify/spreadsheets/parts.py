"""An entry that is higher than a row of a sheet can be goes on in further rows.

Excel makes no row higher than 409 points and no program breaks a row between two pages: what
is higher is cut, and what is written smaller cannot be read. So texts are broken between two
lines, and the further rows bear the same number with （续）. Names, days and lights stand in
them once more, so that a row can be understood on the next page and goes with its entry when
somebody sorts or filters. The reader of files joins such rows again.
"""

from bisect import bisect_right
from collections.abc import Iterator

from rectify.spreadsheets.columns import GOES_ON
from rectify.spreadsheets.paper import Paper, lines_of

# What is told at length: it goes on in a further row, and is not told there again.
TOLD = frozenset({"text", "measures", "goal", "progress", "remark"})
# A text is broken behind one of these if there is one so near the end of its last line.
BREAKS = "\n。；！？，、："
NEAR = 40


def parts_of(texts: dict[str, str], paper: Paper) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of an entry: how many lines each has, and its texts by column.

    `texts` holds what is shown in every column. Most entries are one row.
    """
    lines = {key: lines_of(text, paper.widths[key]) for key, text in texts.items()}
    if max(lines.values()) <= paper.most_lines:
        yield max(lines.values()), texts
        return
    most = paper.lines_of_part
    pieces = {
        key: broken(text, paper.widths[key], most)
        for key, text in texts.items()
        if lines[key] > most or key in TOLD
    }
    for place in range(max(map(len, pieces.values()))):
        part = dict(texts)
        part |= {key: "".join(own[place : place + 1]) for key, own in pieces.items()}
        if place and part.get("number"):
            part["number"] += f"\n{GOES_ON}"
        yield max(lines_of(text, paper.widths[key]) for key, text in part.items()), part


def broken(text: str, width: float, most: int) -> list[str]:
    """Return a text in pieces of at most so many lines in a column; together they are the text."""
    pieces = []
    while lines_of(text, width) > most:
        ends = range(1, len(text) + 1)
        end = bisect_right(ends, most, key=lambda end: lines_of(text[:end], width))
        near = max(text.rfind(sign, max(end - NEAR, 1), end) for sign in BREAKS)
        cut = near + 1 if near > 0 else end
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]
