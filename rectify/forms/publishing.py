"""What is asked of a person who takes a step towards a publication."""

from django import forms

from rectify.forms.lines import LinesField
from rectify.forms.sending import SentOnceForm
from rectify.notices.checks import Remark, Severity
from rectify.steps import StepName


class ProposeForm(SentOnceForm):
    """An edition handed in: what it corrects, and why each warning is let stand."""

    correction = LinesField(label="更正说明", required=False, widget=forms.Textarea({"rows": 2}))
    note = LinesField(
        label="给审核人的话",
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="可以不写；记在公布步骤里。",
    )

    def __init__(self, *args, remarks: list[Remark], reasons: dict[str, str], corrects=None, **kw):
        """`reasons` were given before, by key; `corrects` is the published edition, if any."""
        super().__init__(*args, label_suffix="：", **kw)
        self.warnings = [one for one in remarks if one.severity == Severity.WARNING]
        for number, remark in enumerate(self.warnings, start=1):
            self.fields[self.name_of(remark)] = LinesField(
                label=f"第 {number} 条警告保留的理由",
                required=False,
                initial=reasons.get(remark.key, ""),
                widget=forms.Textarea({"rows": 2}),
            )
        if corrects is None:
            del self.fields["correction"]
        else:
            self.fields["correction"].required = True
            self.fields[
                "correction"
            ].help_text = (
                f"第 {corrects.number} 版已经公布：写明这一版更正了什么、为什么，公众看得到。"
            )

    @staticmethod
    def name_of(remark: Remark) -> str:
        return f"reason-{remark.key}"

    def warnings_with_fields(self):
        """Return each warning with its field, in the order of the check."""
        return [(remark, self[self.name_of(remark)]) for remark in self.warnings]

    def reasons(self) -> dict[str, str]:
        """Return the reasons given now, by the key of each warning whose field was sent.

        A field that was sent empty takes back what was said before; a warning that the page
        did not show yet has no field.
        """
        names = {one.key: self.name_of(one) for one in self.warnings}
        return {
            key: self.cleaned_data[name]
            for key, name in names.items()
            if self.add_prefix(name) in self.data
        }


class StepForm(SentOnceForm):
    """A step with an edition whose content the person was shown."""

    seen = forms.CharField(widget=forms.HiddenInput)
    note = LinesField(label="意见", required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args, name: StepName, **kwargs):
        super().__init__(*args, label_suffix="：", auto_id=f"id_{name}_%s", **kwargs)
        self.name = name
        if name == StepName.RETURN:
            self.fields["note"].label = "退回的原因"
            self.fields["note"].required = True
            self.fields["note"].error_messages["required"] = "退回要写明原因。"
