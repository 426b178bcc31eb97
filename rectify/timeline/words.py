"""The values of a row's fields, in words."""

from datetime import date, datetime

from django.db import models
from django.utils import timezone

from rectify.dates import written
from rectify.timeline.events import Change

# Nobody reads these; they follow from the rest.
UNTOLD = {"id", "version"}
EMPTY = "（空）"


class Words:
    """Tells the values in records of one model; related rows are fetched once for all records.

    `hidden` names fields that the reader is not to hear of.
    """

    def __init__(self, model: type[models.Model], records: list, hidden=frozenset()):
        untold = UNTOLD | {*hidden}
        self.fields = [one for one in model._meta.fields if one.name not in untold]
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
            for one in self.changed(before, after)
        ]
        lists = []
        for one, members in self.lists.items():
            old, new = members[before.pk], members[after.pk]
            if old != new:
                gone, come = ("、".join(sorted(part)) or EMPTY for part in (old - new, new - old))
                lists.append(Change(f"{one.verbose_name}（移出 → 加入）", gone, come))
        return fields + lists

    def changed(self, before, after) -> list[models.Field]:
        """Return the fields, without the lists, in which two records differ."""
        return [
            one
            for one in self.fields
            if _value(getattr(before, one.attname)) != _value(getattr(after, one.attname))
        ]

    def contents(self, record) -> list[tuple[str, str]]:
        """Return what a record holds: (label, words) of each field that is filled in."""
        lines = [(one.verbose_name, self.told(one, record)) for one in self.fields]
        lines += [
            (one.verbose_name, "、".join(sorted(members[record.pk])) or EMPTY)
            for one, members in self.lists.items()
        ]
        return [(str(label), words) for label, words in lines if words != EMPTY]

    def told(self, one: models.Field, record) -> str:
        value = getattr(record, one.attname)
        if one not in self.names or value is None:
            return told(one, value)
        return self.names[one].get(value, f"（已删除）{value}")


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
    return written(value) if isinstance(value, date) else str(_value(value))


def _value(value):
    # Texts saved by earlier versions of the forms end their lines as browsers do.
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _names(model: type[models.Model], keys: set) -> dict:
    """Return keys to names, of rows that are gone as well if they left a history."""
    rows = model._default_manager.filter(pk__in=keys - {None})
    if any(one.name == "community" for one in model._meta.fields):
        rows = rows.select_related("community")
    names = {row.pk: str(row) for row in rows}
    gone = keys - {None} - names.keys()
    if gone and hasattr(model, "history"):
        records = model.history.filter(id__in=gone).order_by("history_date", "history_id")
        names |= {record.id: f"{record.instance}（已删除）" for record in records}
    return names


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
        members[record].add(names[member])
    return members
