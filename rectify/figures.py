"""Every number of a round, from the database, in a fixed number of queries.

Pages, notices and commands take their numbers from here and from nowhere else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Prefetch, Q
from django.utils.functional import cached_property

from communities.models import Community
from rectify.dates import without_repeated_year
from rectify.models import Finding, Round
from rectify.models.result import ResultKind
from rectify.models.round import CommunityDisclosure
from rectify.states import SETTLED, Outcome, statuses_of
from rectify.steps import Edition
from rectify.texts import fill
from rectify.variables import plain_number


@dataclass(frozen=True)
class Tally:
    """How many of something stand under each outcome; the four always add up to the total."""

    done: int = 0
    staged: int = 0
    under_way: int = 0
    unfinished: int = 0

    @classmethod
    def of(cls, outcomes: Iterable[str]) -> "Tally":
        """Count outcomes, one for each thing."""
        outcomes = list(outcomes)
        return cls(**{outcome.value: outcomes.count(outcome) for outcome in Outcome})

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def total(self) -> int:
        return self.done + self.staged + self.under_way + self.unfinished

    def rate(self, decimals: int = 1) -> str:
        """Return the completion rate with its percent sign, or "" when there is nothing.

        Only what is done counts. Rounding half up, but never up to 100 % while something is
        left, nor down to 0 % when something is done; zeros at the end are not written.
        """
        if not self.total:
            return ""
        step = Decimal(1).scaleb(-decimals)
        rate = (Decimal(100 * self.done) / self.total).quantize(step, ROUND_HALF_UP)
        if rate == 100 and self.done < self.total:
            rate -= step
        if rate == 0 and self.done:
            rate = step
        return f"{plain_number(rate)}%"

    @property
    def outcome(self) -> Outcome:
        """What is told of something made of these parts, such as a finding of its issues.

        Done when all parts are; staged when all are done or staged; unfinished when none
        has begun; under way otherwise.
        """
        if self.total and self.done == self.total:
            return Outcome.DONE
        if self.total and self.done + self.staged == self.total:
            return Outcome.STAGED
        return Outcome.UNFINISHED if self.unfinished == self.total else Outcome.UNDER_WAY


@dataclass
class FindingFigures:
    """A finding with its measures and the tallies of its issues and measures."""

    finding: Finding
    issues: Tally
    measures: Tally
    withheld_issues: int = 0

    @property
    def is_withheld(self) -> bool:
        """Tell whether the public does not read of it: by its own flag, or all its issues'."""
        return self.finding.is_withheld or 0 < self.withheld_issues == self.issues.total


@dataclass
class CategoryFigures:
    """A category with the findings directly in it and the categories below it."""

    category: object
    own: list[FindingFigures] = field(default_factory=list)
    children: list["CategoryFigures"] = field(default_factory=list)

    @property
    def is_withheld(self) -> bool:
        """Tell whether nothing that was found in it may be told."""
        return bool(self.all) and all(one.is_withheld for one in self.all)

    @property
    def all(self) -> list[FindingFigures]:
        """The findings in it and below it."""
        return self.own + [one for child in self.children for one in child.all]

    @cached_property
    def issues(self) -> Tally:
        return sum((one.issues for one in self.all), Tally())

    @cached_property
    def findings(self) -> Tally:
        return Tally.of(one.issues.outcome for one in self.all)

    @cached_property
    def measures(self) -> Tally:
        return sum((one.measures for one in self.all), Tally())


@dataclass
class CommunityFigures:
    """A community with the tally of its issues in the round."""

    community: Community
    issues: Tally


def _outcome_counts(relation: str, within: Q | None = None) -> dict[str, Count]:
    """Return an annotation for each outcome that counts the issues of which it is told."""
    return {
        outcome.value: Count(
            relation,
            filter=Q(**{f"{relation}__status__in": statuses_of(outcome)}) & (within or Q()),
        )
        for outcome in Outcome
    }


def _tally(row) -> Tally:
    return Tally(**{outcome.value: getattr(row, outcome.value) for outcome in Outcome})


