"""An entry becomes the cells of its row: the canonical values, in the office's words."""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Prefetch
from django.db.models.functions import Length
from django.utils import timezone

from rectify.dates import written
from rectify.models import Evidence, Issue, ProgressEntry, Round
from rectify.models.withholding import WithholdingGround
from rectify.permissions import hidden_fields
from rectify.spreadsheets.columns import COLUMNS
from rectify.spreadsheets.directory import Directory, category_title, repeated
from rectify.spreadsheets.facts import FACTS
from rectify.states import Status

Value = str | int | date | None

BETWEEN_FILES = "、"
# So many entries are fetched at once, with what belongs to them, whatever their number.
BATCH = 500


def rows(
    issues, *, round: Round, by_community: bool = False, batch: int = BATCH
) -> Iterator[Issue]:
    """Yield the entries of a round in the ledger's order, with all that their rows tell.

    `by_community` puts those of one community together, in the order of their codes. Each
    batch costs three queries at most, and is forgotten when the next one comes.
    """
    order = (Length("number"), "number")
    if by_community:
        order = ("community__code", *order)
    found = issues.order_by(*order).select_related(None).prefetch_related(None)
    directory = Directory(round)
    for issue in found.prefetch_related(reports()).iterator(chunk_size=batch):
        issue.round = round
        directory.place(issue)
        yield issue


def reports() -> Prefetch:
    """Return what to fetch with entries so that their progress and evidence can be told."""
    evidence = Prefetch("evidence", Evidence.objects.kept().order_by("added_at", "pk"))
    entries = ProgressEntry.objects.order_by("at", "pk").prefetch_related(evidence)
    return Prefetch("progress", entries)


def values(issues, *, round: Round, batch: int = BATCH) -> Iterator[dict[str, Value]]:
    """Yield the canonical values of each entry, in the ledger's order."""
    repeated = repeated_titles(round)
    return (values_of(issue, repeated) for issue in rows(issues, round=round, batch=batch))


def repeated_titles(round: Round) -> frozenset[str]:
    """Return the titles that several categories of a round have, below others or not."""
    return repeated(round.categories.values_list("title", flat=True))


def hidden_columns(user) -> frozenset[str]:
    """Return the keys of the columns that a person is not shown."""
    hidden = hidden_fields(user)
    return frozenset(
        column.key for column in COLUMNS if FACTS.get(column.key, column.key) in hidden
    )


def values_of(issue: Issue, repeated: Collection[str] = ()) -> dict[str, Value]:
    """Return the value of every canonical column, by its key: "" or None for what is not there.

    `repeated` holds the titles that do not name a category without the one above it.
    """
    return {
        "number": issue.number,
        "community": issue.community.name,
        "category": category_title(issue.finding.category, repeated),
        "finding": issue.finding.title,
        "text": one_line_end(issue.text),
        "measures": one_line_end(issue.measures),
        "goal": one_line_end(issue.goal),
        "leader": issue.leader,
        "department": issue.department.name,
        "owner": issue.owner.post if issue.owner else "",
        "due_on": issue.due_on,
        "due_wording": issue.due_wording,
        "status": Status(issue.status).label,
        "settled_on": issue.settled_on,
        "progress": progress_of(issue),
        "evidence": evidence_of(issue),
        "is_public": "否" if issue.is_withheld else "是",
        "withheld_ground": (
            WithholdingGround(issue.withheld_ground).label if issue.withheld_ground else ""
        ),
        "remark": one_line_end(issue.remark),
        "version": issue.version,
    }


def progress_of(issue: Issue) -> str:
    """Return what was done, a line for each report, after what an older ledger told."""
    reports = [
        f"{written(timezone.localdate(entry.at))}：{one_line_end(entry.text)}"
        for entry in issue.progress.all()
    ]
    before = one_line_end(issue.progress_before)
    return "\n".join([before, *reports] if before else reports)


def evidence_of(issue: Issue) -> str:
    """Return the names of what was handed in, or else what an older ledger named."""
    names = [one.name for entry in issue.progress.all() for one in entry.evidence.all()]
    return BETWEEN_FILES.join(names) or one_line_end(issue.evidence_before)


def one_line_end(text: str) -> str:
    """Return a text with one kind of line end; browsers send two characters for each."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
