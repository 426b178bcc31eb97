"""What is asked for when a spreadsheet goes in or comes out."""

from django import forms
from django.core.exceptions import ValidationError

from rectify.forms.sending import SentOnceForm
from rectify.models import Round
from rectify.spreadsheets.columns import LISTS
from rectify.spreadsheets.reader import read
from rectify.spreadsheets.reader.ledger import UnreadableError

ACCEPTED = ".xlsx,.xls,.csv"


class UploadForm(forms.Form):
    """A file for the ledger of a round; read at once, so that a wrong one is told beside it."""

    round = forms.ModelChoiceField(
        label="巡察轮次", queryset=Round.objects.order_by("-pk"), empty_label=None
    )
    file = forms.FileField(
        label="台账表格",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=(
            ".xlsx、.xls 或 .csv，不超过 20 MB。表头在哪一行、列按什么顺序都可以，"
            "合并的单元格和“同上”也认得；下一步先看预览，确认以后才写入。"
        ),
        error_messages={"empty": "文件是空的，里面什么也没有。"},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            read(file.read(), file.name)
        except UnreadableError as refusal:
            raise ValidationError(str(refusal)) from None
        return file


class ConfirmForm(SentOnceForm):
    """The preview that the person saw, and whether the wrong rows are to be left out."""

    seen = forms.CharField(widget=forms.HiddenInput)
    only_valid = forms.BooleanField(required=False, widget=forms.HiddenInput)


class ExportForm(forms.Form):
    """Which ledger comes out, in what shape."""

    CANONICAL = "canonical"
    SHAPES = [
        *((name, f"{title}（打印用）") for name, (title, _) in LISTS.items()),
        (CANONICAL, "规范格式（改好可以再导入）"),
    ]
    FORMATS = [("xlsx", "Excel（.xlsx）"), ("csv", "CSV"), ("json", "JSON")]
    PAPERS = [("A3", "A3 横向"), ("A4", "A4 横向")]

    # The entries selected in the list, by key; all of the list when there are none.
    chosen = forms.CharField(required=False, widget=forms.HiddenInput)
    round = forms.ModelChoiceField(
        label="巡察轮次", queryset=Round.objects.order_by("-pk"), empty_label=None
    )
    shape = forms.ChoiceField(
        label="内容", choices=SHAPES, widget=forms.RadioSelect, initial="whole"
    )
    format = forms.ChoiceField(
        label="文件格式",
        choices=FORMATS,
        widget=forms.RadioSelect,
        initial="xlsx",
        help_text="打印用的只有 Excel 格式。",
    )
    paper = forms.ChoiceField(label="纸张", choices=PAPERS, widget=forms.RadioSelect, initial="A3")
    merge_communities = forms.BooleanField(label="合并同一社区的单元格", required=False)
    per_community = forms.BooleanField(label="每个社区一张工作表，另加一张汇总", required=False)

    def clean_chosen(self) -> list[int]:
        chosen = self.cleaned_data["chosen"]
        parts = [part for part in chosen.split(",") if part]
        if not all(part.isdecimal() and len(part) < 19 for part in parts):
            raise ValidationError("选定的问题不完整，请回到列表重新勾选。")
        return [int(part) for part in parts]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("shape") != self.CANONICAL and cleaned.get("format") in ("csv", "json"):
            self.add_error("format", "打印用的只有 Excel 格式；CSV 和 JSON 请选“规范格式”。")
        return cleaned
