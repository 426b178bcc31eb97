"""How the rectification went over time: what was settled by week, and the days that mattered.

Places on the chart are parts of the whole, 0 to 1000 from left to right and 0 to 100 from top
to bottom; templates write them as they are.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from rectify.publishing.frozen import Frozen

WIDTH, HEIGHT = 1000, 100
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Point:
    """A week as the table tells it, with how many were settled until its end."""

    monday: date
    done: int
    staged: int
    done_so_far: int

    @property
    def sunday(self) -> date:
        return self.monday + WEEK - timedelta(days=1)


@dataclass(frozen=True)
class Mark:
    """A day that is marked on the chart; `x` and `line` are its place and its label's line."""

    label: str
    day: date
    x: float
    line: int

    @property
    def anchor(self) -> str:
        """Which end of the label stands at the mark, so that none runs off the chart."""
        if self.x < WIDTH / 3:
            return "start"
        return "end" if self.x > WIDTH * 2 / 3 else "middle"

    @property
    def percent(self) -> str:
        return f"{self.x / 10:.1f}%"

    @property
    def label_y(self) -> int:
        """Where the label's line of writing is, in pixels from the top."""
        return 18 + 22 * self.line


@dataclass(frozen=True)
class Course:
    """The weeks and the marked days of an edition."""

    frozen: Frozen

    @cached_property
    def points(self) -> list[Point]:
        points, done = [], 0
        for week in self.frozen.weeks:
            done += week.done
            points.append(Point(week.monday, week.done, week.staged, done))
        return points

    @property
    def done(self) -> int:
        """How many are done by the end."""
        return self.points[-1].done_so_far if self.points else 0

    @property
    def has_staged(self) -> bool:
        return any(point.staged for point in self.points)

    @cached_property
    def days(self) -> list[tuple[str, date]]:
        """The days to be marked, in their order."""
        frozen = self.frozen
        named = [
            ("反馈", frozen.fed_back_on),
            ("整改期满", frozen.deadline_on),
            ("公布", frozen.published_on),
        ]
        return sorted(((label, day) for label, day in named if day), key=lambda one: one[1])

    @cached_property
    def first(self) -> date:
        return min([point.monday for point in self.points] + [day for _, day in self.days])

    @cached_property
    def last(self) -> date:
        return max([point.sunday for point in self.points] + [day for _, day in self.days])

    @property
    def _known_until(self) -> date:
        """The day of publication, or the end of the last week when that is later."""
        sundays = [point.sunday for point in self.points]
        return max([*sundays, self.frozen.published_on or self.first])

    def x(self, day: date) -> float:
        """Return the place of a day from left to right."""
        days = max((self.last - self.first).days, 1)
        return round(WIDTH * (day - self.first).days / days, 1)

    @property
    def marks(self) -> list[Mark]:
        return [Mark(label, day, self.x(day), line) for line, (label, day) in enumerate(self.days)]

    @property
    def area(self) -> str:
        """The points of the area under the line, as SVG writes them.

        Within a week nobody knows the day: the line rises from its Monday to its Sunday, and
        stays level where nothing was settled. It ends where the edition's knowledge does.
        """
        total = max(self.frozen.issues.total, 1)
        line, so_far = [(self.x(self.first), HEIGHT)], 0
        for point in self.points:
            line.append((self.x(point.monday), self._y(so_far, total)))
            so_far = point.done_so_far
            line.append((self.x(point.sunday), self._y(so_far, total)))
        end = self.x(self._known_until)
        line += [(end, self._y(so_far, total)), (end, HEIGHT)]
        return " ".join(f"{x:g},{y:g}" for x, y in line)

    @staticmethod
    def _y(number: int, total: int) -> float:
        return round(HEIGHT - HEIGHT * number / total, 2)
