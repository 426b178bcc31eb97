"""What is withheld from the public must not stand anywhere else in its edition."""

import re
from collections.abc import Iterator

from rectify.notices.checks.paper import Paper
from rectify.notices.checks.remark import Remark, Severity

# Shorter words are shared by too many texts to tell anything.
SHORTEST_NAME = 4
SHORTEST_CLAUSE = 12


def withheld_words(paper: Paper) -> Iterator[Remark]:
    """Words of a withheld item in the public edition (党内通报 and 社会公开)."""
    public_titles = [
        one.name
        for one in (*paper.findings_counted, *paper.categories, *paper.subcategories)
        if f"反馈问题“{one.name}”" not in {item.what for item in paper.withheld}
    ]
    for item in paper.withheld:
        for words in _telling(item.names, item.texts):
            if any(words in title or title in words for title in public_titles):
                continue
            for passage in [*paper.passages, *paper.beside]:
                if words in passage.text:
                    yield Remark(
                        "withheld-words",
                        Severity.BLOCKING,
                        words,
                        passage.place,
                        f"{item.what}不公开，这里却写了它的话。",
                        "请从社会公开版里删去这些话；可以公开的，取消“不公开”。",
                    )


def _telling(names: tuple[str, ...], texts: tuple[str, ...]) -> Iterator[str]:
    yield from (name for name in names if len(name) >= SHORTEST_NAME)
    clauses = {
        clause.strip()
        for text in texts
        for clause in re.split(r"[，。！？；：\n]", text)
        if len(clause.strip()) >= SHORTEST_CLAUSE
    }
    yield from sorted(clauses)
