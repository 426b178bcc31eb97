"""What the public tells the office, without an account, and what the office does with it."""

from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models.functions import Length

from rectify.forms.lines import UNSEEN, LinesField
from rectify.forms.moves import text_field
from rectify.forms.sending import SentOnceForm
from rectify.models import Issue, Opinion
from rectify.models.opinion import OpinionStepName
from rectify.states import SETTLED

LONGEST_TEXT, LONGEST_CONTACT = 2000, 100


class OpinionForm(SentOnceForm):
    """An opinion on a round, with or without a way to reach its sender.

    `trap` is out of sight and out of the keyboard's way, and told to screen readers for what
    it is: programs that fill in every field give themselves away there. The form then comes
    back with the trap in view and a sentence, instead of pretending to have been taken: a
    browser that fills in fields by itself must not lose what somebody wrote to the office.
    """

    # The limits are not told to the browser, which would cut off what is pasted without a word.
    text = LinesField(
        label="意见内容",
        help_text=f"写清楚时间、地点和情况，最多 {LONGEST_TEXT} 个字。",
        widget=forms.Textarea(attrs={"rows": 8}),
        validators=[
            MaxLengthValidator(LONGEST_TEXT, f"意见最多写 {LONGEST_TEXT} 个字，请写短一些。")
        ],
        error_messages={"required": "请写下意见的内容。"},
    )
    contact = forms.CharField(
        label="联系方式（可以不填）",
        help_text="需要我们联系您的，留下电话或者邮箱。",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        validators=[
            MaxLengthValidator(
                LONGEST_CONTACT, f"联系方式最多写 {LONGEST_CONTACT} 个字，请写短一些。"
            )
        ],
        error_messages={"null_characters_not_allowed": UNSEEN},
    )
    trap = forms.CharField(
        label="请不要填写这一栏",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_trap(self):
        if self.cleaned_data["trap"]:
            raise ValidationError("这一栏是用来识别自动程序的，请清空它再提交。")
        return ""


class LookUpForm(forms.Form):
    """A receipt number, however it is written."""

    receipt = forms.CharField(
        label="回执号",
        help_text="提交意见以后看到的 12 个字母和数字，大小写、横线、空格都不要紧。",
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={
            "required": "请填写回执号。",
            "max_length": "回执号只有 12 个字母和数字，请检查后再查。",
            "null_characters_not_allowed": "回执号只有字母和数字，请检查后再查。",
        },
    )


# --- In the admin --------------------------------------------------------------------------

NOTES = {
    OpinionStepName.ANSWER: ("答复内容", "反映人凭回执号看得到。不要写反映人的姓名和电话。"),
    OpinionStepName.DECLINE: ("原因", "反映人凭回执号看得到。不要写反映人的姓名和电话。"),
    OpinionStepName.RESUME: ("原因", "写进办理记录，反映人看不到。原来的答复不再显示。"),
    OpinionStepName.REOPEN: (
        "理由",
        "社区和责任科室看得到。不要写反映人的姓名、电话，也不要照抄意见的原文。",
    ),
}


class StepForm(SentOnceForm):
    """One step with an opinion, one of several forms on its page."""

    note = text_field("说明")

    def __init__(self, *args, name: OpinionStepName, **kwargs):
        super().__init__(*args, auto_id=f"{name}-%s", **kwargs)
        self.name = name
        if name not in NOTES:
            del self.fields["note"]
            return
        note = self.fields["note"]
        note.label, note.help_text = NOTES[name]
        note.error_messages["required"] = f"请填写{note.label}。"


class IssueChoiceField(forms.ModelChoiceField):
    """An entry of the ledger, in a list that is grouped by community."""

    def label_from_instance(self, issue):
        return f"{issue.number} {issue.text[:30]}（{issue.get_status_display()}）"


class ReopeningForm(StepForm):
    """The settled entry of the round that is taken up again, and why."""

    issue = IssueChoiceField(
        label="整改问题",
        queryset=Issue.objects.none(),
        error_messages={"required": "请选要重新整改的问题。"},
    )
    field_order = ["issue", "note"]

    def __init__(self, *args, opinion: Opinion, **kwargs):
        super().__init__(*args, name=OpinionStepName.REOPEN, **kwargs)
        settled = Issue.objects.filter(round=opinion.round_id, status__in=SETTLED)
        field = self.fields["issue"]
        field.queryset = settled.select_related("community").order_by(
            "community", Length("number"), "number"
        )
        by_community = groupby(field.queryset, key=lambda issue: str(issue.community))
        field.choices = [
            ("", "---------"),
            *(
                (name, [(issue.pk, field.label_from_instance(issue)) for issue in issues])
                for name, issues in by_community
            ),
        ]
