"""Everything that the rules look at, read once.

Rules never ask the database: what they judge lies before them, so a rule can be tried on a
paper of one line, and the check costs the same number of queries whatever the ledger's size.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, Exists, F, OuterRef, Q

from communities.models import Community
from rectify.dates import Precision, written
from rectify.figures import CategoryFigures, Figures, Tally
from rectify.models import Evidence, Finding, Measure, Round
from rectify.models.notice import SectionKind
from rectify.notices.blocks import Block, Kind
from rectify.notices.characters import writable_lines
from rectify.notices.checks.passages import Passage
from rectify.notices.compose import NoticeError, compose
from rectify.states import SETTLED, Outcome, Status, statuses_of
from rectify.steps import Edition
from rectify.texts import BRACES

NOTHING = Tally()


@dataclass(frozen=True)
class Counted:
    """A part of the ledger with what is counted in it: a category, a finding, a community."""

    name: str
    issues: Tally = NOTHING
    findings: Tally = NOTHING
    measures: Tally = NOTHING


@dataclass(frozen=True)
class Planned:
    """A planned work, with the words that the notice may print of it."""

    title: str
    short_title: str
    due_on: date
    precision: str = Precision.MONTH
    community: str = ""
    department: str = ""
    quantity: str = ""
    standing: str = ""
    finished_on: date | None = None

    @property
    def name(self) -> str:
        return self.short_title or self.title

    @property
    def place(self) -> str:
        return f"计划项目“{self.title}”"

    @property
    def due_text(self) -> str:
        return written(self.due_on, self.precision)


@dataclass(frozen=True)
class Withheld:
    """Something that the public must not read: what it is, and the texts that would tell it."""

    what: str
    names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ledger:
    """What is counted over the entries of a round straight from its rows."""

    entries: Tally = NOTHING
    without_evidence: int = 0
    settled_before_feedback: int = 0
    settled_after_counting: int = 0
    misplaced: int = 0


@dataclass(frozen=True)
class Paper:
    """A notice on the desk, with the facts that it is held against.

    `refusal` says why it cannot be composed, and then there are no blocks.
    """

    round: Round
    edition: Edition = Edition.PUBLIC
    blocks: tuple[Block, ...] = ()
    refusal: str = ""
    issues: Tally = NOTHING
    findings: Tally = NOTHING
    measures: Tally = NOTHING
    categories: tuple[Counted, ...] = ()
    subcategories: tuple[Counted, ...] = ()
    findings_counted: tuple[Counted, ...] = ()
    communities: tuple[Counted, ...] = ()
    street: Counted | None = None
    names: dict[str, str] = field(default_factory=dict)
    departments: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    mechanisms: tuple[str, ...] = ()
    planned_works: tuple[Planned, ...] = ()
    results: dict[str, Decimal] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    withheld: tuple[Withheld, ...] = ()
    # What is told of the communities' issues, one passage for each.
    told_issues: tuple[Passage, ...] = ()
    has_findings_section: bool = True
    correction: str = ""

    @classmethod
    def read(cls, round: Round, edition: Edition = Edition.PUBLIC, correction: str = "") -> "Paper":
        """Read a round's notice and its facts, in a fixed number of queries.

        `correction` is what is told of an edition that corrects an earlier one.
        """
        figures = Figures(round, edition)
        round = figures.round
        try:
            blocks, refusal = tuple(compose(round, figures, edition=edition)), ""
        except NoticeError as error:
            blocks, refusal = (), str(error)
        communities = [
            (one.community.kind, Counted(one.community.name, one.issues))
            for one in figures.communities
        ]
        street = [one for kind, one in communities if kind == Community.Kind.STREET]
        return cls(
            round=round,
            edition=edition,
            blocks=blocks,
            refusal=refusal,
            issues=figures.issues,
            findings=figures.findings,
            measures=figures.measures,
            categories=tuple(_counted(one) for one in figures.categories),
            subcategories=tuple(
                _counted(child) for one in figures.categories for child in one.children
            ),
            findings_counted=tuple(
                Counted(one.finding.title, one.issues, Tally.of([one.issues.outcome]), one.measures)
                for category in figures.categories
                for one in category.all
            ),
            communities=tuple(one for kind, one in communities if kind != Community.Kind.STREET),
            street=street[0] if street else None,
            names=dict(round.names),
            departments=tuple(figures.department_names),
            campaigns=tuple(figures.campaign_names),
            mechanisms=tuple(figures.mechanism_names),
            planned_works=tuple(
                Planned(
                    work.title,
                    work.short_title,
                    work.due_on,
                    work.precision,
                    work.community.name if work.community else "",
                    work.department.name if work.department else "",
                    work.quantity,
                    work.standing,
                    work.finished_on,
                )
                for work in figures.planned_works
                if edition == Edition.PARTY or not work.is_withheld
            ),
            results=dict(figures.results),
            ledger=_ledger(round),
            withheld=() if edition == Edition.PARTY else tuple(_withheld(round, figures)),
            told_issues=tuple(_told_issues(figures)),
            has_findings_section=round.sections.filter(kind=SectionKind.FINDINGS).exists(),
            correction=correction,
        )

    @cached_property
    def passages(self) -> list[Passage]:
        """The lines of the notice, in order."""
        return [Passage.of(block) for block in self.blocks]

    @cached_property
    def beside(self) -> list[Passage]:
        """What is published with the notice and is no line of it."""
        texts = [
            ("轮次名称", self.round.name),
            ("更正说明", self.correction),
            *(("专项整治名称", name) for name in self.campaigns),
            *(("制度机制名称", name) for name in self.mechanisms),
            *((f"社区“{one.name}”", one.name) for one in self.communities),
            *((work.place, work.title) for work in self.planned_works),
            *((work.place, work.standing) for work in self.planned_works),
        ]
        return [Passage(place, text, Kind.TITLE) for place, text in texts if text]

    @cached_property
    def text(self) -> str:
        return "\n".join(str(passage.text) for passage in self.passages)

    @property
    def is_all_done(self) -> bool:
        return self.issues.total > 0 and self.issues.done == self.issues.total

    @cached_property
    def finding_at(self) -> dict[str, Counted]:
        """The findings by the place of their lines."""
        return {f"反馈问题“{one.name}”": one for one in self.findings_counted}

    @cached_property
    def category_at(self) -> dict[str, Counted]:
        """The categories of both levels by the place of their lines."""
        return {f"类别“{one.name}”": one for one in (*self.categories, *self.subcategories)}


def _counted(one: CategoryFigures) -> Counted:
    return Counted(one.category.title, one.issues, one.findings, one.measures)


def _ledger(round: Round) -> Ledger:
    """Count the entries themselves, whatever they belong to."""
    kept = Evidence.objects.kept().filter(entry__issue=OuterRef("pk"))
    inspected = Round.communities.through.objects.filter(
        round=round.pk, community=OuterRef("community")
    )
    settled = Q(status__in=SETTLED)
    counts = {
        outcome.value: Count("pk", filter=Q(status__in=statuses_of(outcome))) for outcome in Outcome
    }
    counts["without_evidence"] = Count(
        "pk", filter=Q(status=Status.CLOSED, evidence_before="") & ~Exists(kept)
    )
    counts["settled_before_feedback"] = Count(
        "pk", filter=settled & Q(settled_on__lt=F("round__fed_back_on"))
    )
    counts["settled_after_counting"] = Count(
        "pk", filter=settled & Q(settled_on__gt=F("round__counted_on"))
    )
    counts["misplaced"] = Count(
        "pk", filter=~Q(finding__category__round=round.pk) | ~Exists(inspected)
    )
    row = round.issues.order_by().aggregate(**counts)
    entries = Tally(**{outcome.value: row.pop(outcome.value) for outcome in Outcome})
    return Ledger(entries, **row)


def _withheld(round: Round, figures: Figures) -> Iterable[Withheld]:
    """Yield what the public edition leaves out, with the words that would tell it."""
    secret = [
        one.finding.pk for category in figures.categories for one in category.all if one.is_withheld
    ]
    for category in _all(figures.categories):
        if category.is_withheld:
            told = category.category
            texts = _typed(f"{told.heading}\n{told.body}")
            yield Withheld(f"类别“{told.title}”", (told.title,), texts)
    for finding in Finding.objects.filter(pk__in=secret):
        texts = _typed(f"{finding.heading}\n{finding.approach}")
        yield Withheld(f"反馈问题“{finding.title}”", (finding.title,), texts)
    measures = Measure.objects.filter(finding__category__round=round).filter(
        Q(is_withheld=True) | Q(finding__in=secret)
    )
    for title, text in measures.values_list("finding__title", "text"):
        yield Withheld(f"反馈问题“{title}”的措施", (), _typed(text))
    for work in figures.planned_works:
        if work.is_withheld:
            names = tuple(name for name in (work.title, work.short_title) if name)
            yield Withheld(f"计划项目“{work.title}”", names)
    issues = round.issues.filter(is_withheld=True)
    for number, text in issues.values_list("number", "text"):
        yield Withheld(f"整改问题 {number}", (), (text,))


def _told_issues(figures: Figures) -> Iterable[Passage]:
    """Yield what an edition tells of each issue, if it lists them (rectify.publishing.lists)."""
    for number, *texts in figures.told_issues.values_list(
        "number", "text", "measures", "due_wording"
    ):
        told = writable_lines("\n".join(filter(None, texts)))
        yield Passage(f"整改问题 {number}", told, Kind.TITLE)


def _all(categories: Iterable[CategoryFigures]) -> Iterable[CategoryFigures]:
    """Yield categories with those below them."""
    for category in categories:
        yield category
        yield from _all(category.children)


def _typed(text: str) -> tuple[str, ...]:
    """Return what somebody typed of a text, without its variables."""
    return tuple(part for part in BRACES.split(text)[::2] if part.strip())
