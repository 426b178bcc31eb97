"""Writing many entries with a few statements, each with its record in the history."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from communities.models import User
from rectify.models import Issue, LedgerImport
from rectify.spreadsheets.facts import FACTS

# So many rows are written by one statement, as far as the database takes them.
BATCH = 1000


@dataclass(frozen=True)
class Deed:
    """What stands beside each record: who wrote it, when, why, and by which import."""

    by: User | None
    at: datetime
    reason: str
    ledger_import: LedgerImport | None = None

    @property
    def in_history(self) -> dict:
        return {
            "batch_size": BATCH,
            "default_user": self.by,
            "default_change_reason": self.reason,
            "default_date": self.at,
            "custom_historical_attrs": {"ledger_import": self.ledger_import},
        }


def add(issues: list[Issue], deed: Deed) -> None:
    """Write new entries."""
    bulk_create_with_history(issues, Issue, **deed.in_history)


@transaction.atomic
def change(issues: list[Issue], deed: Deed) -> None:
    """Write the facts of entries that are there, each as its next version.

    By way of a conflict with the row that is there: bulk_update writes a condition for each
    row and column, which takes ten times as long.
    """
    for issue in issues:
        issue.version += 1
    Issue.objects.bulk_create(
        issues,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=[*FACTS.values(), "version"],
    )
    Issue.history.bulk_history_create(issues, update=True, **deed.in_history)


@transaction.atomic
def remove(issues: list[Issue], deed: Deed) -> None:
    """Remove entries at which nothing else points."""
    record = Issue.history.model
    columns = [one.attname for one in Issue._meta.concrete_fields]
    record.objects.bulk_create(
        [
            record(
                history_type="-",
                history_date=deed.at,
                history_user=deed.by,
                history_change_reason=deed.reason,
                **{column: getattr(issue, column) for column in columns},
            )
            for issue in issues
        ],
        batch_size=BATCH,
    )
    for start in range(0, len(issues), BATCH):
        # Django's own way asks for each row what points at it, and writes a record for each.
        gone = Issue.objects.filter(pk__in=[one.pk for one in issues[start : start + BATCH]])
        gone._raw_delete(gone.db)
