"""The entries of the ledger that a file speaks of, fetched together."""

from django.db.models import Exists, OuterRef, prefetch_related_objects
from import_export.instance_loaders import BaseInstanceLoader

from rectify.models import Issue, ProgressEntry
from rectify.spreadsheets.facts import FACTS
from rectify.spreadsheets.values import evidence_of, progress_of, reports

# So many are asked for at a time.
CHUNK = 500


class ExistingIssues(BaseInstanceLoader):
    """The entries that the rows of a file name by number, in a few queries for all of them.

    When the import writes, they are locked until it is done, in the order in which everybody
    locks them.
    """

    def __init__(self, resource, dataset=None):
        super().__init__(resource, dataset)
        versions = dict(zip(_column(dataset, "number"), _column(dataset, "version"), strict=True))
        numbers = [number for number in versions if number]
        if resource.writes:
            self._lock(numbers)
        self.issues: dict[str, Issue] = {
            issue.number: issue
            for chunk in _chunks(numbers)
            for issue in self._queryset().filter(number__in=chunk)
        }
        self._of_community = {one.pk: one.community_id for one in self.issues.values()}
        prefetch_related_objects([one for one in self.issues.values() if one.is_told], reports())
        self._read_records(versions)
        self._read_deletions([one for one in numbers if versions[one] and one not in self.issues])

    def _lock(self, numbers: list[str]) -> None:
        """Lock the entries, all in one order whatever that of the file.

        They are read by statements of their own afterwards: one that locks tells of other
        tables what they were before it began to wait.
        """
        rows = self.resource.get_queryset()
        keys = [
            key
            for chunk in _chunks(numbers)
            for key in rows.filter(number__in=chunk).order_by().values_list("pk", flat=True)
        ]
        for chunk in _chunks(sorted(keys)):
            locked = rows.filter(pk__in=chunk).order_by("pk").select_for_update()
            list(locked.values_list("pk", flat=True))

    def _queryset(self):
        rows = self.resource.get_queryset()
        begun = Issue.objects.begun().filter(pk=OuterRef("pk"))
        told = ProgressEntry.objects.filter(issue=OuterRef("pk"))
        return rows.annotate(is_begun=Exists(begun), is_told=Exists(told))

    def _read_records(self, versions: dict) -> None:
        """Read what the entries were at the versions that the file names, where these are old."""
        stale = {
            issue.pk: int(told)
            for number, issue in self.issues.items()
            if (told := str(versions[number] or "")).isdecimal() and int(told) < issue.version
        }
        self._records = {
            record.id: record
            for chunk in _chunks([*stale])
            for record in Issue.history.filter(id__in=chunk).order_by("history_id")
            if record.version == stale[record.id]
        }

    def _read_deletions(self, numbers: list[str]) -> None:
        of_round = Issue.history.filter(round=self.resource.round, history_type="-")
        self._deleted = {
            number
            for chunk in _chunks(numbers)
            for number in of_round.filter(number__in=chunk).values_list("number", flat=True)
        }

    def get_instance(self, row):
        return self.issues.get(row["number"])

    def begun_in(self, issue: Issue) -> int | None:
        """Return the key of the community that has already acted on an entry, if one has."""
        return self._of_community[issue.pk] if issue.pk and issue.is_begun else None

    def was_deleted(self, number: str) -> bool:
        return number in self._deleted

    def told(self, key: str, issue: Issue) -> str | None:
        """Return what stands in a column because the community reported it, None if nothing.

        `key` is progress or evidence.
        """
        if not issue.is_told:
            return None
        if key == "progress":
            return progress_of(issue)
        handed_in = any(entry.evidence.all() for entry in issue.progress.all())
        return evidence_of(issue) if handed_in else None

    def changed_since(self, issue: Issue, stored: dict) -> list[str] | None:
        """Return the keys of `stored` facts that differ from the version that the file names.

        None when there is no record of that version.
        """
        record = self._records.get(issue.pk)
        if record is None:
            return None
        return [
            key
            for key, value in stored.items()
            if getattr(record, Issue._meta.get_field(FACTS[key]).attname)
            != getattr(value, "pk", value)
        ]


def _column(dataset, key: str) -> list:
    return dataset[key] if key in dataset.headers else [""] * len(dataset)


def _chunks(values: list) -> list[list]:
    return [values[start : start + CHUNK] for start in range(0, len(values), CHUNK)]
