"""Where two versions of a long text differ."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

# Shorter texts are read at a glance, and marks would only tear them apart.
LONG = 40
# Beyond this many pairs of clauses to compare, only beginnings and ends are.
MOST_PAIRS = 250_000
CLAUSE = re.compile(r"[^，。；：、！？\n]*[，。；：、！？\n]|[^，。；：、！？\n]+")


class Part(NamedTuple):
    """A stretch of a text, and whether the other version lacks it."""

    text: str
    is_changed: bool


@dataclass(frozen=True)
class Marks:
    """Two versions of a text, whole, with what only one of them has."""

    old: list[Part]
    new: list[Part]


def marks(old: str, new: str) -> Marks | None:
    """Return two texts with their differences marked; None when marks would not help."""
    if min(len(old), len(new)) < LONG:
        return None
    before, after = CLAUSE.findall(old), CLAUSE.findall(new)
    if len(before) * len(after) > MOST_PAIRS:
        return Marks(*_trimmed(old, new))
    found = Marks([], [])
    for _, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[i:j]), "".join(after[k:m])
        for parts, more in zip((found.old, found.new), _trimmed(gone, come), strict=True):
            parts.extend(more)
    return found


def _trimmed(old: str, new: str) -> tuple[list[Part], list[Part]]:
    """Return two stretches, of which all is marked but a common beginning and a common end."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    return _parts(old, head, tail), _parts(new, head, tail)


def _common(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginnings."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _parts(text: str, head: int, tail: int) -> list[Part]:
    end = len(text) - tail
    parts = [Part(text[:head], False), Part(text[head:end], True), Part(text[end:], False)]
    return [part for part in parts if part.text]
