"""What an edition says and counts, as one document of plain values (JSON).

The document is taken once, when the edition is proposed, and frozen with it. Pages and files
of a published edition are made from it and from nothing else.
"""

from collections import defaultdict
from datetime import date, timedelta

from rectify.figures import CategoryFigures, CommunityFigures, Figures, FindingFigures, Tally
from rectify.models import Issue, Measure, Round
from rectify.models.round import CommunityDisclosure
from rectify.notices.blocks import Block
from rectify.notices.compose import compose
from rectify.publishing.lists import lists_of
from rectify.publishing.seals import digest_of
from rectify.states import OUTCOME_OF, Outcome
from rectify.steps import Edition
from rectify.variables import VARIABLES, plain_number

# Rises with every change of the document's shape, so that old editions can still be read.
# The first had neither deadline, weeks and lists of communities, nor what became of planned
# works, and every community's figures.
SCHEMA = "rectification-notice/2"

# What stands in a table in place of something that the public is not told.
WITHHELD = "（不公开）"

# The ground of a finding of which every issue is withheld on a ground of its own.
ALL_ISSUES = "all-issues-withheld"

OF_ROUND = [
    "slug",
    "name",
    "label",
    "authority",
    "team",
    "kind",
    "inspected_body",
    "inspected_from",
    "inspected_to",
    "fed_back_on",
    "deadline_on",
    "counted_on",
    "signed_on",
    "published_on",
    "publisher",
    "notice_title",
    "telephone",
    "email",
    "address",
    "reporting_hours",
    "rate_decimals",
    "is_sample",
    "community_disclosure",
]


def content_of(round: Round, edition: Edition) -> dict:
    """Return the document of one edition as the data are now.

    Raises NoticeError when the notice cannot be composed.
    """
    figures = Figures(round, edition)
    return {
        "schema": SCHEMA,
        "edition": str(edition),
        "round": {name: _plain(getattr(figures.round, name)) for name in OF_ROUND},
        "blocks": [_block(block) for block in compose(round, figures, edition=edition)],
        "figures": {
            name: value
            for name, variable in VARIABLES.items()
            if (value := variable.value(figures))
        },
        "ledger": _ledger(figures),
        "withheld": _withheld(figures),
    }


def _block(block: Block) -> dict:
    return {
        "kind": block.kind.value,
        "level": block.level,
        "number": block.number,
        "lead": str(block.lead),
        "text": str(block.text),
    }


def _plain(value):
    return value.isoformat() if isinstance(value, date) else value


def _ledger(figures: Figures) -> dict:
    """Return the ledger's state in numbers, by every division that is published."""
    return {
        "issues": _tally(figures.issues, figures),
        "findings": _tally(figures.findings, figures),
        "measures": _tally(figures.measures, figures),
        "categories": [_category(one, figures) for one in figures.categories],
        "community_count": figures.community_count,
        "communities": _communities(figures),
        "weeks": _weeks(figures),
        "campaigns": figures.campaign_names,
        "mechanisms": figures.mechanism_names,
        "planned_works": [
            {
                "title": work.title,
                "due": work.due_text,
                "due_on": _plain(work.due_on),
                "finished_on": _plain(work.finished_on),
                "standing": work.standing,
            }
            for work in figures.told_planned_works
        ],
        "planned_work_count": figures.planned_work_count,
        "results": {str(kind): plain_number(total) for kind, total in figures.results.items()},
    }


def _communities(figures: Figures) -> list[dict]:
    """Return the figures of every community, as far as this edition tells of them.

    With its issues a community has their number and the SHA-256 of the list that is kept
    beside this document.
    """
    disclosure = figures.round.community_disclosure
    if figures.edition == Edition.PUBLIC and disclosure == CommunityDisclosure.NOTHING:
        return []
    lists = lists_of(figures)
    return [_community(one, lists, figures) for one in figures.communities]


def _community(one: CommunityFigures, lists: dict[str, list[dict]], figures: Figures) -> dict:
    community = one.community
    figures_of_it = {
        "code": community.code,
        "name": community.name,
        "is_street": community.kind == community.Kind.STREET,
        "issues": _tally(one.issues, figures),
    }
    if community.code not in lists:
        return figures_of_it
    told = lists[community.code]
    return figures_of_it | {"told": len(told), "list_sha256": digest_of(told)}


def _weeks(figures: Figures) -> list[dict]:
    """Return how many issues were settled in each week in which any was, by outcome.

    A week is named by its Monday.
    """
    weeks: dict[date, dict[str, int]] = defaultdict(lambda: {Outcome.DONE: 0, Outcome.STAGED: 0})
    for day, status, number in figures.settled_by_day:
        weeks[day - timedelta(days=day.weekday())][OUTCOME_OF[status]] += number
    return [
        {"monday": monday.isoformat()} | {outcome.value: n for outcome, n in counts.items()}
        for monday, counts in sorted(weeks.items())
    ]


def _tally(counts: Tally, figures: Figures) -> dict:
    """Write a tally: its total, its four outcomes, and the rate as the round writes it."""
    outcomes = {outcome.value: getattr(counts, outcome) for outcome in Outcome}
    return {
        "total": counts.total,
        **outcomes,
        "rate": counts.rate(figures.round.rate_decimals),
    }


def _told(row: FindingFigures | CategoryFigures, title: str, figures: Figures) -> str:
    return WITHHELD if row.is_withheld and figures.edition == Edition.PUBLIC else title


def _category(one: CategoryFigures, figures: Figures) -> dict:
    return {
        "title": _told(one, one.category.title, figures),
        "issues": _tally(one.issues, figures),
        "findings": _tally(one.findings, figures),
        "measures": _tally(one.measures, figures),
        "own": [
            {
                "title": _told(finding, finding.finding.title, figures),
                "issues": _tally(finding.issues, figures),
                "measures": _tally(finding.measures, figures),
            }
            for finding in one.own
        ],
        "children": [_category(child, figures) for child in one.children],
    }


def _withheld(figures: Figures) -> list[dict]:
    """Return everything that is withheld from the public, with its ground; for the office.

    Recorded with both editions; the faces of the public one never show it.
    """
    round = figures.round
    findings = [one for category in figures.categories for one in category.all]
    rows = [
        ("finding", str(one.finding), one.finding.withheld_ground or ALL_ISSUES)
        for one in findings
        if one.is_withheld
    ]
    rows += [
        ("measure", f"{measure.finding}：{measure.text}", measure.withheld_ground)
        for measure in Measure.objects.filter(
            finding__category__round=round, is_withheld=True
        ).select_related("finding")
    ]
    rows += [
        ("planned-work", work.title, work.withheld_ground)
        for work in figures.planned_works
        if work.is_withheld
    ]
    rows += [
        ("issue", number, ground)
        for number, ground in Issue.objects.filter(round=round, is_withheld=True).values_list(
            "number", "withheld_ground"
        )
    ]
    return [{"kind": kind, "name": name, "ground": ground} for kind, name, ground in rows]
