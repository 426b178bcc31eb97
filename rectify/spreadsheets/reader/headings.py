"""The words over the columns, and which column of the canonical ledger each one means."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rectify.spreadsheets.columns import COLUMNS

IN_BRACKETS = re.compile(r"[(\[【〔〖<《{][^()\[\]【】〔〕〖〗<>《》{}]*[)\]】〕〗>》}]")
NOT_TOLD_APART = re.compile(r"[^\w√×]|_")
# A heading is short; what is longer is a title or an entry.
LONGEST = 60
# With notes in brackets; a longer one would be kept for as long as the server runs.
LONGEST_COMPARED = 300

# Columns that a list of communities, of people or of figures has as well.
OF_ANY_LIST = frozenset(
    {"number", "community", "category", "leader", "department", "owner", "remark"}
)
# The bare 序号 stands in any table; the others number the entries of a ledger.
BARE_NUMBER = "序号"
COUNT = re.compile(
    r"(?:数|数量|比例|占比|率|合计|小计|总计)$|^(?:已完成|未完成|正在推进|阶段性完成|长期坚持)$"
)


def plain(text: str) -> str:
    """Return a heading without what varies: width, case, spaces, punctuation, (必填).

    A long text is none, and stays as it is.
    """
    return _plain(text)[0] if len(text) <= LONGEST_COMPARED else text


@lru_cache(maxsize=4096)
def _plain(text: str) -> tuple[str, str]:
    """Return a heading without what stands in brackets, and with it."""
    text = unicodedata.normalize("NFKC", text).casefold()
    inside_kept = NOT_TOLD_APART.sub("", text)
    return NOT_TOLD_APART.sub("", IN_BRACKETS.sub("", text)), inside_kept


CANONICAL = {plain(column.name): column.key for column in COLUMNS}
KNOWN = {plain(alias): column.key for column in COLUMNS for alias in column.aliases} | CANONICAL


def key_of(text: str) -> str:
    """Return the key of the column that a heading names, "" when it is not known."""
    if len(text) > LONGEST:
        return ""
    outside, whole = _plain(text)
    return KNOWN.get(outside) or KNOWN.get(whole, "")


def is_canonical(text: str) -> bool:
    """Tell whether a heading is a canonical name itself, not one of its other names."""
    return plain(text) in CANONICAL


def key_of_parts(parts: Sequence[str], *, alone: bool) -> tuple[str, bool]:
    """Return what a heading of several parts means, the outermost first.

    The last part decides; when it is not known by itself, it is tried together with what
    stands over it (整改 over 措施), and a group over this column alone (`alone`) decides when
    the part below says nothing more. Returns the key, "" when not known, and whether a
    canonical name gave it.
    """
    parts = [part for part in parts if plain(part) or key_of(part)]
    for start in range(len(parts) - 1, -1, -1):
        name = "".join(parts[start:])
        if key := key_of(name):
            return key, is_canonical(name)
    if alone and len(parts) > 1:
        return key_of_parts(parts[:-1], alone=True)
    return "", False


def is_summary(texts: Sequence[str], keys: set[str]) -> bool:
    """Tell whether a header is that of a list of people or figures, not of a ledger.

    `keys` are the columns that were recognised among the headings `texts`.
    """
    if "text" in keys or "measures" in keys:
        return False
    counts = sum(1 for text in texts if not key_of(text) and COUNT.search(plain(text)))
    if counts > 1:
        return True
    only_of_any_list = keys <= OF_ANY_LIST
    is_bare = not any(key_of(text) == "number" and plain(text) != BARE_NUMBER for text in texts)
    return only_of_any_list and (is_bare or counts > 0)
