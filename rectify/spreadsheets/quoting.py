"""What stands in a cell, quoted in a sentence: enough to know it by, however long it is.

A cell may hold 32,767 characters and a file 100,000 such cells; a sentence about each of them
must not hold them once more. Free of Django, for the reader quotes as well.
"""

# So much of a cell is quoted in a sentence, and so much is kept beside it.
QUOTED, KEPT = 20, 100
CUT = "……"


def quoted(value: object) -> str:
    """Return what a cell says between quotation marks, its beginning when it is long."""
    return f"“{_beginning(str(value), QUOTED)}”"


def kept(value: object) -> str:
    """Return what is kept of a cell to be shown beside a sentence about it."""
    return _beginning(str(value), KEPT)


def apart(one: str, other: str, *, shown: int, before: int) -> tuple[str, str]:
    """Return two texts, of long ones `shown` characters from shortly before they differ."""
    same = next(
        (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
        min(len(one), len(other)),
    )
    start = max(0, same - before) if max(len(one), len(other)) > shown else 0
    return _from(one, start, shown), _from(other, start, shown)


def _from(text: str, start: int, shown: int) -> str:
    end = start + shown
    return ("…" if start else "") + text[start:end] + ("…" if len(text) > end else "")


def _beginning(text: str, most: int) -> str:
    return f"{text[:most]}{CUT}" if len(text) > most else text
