"""Turns a round's data into the blocks of its notice.

Which words stand where is the round's: its sections, patterns, numbering and forms of
measures. Which figures stand in them is `figures`'s. Only putting together is done here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from types import SimpleNamespace

from rectify.dates import without_repeated_year, written
from rectify.figures import CategoryFigures, Figures, FindingFigures
from rectify.models import Round, Section
from rectify.models.layout import MeasurePlace, MeasureStyle
from rectify.models.notice import SectionKind
from rectify.notices.blocks import Block, Kind
from rectify.notices.characters import writable
from rectify.notices.traced import Traced, joined
from rectify.numerals import Ordinal, parse_numbering
from rectify.steps import Edition
from rectify.texts import TextError, check_names, fill, quoted_within
from rectify.variables import CATEGORY_VARIABLES, VARIABLES

STOPS = "。！？"
# Sections that list what is kept elsewhere.
LISTING = (SectionKind.FINDINGS, SectionKind.PLANNED_WORKS)


class NoticeError(ValueError):
    """A notice that cannot be composed; its message says where and why, for the clerk."""


@dataclass
class Numbering:
    """The counter of one level under one parent; a new parent starts anew."""

    ordinals: list[Ordinal]
    depth: int = 0
    count: int = 0

    def next(self) -> str:
        self.count += 1
        if self.depth >= len(self.ordinals):
            raise NoticeError(
                f"各级编号只写了 {len(self.ordinals)} 级，正文用到了第 {self.depth + 1} 级："
                "请在轮次的“各级编号”里补上。"
            )
        return self.ordinals[self.depth](self.count)

    def inside(self, *, numbered: bool = True) -> "Numbering":
        """Return the counter for what stands under the heading just numbered."""
        return Numbering(self.ordinals, self.depth + numbered)


@dataclass
class Part:
    """A section with the sections that belong to it."""

    section: Section
    parts: list["Part"] = field(default_factory=list)


def compose(
    round: Round, figures: Figures | None = None, *, edition: Edition = Edition.PUBLIC
) -> list[Block]:
    """Return the notice of a round as blocks, in order, for one edition.

    The public edition leaves out what is withheld, and a section of which nothing else is left
    than its heading; what stays is numbered as if nothing were
    missing, and every figure counts all. `figures` may be given by a caller who has them
    already, for the same edition. Raises NoticeError when a text names something unknown or
    without a value, or when the numbering has too few levels.
    """
    return list(_Composer(figures or Figures(round, edition)).blocks())


class _Composer:
    def __init__(self, figures: Figures):
        self.figures = figures
        self.round = figures.round
        self.tells_all = figures.edition == Edition.PARTY

    def blocks(self) -> Iterator[Block]:
        numbering = Numbering(parse_numbering(self.round.numbering))
        parts = outline(self.round.sections.all())
        # Portals print 公文信息 above the title.
        above = list(takewhile(lambda part: part.section.kind == SectionKind.METADATA, parts))
        for part in above:
            yield from self.section(part, numbering, level=0)
        if self.round.notice_title:
            title = self.filled(self.round.notice_title, "公布标题")
            yield Block(Kind.TITLE, title, place="公布标题")
        for part in parts[len(above) :]:
            yield from self.section(part, numbering, level=0)
        if self.round.publisher:
            publisher = Traced.written_by(writable(self.round.publisher), "落款单位")
            yield Block(Kind.SIGNATURE, publisher, place="落款单位")
        if self.round.signed_on:
            day = Traced.written_by(written(self.round.signed_on), "落款日期（含年）")
            yield Block(Kind.DATE, day, place="落款日期")
        for line in paragraphs(self.round.footer):
            yield Block(Kind.FOOTER, line, place="网站页脚")

    # --- Sections ----------------------------------------------------------------------

    def section(self, part: Part, numbering: Numbering, level: int) -> Iterator[Block]:
        section = part.section
        if self.is_left_out(part):
            return
        place = f"栏目“{section}”"
        body = self.texts(section.body, place)
        if section.kind == SectionKind.ITEMS:
            # A first line that ends in a colon leads to the items.
            lead = [line for line in body[:1] if line.endswith("：")]
            body = self.arranged(lead + self.itemised(body[len(lead) :], self.item_style))
        if section.heading:
            # An unnumbered heading takes no level of numbering, but counting starts anew.
            number = numbering.next() if section.numbered else ""
            numbering = numbering.inside(numbered=section.numbered)
            level += 1
            heading = self.filled(section.heading, place)
            yield from headed(number, heading, body, level, place, run_in=section.run_in)
        else:
            kind = Kind.METADATA if section.kind == SectionKind.METADATA else Kind.PARAGRAPH
            for text in body:
                yield Block(kind, text, level, place=place)
        if section.kind == SectionKind.FINDINGS:
            for category in self.told(self.figures.categories):
                yield from self.category(category, numbering, level)
        if section.kind == SectionKind.PLANNED_WORKS:
            yield from self.planned_works(numbering, level)
        for inner in part.parts:
            yield from self.section(inner, numbering, level)

    def is_left_out(self, part: Part) -> bool:
        """Tell whether nothing but headings is left of a section and those that belong to it.

        Only where there is something to list; a heading that never had anything below it stays.
        """
        if paragraphs(part.section.body):
            return False
        has_only_parts = part.parts and part.section.kind not in LISTING
        if not has_only_parts and not self.is_withheld(part.section):
            return False
        return all(self.is_left_out(inner) for inner in part.parts)

    def is_withheld(self, section: Section) -> bool:
        """Tell whether there is something for a section to list, of which nothing is told."""
        if section.kind == SectionKind.FINDINGS:
            categories = self.figures.categories
            return bool(categories) and not self.told(categories)
        if section.kind == SectionKind.PLANNED_WORKS:
            return bool(self.figures.planned_works) and not self.figures.told_planned_works
        return False

    def planned_works(self, numbering: Numbering, level: int) -> Iterator[Block]:
        for work in self.figures.told_planned_works:
            text = Traced.written_by(self.figures.planned_work_text(work), "计划项目安排")
            place = f"计划项目“{work.title}”"
            yield Block(Kind.ENTRY, ended(text), level + 1, numbering.next(), place=place)

    # --- Findings ----------------------------------------------------------------------

    def told(self, rows: list) -> list:
        """Return those categories or findings of which this edition tells."""
        return [one for one in rows if self.tells_all or not one.is_withheld]

    def category(self, figures: CategoryFigures, numbering: Numbering, level: int):
        category = figures.category
        below = category.parent_id and self.round.subcategory_pattern
        heading = self.heading(category, below or self.round.category_pattern)
        place = f"类别“{category}”"
        body = self.texts(category.body, place, figures)
        number = numbering.next()
        yield from headed(number, heading, body, level + 1, place, run_in=category.run_in)
        inside = numbering.inside()
        for one in self.told(figures.own):
            yield from self.finding(one, inside, level + 1)
        for child in self.told(figures.children):
            yield from self.category(child, inside, level + 1)

    def finding(self, figures: FindingFigures, numbering: Numbering, level: int):
        finding = figures.finding
        heading = self.heading(finding, self.round.finding_pattern)
        place = f"反馈问题“{finding}”"
        body = self.texts(finding.approach, place)
        measures = self.arranged(self.measures(finding))
        if self.round.measure_place == MeasurePlace.RUN_ON and body and measures:
            body[-1] += measures.pop()
        body += measures
        run_in = self.round.finding_run_in
        yield from headed(numbering.next(), heading, body, level + 1, place, run_in=run_in)

    def heading(self, row, pattern: str) -> str:
        """Return a category's or finding's heading, by its own pattern if it has one."""
        pattern = row.heading or pattern
        heading = quoted_within(row.title, pattern) if "{}" in pattern else pattern
        return writable(heading)

    def measures(self, finding) -> list[str]:
        """Return the measures as they are written, each with its label and its stop."""
        style = finding.measure_style or self.round.measure_style
        if style == MeasureStyle.NONE:
            return []
        place = f"反馈问题“{finding}”的措施"
        # A measure pasted with line breaks is one sentence all the same.
        texts = [
            joined(self.texts(measure.text, place))
            for measure in finding.measures.all()
            if self.tells_all or not measure.is_withheld
        ]
        return self.itemised(texts, style)

    @property
    def item_style(self) -> str:
        """Items of a section are always numbered, though measures may be prose or unwritten."""
        semicolons = self.round.measure_style == MeasureStyle.SEMICOLONS
        return MeasureStyle.SEMICOLONS if semicolons else MeasureStyle.STOPS

    def itemised(self, texts: list[str], style: str) -> list[str]:
        """Give each of several sentences its label and its stop."""
        label = Ordinal.parse(self.round.measure_label)
        items = []
        for number, text in enumerate(texts, start=1):
            between = style == MeasureStyle.SEMICOLONS and number < len(texts)
            item = ended(text, "；" if between else "。")
            items.append(item if style == MeasureStyle.PROSE else label(number) + item)
        return items

    def arranged(self, items: list[str]) -> list[str]:
        """Put items together into one paragraph, unless the round wants one for each."""
        if self.round.measure_place == MeasurePlace.SEPARATE or not items:
            return items
        return [joined(items)]

    # --- Texts -------------------------------------------------------------------------

    def texts(self, text: str, place: str, category: CategoryFigures | None = None) -> list[str]:
        """Return a text's paragraphs, filled in."""
        return [self.filled(line, place, category) for line in paragraphs(text)]

    def filled(self, text: str, place: str, category: CategoryFigures | None = None) -> str:
        own = CATEGORY_VARIABLES if category else {}

        def value_of(name, before):
            if name in own:
                figures = SimpleNamespace(round=self.round, category=category)
                value = own[name].value(figures)
            elif name in VARIABLES:
                value = VARIABLES[name].value(self.figures)
                if VARIABLES[name].is_date:
                    value = without_repeated_year(value, before)
            else:
                value = self.round.names[name]
            if not value:
                raise NoticeError(f"{place}：变量“{{{name}}}”现在没有值，会印成空白。")
            return Traced.written_by(
                writable(value), name, category.category.pk if name in own else None
            )

        try:
            if "{" in text or "｛" in text or "}" in text:
                check_names(text, [*VARIABLES, *own, *self.round.names])
            return fill(writable(text), value_of)
        except TextError as error:
            raise NoticeError(f"{place}：{error}") from None


