"""What is withheld from the public must not stand anywhere else in its edition."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate

from rectify.notices.checks.paper import Paper, Withheld
from rectify.notices.checks.passages import Passage
from rectify.notices.checks.remark import Remark, Severity

# Shorter words are shared by too many texts to tell anything.
SHORTEST_NAME = 4
SHORTEST_CLAUSE = 12


def withheld_words(paper: Paper) -> Iterator[Remark]:
    """Words of a withheld item in the public edition (党内通报 and 社会公开)."""
    hidden = {item.what for item in paper.withheld}
    public_titles = [
        row.name
        for kind, rows in (
            ("反馈问题", paper.findings_counted),
            ("类别", (*paper.categories, *paper.subcategories)),
        )
        for row in rows
        if f"{kind}“{row.name}”" not in hidden
    ]
    lines = [*paper.passages, *paper.beside]
    told_in_issues: dict[str, list[Withheld]] = defaultdict(list)
    for item in paper.withheld:
        for words in _telling(item.names, item.texts):
            # What is part of a title that is public tells nothing; a title that is part of
            # what is withheld does not make the rest of it public.
            if any(words in title for title in public_titles):
                continue
            told_in_issues[words].append(item)
            for passage in lines:
                if words in passage.text:
                    yield Remark(
                        "withheld-words",
                        Severity.BLOCKING,
                        words,
                        passage.place,
                        f"{item.what}不公开，这里却写了它的话。",
                        "请从社会公开版里删去这些话；可以公开的，取消“不公开”。",
                    )
    yield from _in_issues(told_in_issues, paper.told_issues)


def _in_issues(
    withheld: dict[str, list[Withheld]], issues: tuple[Passage, ...]
) -> Iterator[Remark]:
    """Yield one remark for all the published issues in which the same words stand.

    A warning: issues of other communities may be worded alike.
    """
    # Searched as one text, however many there are; no words go over from one into the next.
    text = "\n".join(one.text for one in issues)
    begins = list(accumulate((len(one.text) + 1 for one in issues), initial=0))
    for words, items in withheld.items():
        at = text.find(words)
        if at < 0:
            continue
        others = text.count(words) - 1
        yield Remark(
            "withheld-words",
            Severity.WARNING,
            words,
            issues[bisect_right(begins, at) - 1].place,
            f"{items[0].what}{f'（等 {len(items)} 项）' if len(items) > 1 else ''}不公开，"
            f"各社区公布的问题里却写了它的话{f'（另外还有 {others} 处）' if others else ''}。",
            "请看清说的是不是同一件事：是的，改写这些问题，或者也不公开。",
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
