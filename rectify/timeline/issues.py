"""The life of an entry: its moves, its progress with the evidence, its requests for more time."""

from collections.abc import Collection, Iterator

from django.db.models import Prefetch

from rectify.dates import written
from rectify.models import Evidence, Extension, Issue, Move, ProgressEntry
from rectify.models.extension import ExtensionState
from rectify.states import MoveName
from rectify.timeline.events import Change, Event, merged, name_of, newest_first
from rectify.timeline.fields import of_fields

# What the note of a move says; of the others it is a remark.
NOTE_LABELS = {
    MoveName.SUBMIT: "没有材料的原因",
    MoveName.RETURN: "退回原因",
    MoveName.SUSTAIN: "理由",
    MoveName.REOPEN: "理由",
}


def of_issue(issue: Issue, *, hidden: Collection[str] = ()) -> list[Event]:
    """Return all that has happened to an entry, the newest first, in a fixed number of queries.

    `hidden` names fields whose changes the reader is not to hear of.
    """
    evidence = Prefetch("evidence", Evidence.objects.select_related("removed_by"))
    progress = list(issue.progress.select_related("by").prefetch_related(evidence))
    removed = [one for entry in progress for one in entry.evidence.all() if one.removed_at]
    extensions = list(issue.extensions.select_related("asked_by", "decided_by"))
    return merged(
        of_fields(issue, hidden=hidden),
        newest_first(_move(one) for one in issue.moves.select_related("by")),
        newest_first(_progress(one) for one in progress),
        newest_first(_removal(one) for one in removed),
        newest_first(event for one in extensions for event in _extension(one)),
    )


def _move(move: Move) -> Event:
    lines = [
        ("由来", move.get_ground_display()),
        (NOTE_LABELS.get(move.name, "意见"), move.note),
        ("还需要", move.wanted),
        ("下次复核", written(move.review_on) if move.review_on else ""),
    ]
    return Event(
        at=move.at,
        by=name_of(move.by),
        title=move.get_name_display(),
        kind=f"move move-{move.name}",
        lines=[(label, text) for label, text in lines if text],
        changes=[Change("整改状态", move.get_before_display(), move.get_after_display())],
        source=move.source,
    )


def _progress(entry: ProgressEntry) -> Event:
    return Event(
        at=entry.at,
        by=name_of(entry.by),
        title="进展",
        kind="progress",
        lines=[("", entry.text)],
        evidence=list(entry.evidence.all()),
        progress=entry.pk,
    )


def _removal(evidence: Evidence) -> Event:
    return Event(
        at=evidence.removed_at,
        by=name_of(evidence.removed_by),
        title="移除佐证材料",
        kind="removal",
        lines=[("文件", evidence.name), ("原因", evidence.removed_because)],
    )


def _extension(asked: Extension) -> Iterator[Event]:
    change = Change("整改时限", asked.old_deadline, written(asked.new_due_on))
    yield Event(
        at=asked.asked_at,
        by=name_of(asked.asked_by),
        title="申请延期",
        kind="extension",
        lines=[("理由", asked.reason), ("原时限", change.old), ("申请延到", change.new)],
    )
    if asked.decided_at:
        yield Event(
            at=asked.decided_at,
            by=name_of(asked.decided_by),
            title=f"延期申请{asked.get_state_display()}",
            kind=f"extension extension-{asked.state}",
            lines=[("意见", asked.decision)] if asked.decision else [],
            changes=[change] if asked.state == ExtensionState.GRANTED else [],
        )
