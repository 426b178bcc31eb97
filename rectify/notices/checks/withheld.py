"""What is withheld from the public must not stand anywhere else in its edition."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from rectify.notices.checks.paper import Paper
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
    issues = _Issues(paper.told_issues)
    for item in paper.withheld:
        for words in _telling(item.names, item.texts):
            # What is part of a title that is public tells nothing; a title that is part of
            # what is withheld does not make the rest of it public.
            if any(words in title for title in public_titles):
                continue
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
            yield from _in_issues(item.what, words, issues)


def _in_issues(what: str, words: str, issues: "_Issues") -> Iterator[Remark]:
    """Yield one remark for all the published issues in which the words stand.

    A warning: issues of other communities may be worded alike.
    """
    places = issues.with_words(words)
    if places:
        others = f"（还有 {len(places) - 1} 项也是）" if len(places) > 1 else ""
        yield Remark(
            "withheld-words",
            Severity.WARNING,
            words,
            places[0],
            f"{what}不公开，各社区公布的问题里却写了它的话{others}。",
            "请看清说的是不是同一件事：是的，改写这些问题，或者也不公开。",
        )


class _Issues:
    """The texts of published issues as one, in which words are found however many there are."""

    def __init__(self, passages: Iterable[Passage]):
        self.places: list[str] = []
        self.begins: list[int] = []
        texts, length = [], 0
        for passage in passages:
            self.places.append(passage.place)
            self.begins.append(length)
            texts.append(passage.text)
            length += len(passage.text) + 1
        # No words go from one text over into the next.
        self.text = "\n".join(texts)

    def with_words(self, words: str) -> list[str]:
        """Return the places of the issues in which words stand, each once, in order."""
        places = {}
        at = self.text.find(words)
        while at >= 0:
            index = bisect_right(self.begins, at) - 1
            places[self.places[index]] = None
            end = self.begins[index + 1] if index + 1 < len(self.begins) else len(self.text)
            at = self.text.find(words, end)
        return list(places)


def _telling(names: tuple[str, ...], texts: tuple[str, ...]) -> Iterator[str]:
    yield from (name for name in names if len(name) >= SHORTEST_NAME)
    clauses = {
        clause.strip()
        for text in texts
        for clause in re.split(r"[，。！？；：\n]", text)
        if len(clause.strip()) >= SHORTEST_CLAUSE
    }
    yield from sorted(clauses)
