"""What a row says otherwise than the ledger and an import leaves alone, told in sentences."""

from collections.abc import Iterator

from rectify.models import Issue
from rectify.spreadsheets.columns import OF_KEY
from rectify.spreadsheets.existing import ExistingIssues
from rectify.spreadsheets.quoting import apart
from rectify.states import Status

# What communities report in the system.
REPORTED = {"progress", "evidence"}
OF_DEADLINE = "时限由延期或调整来改"


def left_alone(key: str, issue: Issue, row: dict, value, existing: ExistingIssues) -> Iterator[str]:
    """Yield in what a cell differs from a stored entry that only people change.

    `value` is what the cell was read as. An emptied cell differs too: nothing is counted as
    unchanged that would read otherwise.
    """
    if key == "due_on":
        yield from _deadline(issue, row, value)
    elif key == "due_wording":
        if "due_on" not in row and value != issue.due_wording:
            yield _sentence(key, issue.due_wording, value, OF_DEADLINE)
    elif key == "settled_on" and value != issue.settled_on:
        yield _sentence(key, issue.settled_on, value, "完成时间由办理流程来定")
    elif key == "status" and (not row[key] or value != issue.status):
        told = Status(value).label if row[key] else ""
        yield _sentence(key, issue.get_status_display(), told, "状态由办理流程来改")
    elif key in REPORTED and value != (stored := existing.told(key, issue)):
        yield _sentence(key, stored, value, "社区已经在系统里填报，以系统里的为准")


def _deadline(issue: Issue, row: dict, value) -> Iterator[str]:
    """Yield a deadline that differs in its day, or in its wording where a wording is told."""
    day, wording = (value.day, value.wording) if value else (None, "")
    beside = row.get("due_wording")
    told = Issue(due_on=day, due_wording=wording or beside or "")
    # A sheet with a column for the wording says by an empty cell that there is none; one
    # without may write a date in other ways than the office did.
    is_worded = beside is not None or day is None
    if day != issue.due_on or (is_worded and told.due_wording != issue.due_wording):
        yield _sentence("due_on", issue.deadline, told.deadline if value else "", OF_DEADLINE)


def _sentence(key: str, stored, told, why: str) -> str:
    shown = apart(str(stored or ""), str(told or ""), shown=60, before=10)
    ours, theirs = (f"是“{value}”" if value else "是空的" for value in shown)
    return f"{OF_KEY[key].name}：系统里{ours}，表格里{theirs}；{why}，没有导入。"
