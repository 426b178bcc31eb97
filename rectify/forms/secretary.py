"""What a community's secretary says, on a phone."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Q

from rectify.evidence.fields import CameraField, EvidenceField
from rectify.forms.moves import AS_NUMBER, day_field
from rectify.forms.sending import SentOnceForm
from rectify.models import Issue, Round
from rectify.states import Light, MoveName, Status

LONGEST_TEXT = 5000


def long_text(label: str, required: str = "", **options) -> forms.CharField:
    """Return a field for sentences; `required` is what to say when there are none.

    The limit is not told to the browser, which would cut off what is pasted without a word.
    """
    return forms.CharField(
        label=label,
        required=bool(required),
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[MaxLengthValidator(LONGEST_TEXT, f"最多写 {LONGEST_TEXT} 个字，请写短一些。")],
        error_messages={"required": required},
        **options,
    )


class PageForm(SentOnceForm):
    """One of several forms on a page.

    `name` is its own on that page. `draft` is the name under which the browser keeps what
    was typed and not sent.
    """

    changes = ()

    def __init__(self, *args, name: str, draft: str = "", **kwargs):
        super().__init__(*args, auto_id=f"{name}-%s", **kwargs)
        self.name = name
        self.draft = draft
        for field in self.fields.values():
            if draft and isinstance(field.widget, forms.Textarea):
                field.widget.attrs["data-draft"] = draft

    @property
    def lost_files(self) -> bool:
        """Tell whether files came with it, which no browser lets us send back."""
        return bool(self.files)

    @property
    def sentences(self) -> list[str]:
        """All that is wrong with it, for the top of the page."""
        return [sentence for sentences in self.errors.values() for sentence in sentences]


class WithEvidence(forms.Form):
    """A photograph straight from the camera, files, or both."""

    photo = CameraField(label="拍照", help_text="用手机直接拍，一次一张。")
    files = EvidenceField(
        label="选照片或文件",
        help_text="JPEG、PNG、WebP 照片，PDF、Word、Excel 文件，每份不超过 20 MB，一条进展最多 9 份。",
    )

    @property
    def evidence(self) -> list:
        """What was handed in, examined, the photograph first."""
        return [*self.cleaned_data["photo"], *self.cleaned_data["files"]]


class ReportForm(PageForm, WithEvidence):
    """What was done, with evidence. It overwrites nothing, hence it carries no version."""

    text = long_text(
        "进展情况",
        "请写明进展情况。",
        help_text="写清楚做了什么、什么时候做的、结果怎样。不要写居民的姓名、电话和门牌号。",
    )
    field_order = ["text"]


class EvidenceForm(PageForm, WithEvidence):
    """More evidence for what was written already."""

    def clean(self):
        super().clean()
        if not self.errors and not self.evidence:
            raise ValidationError("还没有拍照，也没有选文件。")
        return self.cleaned_data


class RemovalForm(PageForm):
    """Why evidence is removed; kept in the record with the name of what it was."""

    because = long_text("移除的原因", "请写明移除的原因。", help_text="写进办理过程，以后查得到。")


class ActionForm(PageForm):
    """Something done to an entry as the person saw it, which its version tells."""

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=AS_NUMBER)

    def __init__(self, *args, issue: Issue, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = issue.version

    def show_version(self, version: int) -> None:
        """Let the form come back with the version that the person sees now."""
        self.data = self.data.copy()
        self.data["version"] = version


class CommunityMoveForm(ActionForm):
    """A move of the community's; applying to close says why there is no evidence."""

    note = long_text("没有佐证材料的，写明原因", help_text="已经交了材料的，不用写。")

    def __init__(self, *args, name: str, **kwargs):
        super().__init__(*args, name=name, **kwargs)
        if name != MoveName.SUBMIT:
            del self.fields["note"]


class ExtensionForm(ActionForm):
    """A request for more time."""

    new_due_on = day_field(
        "申请延到", error_messages={"required": "请选申请延到哪一天。", "invalid": "请写一个日期。"}
    )
    reason = long_text("延期理由", "请写明延期理由。")


OVERDUE, RETURNED = "overdue", "returned"


class FilterForm(forms.Form):
    """Which entries to list; a condition that does not exist, typed by hand, is left out."""

    q = forms.CharField(
        label="查找",
        max_length=50,
        required=False,
        help_text="按问题编号、具体问题或反馈问题查找。",
        error_messages={"max_length": "查找的文字最多 50 个字。"},
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    round = forms.ChoiceField(label="轮次", required=False)
    light = forms.ChoiceField(choices=[(OVERDUE, "已逾期"), *Light.choices], required=False)
    status = forms.ChoiceField(choices=[*Status.choices, (RETURNED, "已退回")], required=False)

    def __init__(self, *args, rounds: Iterable[Round], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["round"].choices = [
            ("", "全部轮次"),
            *((str(round.pk), round.name) for round in rounds),
        ]

    @property
    def chosen(self) -> dict[str, str]:
        """The conditions that are set, by their names."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, issues):
        """Return those of the entries, fetched with lights and returns, that were asked for."""
        chosen = self.chosen
        words = chosen.get("q")
        if words:
            issues = issues.filter(
                Q(number__icontains=words)
                | Q(text__icontains=words)
                | Q(finding__title__icontains=words)
            )
        light, status = chosen.get("light"), chosen.get("status")
        if light == OVERDUE:
            issues = issues.overdue()
        elif light:
            issues = issues.filter(light_now=light)
        if status == RETURNED:
            issues = issues.filter(sent_back=MoveName.RETURN)
        elif status:
            issues = issues.filter(status=status)
        return issues
