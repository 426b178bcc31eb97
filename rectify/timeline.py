"""What has happened to a row, told in Chinese, from every record that there is.

The history of its fields, and of an entry also its moves, its progress with the evidence
and its requests for more time, in one list.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import models
from django.utils import timezone

from rectify.dates import written
from rectify.models import Category, Finding, Issue, Measure, Section
from rectify.states import MoveName
from rectify.workflow import BY_WORKFLOW

# Nobody reads these; they follow from the rest.
UNTOLD = {"id", "version"}
EMPTY = "（空）"
DELETED = "-"
DEEDS = {"+": "录入", "~": "修改", DELETED: "删除"}


@dataclass(frozen=True)
class Change:
    """One field that was changed, in the words of the office."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, by whom, what, and its particulars."""

    at: datetime
    by: str
    title: str
    kind: str
    lines: list[tuple[str, str]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    evidence: list = field(default_factory=list)
    source: str = ""
    # Which part of the row it happened to, when it was not the row itself.
    subject: str = ""
    # The key of the entry of progress, by which evidence is added to it.
    progress: int | None = None


def of_issue(issue: Issue) -> list[Event]:
    """Return all that has happened to an entry, the newest first, in a fixed number of queries."""
    events = [
        *of_fields(issue),
        *(_move(one) for one in issue.moves.select_related("by")),
        *(
            _progress(one)
            for one in issue.progress.select_related("by").prefetch_related("evidence__removed_by")
        ),
        *_extensions(issue.extensions.select_related("asked_by", "decided_by")),
    ]
    return _newest_first(events)


def of_fields(row: models.Model) -> list[Event]:
    """Return the changes of a row's fields, the newest first.

    What the workflow changed is told by the move or the request that made it.
    """
    return _newest_first(_of_records(type(row), row.history.all()))


def of_round(round) -> list[Event]:
    """Return the changes of a round, of its sections and its categories, and the entries deleted."""
    deleted = Issue.history.filter(round=round.pk, history_type=DELETED)
    return _newest_first(
        [
            *_of_records(type(round), round.history.all()),
            *_of_parts(Section, round=round.pk),
            *_of_parts(Category, round=round.pk),
            *_of_records(Issue, deleted, is_part=True),
        ]
    )


def of_category(category) -> list[Event]:
    """Return the changes of a category and of the findings in it."""
    return _newest_first([*of_fields(category), *_of_parts(Finding, category=category.pk)])


def of_finding(finding) -> list[Event]:
    """Return the changes of a finding and of its measures."""
    return _newest_first([*of_fields(finding), *_of_parts(Measure, finding=finding.pk)])


def _of_parts(model: type[models.Model], **owner) -> list[Event]:
    """Return the changes of the rows that belong to something, of those deleted since as well."""
    return _of_records(model, model.history.filter(**owner), is_part=True)


def _of_records(model: type[models.Model], records, *, is_part: bool = False) -> list[Event]:
    records = list(records.select_related("history_user").order_by("history_date", "history_id"))
    names = _Names(model, records)
    events, last = [], {}
    for after in records:
        before = last.get(after.id)
        last[after.id] = after
        changes = names.changes(before, after) if before else []
        was_deleted = after.history_type == DELETED
        if after.history_change_reason == BY_WORKFLOW:
            continue
        if before and not changes and not was_deleted:
            continue
        events.append(
            Event(
                at=after.history_date,
                by=_name(after.history_user),
                title=DEEDS[after.history_type],
                kind="change",
                changes=[] if was_deleted else changes,
                source=after.history_change_reason or "",
                subject=f"{model._meta.verbose_name}“{after.instance}”" if is_part else "",
            )
        )
    return events


def _newest_first(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda event: event.at, reverse=True)


def changes_since(row: models.Model, version: int) -> list[Change]:
    """Return how a row differs now from what it was at an earlier version of it."""
    records = list(row.history.filter(version__gte=version).order_by("version", "history_id"))
    if not records or records[0].version != version:
        return []
    return _Names(type(row), records).changes(records[0], records[-1])


class _Names:
    """Tells values of a row's fields in words; related rows are fetched once for all records."""

    def __init__(self, model: type[models.Model], records: list):
        self.fields = [one for one in model._meta.fields if one.name not in UNTOLD]
        self.names = {
            one: _names(one.related_model, {getattr(record, one.attname) for record in records})
            for one in self.fields
            if one.is_relation
        }
        # Of each list of rows: record to the names of what was in it.
        self.lists = {one: _members(one, records) for one in model._meta.many_to_many if records}

    def changes(self, before, after) -> list[Change]:
        """Return how two records differ, field by field."""
        fields = [
            Change(str(one.verbose_name), self.told(one, before), self.told(one, after))
            for one in self.fields
            if getattr(before, one.attname) != getattr(after, one.attname)
        ]
        lists = []
        for one, members in self.lists.items():
            old, new = members[before.pk], members[after.pk]
            if old != new:
                gone, come = ("、".join(sorted(part)) or EMPTY for part in (old - new, new - old))
                lists.append(Change(f"{one.verbose_name}（移出 → 加入）", gone, come))
        return fields + lists

    def told(self, one: models.Field, record) -> str:
        value = getattr(record, one.attname)
        if one not in self.names or value is None:
            return told(one, value)
        return self.names[one].get(value, f"（已删除）{value}")


def _names(model: type[models.Model], keys: set) -> dict:
    rows = model._default_manager.filter(pk__in=keys - {None})
    if any(one.name == "community" for one in model._meta.fields):
        rows = rows.select_related("community")
    return {row.pk: str(row) for row in rows}


def _members(one: models.ManyToManyField, records: list) -> dict[int, set[str]]:
    through = getattr(records[0], one.name).model
    key = f"{one.m2m_reverse_field_name()}_id"
    pairs = list(
        through.objects.filter(history__in=[record.pk for record in records]).values_list(
            "history_id", key
        )
    )
    names = _names(one.related_model, {member for _, member in pairs})
    members = {record.pk: set() for record in records}
    for record, member in pairs:
        members[record].add(names.get(member, f"（已删除）{member}"))
    return members


def told(one: models.Field, value) -> str:
    """Return a field's value as people read it."""
    if value is None or value == "":
        return EMPTY
    if one.choices:
        return str(dict(one.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return written(value) if isinstance(value, date) else str(value)


def _name(user) -> str:
    return user.get_full_name() if user else "系统"


def _move(move) -> Event:
    lines = [
        (label, text)
        for label, text in [
            ("由来", move.get_ground_display()),
            (_note_label(move), move.note),
            ("还需要", move.wanted),
            ("下次复核", written(move.review_on) if move.review_on else ""),
        ]
        if text
    ]
    change = Change("整改状态", move.get_before_display(), move.get_after_display())
    return Event(
        at=move.at,
        by=_name(move.by),
        title=move.get_name_display(),
        kind=f"move move-{move.name}",
        lines=lines,
        changes=[change],
        source=move.source,
    )


def _note_label(move) -> str:
    reasons = {
        MoveName.RETURN: "退回原因",
        MoveName.SUSTAIN: "理由",
        MoveName.SUBMIT: "没有材料的原因",
    }
    return reasons.get(move.name, "说明")


def _progress(entry) -> Event:
    return Event(
        at=entry.at,
        by=_name(entry.by),
        title="进展",
        kind="progress",
        lines=[("", entry.text)],
        evidence=list(entry.evidence.all()),
        progress=entry.pk,
    )


def _extensions(extensions) -> Iterable[Event]:
    for one in extensions:
        change = Change("整改时限", one.old_deadline, written(one.new_due_on))
        yield Event(
            at=one.asked_at,
            by=_name(one.asked_by),
            title="申请延期",
            kind="extension",
            lines=[("理由", one.reason)],
            changes=[change],
        )
        if one.decided_at:
            yield Event(
                at=one.decided_at,
                by=_name(one.decided_by),
                title=f"延期申请{one.get_state_display()}",
                kind=f"extension extension-{one.state}",
                lines=[("意见", one.decision)] if one.decision else [],
                changes=[change] if one.state == "granted" else [],
            )