def outline(sections) -> list[Part]:
    """Turn sections in order, each with its level, into a tree."""
    top: list[Part] = []
    path: list[Part] = []
    for section in sections:
        while path and path[-1].section.level >= section.level:
            path.pop()
        part = Part(section)
        (path[-1].parts if path else top).append(part)
        path.append(part)
    return top


def paragraphs(text: str) -> list[str]:
    """Return the lines of a text that say something, without the spaces around them."""
    lines = (writable(line).strip() for line in text.splitlines())
    return [line for line in lines if line]


def headed(number, heading, body, level, place, *, run_in) -> Iterator[Block]:
    """Lay a heading before its paragraphs, on its own line or running into the first.

    A heading that runs in is closed with 。, unless it ends with punctuation already; on its
    own line it does not end with the comma that would lead on to a text.
    """
    if run_in and body:
        if heading[-1] not in STOPS + "，：；":
            heading += "。"
        yield Block(Kind.ENTRY, body[0], level, number, heading, place)
        body = body[1:]
    else:
        yield Block(Kind.HEADING, heading.rstrip("，"), level, number, place=place)
    for text in body:
        yield Block(Kind.PARAGRAPH, text, level, place=place)


def ended(text: str, stop: str = "。") -> str:
    """Close a sentence with the given stop, once; one that ends in 。” is closed already."""
    text = text.strip().rstrip("。；;")
    closed = text[-1:] in "！？" or any(text.endswith(f"{mark}”") for mark in STOPS)
    return text if closed else text + stop
