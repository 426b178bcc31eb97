"""What the ledger counts at this moment, beside the published figures of a round that shows it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils import timezone

from rectify.figures import Tally
from rectify.models import Issue, PlannedWork
from rectify.states import OUTCOME_OF


@dataclass(frozen=True)
class LiveWork:
    """A planned work as it stands now."""

    title: str
    due_text: str
    finished_on: date | None
    standing: str


@dataclass(frozen=True)
class Live:
    """The present figures of a round; `at` is the minute in which they were read."""

    at: datetime
    issues: Tally
    planned_works: tuple[LiveWork, ...]


def live_of(round_id: int, at: datetime | None = None) -> Live:
    """Count the ledger of a round now, in two queries.

    What is withheld is counted too, as everywhere; a planned work that is withheld is not told.
    """
    at = (at or timezone.now()).replace(second=0, microsecond=0)
    issues = Issue.objects.filter(round=round_id).order_by().values_list("status")
    tally = Tally()
    for status, number in issues.annotate(Count("pk")):
        tally += Tally(**{OUTCOME_OF[status].value: number})
    works = PlannedWork.objects.filter(round=round_id, is_withheld=False)
    return Live(
        at,
        tally,
        tuple(
            LiveWork(work.title, work.due_text, work.finished_on, work.standing) for work in works
        ),
    )
