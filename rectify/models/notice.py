"""What a notice says beyond the findings: its sections, and what it counts or promises."""

from django.db import models
from django.utils import timezone

from rectify.dates import Precision, written
from rectify.models.history import History
from rectify.models.layout import validate_title
from rectify.models.ordered import NamedInRound, Ordered
from rectify.models.refusal import refuse_if_any
from rectify.models.withholding import Withholdable
from rectify.texts import TextError, variables_in


class SectionKind(models.TextChoices):
    """What a section holds."""

    TEXT = "text", "文字"
    ITEMS = "items", "逐条文字"
    METADATA = "metadata", "公文信息"
    FINDINGS = "findings", "反馈问题及整改落实情况"
    PLANNED_WORKS = "planned_works", "计划内完成的项目"


class Section(Ordered):
    """A part of the notice (栏目): a heading and a text with variables.

    Sections in their order and with their levels are the outline of the document, as in a
    word processor: one of level 2 belongs to the last one of level 1 before it. A section
    without a heading is text alone and takes no number.
    """

    round = models.ForeignKey(
        "rectify.Round", verbose_name="巡察轮次", on_delete=models.PROTECT, related_name="sections"
    )
    kind = models.CharField(
        "内容",
        max_length=20,
        choices=SectionKind,
        default=SectionKind.TEXT,
        help_text="“逐条文字”的正文一行一条，“一是”“二是”由系统编，第一行以冒号结尾的不编；"
        "“公文信息”一行一项，写作 "
        "索引号：……；后两种在正文之后逐项列出。不分类别直接列反馈问题的，反馈问题栏目不写标题，"
        "只建一个类别，标题写在这个类别的“本条标题”里。",
    )
    level = models.PositiveSmallIntegerField(
        "级别", default=1, help_text="1 是最外层；2 属于它前面最近的 1，依此类推。"
    )
    heading = models.CharField(
        "标题", max_length=200, blank=True, help_text="不写序号；没有则留空。"
    )
    numbered = models.BooleanField("标题编号", default=True)
    run_in = models.BooleanField("标题与正文同行", default=False)
    body = models.TextField(
        "正文",
        blank=True,
        help_text="可用变量，写作 {变量名}，要印的内容须已录入并保存；换行则另起一段。",
    )

    history = History()

    class Meta:
        verbose_name = "公布栏目"
        verbose_name_plural = "公布栏目"
        ordering = ["round_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=SectionKind.values),
                name="section_kind_is_known",
                violation_error_message="栏目的内容只能从列出的几种中选。",
            ),
            models.CheckConstraint(
                condition=models.Q(level__gte=1, level__lte=4),
                name="section_level_is_one_to_four",
                violation_error_message="栏目的级别应为 1 到 4。",
            ),
            models.CheckConstraint(
                condition=~models.Q(heading="", body="", kind__in=["text", "items", "metadata"]),
                name="section_says_something",
                violation_error_message="栏目的标题和正文不能都空着。",
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=models.Q(kind="findings"),
                name="one_findings_section_per_round",
                violation_error_message="一个轮次只能有一个“反馈问题及整改落实情况”栏目。",
            ),
        ]

    def __str__(self):
        return self.heading or self.body[:30] or self.get_kind_display()

    def clean(self):
        errors = {}
        if self.round_id:
            for field in ("heading", "body"):
                errors[field] = self.round.problems_in(self, field)
        if self.kind == SectionKind.METADATA:
            nameless = [line for line in self.body.splitlines() if line and "：" not in line]
            errors.setdefault("body", []).extend(
                f"“{line}”里没有“：”：公文信息一行一项，写作 索引号：……。" for line in nameless
            )
        refuse_if_any(errors)

    def siblings(self):
        return self.round.sections


class Campaign(NamedInRound, Ordered):
    """A special campaign (专项整治): counted in the notice, hence itemised."""

    round = models.ForeignKey(
        "rectify.Round", verbose_name="巡察轮次", on_delete=models.PROTECT, related_name="campaigns"
    )
    name = models.CharField("名称", validators=[validate_title], max_length=100)
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "专项整治"
        verbose_name_plural = "专项整治"
        ordering = ["round_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "name"],
                name="one_campaign_per_round_and_name",
                violation_error_message="本轮次已有同名的专项整治。",
            )
        ]

    def __str__(self):
        return self.name

    def siblings(self):
        return self.round.campaigns


