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
        return [
            Row(one["title"], tally_of(one["issues"]), tally_of(one["findings"]))
            for one in self.ledger["categories"]
        ]

    @cached_property
    def communities(self) -> list[Row]:
        return [Row(one["name"], tally_of(one["issues"])) for one in self.ledger["communities"]]

    @property
    def community_count(self) -> int:
        return sum(not one["is_street"] for one in self.ledger["communities"])

    @property
    def campaign_count(self) -> int:
        return len(self.ledger["campaigns"])

    @property
    def mechanism_count(self) -> int:
        return len(self.ledger["mechanisms"])

    @property
    def planned_work_count(self) -> int:
        return self.ledger["planned_work_count"]
