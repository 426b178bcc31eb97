"""The outline of a notice: its parts in order, and where each stands in the composed text."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rectify.admin.notice_order import DOWN, UP, passed
from rectify.figures import CategoryFigures, Figures
from rectify.models import Round, Section
from rectify.models.notice import SectionKind
from rectify.notices.blocks import Block, Kind
from rectify.steps import Edition

# What of the round itself is printed.
OF_ROUND = ["公布标题", "落款单位", "落款日期", "网站页脚"]


@dataclass
class Entry:
    """One part in the outline.

    `name` is that of rectify.admin.notice_parts, such as section-12, or of a planned work, which
    is edited on a page of its own; `places` are those that blocks and errors name. `up` and
    `down` are the keys of the rows that it would pass.
    """

    name: str
    label: str
    depth: int
    places: list[str]
    is_told: bool = True
    up: int | None = None
    down: int | None = None

    @property
    def kind(self) -> str:
        return self.name.partition("-")[0]

    @property
    def key(self) -> int:
        return int(self.name.partition("-")[2])


def outline(round: Round, sections: list[Section], figures: Figures) -> list[Entry]:
    """Return the parts of a notice in their order."""
    entries = [Entry(f"round-{round.pk}", "标题、落款和页脚", 1, OF_ROUND)]
    for section in sections:
        entries.append(
            Entry(
                f"section-{section.pk}",
                str(section),
                section.level,
                [f"栏目“{section}”"],
                **_ways(sections, section),
            )
        )
        if section.kind == SectionKind.FINDINGS:
            entries += _categories(figures.categories, figures, section.level + 1)
        if section.kind == SectionKind.PLANNED_WORKS:
            entries += _planned_works(figures, section.level + 1)
    if not any(section.kind == SectionKind.FINDINGS for section in sections):
        entries += _categories(figures.categories, figures, 1)
    return entries


def _categories(group: list[CategoryFigures], figures: Figures, depth: int) -> Iterator[Entry]:
    tells_all = figures.edition == Edition.PARTY
    siblings = [one.category for one in group]
    for one in group:
        category = one.category
        yield Entry(
            f"category-{category.pk}",
            str(category),
            depth,
            [f"类别“{category}”"],
            tells_all or not one.is_withheld,
            **_ways(siblings, category),
        )
        findings = [own.finding for own in one.own]
        for own in one.own:
            place = f"反馈问题“{own.finding}”"
            yield Entry(
                f"finding-{own.finding.pk}",
                str(own.finding),
                depth + 1,
                [place, f"{place}的措施"],
                tells_all or not own.is_withheld,
                **_ways(findings, own.finding),
            )
        yield from _categories(one.children, figures, depth + 1)


def _planned_works(figures: Figures, depth: int) -> Iterator[Entry]:
    told = {work.pk for work in figures.told_planned_works}
    for work in figures.planned_works:
        places = [f"计划项目“{work.title}”"]
        yield Entry(f"plannedwork-{work.pk}", work.title, depth, places, work.pk in told)


def _ways(rows: list, row) -> dict[str, int | None]:
    """Return which row a part passes on its way up and down."""
    others = {direction: passed(rows, row, direction) for direction in (UP, DOWN)}
    return {direction: other and other.pk for direction, other in others.items()}


def starts(blocks: Iterable[Block], entries: list[Entry]) -> dict[int, Entry]:
    """Return at which blocks the parts begin.

    Blocks name their part in words, which two parts may share; parts that are told come in
    the order of the outline, and a heading always begins another.
    """
    waiting = defaultdict(deque)
    for entry in entries:
        if entry.is_told:
            for place in entry.places:
                waiting[place].append(entry)
    found = {}
    before = None
    for number, block in enumerate(blocks):
        is_heading = block.kind in (Kind.HEADING, Kind.ENTRY)
        if (block.place != before or is_heading) and waiting[block.place]:
            found[number] = waiting[block.place].popleft()
        before = block.place
    return found


def at_fault(error: str, entries: list[Entry]) -> Entry | None:
    """Return the part of which an error speaks, or None."""
    for entry in entries:
        if any(error.startswith(f"{place}：") for place in entry.places):
            return entry
    return None
