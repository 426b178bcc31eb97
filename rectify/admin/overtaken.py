"""A form that was opened before somebody else's change: what is theirs, and what is one's own.

What the person left as it was when the form was opened becomes what it is now, so that saving
takes nothing back; what both have changed stays as the person filled it in, and is named. Rows
that somebody has deleted come back as new ones where the person had changed them.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.forms import BaseForm
from django.http import QueryDict

from rectify.forms.ledger import OPENED, RowFormSet, RowGoneError
from rectify.forms.versions import plain
from rectify.timeline import told

# As much of a text as names it.
SHOWN = 20
TOTAL, INITIAL = "-TOTAL_FORMS", "-INITIAL_FORMS"


def state_at(row: models.Model, moment: datetime | None):
    """Return the record of what a row was at a moment, None when nothing is known of it."""
    if moment is None or not hasattr(row, "history"):
        return None
    return (
        row.history.filter(history_date__lte=moment).order_by("history_date", "history_id").last()
    )


def has_newer(formset: RowFormSet) -> bool:
    """Tell whether others have changed rows without a history since the form was opened.

    What they have changed to the same as the person counts for nothing. The rows stay locked
    until the end of the transaction.
    """
    stored = formset.stored().select_for_update().in_bulk(list(formset.opened))
    return any(
        _held(stored[key], one) not in (_held(formset.opened[key], one), _sent(form, one))
        for form in formset.initial_forms
        if (key := form.instance.pk) in stored
        for one in _shown(form, form.instance)
    )


@dataclass
class Merging:
    """A form as it was sent, into which what others have done since is put.

    `data` is what the form is to hold; `both` names the fields that two have changed, `anew`
    the rows that others have deleted and that will be added again. `theirs` says what others
    have done to rows without a history, of which no event tells.
    """

    data: QueryDict
    seen: datetime | None
    both: list[str] = field(default_factory=list)
    anew: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)

    def merge(self, form: BaseForm, row: models.Model) -> None:
        """Put into the form what is now in the row of what the person left alone."""
        self._merge(form, row, state_at(row, self.seen))

    def _merge(self, form: BaseForm, row: models.Model, was, whose: str = "") -> None:
        """`was` is what the row was; `whose` names it where the form is one of several."""
        if was is None:
            return
        form.full_clean()
        for one in _shown(form, row):
            mine, old, now = _sent(form, one), _held(was, one), _held(row, one)
            if now in (old, mine):
                continue
            named = f"{whose and f'{whose}的'}“{one.verbose_name}”"
            if not hasattr(row, "history"):
                self.theirs.append(f"{named}改成了“{told(one, getattr(row, one.name))}”")
            if mine == old:
                self._put(form, one.name, getattr(row, one.name))
            else:
                self.both.append(named)

    def merge_rows(self, formset: RowFormSet) -> None:
        """The same for the rows of a formset, of which some may be gone.

        Raises RowGoneError for a row that never was among them.
        """
        name = formset.model._meta.verbose_name
        stored = {row.pk: row for row in formset.stored()}
        gone, touched = [], []
        for number, form in enumerate(formset.initial_forms):
            key = self._key(form)
            was = self._was(formset, key)
            if key in stored:
                self._merge(form, stored[key], was, f"第 {number + 1} 条{name}")
                continue
            if not self._was_among(formset, key):
                raise RowGoneError
            gone.append(number)
            form.full_clean()
            if not formset._should_delete_form(form) and _is_touched(form, was):
                touched.append(number)
                self.anew.append(f"{name}“{_name(form.instance)}”")
            elif formset.is_carrying and was:
                self.theirs.append(f"{name}“{_name(was)}”已删去")
        if formset.is_carrying:
            self.data[formset.add_prefix(OPENED)] = formset.carried(stored.values())
        if gone:
            self._renumber(formset.prefix, gone, touched)

    def take_as_new(self, owner: str) -> None:
        """Let all rows be new ones, because what they belonged to by the field `owner` is gone."""
        for name in [name for name in self.data if name.endswith(f"-{owner}")]:
            del self.data[name]
        for prefix in [name.removesuffix(TOTAL) for name in self.data if name.endswith(TOTAL)]:
            numbers = list(range(int(self.data[prefix + INITIAL])))
            self._renumber(prefix, numbers, numbers)

    def _key(self, form: BaseForm) -> int | None:
        """Return the key of the row that a form is about, None when none can be read."""
        try:
            return int(self.data.get(form.add_prefix("id"), ""))
        except ValueError:
            return None

    def _was_among(self, formset: RowFormSet, key: int | None) -> bool:
        if key is None or formset.is_carrying:
            return key in formset.opened
        owner = {formset.fk.attname: formset.instance.pk}
        return formset.model.history.filter(id=key, **owner).exists()

    def _was(self, formset: RowFormSet, key: int | None):
        """Return what a row was when the form was opened, None when nothing is known of it."""
        if key is None or formset.is_carrying:
            return formset.opened.get(key)
        return state_at(formset.model(pk=key), self.seen)

    def _put(self, form: BaseForm, name: str, value) -> None:
        """Let the form hold a value as a browser would send it."""
        key = form.add_prefix(name)
        if isinstance(value, models.Manager):
            self.data.setlist(key, [str(one.pk) for one in value.all()])
        elif isinstance(value, bool):
            self.data.setlist(key, ["on"] * value)
        else:
            shown = form.fields[name]
            written = shown.widget.format_value(shown.prepare_value(value))
            self.data.setlist(key, written if isinstance(written, list) else [written or ""])

    def _renumber(self, prefix: str, gone: list[int], anew: list[int]) -> None:
        """Take rows that are gone out of those that are there, and put some behind as new."""
        total, initial = int(self.data[prefix + TOTAL]), int(self.data[prefix + INITIAL])
        rows = {number: self._taken_out(f"{prefix}-{number}-") for number in range(total)}
        for number in anew:
            rows[number]["id"] = [""]
            rows[number].pop("DELETE", None)
        there = [number for number in range(initial) if number not in gone]
        order = [*there, *anew, *range(initial, total)]
        for place, number in enumerate(order):
            for suffix, values in rows[number].items():
                self.data.setlist(f"{prefix}-{place}-{suffix}", values)
        self.data[prefix + INITIAL], self.data[prefix + TOTAL] = str(len(there)), str(len(order))

    def _taken_out(self, beginning: str) -> dict[str, list[str]]:
        names = [name for name in self.data if name.startswith(beginning)]
        return {name.removeprefix(beginning): self.data.pop(name) for name in names}


def _is_touched(form: BaseForm, was) -> bool:
    """Tell whether a row that is gone was filled in otherwise than it was; if in doubt, yes."""
    return was is None or any(
        _sent(form, one) != _held(was, one) for one in _shown(form, form.instance)
    )


def _name(row: models.Model) -> str:
    """Return what names a row, of which anything else may be missing in the form."""
    field = getattr(row, "name_field", None)
    return str(getattr(row, field) if field else row)[:SHOWN]


def _shown(form: BaseForm, row: models.Model) -> list[models.Field]:
    fields = [*row._meta.fields, *row._meta.many_to_many]
    return [one for one in fields if one.name in form.fields and not one.primary_key]


def _sent(form: BaseForm, one: models.Field):
    """Return what was sent for a field, something of its own when it cannot be read."""
    if one.name not in form.cleaned_data:
        return object()
    value = form.cleaned_data[one.name]
    return {row.pk for row in value} if one.many_to_many else plain(value)


def _held(row: models.Model, one: models.Field):
    """Return what a row, or a record of what it was, has in a field."""
    if not one.many_to_many:
        return plain(getattr(row, one.attname))
    key = "pk" if isinstance(row, one.model) else f"{one.m2m_reverse_field_name()}_id"
    return set(getattr(row, one.name).values_list(key, flat=True))
