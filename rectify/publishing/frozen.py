"""A frozen document read again: its blocks and figures, as the pages and faces know them."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from rectify.figures import Tally
from rectify.models.withholding import WithholdingGround
from rectify.notices.blocks import Block, Kind
from rectify.publishing.content import ALL_ISSUES
from rectify.states import Outcome

# What may be withheld, and why, as the office calls it.
WITHHELD_KINDS = {
    "finding": "反馈问题",
    "measure": "整改措施",
    "planned-work": "计划项目",
    "issue": "整改问题",
}
GROUNDS = {**dict(WithholdingGround.choices), ALL_ISSUES: "下面的整改问题都不公开"}
# The parts of a tally, and what they are called.
OUTCOMES = {"total": "总数", **{outcome.value: outcome.label for outcome in Outcome}}


def tally_of(counts: dict) -> Tally:
    return Tally(**{outcome.value: counts[outcome.value] for outcome in Outcome})


def day_of(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


@dataclass(frozen=True)
class Row:
    """A line of a table: a category, a finding or a community, with its counts."""

    title: str
    issues: Tally
    findings: Tally = field(default_factory=Tally)
    rows: tuple["Row", ...] = ()


@dataclass(frozen=True)
class CommunityRow(Row):
    """A community, with the number of its issues that are told, None when none are."""

    code: str = ""
    told: int | None = None
    is_street: bool = False


@dataclass(frozen=True)
class PlannedRow:
    """A planned work: until when, and what had become of it when the edition was proposed."""

    title: str
    due_text: str
    finished_on: date | None
    standing: str


@dataclass(frozen=True)
class Week:
    """What was settled in the week that begins with a Monday."""

    monday: date
    done: int
    staged: int


@dataclass
class Frozen:
    """The document of an edition, by the names that templates use for figures."""

    content: dict

    @cached_property
    def blocks(self) -> list[Block]:
        return [
            Block(
                Kind(block["kind"]), block["text"], block["level"], block["number"], block["lead"]
            )
            for block in self.content["blocks"]
        ]

    @property
    def round(self) -> dict:
        """The round's own facts as they were, dates written as in ISO 8601."""
        return self.content["round"]

    @property
    def published_on(self) -> date | None:
        return day_of(self.round["published_on"])

    @property
    def withheld(self) -> list[tuple[str, str, str]]:
        """What the public is not told: what it is, its name, and on which ground."""
        return [
            (WITHHELD_KINDS[one["kind"]], one["name"], GROUNDS[one["ground"]])
            for one in self.content["withheld"]
        ]

    @property
    def decimals(self) -> int:
        return self.round["rate_decimals"]

    @property
    def ledger(self) -> dict:
        return self.content["ledger"]

    @cached_property
    def issues(self) -> Tally:
        return tally_of(self.ledger["issues"])

    @cached_property
    def findings(self) -> Tally:
        return tally_of(self.ledger["findings"])

    @cached_property
    def measures(self) -> Tally:
        return tally_of(self.ledger["measures"])

    @cached_property
    def categories(self) -> list[Row]:
        """The categories of the first level with the findings in and below each, in order."""
        return [
            Row(
                one["title"],
                tally_of(one["issues"]),
                tally_of(one["findings"]),
                tuple(_findings_in(one)),
            )
            for one in self.ledger["categories"]
        ]

    @cached_property
    def communities(self) -> list[CommunityRow]:
        return [
            CommunityRow(
                one["name"],
                tally_of(one["issues"]),
                code=one["code"],
                told=one.get("told"),
                is_street=one["is_street"],
            )
            for one in self.ledger["communities"]
        ]

    @property
    def lists_communities(self) -> bool:
        """Tell whether every community has a page with its issues."""
        return any(one.told is not None for one in self.communities)

    def community(self, code: str) -> CommunityRow | None:
        """Return the community of which the edition tells the issues, by its code."""
        told = (one for one in self.communities if one.told is not None)
        return next((one for one in told if one.code == code), None)

    @property
    def community_count(self) -> int:
        """How many communities were inspected, whether the edition tells of each or not."""
        known = self.ledger.get("community_count")
        return sum(not one.is_street for one in self.communities) if known is None else known

    @property
    def campaign_count(self) -> int:
        return len(self.ledger["campaigns"])

    @property
    def mechanism_count(self) -> int:
        return len(self.ledger["mechanisms"])

    @property
    def planned_work_count(self) -> int:
        return self.ledger["planned_work_count"]

    @cached_property
    def planned_works(self) -> list[PlannedRow]:
        """The planned works that are told."""
        return [
            PlannedRow(
                one["title"],
                one["due"],
                day_of(one.get("finished_on")),
                one.get("standing", ""),
            )
            for one in self.ledger["planned_works"]
        ]

    @cached_property
    def weeks(self) -> list[Week]:
        """The weeks in which anything was settled, in order; none in editions of before."""
        return [
            Week(date.fromisoformat(one["monday"]), one["done"], one["staged"])
            for one in self.ledger.get("weeks", [])
        ]

    @property
    def fed_back_on(self) -> date | None:
        return day_of(self.round["fed_back_on"])

    @property
    def counted_on(self) -> date | None:
        """Until which day the figures count, if the round says so."""
        return day_of(self.round["counted_on"])

    @property
    def deadline_on(self) -> date | None:
        """The last day of the period for rectification."""
        return day_of(self.round.get("deadline_on"))


def _findings_in(category: dict):
    for one in category["own"]:
        yield Row(one["title"], tally_of(one["issues"]))
    for child in category["children"]:
        yield from _findings_in(child)
