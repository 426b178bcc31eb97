"""A form that somebody else may have overtaken: both versions shown, the person decides."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from rectify.forms.sending import INCOMPLETE
from rectify.timeline import Change, changes_since, told

MINE, THEIRS = "mine", "theirs"
OVERTAKEN = "您打开这一页以后，有人改过这一条，所以还没有保存。请在下面逐项选定留哪一种，再保存。"


@dataclass(frozen=True)
class Difference:
    """One field of which there are two versions; `chosen` is the one taken if nothing is said."""

    name: str
    label: str
    mine: str
    theirs: str
    chosen: str

    @property
    def choice(self) -> str:
        """The name of the field in which the person says which version to keep."""
        return f"keep_{self.name}"


def plain(value):
    """Return a value as two versions of it are compared: rows by key, texts whatever their line ends.

    A browser ends lines with CR LF, which texts from elsewhere may have kept.
    """
    value = getattr(value, "pk", value)
    return "\n".join(value.split("\r\n")).strip() if isinstance(value, str) else value


class VersionedForm(forms.Form):
    """Part of a ModelForm whose model has a version and a history.

    The form carries the version that the person saw. When the row has a newer one, nothing
    is saved: `differences` has each field of which there are two versions, and the form
    comes back with the new version in it and a choice beside each. Where only one of the
    two changed a field, that change is the one chosen unless the person says otherwise.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # The fields that were shown in two versions, of which each wants a decision.
    decided = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version if self.instance.pk else None
        self.meanwhile: list[Change] = []
        self.differences: list[Difference] = []

    def clean(self):
        super().clean()
        if not self.instance.pk:
            return self.cleaned_data
        seen = self.cleaned_data.get("version")
        if seen is None:
            raise ValidationError(INCOMPLETE)
        undecided = self._take_what_was_decided()
        if seen != self.instance.version:
            differences = self._compare(seen)
            # Of what this form shows nobody else has changed anything: nothing to decide.
            if any(one.chosen != MINE for one in differences):
                self.meanwhile = changes_since(self.instance, seen)
                self._ask(differences)
                raise ValidationError(OVERTAKEN)
        elif undecided:
            self._ask([self._difference(name, "") for name in undecided])
            raise ValidationError("还有几项没有选定留哪一种，请选好再保存。")
        else:
            # The form holds the outcome now, should it come back for another reason.
            self._put("decided", "")
        return self.cleaned_data

    def _take_what_was_decided(self) -> list[str]:
        """Put the present value where the person chose it; return the fields without a choice."""
        undecided = []
        for name in self._shown().intersection(self.cleaned_data["decided"].split(",")):
            match self.data.get(f"keep_{name}"):
                case "theirs":
                    self._take_theirs(name)
                case "mine":
                    pass
                case _:
                    undecided.append(name)
        return sorted(undecided)

    def _take_theirs(self, name: str) -> None:
        value = getattr(self.instance, name)
        self.cleaned_data[name] = value
        self._errors.pop(name, None)
        # What the form shows, should it come back for another reason, is what was chosen.
        self._put(name, None if value is False else self.fields[name].prepare_value(value))

    def _put(self, name: str, value) -> None:
        """Let the form hold a value as if it had been sent."""
        self.data = self.data.copy()
        self.data.pop(self.add_prefix(name), None)
        if value is not None:
            self.data[self.add_prefix(name)] = value

    def _shown(self) -> set[str]:
        return {field.name for field in self.instance._meta.fields if field.editable} & {
            *self.fields
        }

    def _compare(self, version: int) -> list[Difference]:
        """Return the fields of which there are two versions, in the order of the form."""
        seen = self.instance.history.filter(version=version).last()
        found = []
        for name in self.fields:
            if name not in self._shown():
                continue
            field = self.instance._meta.get_field(name)
            # A key that is no longer among the choices is still the text that was sent.
            compared = (lambda value: str(plain(value) or "")) if field.is_relation else plain
            mine, theirs = (
                compared(value)
                for value in (self._mine(name), getattr(self.instance, field.attname))
            )
            if mine == theirs:
                continue
            was = compared(getattr(seen, field.attname)) if seen else None
            chosen = ""
            if seen and theirs == was:
                chosen = MINE
            elif seen and mine == was:
                chosen = THEIRS
            found.append(self._difference(name, chosen))
        return found

    def _mine(self, name: str):
        return self.cleaned_data.get(name, self.data.get(self.add_prefix(name)))

    def _difference(self, name: str, chosen: str) -> Difference:
        field = self.instance._meta.get_field(name)
        mine = self._mine(name)
        if field.is_relation and isinstance(mine, str):
            # No longer among the choices, because of what somebody else has changed.
            mine = field.related_model.objects.filter(pk=mine).first() if mine.isdecimal() else None
        return Difference(
            name=name,
            label=str(field.verbose_name),
            mine=told(field, mine),
            theirs=told(field, getattr(self.instance, name)),
            chosen=chosen,
        )

    def _ask(self, differences: list[Difference]) -> None:
        """Let the form come back with the newer version in it, and with what is to be decided."""
        self.differences = differences
        self._put("version", self.instance.version)
        self._put("decided", ",".join(one.name for one in differences))
