"""What every change of an entry has in common: the lock, the refusal, the record."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format

from rectify.models import Issue

# History rows with this reason are told by the move or the extension that made them.
BY_WORKFLOW = "流程办理"


class Refused(Exception):  # noqa: N818 -- the office's word; it is no error of the program
    """What was asked for cannot be done; the sentence says why."""


class SeveralRefused(Refused):
    """Some of several entries would not go, so none did: (entry, sentence) of each."""

    def __init__(self, refusals: list[tuple[Issue, str]]):
        super().__init__(f"{len(refusals)} 项办不了，所以一项也没有办。")
        self.refusals = refusals


def lock(issue: Issue) -> Issue:
    """Return the entry as it is now, kept from others until the transaction ends."""
    return Issue.objects.select_for_update(of=["self"]).select_related("round").get(pk=issue.pk)


def save(issue: Issue, fields: Iterable[str], *, by, because: str = BY_WORKFLOW) -> None:
    """Save fields of a locked entry, with the person and the reason in its history."""
    issue._history_user = by
    issue._change_reason = because
    issue.save(update_fields=fields)


def in_order(issues: Iterable[Issue]) -> list[Issue]:
    """Return entries in the order in which everybody locks them, so that nobody waits in a ring."""
    return sorted(issues, key=lambda issue: issue.pk)


def moment(at) -> str:
    """Write a moment by the office's clock."""
    return date_format(timezone.localtime(at), "Y年n月j日 H:i")
