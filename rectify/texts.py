"""Texts with variables in braces: read, checked and filled in, and nothing more.

No template language and no attribute access: a brace names one entry of a closed table.
"""

import difflib
import re
from collections.abc import Callable, Iterable

BRACES = re.compile(r"\{([^{}]*)\}")
# Nobody sees them: they turn the direction of what follows, or stand between characters
# without any width, so that a text is read, searched and checked as another than it seems.
UNSEEN = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
# Chinese input methods type these; a clerk means the same by them.
FULL_WIDTH = str.maketrans("｛｝", "{}")
INNER_QUOTES = str.maketrans("“”‘’", "‘’“”")

# How many names a sentence holds that tells the nearest ones, and that tells all.
NEAREST, FEW = 3, 8


class TextError(ValueError):
    """A text that cannot be filled in; its message is a sentence for the clerk."""


def variables_in(text: str) -> list[str]:
    """Return the names in braces, in order.

    Raises TextError for a brace without its partner and for braces with nothing inside.
    """
    text = text.translate(FULL_WIDTH)
    # As long as the text, so that what is found in it can be shown as it was typed.
    rest = BRACES.sub(lambda pair: "·" * len(pair[0]), text)
    for brace, missing in (("{", "}"), ("}", "{")):
        found = re.search(r"[^\n]{0,8}" + re.escape(brace) + r"[^\n]{0,8}", rest)
        if found:
            at = text[found.start() : found.end()]
            raise TextError(f"“{at}”处的“{brace}”没有配对的“{missing}”：变量要写成 {{变量名}}。")
    names = [name.strip() for name in BRACES.findall(text)]
    if "" in names:
        raise TextError("有一对空的花括号“{}”：请在里面写上变量名，或者删去。")
    return names


def check_names(text: str, known: Iterable[str]) -> None:
    """Raise TextError when a name in braces is not among the known ones.

    The sentence tells the nearest names, and all of them if they are few; the others stand
    with their values beside the notice that is being written.
    """
    known = list(known)
    for name in variables_in(text):
        if name not in known:
            near = difflib.get_close_matches(name, known, n=NEAREST, cutoff=0.5)
            hint = f"您是不是要写：{_in_braces(near)}？" if near else ""
            where = (
                f"可用的变量有：{_in_braces(known)}。"
                if len(known) <= FEW
                else "可用的变量列在“公布正文”的“变量”一栏。"
            )
            raise TextError(f"没有名为“{{{name}}}”的变量。{hint}{where}")


def _in_braces(names: Iterable[str]) -> str:
    return "、".join(f"{{{name}}}" for name in names)


def fill(text: str, value_of: Callable[[str, str], str]) -> str:
    """Put values in place of the names in braces.

    `value_of(name, before)` returns a name's value; `before` is what already stands before
    it in the same text, by which a date knows whether its year was just written.
    """
    filled = ""
    end = 0
    text = text.translate(FULL_WIDTH)
    for found in BRACES.finditer(text):
        filled += text[end : found.start()]
        filled += value_of(found[1].strip(), filled)
        end = found.end()
    return filled + text[end:]


def quoted_within(text: str, pattern: str) -> str:
    """Put a title into a pattern's {}; inside the pattern's own quotes, “” and ‘’ change places."""
    before, _, after = pattern.partition("{}")
    if before.count("“") > before.count("”") and "“" in text:
        text = text.translate(INNER_QUOTES)
    return f"{before}{text}{after}"
