"""A part of a round's entries, which never passes for all of them."""

from dataclasses import dataclass

from rectify.models import Round


@dataclass(frozen=True)
class Selection:
    """How the part was chosen, and how many entries it has."""

    words: str
    count: int

    # What staff take out of the list.
    FILTERED = "按列表筛选"
    CHOSEN = "按列表勾选"
    # When nobody has said how.
    OTHERWISE = "选出的问题"

    def __str__(self):
        return f"{self.words}，{self.count} 项"


def selection_of(issues, round: Round, words: str) -> Selection | None:
    """Return what part of a round's entries a queryset holds, None when it holds them all."""
    count = issues.count()
    return None if count == round.issues.count() else Selection(words, count)


def in_brackets(selection: Selection | None) -> str:
    """Return what stands after the name of a file or a record, "" for the whole."""
    return f"（{selection}）" if selection else ""
