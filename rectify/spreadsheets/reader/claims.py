"""Which columns are read, and as what, where several could be the same one."""

from collections.abc import Callable, Iterable

from rectify.spreadsheets.reader.header import Column
from rectify.spreadsheets.reader.unit_names import likeness_to_community
from rectify.spreadsheets.status_words import is_like_status

# What stands below decides for these, unless the canonical name does.
BY_CONTENT = {"community", "status"}
# So much of what stands below a heading has to be of a kind for the column to be of it.
MAJORITY = 0.5


def claimed(columns: tuple[Column, ...], below: Callable[[int], list[str]]) -> dict[int, str]:
    """Return by place which columns are read, and as what.

    A canonical name comes before the other names, and then the first before the later ones.
    Another name for 整改状态 (完成情况, 整改情况) is one only where most of what stands below
    are words for a status; over prose it is 进展情况, unless the sheet has that already. Of the
    other names for 社区 one that says so comes first, and then the one over what looks most
    like communities. `below` gives the texts that stand below a place.
    """
    taken: dict[str, int] = {}
    for column in sorted(columns, key=lambda column: not column.is_canonical):
        if column.key and (column.is_canonical or column.key not in BY_CONTENT):
            taken.setdefault(column.key, column.place)
    others = [column for column in columns if not column.is_canonical]
    communities = [column for column in others if column.key == "community"]
    if communities and "community" not in taken:
        best = max(communities, key=lambda column: _likeness_to_communities(column, below))
        taken["community"] = best.place
    statuses = [column for column in others if column.key == "status"]
    if statuses and "status" not in taken:
        shares = {column.place: _share_of_statuses(below(column.place)) for column in statuses}
        best = max(shares, key=shares.__getitem__)
        if shares[best][0] >= MAJORITY:
            taken["status"] = best
    for column in statuses:
        if taken.get("status") != column.place:
            taken.setdefault("progress", column.place)
    return {place: key for key, place in taken.items()}


def _likeness_to_communities(column: Column, below: Callable) -> tuple[bool, float]:
    texts = below(column.place)
    return "社区" in column.text, _mean(map(likeness_to_community, texts), len(texts))


def _share_of_statuses(texts: list[str]) -> tuple[float, bool]:
    """Return how much of a column are words for a status, and whether it says anything."""
    return (_mean(map(is_like_status, texts), len(texts)) if texts else MAJORITY, bool(texts))


def _mean(values: Iterable[float], count: int) -> float:
    return sum(values) / count if count else 0
