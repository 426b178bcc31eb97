"""What the ledger counts at this moment, beside the published figures of a round that shows it.

Numbers and days alone: no text that nobody has examined and approved becomes public this way.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils import timezone

from rectify.figures import Tally
from rectify.models import Issue, PlannedWork
from rectify.states import OUTCOME_OF


@dataclass(frozen=True)
class Live:
    """The present figures of a round; `at` is the minute in which they were read.

    `finished` holds the planned works that are not withheld by their titles, with the day on
    which each was finished, None for one that is not.
    """

    at: datetime
    issues: Tally
    finished: dict[str, date | None]


def live_of(round_id: int, at: datetime | None = None) -> Live:
    """Count the ledger of a round now, in two queries; what is withheld is counted too."""
    at = (at or timezone.now()).replace(second=0, microsecond=0)
    issues = Issue.objects.filter(round=round_id).order_by().values_list("status")
    tally = Tally()
    for status, number in issues.annotate(Count("pk")):
        tally += Tally(**{OUTCOME_OF[status].value: number})
    works = PlannedWork.objects.filter(round=round_id, is_withheld=False)
    return Live(at, tally, dict(works.values_list("title", "finished_on")))
