"""Taking an import back, as one recorded act, while nothing has been done with its rows since."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from rectify.models import Issue, LedgerImport
from rectify.spreadsheets import writing
from rectify.spreadsheets.directory import Directory
from rectify.spreadsheets.facts import FACTS
from rectify.spreadsheets.writing import Deed
from rectify.timeline.fields import ADDED
from rectify.workflow import Refused

SOURCE = "撤销导入"
# So many numbers are named in a sentence.
NAMED = 10


@dataclass
class Plan:
    """The entries that go, and those that are put back as they were before."""

    created: list[Issue]
    changed: list[Issue]


def why_not(ledger_import: LedgerImport) -> str:
    """Return why an import cannot be taken back, or ""."""
    try:
        _plan(ledger_import, Issue.objects.all())
    except Refused as refusal:
        return str(refusal)
    return ""


@transaction.atomic
def undo(ledger_import: LedgerImport, *, by) -> LedgerImport:
    """Take an import back: its new entries go, its changes are put back as they were.

    Raises Refused when somebody has changed one of its rows since, or acted on it.
    """
    locked = LedgerImport.objects.select_for_update(of=["self"]).get(pk=ledger_import.pk)
    plan = _plan(locked, Issue.objects.select_for_update(of=["self"]))
    deed = Deed(by, timezone.now(), f"{SOURCE} {locked.file_name}")
    writing.change(plan.changed, deed)
    writing.remove(plan.created, deed)
    locked.undone_at, locked.undone_by = deed.at, by
    locked.save(update_fields=["undone_at", "undone_by"])
    return locked


def _plan(ledger_import: LedgerImport, issues) -> Plan:
    """Return what is to be done with entries that are as the import left them. Raises Refused."""
    if ledger_import.undone_at:
        raise Refused("这次导入已经撤销过了。")
    if not ledger_import.confirmed_at:
        raise Refused("这份表格还没有导入，没有什么可以撤销。")
    keys = ledger_import.records.order_by().values("id")
    records = {record.id: record for record in ledger_import.records.all()}
    # Before anything is asked about them: what is locked cannot change any more, and who was
    # quicker has left a record by now.
    present = {one.pk: one for one in issues.filter(pk__in=keys).order_by("pk")}
    newest = dict(
        Issue.history.filter(id__in=keys).order_by().values_list("id").annotate(Max("history_id"))
    )
    touched = [one for one in records.values() if newest[one.id] != one.history_id]
    _refuse_if_any(touched, "导入以后又有人改过、办过或者删除了这些问题")
    created = [one.id for one in records.values() if one.history_type == ADDED]
    acted = Issue.objects.acted_on_since(ledger_import.confirmed_at).filter(pk__in=keys)
    told = [records[key] for key in acted.order_by("pk").values_list("pk", flat=True)]
    _refuse_if_any(told, "导入以后社区已经办理过这些问题")
    changed = [one for key, one in present.items() if records[key].history_type != ADDED]
    _put_back(ledger_import, changed)
    return Plan([present[key] for key in created], changed)


def _put_back(ledger_import: LedgerImport, issues: list[Issue]) -> None:
    """Give entries the facts of the record before the import's. Raises Refused."""
    earlier = Issue.history.filter(
        id=OuterRef("id"), history_id__lt=OuterRef("history_id")
    ).order_by("-history_id")
    last = ledger_import.records.annotate(last=Subquery(earlier.values("history_id")[:1]))
    before = {
        record.id: record
        for record in Issue.history.filter(history_id__in=last.order_by().values("last"))
    }
    directory = Directory(ledger_import.round)
    misplaced = []
    for issue in issues:
        for attribute in FACTS.values():
            column = Issue._meta.get_field(attribute).attname
            setattr(issue, column, getattr(before[issue.pk], column))
        is_there = directory.place(issue)
        if not is_there or issue.misplacements(inspected=directory.inspected, begun_in=None):
            misplaced.append(issue)
    _refuse_if_any(misplaced, "这些问题原来的社区、责任人或反馈问题现在已经不在本轮次里")


def _refuse_if_any(rows: list, why: str) -> None:
    if rows:
        numbers = "、".join(row.number for row in rows[:NAMED])
        more = f"等 {len(rows)} 项" if len(rows) > NAMED else ""
        raise Refused(f"{why}，所以不能撤销：{numbers}{more}。请一项一项地改。")
