"""The changes of fields, from the records of a row's history."""

from collections.abc import Collection, Iterator
from datetime import timedelta

from django.db import models

from rectify.models.history import EXISTED, source_and_reason
from rectify.timeline.events import Change, Event, name_of, newest_first
from rectify.timeline.words import Words
from rectify.workflow import BY_WORKFLOW

ADDED, DELETED = "+", "-"
DEEDS = {ADDED: "录入", "~": "修改", DELETED: "删除"}
# Within this time a form writes one record for the row and one for each change of a list.
ONE_SAVE = timedelta(seconds=2)


def of_fields(row: models.Model, *, hidden: Collection[str] = ()) -> list[Event]:
    """Return the changes of a row's fields, the newest first.

    What the workflow changed is told by the move or the request that made it. `hidden` names
    fields that the reader is not to hear of.
    """
    model = type(row)
    records = _in_order(row.history)
    words = Words(model, records, hidden)
    return newest_first(
        _event(model, words, *states)
        for states in _saves(words, records)
        if _is_told(words, *states)
    )


def of_parts(model: type[models.Model], **owner) -> list[Event]:
    """Return the changes of the rows that belong to something, or did, deleted ones as well.

    `owner` is the field and the key of what they belong to, as in `round=7`.
    """
    [(name, key)] = owner.items()
    column = model._meta.get_field(name).attname
    records = _in_order(model.history.filter(id__in=model.history.filter(**owner).values("id")))
    words = Words(model, records)
    rows = {}
    for record in records:
        rows.setdefault(record.id, []).append(record)
    return newest_first(
        _event(model, words, before, first, last, is_part=True)
        for own in rows.values()
        for before, first, last in _saves(words, own)
        if _is_told(words, before, first, last)
        # What a row went through before it came here, or after it went, is told elsewhere.
        if key in (getattr(last, column), before and getattr(before, column))
    )


def deleted(model: type[models.Model], **condition) -> list[Event]:
    """Return the deletions of rows that met a condition, the newest first."""
    records = _in_order(model.history.filter(history_type=DELETED, **condition))
    return newest_first(
        _event(model, None, None, record, record, is_part=True) for record in records
    )


def last_state(model: type[models.Model], key: int) -> models.Model | None:
    """Return a row that was deleted as it last was, or None when there never was one."""
    record = model.history.filter(id=key, history_type=DELETED).first()
    return record and record.instance


def changes_since(row: models.Model, version: int, *, hidden: Collection[str] = ()) -> list[Change]:
    """Return how a row differs now from what it was at an earlier version of it."""
    records = list(row.history.filter(version__gte=version).order_by("version", "history_id"))
    if not records or records[0].version != version:
        return []
    return Words(type(row), records, hidden).changes(records[0], records[-1])


def _in_order(records) -> list:
    return list(records.select_related("history_user").order_by("history_date", "history_id"))


def _saves(words: Words, records: list) -> Iterator[tuple]:
    """Yield of each save of one row: the record before it, its first record and its last."""
    before = first = last = None
    for record in records:
        if last and _is_same_save(words, last, record):
            last = record
            continue
        if last:
            yield before, first, last
        before, first, last = last, record, record
    if last:
        yield before, first, last


def _is_same_save(words: Words, last, record) -> bool:
    return (
        bool(words.lists)
        and record.history_type not in (ADDED, DELETED)
        and record.history_user_id == last.history_user_id
        and record.history_change_reason == last.history_change_reason
        and record.history_date - last.history_date < ONE_SAVE
        and not words.changed(last, record)
    )


def _is_told(words: Words, before, first, last) -> bool:
    if last.history_change_reason == BY_WORKFLOW:
        return False
    return not before or last.history_type == DELETED or bool(words.changes(before, last))


def _event(model, words, before, first, last, *, is_part=False) -> Event:
    source, reason = source_and_reason(first.history_change_reason)
    lines, changes = [("原因", reason)] if reason else [], []
    if first.history_type == DELETED:
        # What the row was is told in its own history, from the record before, because lists
        # are emptied before their row is deleted.
        lines += [] if is_part else words.contents(before or first)
    elif before:
        changes = words.changes(before, last)
    return Event(
        at=first.history_date,
        by=name_of(first.history_user),
        title="开始记录" if source == EXISTED else DEEDS[first.history_type],
        kind="change",
        lines=lines,
        changes=changes,
        source=source,
        subject=f"{model._meta.verbose_name}：{last.instance}" if is_part else "",
        part=(model._meta.model_name, last.id) if is_part else None,
    )
