"""Finding what a cell names, by code, full name or short name; near misses are only suggested."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable

from rectify.spreadsheets.quoting import quoted

# Names are compared without what clerks leave out or type differently.
NOT_TOLD_APART = re.compile(r"[\s\u200b\ufeff“”\"'‘’《》〈〉「」『』、,，。.；;：:·\-—()（）]+")
SUGGESTED = 3
# Of all characters so many are the same; of several names only those nearly as like as the best.
ALIKE = 0.6
AS_GOOD = 0.1
# Comparing with every name is slow; beyond so many unknown names the file is another one.
MOST_SUGGESTIONS = 300
# No name is longer, with spaces and punctuation; a longer text is not even looked at.
LONGEST = 500
# What stands between several names in one cell; 和 and the like may also belong to a name.
BETWEEN = (re.compile(r"[\s、,，;；/／|｜]+"), re.compile(r"[\s、,，;；/／|｜和及与]+"))


def folded(text: str) -> str:
    """Return a name as names are compared: one width, one case, no spaces, no punctuation."""
    return NOT_TOLD_APART.sub("", unicodedata.normalize("NFKC", text)).casefold()


class Names:
    """The rows that a cell can name, each under the names that it goes by.

    `noun` is what they are called in a sentence; `entries` holds each row with its names,
    the first of which is the one that is suggested.
    """

    def __init__(self, noun: str, entries: Iterable[tuple[object, list[str]]]):
        self.noun = noun
        self.advice = f"请照名单填写；名单里没有的，请先添加{noun}再导入。"
        self.exact: dict[str, list] = {}
        self.loose: dict[str, list] = {}
        self.shown: dict[str, str] = {}
        self.refusals: dict[str, str] = {}
        for row, names in entries:
            for name in filter(None, names):
                self._put(self.exact, name.strip(), row)
                self._put(self.loose, folded(name), row)
                self.shown.setdefault(folded(name), names[0])
        self.longest = max(map(len, self.shown), default=0)

    @staticmethod
    def _put(index: dict[str, list], key: str, row) -> None:
        rows = index.setdefault(key, [])
        if row not in rows:
            rows.append(row)

    def all(self, text: str) -> list:
        """Return every row that goes by a name; what is written exactly so comes alone."""
        if len(text) > LONGEST:
            return []
        return self.exact.get(text.strip()) or self.loose.get(folded(text), [])

    def find(self, text: str):
        """Return the one row that a cell names. Raises ValueError with a sentence."""
        rows = self.all(text)
        if len(rows) == 1:
            return rows[0]
        if rows:
            listing = "、".join(str(row) for row in rows)
            raise ValueError(f"{quoted(text)}可以是{listing}，请写全称。")
        raise ValueError(self.unknown(text))

    def unknown(self, text: str) -> str:
        """Say that nothing goes by a name, and what the clerk may have meant."""
        sentence = self.refusals.get(text)
        if sentence is None:
            is_looked_for = len(self.refusals) < MOST_SUGGESTIONS
            sentence = self._unknown(text, self._near(text) if is_looked_for else [])
            if is_looked_for:
                self.refusals[text] = sentence
        return sentence

    def _unknown(self, text: str, near: list[str]) -> str:
        if count := self._several(text):
            return f"{quoted(text)}是 {count} 个{self.noun}，这里只写一个。"
        meant = f"您是不是要填：{'、'.join(near)}？" if near else self.advice
        return f"没有名为{quoted(text)}的{self.noun}。{meant}"

    def _several(self, text: str) -> int:
        """Return how many rows a text names one after the other, 0 when it says other things."""
        if len(text) > LONGEST:
            return 0
        for between in BETWEEN:
            parts = [part for part in between.split(text) if part]
            if len(parts) > 1 and all(map(self.all, parts)):
                return len(parts)
        return 0

    def _near(self, text: str) -> list[str]:
        """Return the names most like a text, the likeliest first."""
        # Nothing is ALIKE that is so much longer.
        if len(text) > LONGEST or len(wanted := folded(text)) * ALIKE > self.longest * (2 - ALIKE):
            return []
        comparer = difflib.SequenceMatcher(autojunk=False)
        comparer.set_seq2(wanted)
        likeness = {}
        for key, name in self.shown.items():
            comparer.set_seq1(key)
            if len(wanted) > 1 and wanted in key:
                # 书记 is no more than a part of 党组织书记, and yet what was meant.
                likeness[name] = max(likeness.get(name, 0), ALIKE)
            if comparer.real_quick_ratio() >= ALIKE and comparer.quick_ratio() >= ALIKE:
                likeness[name] = max(likeness.get(name, 0), comparer.ratio())
        best = max(likeness.values(), default=0)
        near = [name for name, like in likeness.items() if like >= max(ALIKE, best - AS_GOOD)]
        return sorted(near, key=lambda name: -likeness[name])[:SUGGESTED]


def short_names(name: str, endings: Iterable[str]) -> list[str]:
    """Return a name without each of the endings that it has."""
    return [name.removesuffix(end) for end in endings if name.endswith(end) and name != end]


def named(noun: str, rows: Iterable, names_of: Callable[[object], list[str]]) -> Names:
    """Return the names of rows, each under what a function says of it."""
    return Names(noun, [(row, names_of(row)) for row in rows])
