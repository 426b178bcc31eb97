"""What one edition says differently from another: field by field and line by line (差异).

Two documents that are not one and the same always differ in something that is told.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from rectify.publishing.leaf_names import LISTS, Items, Path, name_of, summary, told
from rectify.publishing.seals import digest_of

# How the kinds of lines are called (rectify.notices.blocks.Kind).
KINDS = {
    "title": "标题",
    "metadata": "公文信息",
    "heading": "小标题",
    "entry": "标题与正文同行",
    "paragraph": "段落",
    "signature": "落款单位",
    "date": "落款日期",
    "footer": "网站页脚",
}
# So many characters tell which line is meant.
BEGINNING = 16
# Told in this order; what else a document holds comes after.
ORDER = ["edition", "round", "figures", "ledger", "withheld"]


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
    """Compare two documents (rectify.publishing.content), of this or of an earlier schema."""
    keys = dict.fromkeys([*ORDER, *old, *new])
    fields = [
        field
        for key in keys
        if key != "blocks"
        for field in _unlike(old.get(key), new.get(key), (key,), "")
    ]
    fields += _styles(old["blocks"], new["blocks"])
    # A figure of the whole round stands in the tables as well, and is told once.
    found = Differences(
        list(dict.fromkeys(fields)),
        list(_lines(_texts(old["blocks"]), _texts(new["blocks"]))),
    )
    before, after = digest_of(old), digest_of(new)
    if before != after and not found:
        # Nothing that reads otherwise: a number that has become a text, nothing an empty text.
        found.fields.append(Field("内容的 SHA-256", before, after))
    return found


# --- Field by field --------------------------------------------------------------------


def _unlike(old, new, path: Path, above: str) -> Iterator[Field]:
    """Yield what is unlike in two values that stand at the same place."""
    if old == new:
        return
    if _are(dict, old, new):
        name = name_of(path, above)
        old, new = old or {}, new or {}
        for key in dict.fromkeys([*old, *new]):
            yield from _unlike(old.get(key), new.get(key), (*path, key), name)
    elif path[-1] in LISTS and _are(list, old, new):
        yield from _unlike_items(old or [], new or [], path, above)
    else:
        before, after = told(path, old), told(path, new)
        if before != after:
            yield Field(name_of(path, above), before, after)


def _are(kind: type, *values) -> bool:
    """Tell whether values, as far as they are there, are of a kind."""
    return all(value is None or isinstance(value, kind) for value in values)


def _unlike_items(old: list, new: list, path: Path, above: str) -> Iterator[Field]:
    """Yield what is unlike in two lists: items that came or went, changed, or stand otherwise.

    As many that came as went, where only the name tells them apart, are taken for renamed.
    """
    items = LISTS[path[-1]]
    before, after = _by_key(old, items), _by_key(new, items)
    gone = [key for key in before if key not in after]
    come = [key for key in after if key not in before]
    pairs = {key: key for key in before if key in after}
    if items.may_be_renamed and len(gone) == len(come):
        pairs |= dict(zip(gone, come, strict=True))
        gone, come = [], []
    for key, one in before.items():
        name = above + items.name(one)
        if key in gone:
            yield Field(name, summary(path, one), "")
            continue
        other = after[pairs[key]]
        parts = dict.fromkeys([*one, *other])
        # More or fewer issues than before are another list: nothing that needs telling twice.
        if one.get("told") != other.get("told"):
            parts.pop("list_sha256", None)
        for part in parts:
            yield from _unlike(one.get(part), other.get(part), (*path, part), name)
    for key in come:
        yield Field(above + items.name(after[key]), "", summary(path, after[key]))
    kept = [key for key in before if key in after]
    order = [key for key in after if key in before]
    if kept != order:
        names = ["、".join(items.name(before[key]) for key in keys) for keys in (kept, order)]
        yield Field(f"{above}{items.together}的次序", *names)


def _by_key(rows: list[dict], items: Items) -> dict[tuple, dict]:
    """Return the items by what tells them apart; those of the same name by their place as well."""
    seen: Counter = Counter()
    found = {}
    for row in rows:
        key = items.key(row)
        seen[key] += 1
        found[*key, seen[key]] = row
    return found


# --- Line by line ----------------------------------------------------------------------


def _texts(blocks: list[dict]) -> list[str]:
    return [f"{one['number']}{one['lead']}{one['text']}" for one in blocks]


def _opcodes(old: list[str], new: list[str]):
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    for tag, begins, ends, begins_anew, ends_anew in _opcodes(old, new):
        if tag == "equal":
            yield from (Line(Side.BOTH, text) for text in old[begins:ends])
        else:
            yield from (Line(Side.OLD, text) for text in old[begins:ends])
            yield from (Line(Side.NEW, text) for text in new[begins_anew:ends_anew])


def _styles(old: list[dict], new: list[dict]) -> Iterator[Field]:
    """Yield the lines that read the same and are laid out otherwise."""
    for tag, begins, ends, begins_anew, ends_anew in _opcodes(_texts(old), _texts(new)):
        if tag != "equal":
            continue
        for one, other in zip(old[begins:ends], new[begins_anew:ends_anew], strict=True):
            if one != other:
                text = f"{one['number']}{one['lead']}{one['text']}"
                short = text if len(text) <= BEGINNING else f"{text[:BEGINNING]}…"
                yield Field(f"正文“{short}”的样式", _style(one), _style(other))


def _style(block: dict) -> str:
    """Return how a line is laid out: 小标题，第 2 级，序号“（一）”."""
    parts = [KINDS.get(block["kind"], str(block["kind"]))]
    parts += [f"第 {block['level']} 级"] if block["level"] else []
    parts += [f"序号“{block['number']}”"] if block["number"] else []
    parts += [f"同行标题“{block['lead']}”"] if block["lead"] else []
    return "，".join(parts)
