"""What cells of a row say of each other: a status and its day, openness and its ground.

The database keeps the rules; here stand the sentences, and the column in which each is put
right: beside the status when the sheet has no column for the day.
"""

from rectify.models import Issue
from rectify.spreadsheets.columns import OF_KEY
from rectify.spreadsheets.quoting import quoted
from rectify.states import SETTLED, Status

SETTLED_ON, GROUND = OF_KEY["settled_on"].name, OF_KEY["withheld_ground"].name
MISSING = "这张表里没有“{}”这一列，请加上这一列"


def of_day(issue: Issue, row: dict) -> tuple[str, str]:
    """Return the column and the sentence when status and day of a new entry do not agree."""
    status = row.get("status")
    if issue.status in SETTLED:
        needed = f"整改状态是{quoted(status)}的要填{SETTLED_ON}"
        if "settled_on" in row:
            return "settled_on", f"{needed}；还没有完成的，请改整改状态。"
        return "status", f"{needed}，{MISSING.format(SETTLED_ON)}。"
    said = f"是{quoted(status)}" if status else f"空着（算{Status.TO_ACCEPT.label}）"
    return "settled_on", f"整改状态{said}的不能填{SETTLED_ON}；已经完成的，请把整改状态改成已销号。"


def of_ground(issue: Issue, row: dict) -> tuple[str, str]:
    """Return the column and the sentence when an entry's openness and its ground do not agree."""
    said = f"是否公开是{quoted(row.get('is_public'))}的"
    if not issue.is_withheld:
        return "withheld_ground", f"{said}不能有{GROUND}；不公开的，请把是否公开改成否。"
    if "withheld_ground" in row:
        return "withheld_ground", f"{said}要填{GROUND}；公开的，请把是否公开改成是。"
    return "is_public", f"{said}要填{GROUND}，{MISSING.format(GROUND)}。"


# By the constraint of the database that is broken.
SENTENCE_OF = {
    "issue_is_settled_on_a_day": of_day,
    "issue_is_withheld_on_a_ground": of_ground,
}
