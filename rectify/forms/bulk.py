"""Several entries, chosen in the list, and what is to be done with them all."""

from django import forms
from django.core.exceptions import ValidationError

from communities.models import Department, Owner
from rectify.forms.moves import DeadlineFields, MoveForm, reason_field
from rectify.forms.sending import INCOMPLETE, SentOnceForm

# The highest key that a database gives.
LARGEST = 2**63 - 1


class ChosenField(forms.CharField):
    """Entries by key, each with the version that the person saw: "12.1,15.3".

    One field for all, since there is a limit to the number of fields that a form may send.
    """

    widget = forms.HiddenInput

    def prepare_value(self, value):
        if isinstance(value, dict):
            return ",".join(f"{pk}.{version}" for pk, version in value.items())
        return value

    def to_python(self, value) -> dict[int, int]:
        try:
            pairs = [part.split(".") for part in (value or "").split(",") if part]
            chosen = {int(pk): int(version) for pk, version in pairs}
        except ValueError:
            raise ValidationError(INCOMPLETE) from None
        if any(not 0 <= pk <= LARGEST for pk in chosen):
            raise ValidationError(INCOMPLETE)
        return chosen

    def validate(self, value):
        if self.required and not value:
            raise ValidationError(INCOMPLETE)


class ChosenForm(SentOnceForm):
    """The entries chosen in the list; `refused` are those of them that would not go.

    The second button of the page sends `without`, and means all but the refused.
    """

    chosen = ChosenField()
    refused = ChosenField(required=False)

    @property
    def entries(self) -> dict[int, int]:
        """The entries to go, as far as the form could be read."""
        chosen = self.cleaned_data.get("chosen") or {}
        refused = self.cleaned_data.get("refused") if "without" in self.data else None
        return {pk: version for pk, version in chosen.items() if pk not in (refused or {})}

    def show(self, chosen: dict[int, int], refused: dict[int, int]) -> None:
        """Let the form come back with what is chosen, and of it what would not go."""
        self.data = self.data.copy()
        for name, entries in [("chosen", chosen), ("refused", refused)]:
            self.data[self.add_prefix(name)] = self.fields[name].prepare_value(entries)


class SeveralMoveForm(ChosenForm, MoveForm):
    """One move of several entries, with one reason for all."""


class ReasonedForm(ChosenForm):
    """A change of several entries, with one reason for all."""

    reason = reason_field()


class DepartmentForm(ReasonedForm):
    department = forms.ModelChoiceField(label="责任科室", queryset=Department.objects.all())
    field_order = ["department", "reason"]


class PostForm(ReasonedForm):
    """A post: each entry gets the owner who holds it in the entry's own community."""

    post = forms.ChoiceField(
        label="职务", help_text="每项问题的责任人是它所在社区里担任这一职务的人。"
    )
    field_order = ["post", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        posts = Owner.objects.order_by("post").values_list("post", flat=True).distinct()
        self.fields["post"].choices = [("", "---------"), *((post, post) for post in posts)]


class DeadlineForm(DeadlineFields, ReasonedForm):
    field_order = ["due_on", "due_wording", "reason"]

    def clean(self):
        super().clean()
        if not (self.errors or self.cleaned_data["due_on"] or self.cleaned_data["due_wording"]):
            raise ValidationError("请填写整改时限的日期，或者时限原文。")
        return self.cleaned_data
