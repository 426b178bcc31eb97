"""What one edition says differently from another: field by field and line by line (差异)."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from rectify.publishing.frozen import OUTCOMES, Frozen


class Side(StrEnum):
    """Which of the two has a line."""

    BOTH = "both"
    OLD = "old"
    NEW = "new"


@dataclass(frozen=True)
class Field:
    """A figure or a fact with its two values, "" where there is none."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """A line of the notice and who has it."""

    side: Side
    text: str


@dataclass(frozen=True)
class Differences:
    fields: list[Field]
    lines: list[Line]

    def __bool__(self):
        return bool(self.fields or any(line.side != Side.BOTH for line in self.lines))


def differences(old: dict, new: dict) -> Differences:
    """Compare two documents (rectify.publishing.content)."""
    before, after = old["figures"] | _tables(old), new["figures"] | _tables(new)
    names = list(dict.fromkeys([*before, *after]))
    fields = [
        Field(name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    ]
    return Differences(fields, list(_lines(_lines_of(old), _lines_of(new))))


def _tables(content: dict) -> dict[str, str]:
    """Return every count of the tables under a name that says which it is."""
    counts = {}
    ledger = content["ledger"]
    for category in ledger["categories"]:
        counts |= _category(category, "")
    for one in ledger["communities"]:
        counts |= _tally(f"社区“{one['name']}”", one["issues"])
    for work in ledger["planned_works"]:
        counts[f"计划项目“{work['title']}”"] = work["due"]
    return counts


def _category(category: dict, above: str) -> dict[str, str]:
    name = f"{above}类别“{category['title']}”"
    counts = _tally(name, category["issues"])
    for finding in category["own"]:
        counts |= _tally(f"{name}反馈问题“{finding['title']}”", finding["issues"])
    for child in category["children"]:
        counts |= _category(child, name)
    return counts


def _tally(name: str, counts: dict) -> dict[str, str]:
    return {f"{name}整改问题{label}": str(counts[key]) for key, label in OUTCOMES.items()}


def _lines_of(content: dict) -> list[str]:
    return [str(block.line) for block in Frozen(content).blocks]


def _lines(old: list[str], new: list[str]):
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, begins, ends, begins_anew, ends_anew in matcher.get_opcodes():
        if tag == "equal":
            yield from (Line(Side.BOTH, text) for text in old[begins:ends])
        else:
            yield from (Line(Side.OLD, text) for text in old[begins:ends])
            yield from (Line(Side.NEW, text) for text in new[begins_anew:ends_anew])
