"""The name under which evidence is shown and downloaded."""

import re
import unicodedata

from rectify.evidence.kinds import EvidenceKind

LONGEST = 100
EXTENSIONS = {EvidenceKind.JPEG: "jpg"}
# Controls, marks that turn the direction of writing, lone surrogates, separators of lines. Not
# what Python's table does not know yet, which are new emoji and rare characters of surnames.
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
# Holds the parts of one emoji together.
JOINER = "\u200d"
NOT_ON_WINDOWS = re.compile(r'[<>:"|?*/\\]')
DEVICES = re.compile(r"CON|PRN|AUX|NUL|(?:COM|LPT)[1-9¹²³]", re.IGNORECASE)


class Unacceptable(Exception):  # noqa: N818 -- caught at once, where the file's name is known
    """What is wrong with a file and what to do about it, to be put after its name."""


def refuse_bad_name(name: str) -> None:
    """Raise Unacceptable for a name that is a path, or that does not read as it is written.

    Browsers send plain names, so that such a one was made by hand. Characters that turn the
    direction of writing make photo.exe read as a harmless name.
    """
    if "/" in name or "\\" in name:
        raise Unacceptable("文件名里有路径，请改成普通的文件名再上传。")
    if any(unicodedata.category(one) in UNSEEN for one in name.replace(JOINER, "")):
        raise Unacceptable("文件名里有看不见的字符，请改名后再上传。")


def display_name(name: str, kind: EvidenceKind) -> str:
    """Return a name of at most 100 characters that ends as its true kind does.

    A PNG called .jpg is common on phones; it keeps its name and gets its own ending. What
    Windows keeps for itself is written otherwise, for the office downloads it there.
    """
    name = "".join(one for one in " ".join(name.split()) if one.isprintable())
    stem, _, ending = name.rpartition(".")
    if not re.fullmatch(r"[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*", ending.strip()):
        stem = name
    extension = EXTENSIONS.get(kind, EvidenceKind(kind).value)
    stem = NOT_ON_WINDOWS.sub("_", stem).strip(" .") or "佐证材料"
    stem = f"_{stem}" if DEVICES.fullmatch(stem.partition(".")[0].strip()) else stem
    return f"{stem[: LONGEST - len(extension) - 1].rstrip(' .')}.{extension}"


def shown(name: str) -> str:
    """Return a name as a sentence may quote it: short, and without what cannot be seen."""
    visible = "".join(one if one.isprintable() else "□" for one in name) or "（没有名字）"
    return visible if len(visible) <= 40 else f"{visible[:20]}……{visible[-16:]}"