class Figures:
    """The figures of one round, read from the database when first asked for.

    The whole costs the same number of queries whatever the size of the ledger: one each for
    categories, findings with their issues counted, measures, communities with their issues
    counted, planned works and names; one for the round, unless it came with its counts; one
    each for the names of campaigns, of mechanisms and for the days of settling, if asked for.

    Editions count the same. The lists of what is planned leave out for the public what is
    withheld from it.
    """

    def __init__(self, round: Round, edition: Edition = Edition.PUBLIC):
        self.edition = edition
        counted = hasattr(round, "campaign_count")
        self.round = round if counted else Round.objects.with_counts().get(pk=round.pk)
        self.campaign_count = self.round.campaign_count
        self.mechanism_count = self.round.mechanism_count
        self.results = {kind: getattr(self.round, f"result_{kind}") or 0 for kind in ResultKind}

    # --- Findings ----------------------------------------------------------------------

    @cached_property
    def categories(self) -> list[CategoryFigures]:
        """The categories of the first level, in order, each with what is in it."""
        by_pk = {one.pk: CategoryFigures(one) for one in self.round.categories.all()}
        findings = (
            Finding.objects.filter(category__round=self.round)
            .annotate(
                **_outcome_counts("issues"),
                withheld_count=Count("issues", filter=Q(issues__is_withheld=True)),
            )
            .order_by("position", "pk")
            .prefetch_related(Prefetch("measures"))
        )
        for finding in findings:
            measures = Tally.of(measure.outcome for measure in finding.measures.all())
            one = FindingFigures(finding, _tally(finding), measures, finding.withheld_count)
            by_pk[finding.category_id].own.append(one)
        for one in by_pk.values():
            if one.category.parent_id:
                by_pk[one.category.parent_id].children.append(one)
        return [one for one in by_pk.values() if not one.category.parent_id]

    @cached_property
    def settled_by_day(self) -> list[tuple[date, str, int]]:
        """On which days how many issues were settled: (day, status, number), in order."""
        settled = self.round.issues.filter(status__in=SETTLED).order_by("settled_on", "status")
        return list(settled.values_list("settled_on", "status").annotate(Count("pk")))

    @property
    def category_count(self) -> int:
        return len(self.categories)

    @property
    def subcategory_count(self) -> int:
        return sum(len(one.children) for one in self.categories)

    @cached_property
    def issues(self) -> Tally:
        return sum((one.issues for one in self.categories), Tally())

    @cached_property
    def findings(self) -> Tally:
        return sum((one.findings for one in self.categories), Tally())

    @cached_property
    def measures(self) -> Tally:
        return sum((one.measures for one in self.categories), Tally())

    # --- Communities and names ---------------------------------------------------------

    @cached_property
    def communities(self) -> list[CommunityFigures]:
        """All that were inspected, the street itself included, each with its tally."""
        # A query that groups loses the order that the model gives.
        rows = self.round.communities.annotate(
            **_outcome_counts("issues", Q(issues__round=self.round))
        ).order_by("code")
        return [CommunityFigures(community, _tally(community)) for community in rows]

    @property
    def told_findings(self) -> dict[int, Finding]:
        """The findings that the public may read of, by their keys."""
        findings = (one for category in self.categories for one in category.all)
        return {one.finding.pk: one.finding for one in findings if not one.is_withheld}

    @property
    def lists_issues(self) -> bool:
        """Tell whether this edition tells of every community what its issues are."""
        disclosure = self.round.community_disclosure
        return self.edition == Edition.PUBLIC and disclosure == CommunityDisclosure.ISSUES

    @property
    def told_issues(self):
        """The issues that it tells of: neither they nor their findings are withheld."""
        if not self.lists_issues:
            return self.round.issues.none()
        inspected = [one.community.pk for one in self.communities]
        return self.round.issues.filter(
            is_withheld=False, finding__in=self.told_findings, community__in=inspected
        )

    @property
    def community_names(self) -> list[str]:
        """The names of the communities and villages, without the street itself."""
        return [
            one.community.name
            for one in self.communities
            if one.community.kind != Community.Kind.STREET
        ]

    @property
    def community_count(self) -> int:
        return len(self.community_names)

    @property
    def department_names(self) -> list[str]:
        return [name.department.name for name in self.round.name_rows if name.department]

    @property
    def department_count(self) -> int:
        return len(self.department_names)

    # --- What else is counted or promised ----------------------------------------------

    @cached_property
    def campaign_names(self) -> list[str]:
        return [campaign.name for campaign in self.round.campaigns.all()]

    @cached_property
    def mechanism_names(self) -> list[str]:
        return [mechanism.name for mechanism in self.round.mechanisms.all()]

    @cached_property
    def planned_works(self) -> list:
        return list(self.round.planned_works.select_related("community", "department"))

    @property
    def planned_work_count(self) -> int:
        return len(self.planned_works)

    @property
    def told_planned_works(self) -> list:
        """The planned works that this edition tells of."""
        return [
            work
            for work in self.planned_works
            if self.edition == Edition.PARTY or not work.is_withheld
        ]

    def planned_work_text(self, work, before: str = "") -> str:
        """Write one planned work by the round's pattern, after what stands before it."""
        words = work.words

        def value_of(name, filled):
            value = words[name]
            return without_repeated_year(value, before + filled) if name == "时限" else value

        return fill(self.round.planned_work_pattern, value_of)

    @property
    def planned_work_sentence(self) -> str:
        """All planned works, joined as the round joins them."""
        sentence = ""
        for work in self.told_planned_works:
            sentence += self.round.planned_work_separator if sentence else ""
            sentence += self.planned_work_text(work, sentence)
        return sentence