class Mechanism(NamedInRound, Ordered):
    """A rule or mechanism set up or mended (制度机制): counted in the notice, hence itemised."""

    round = models.ForeignKey(
        "rectify.Round",
        verbose_name="巡察轮次",
        on_delete=models.PROTECT,
        related_name="mechanisms",
    )
    name = models.CharField("名称", validators=[validate_title], max_length=100)
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "制度机制"
        verbose_name_plural = "制度机制"
        ordering = ["round_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "name"],
                name="one_mechanism_per_round_and_name",
                violation_error_message="本轮次已有同名的制度机制。",
            )
        ]

    def __str__(self):
        return self.name

    def siblings(self):
        return self.round.mechanisms


# Which field of a planned work gives each word of its pattern.
WORD_FIELDS = {
    "项目": "title",
    "简称": "short_title",
    "时限": "due_on",
    "社区": "community",
    "科室": "department",
    "数量": "quantity",
}


class PlannedWork(Withholdable, NamedInRound, Ordered):
    """Something not done yet that the notice promises (计划内完成的项目).

    Its date may be only a month or a month's end; `due_on` is the last day it can mean.
    """

    name_field = "title"

    round = models.ForeignKey(
        "rectify.Round",
        verbose_name="巡察轮次",
        on_delete=models.PROTECT,
        related_name="planned_works",
    )
    title = models.CharField(
        "项目", validators=[validate_title], max_length=100, help_text="如 室外健身器材损坏。"
    )
    short_title = models.CharField(
        "简称",
        validators=[validate_title],
        max_length=50,
        blank=True,
        help_text="计划项目句式里的写法；留空则与项目相同。",
    )
    due_on = models.DateField("计划完成日期", help_text="只定到月的，填这个月的最后一天。")
    precision = models.CharField(
        "日期写到", max_length=20, choices=Precision, default=Precision.MONTH
    )
    community = models.ForeignKey(
        "communities.Community",
        verbose_name="社区",
        on_delete=models.PROTECT,
        related_name="planned_works",
        null=True,
        blank=True,
    )
    department = models.ForeignKey(
        "communities.Department",
        verbose_name="责任科室",
        on_delete=models.PROTECT,
        related_name="planned_works",
        null=True,
        blank=True,
    )
    quantity = models.CharField(
        "数量", validators=[validate_title], max_length=50, blank=True, help_text="如 12 处。"
    )
    finished_on = models.DateField(
        "实际完成日期", null=True, blank=True, help_text="完成以后填写，公开页面据此说明办得怎样。"
    )
    standing = models.CharField(
        "办理情况",
        validators=[validate_title],
        max_length=200,
        blank=True,
        help_text="如 已更换 12 处；还没有完成的，写明进展、原因和新的时间。下一次公布时公开。",
    )

    class Meta:
        verbose_name = "计划内完成的项目"
        verbose_name_plural = "计划内完成的项目"
        ordering = ["round_id", "position", "pk"]
        constraints = [
            *Withholdable.Meta.constraints,
            models.UniqueConstraint(
                fields=["round", "title"],
                name="one_planned_work_per_round_and_title",
                violation_error_message="本轮次已有同名的计划项目。",
            ),
            models.CheckConstraint(
                condition=models.Q(precision__in=Precision.values),
                name="planned_work_precision_is_known",
                violation_error_message="“日期写到”只能从列出的几种中选。",
            ),
        ]

    def __str__(self):
        return f"{self.title}（{self.due_text}）"

    @property
    def due_text(self) -> str:
        """The date as written, no more exactly than it is known."""
        return written(self.due_on, self.precision)

    @property
    def words(self) -> dict[str, str]:
        """What the round's pattern for planned works may name, with this one's words."""
        return {
            "项目": self.title,
            "简称": self.short_title or self.title,
            "时限": self.due_text,
            "社区": self.community.name if self.community else "",
            "科室": self.department.name if self.department else "",
            "数量": self.quantity,
        }

    def clean(self):
        if self.finished_on and self.finished_on > timezone.localdate():
            refuse_if_any(
                {"finished_on": ["这一天还没有到：完成以后再填；计划的时间填“计划完成日期”。"]}
            )
        if self.round_id and self.due_on:
            refuse_if_any(
                {
                    WORD_FIELDS[name]: [f"本轮次的计划项目句式里写了“{{{name}}}”，请填写。"]
                    for name in self.words_lacking(self.round.planned_work_pattern)
                }
            )

    def words_lacking(self, pattern: str) -> list[str]:
        """Return the words that a pattern prints and this work has not got.

        A pattern that cannot be read is refused where it stands, on the round, which may
        be in the same form.
        """
        try:
            names = variables_in(pattern)
        except TextError:
            return []
        return [name for name in names if self.words.get(name) == ""]

    def siblings(self):
        return self.round.planned_works
