"""What a timeline is made of."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from heapq import merge

from rectify.timeline.marks import Marks, marks


@dataclass(frozen=True)
class Change:
    """One field that was changed, in the words of the office."""

    label: str
    old: str
    new: str

    @property
    def marks(self) -> Marks | None:
        """Where two long texts differ; None when both are read at a glance."""
        return marks(self.old, self.new)


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, by whom, what, and its particulars."""

    at: datetime
    by: str
    title: str
    kind: str
    lines: list[tuple[str, str]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    evidence: list = field(default_factory=list)
    source: str = ""
    # Which part of the row it happened to, when it was not the row itself, in words and by
    # the name of its model and its key, so that a page can lead to the part's own history.
    subject: str = ""
    part: tuple[str, int] | None = None
    # The key of the entry of progress, by which evidence is added to it.
    progress: int | None = None


def newest_first(events: Iterable[Event]) -> list[Event]:
    """Return events, given as they were recorded, the other way round."""
    return sorted(events, key=lambda event: event.at)[::-1]


def merged(*timelines: list[Event]) -> list[Event]:
    """Return several timelines as one; each has the newest first, and so has the whole."""
    return list(merge(*timelines, key=lambda event: event.at, reverse=True))


def name_of(user) -> str:
    """Return who did something; nobody is known when a command did it at the server."""
    return user.get_full_name() if user else "系统"
