"""What staff say when they move entries, decide on more time, or give entries another place."""

from django import forms

from communities.models import Owner
from rectify.forms.ledger import RowForm
from rectify.forms.lines import LinesField
from rectify.forms.sending import INCOMPLETE, SentOnceForm
from rectify.forms.versions import VersionedForm
from rectify.models import Issue
from rectify.states import MOVES, MoveName, ReopenGround

AS_NUMBER = {"required": INCOMPLETE, "invalid": INCOMPLETE}
# What the office calls the note of each move.
NOTE_LABEL = {
    MoveName.RETURN: "退回原因",
    MoveName.SUSTAIN: "理由",
    MoveName.REOPEN: "理由",
}


def day_field(label: str, **options) -> forms.DateField:
    """Return a field for a day, for which the browser has a calendar of its own."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def text_field(label: str, **options) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})
    return LinesField(label=label, widget=widget, **options)


def reason_field() -> forms.CharField:
    return text_field(
        "原因", help_text="写进历史记录。", error_messages={"required": "请写明原因。"}
    )


class MoveForm(SentOnceForm):
    """What has to be said with one move; of the fields only those that the move knows."""

    ground = forms.ChoiceField(label="由来", choices=ReopenGround, widget=forms.RadioSelect)
    note = text_field("意见", required=False)
    wanted = text_field("还需要什么", help_text="写清楚要补什么、改什么，社区照着办。")
    review_on = day_field("下次复核日期", help_text="到那一天再看一次有没有反弹。")

    def __init__(self, *args, name: MoveName, **kwargs):
        super().__init__(*args, **kwargs)
        needs = MOVES[name].needs
        for field in {"ground", "wanted", "review_on"} - {*needs}:
            del self.fields[field]
        note = self.fields["note"]
        note.label = NOTE_LABEL.get(name, note.label)
        note.required = "note" in needs
        for field in self.fields.values():
            if not field.widget.is_hidden:
                field.error_messages["required"] = f"请填写{field.label}。"

    @property
    def said(self) -> dict:
        """What the move has to be told."""
        names = {"ground", "note", "wanted", "review_on"}
        return {name: value for name, value in self.cleaned_data.items() if name in names}


class OneMoveForm(MoveForm):
    """The move of one entry, with the version of the entry that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=AS_NUMBER)

    def show_version(self, version: int) -> None:
        """Let the form come back with the version that the person sees now."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = version


class ExtensionForm(SentOnceForm):
    """What is decided on a request for more time, by one of two buttons."""

    granted = forms.TypedChoiceField(
        choices=[("yes", "同意"), ("no", "不同意")],
        coerce=lambda answer: answer == "yes",
        widget=forms.HiddenInput,
        error_messages={"required": "请选“同意”或“不同意”。"},
    )
    decision = text_field("意见", required=False, help_text="不同意的，要写明原因。")


class DeadlineFields(forms.Form):
    """A deadline: a day, the office's wording of it, or both."""

    due_on = day_field("整改时限", required=False)
    due_wording = forms.CharField(
        label="时限原文",
        max_length=50,
        required=False,
        help_text="原来的写法，如 立行立改、2023年3月底；没有的留空。",
    )


class AdjustForm(VersionedForm, SentOnceForm, DeadlineFields, RowForm):
    """Another department, owner or deadline for one entry, and why."""

    reason = reason_field()

    class Meta:
        model = Issue
        fields = ["department", "owner", "due_on", "due_wording"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.before = {name: getattr(self.instance, name) for name in self._meta.fields}
        owners = Owner.objects.filter(community=self.instance.community_id)
        self.fields["owner"].queryset = owners.select_related("community")

    @property
    def changes(self) -> dict:
        """What differs from the entry as it was."""
        return {
            name: self.cleaned_data[name]
            for name in self._meta.fields
            if self.cleaned_data[name] != self.before[name]
        }
