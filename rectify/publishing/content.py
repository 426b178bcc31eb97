"""What an edition says and counts, as one document of plain values (JSON).

The document is taken once, when the edition is proposed, and frozen with it. Pages and files
of a published edition are made from it and from nothing else.
"""

from datetime import date

from rectify.figures import CategoryFigures, Figures, FindingFigures, Tally
from rectify.models import Issue, Measure, Round
from rectify.notices.blocks import Block
from rectify.notices.compose import compose
from rectify.states import Outcome
from rectify.steps import Edition
from rectify.variables import VARIABLES, plain_number

# Rises with every change of the document's shape, so that old editions can still be read.
SCHEMA = "rectification-notice/1"

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
        "communities": [
            {
                "code": one.community.code,
                "name": one.community.name,
                "is_street": one.community.kind == one.community.Kind.STREET,
                "issues": _tally(one.issues, figures),
            }
            for one in figures.communities
        ],
        "campaigns": figures.campaign_names,
        "mechanisms": figures.mechanism_names,
        "planned_works": [
            {"title": work.title, "due": work.due_text, "due_on": _plain(work.due_on)}
            for work in figures.told_planned_works
        ],
        "planned_work_count": figures.planned_work_count,
        "results": {str(kind): plain_number(total) for kind, total in figures.results.items()},
    }


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
