"""What a community tells and hands in: progress, and evidence with it."""

from collections.abc import Iterable

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from rectify import permissions
from rectify.evidence.examination import Examined
from rectify.evidence.fields import MOST_FILES
from rectify.models import Evidence, Issue, ProgressEntry
from rectify.states import Status
from rectify.workflow.door import Refused, lock
from rectify.workflow.moves import progress_in_hand

NOT_NOW = {
    Status.TO_ACCEPT: "请先签收，再写进展。",
    Status.TO_ENDORSE: "已经申请销号，正在等初审；要补充进展或材料，请先撤回申请。",
    Status.TO_APPROVE: "科室已初审通过，正在等街道批准，现在不能再写进展。",
    Status.CLOSED: "这项问题已经销号，不用再写进展。",
}


def why_no_report(issue: Issue) -> str:
    """Return why progress cannot be written now, or ""."""
    return NOT_NOW.get(issue.status, "")


def why_no_addition(issue: Issue, entry: ProgressEntry) -> str:
    """Return why evidence cannot be added to an entry of progress now, or ""."""
    obstacle = why_no_report(issue)
    if not obstacle and not progress_in_hand(issue).filter(pk=entry.pk).exists():
        obstacle = "这条进展已经审核过，不能再补充材料；请另写一条进展。"
    return obstacle


def why_no_removal(issue: Issue, evidence: Evidence, by) -> str:
    """Return why a person who may remove evidence at all cannot remove this now, or ""."""
    if evidence.removed_at:
        return "这份材料已经移除了。"
    if permissions.is_of_office(by):
        return ""
    obstacle = why_no_report(issue)
    if not obstacle and not progress_in_hand(issue).filter(pk=evidence.entry_id).exists():
        obstacle = "这份材料已经审核过，要移除请找街道管理员。"
    return obstacle


@transaction.atomic
def report(issue: Issue, *, by, text: str, files: Iterable[Examined] = ()) -> ProgressEntry:
    """Write an entry of progress with its evidence, all of it or nothing. Raises Refused."""
    locked = lock(issue)
    _refuse_unless_open(locked, by)
    if not text.strip():
        raise Refused("进展情况不能空着。")
    entry = ProgressEntry.objects.create(issue=locked, by=by, text=text)
    _keep(entry, by, list(files))
    return entry


@transaction.atomic
def attach(entry: ProgressEntry, *, by, files: Iterable[Examined]) -> list[Evidence]:
    """Add evidence to an entry of progress that counts for the next application. Raises Refused."""
    locked = lock(entry.issue)
    _refuse_unless_open(locked, by)
    obstacle = why_no_addition(locked, entry)
    if obstacle:
        raise Refused(obstacle)
    return _keep(entry, by, list(files))


@transaction.atomic
def remove(evidence: Evidence, *, by, because: str) -> Evidence:
    """Remove evidence: the file goes, the row stays and says who removed it, when and why.

    A community removes what it has not applied with yet; the office what nobody may keep,
    such as personal data, at any time. Raises Refused.
    """
    issue = lock(evidence.entry.issue)
    kept = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if not permissions.may_remove_evidence(by, issue):
        raise Refused("您没有移除这份材料的权限。")
    obstacle = why_no_removal(issue, kept, by)
    if obstacle:
        raise Refused(obstacle)
    if not because.strip():
        raise Refused("请写明移除的原因。")
    kept.removed_at, kept.removed_by, kept.removed_because = timezone.now(), by, because
    kept.save(update_fields=["removed_at", "removed_by", "removed_because"])
    # Only once the row says so: a file that is gone while the row says it is there is a loss.
    transaction.on_commit(lambda: _delete_files(kept), robust=True)
    return kept


def _refuse_unless_open(issue: Issue, by) -> None:
    if not permissions.may_report(by, issue):
        raise Refused("只有本社区的责任人能写进展、交材料。")
    obstacle = why_no_report(issue)
    if obstacle:
        raise Refused(obstacle)


def _keep(entry: ProgressEntry, by, files: list[Examined]) -> list[Evidence]:
    """Store files and write their rows; when a row is refused, no file is left behind."""
    room = MOST_FILES - entry.evidence.kept().count()
    if len(files) > room:
        raise Refused(f"一条进展最多 {MOST_FILES} 份材料，这一条还能加 {room} 份。")
    kept = []
    try:
        for file in files:
            row = Evidence(
                entry=entry,
                name=file.name,
                kind=file.kind,
                size=file.size,
                sha256=file.sha256,
                added_by=by,
            )
            kept.append(row)
            # The name on disk is made by the field; this one only says that there is a file.
            row.file = File(file.content, name=file.name)
            if file.thumbnail:
                row.thumbnail = File(file.thumbnail, name=file.name)
            row.save()
    except BaseException:
        for row in kept:
            _delete_files(row)
        raise
    return kept


def _delete_files(evidence: Evidence) -> None:
    for stored in (evidence.file, evidence.thumbnail):
        if stored and stored._committed:
            stored.storage.delete(stored.name)
