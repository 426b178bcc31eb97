"""What is asked for when a spreadsheet goes in or comes out."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count

from rectify.forms.sending import SentOnceForm
from rectify.models import Issue, Round
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


class RoundChoice(forms.ModelChoiceField):
    """A round of which there are entries, with how many; `counts` has them by its key."""

    counts: dict[int, int] = {}

    def label_from_instance(self, round):
        return f"{round}（{self.counts[round.pk]} 项）"


class ExportForm(forms.Form):
    """Which ledger comes out, in what shape.

    `issues` are the entries that there are to choose from: those that the list shows. Of them
    the form keeps those selected there, as its own `issues`.
    """

    CANONICAL = "canonical"
    SHAPES = [
        *((name, f"{title}（打印用）") for name, (title, _) in LISTS.items()),
        (CANONICAL, "规范格式（Excel 和 CSV 改好可以再导入；JSON 给别的程序用）"),
    ]
    FORMATS = [("xlsx", "Excel（.xlsx）"), ("csv", "CSV"), ("json", "JSON")]
    PAPERS = [("A3", "A3 横向"), ("A4", "A4 横向")]

    # The entries selected in the list, by key; all of the list when there are none.
    chosen = forms.CharField(required=False, widget=forms.HiddenInput)
    round = RoundChoice(label="巡察轮次", queryset=Round.objects.none(), empty_label=None)
    shape = forms.ChoiceField(
        label="内容", choices=SHAPES, widget=forms.RadioSelect, initial="whole"
    )
    format = forms.ChoiceField(
        label="文件格式",
        choices=FORMATS,
        widget=forms.RadioSelect,
        initial="xlsx",
        help_text="打印用的只有 Excel 格式；JSON 不能再导入。",
    )
    paper = forms.ChoiceField(
        label="纸张",
        choices=PAPERS,
        widget=forms.RadioSelect,
        initial="A3",
        help_text="纸张和下面两项只用于打印用的，规范格式没有。",
    )
    merge_communities = forms.BooleanField(label="合并同一社区的单元格", required=False)
    per_community = forms.BooleanField(label="每个社区一张工作表，另加一张汇总", required=False)

    def __init__(self, *args, issues, **kwargs):
        super().__init__(*args, **kwargs)
        keys = _keys(self["chosen"].value())
        self.is_selection = keys != []
        self.issues = issues.filter(pk__in=keys or []) if self.is_selection else issues
        # Of the keys alone: a list by filters is joined with more than its entries.
        shown = Issue.objects.filter(pk__in=self.issues.order_by().values("pk"))
        counts = shown.order_by().values_list("round").annotate(Count("pk"))
        self.counts = self.fields["round"].counts = dict(counts)
        rounds = Round.objects.filter(pk__in=self.counts).order_by("-pk")
        self.fields["round"].queryset = rounds

    def clean_chosen(self) -> str:
        chosen = self.cleaned_data["chosen"]
        if _keys(chosen) is None:
            raise ValidationError("选定的问题不完整，请回到列表重新勾选。")
        return chosen

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("shape") == self.CANONICAL:
            for name in ("merge_communities", "per_community"):
                if cleaned.get(name):
                    self.add_error(name, "只用于打印用的；导出规范格式，请不要勾选。")
        elif cleaned.get("format") in ("csv", "json"):
            self.add_error("format", "打印用的只有 Excel 格式；CSV 和 JSON 请选“规范格式”。")
        return cleaned


def _keys(chosen: str | None) -> list[int] | None:
    """Return the keys that a text holds between commas, None when it is not whole."""
    parts = [part for part in (chosen or "").split(",") if part]
    if not all(part.isdecimal() and len(part) < 19 for part in parts):
        return None
    return [int(part) for part in parts]
