"""Inspection rounds and their dictionaries of names."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import cached_property

from rectify.dates import months_later
from rectify.models.history import History
from rectify.models.layout import NoticeLayout, validate_title
from rectify.models.refusal import refuse_if_any
from rectify.models.result import MONEY, ResultKind
from rectify.texts import TextError, check_names, variables_in
from rectify.variables import CATEGORY_VARIABLES, VARIABLES


class RoundQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def published(self):
        """Return the rounds of which an edition for the public has been published."""
        editions = self.model._meta.get_field("publications").related_model.objects
        public = editions.for_public().filter(round=models.OuterRef("pk"))
        return self.filter(models.Exists(public))

    def with_counts(self):
        """Add what is counted once for the whole round, so that figures need no query for it.

        `campaign_count`, `mechanism_count`, and one sum for each kind of result, named
        `result_` and the kind: persons, or 万元.
        """
        counted = self.annotate(
            campaign_count=Count("campaigns", distinct=True),
            mechanism_count=Count("mechanisms", distinct=True),
        )
        # A subquery each: joined to the rows above, every sum would be multiplied by them.
        results = self.model._meta.get_field("results").related_model.objects
        for kind in ResultKind:
            column = "amount" if kind in MONEY else "people"
            total = (
                results.filter(round=models.OuterRef("pk"), kind=kind)
                .order_by()
                .values("round")
                .annotate(total=models.Sum(column))
                .values("total")
            )
            counted = counted.annotate(**{f"result_{kind}": models.Subquery(total)})
        return counted


class RoundKind(models.TextChoices):
    """What sort of inspection it was."""

    REGULAR = "regular", "常规"
    SPECIAL = "special", "专项"
    REVISIT = "revisit", "“回头看”"
    CROSS = "cross", "交叉"
    ELEVATED = "elevated", "提级"
    MOBILE = "mobile", "机动"


class CommunityDisclosure(models.TextChoices):
    """How much the public is told of each community."""

    NOTHING = "nothing", "不公开各社区的情况"
    FIGURES = "figures", "公开各社区的数字"
    ISSUES = "issues", "公开各社区的数字和问题"


class Round(NoticeLayout):
    """One inspection of the street and its communities, from the visit to the notice (巡察轮次).

    The period for rectification is a field, because the rules changed: two months under the
    old ones, three in common practice, six since the revision of 2024.
    """

    slug = models.SlugField(
        "网址名",
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", "网址名只用小写字母、数字和连字符。")
        ],
        help_text="公开网址的最后一段，只用小写字母、数字和连字符，公布后不要改。",
        error_messages={"unique": "已有轮次用了这个网址名。"},
    )
    name = models.CharField(
        "轮次名称", validators=[validate_title], max_length=100, help_text="公开页面的标题。"
    )
    is_sample = models.BooleanField(
        "示例数据", default=False, help_text="勾选后，页面会注明台账是示例数据。"
    )

    authority = models.CharField(
        "巡察机关", validators=[validate_title], max_length=30, default="区委"
    )
    label = models.CharField(
        "轮次",
        validators=[validate_title],
        max_length=60,
        blank=True,
        help_text="如 四届区委第一轮第二批。",
    )
    team = models.CharField(
        "巡察组",
        validators=[validate_title],
        max_length=60,
        blank=True,
        help_text="如 区委巡察三组。",
    )
    kind = models.CharField("巡察类型", max_length=20, choices=RoundKind, default=RoundKind.REGULAR)
    inspected_body = models.CharField(
        "被巡察单位",
        validators=[validate_title],
        max_length=100,
        help_text="公布中的写法，如 杭州道街道。",
    )
    communities = models.ManyToManyField(
        "communities.Community",
        verbose_name="被巡察的社区",
        related_name="rounds",
        blank=True,
        help_text="街道本级也被巡察的，一并选入；“社区数”不把它计算在内。",
    )

    inspected_from = models.DateField("巡察开始日期", null=True, blank=True)
    inspected_to = models.DateField("巡察结束日期", null=True, blank=True)
    fed_back_on = models.DateField("反馈日期", null=True, blank=True)
    period_months = models.PositiveSmallIntegerField(
        "集中整改期（月）", default=6, help_text="2024 年修订后为 6 个月，以前为 2 或 3 个月。"
    )
    counted_on = models.DateField(
        "统计截至日期",
        null=True,
        blank=True,
        help_text="正文写明“截至某年某月”时填写；数字总是按台账现在的内容计算。",
    )
    amber_days = models.PositiveSmallIntegerField(
        "黄灯天数", default=15, help_text="离时限不多于这么多天时亮黄灯。"
    )
    red_days = models.PositiveSmallIntegerField(
        "红灯天数", default=3, help_text="离时限不多于这么多天或者已经逾期时亮红灯。"
    )

    publisher = models.CharField(
        "落款单位",
        validators=[validate_title],
        max_length=100,
        blank=True,
        help_text="留空则公布正文没有落款单位。",
    )
    signed_on = models.DateField(
        "落款日期", null=True, blank=True, help_text="留空则公布正文没有落款日期。"
    )
    published_on = models.DateField(
        "公布日期",
        null=True,
        blank=True,
        help_text="写进公布正文的日期；经提出、审核、审批，到这一天或以后实施，公众才看得到。",
    )
    notice_title = models.CharField(
        "公布标题",
        max_length=200,
        blank=True,
        help_text="写在公布正文之前，排在最前面的“公文信息”之后；正文从第一段开始的，留空。"
        "可以用变量。",
    )
    telephone = models.CharField("联系电话", validators=[validate_title], max_length=60, blank=True)
    takes_opinions = models.BooleanField(
        "在线监督意见",
        default=False,
        help_text="勾选后，公开页面除了联系电话，还有一张不用登录的意见表单。",
    )
    community_disclosure = models.CharField(
        "各社区公开到",
        max_length=20,
        choices=CommunityDisclosure,
        default=CommunityDisclosure.NOTHING,
        help_text="公开问题的，每个社区有一页，列出问题、措施、时限和结果，不列责任人；"
        "标了“不公开”的不列。和正文一起检查、审批、冻结，下一次公布时起作用。",
    )
    shows_live = models.BooleanField(
        "显示现在的数字",
        default=False,
        help_text="勾选后，公开页面在公布的数字旁边另列台账现在的数字和计划项目现在的情况，"
        "注明时间和没有经过审批；立刻起作用。",
    )
    email = models.CharField("电子邮箱", validators=[validate_title], max_length=100, blank=True)
    address = models.CharField("邮寄地址", validators=[validate_title], max_length=200, blank=True)
    reporting_hours = models.CharField(
        "受理时间", validators=[validate_title], max_length=200, blank=True
    )
    footer = models.TextField(
        "网站页脚",
        validators=[validate_title],
        blank=True,
        help_text="门户网站印在公布之后的文字，一行一条。",
    )

    objects = RoundQuerySet.as_manager()
    history = History(m2m_fields=["communities"])

    class Meta(NoticeLayout.Meta):
        abstract = False
        verbose_name = "巡察轮次"
        verbose_name_plural = "巡察轮次"
        ordering = [models.F("fed_back_on").desc(nulls_first=True), "slug"]
        constraints = [
            *NoticeLayout.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=RoundKind.values),
                name="round_kind_is_known",
                violation_error_message="巡察类型只能是常规、专项、“回头看”、交叉、提级或机动。",
            ),
            models.CheckConstraint(
                condition=Q(community_disclosure__in=CommunityDisclosure.values),
                name="round_community_disclosure_is_known",
                violation_error_message="“各社区公开到”只能从列出的几种中选。",
            ),
            models.CheckConstraint(
                condition=Q(inspected_from__isnull=True)
                | Q(inspected_to__isnull=True)
                | Q(inspected_from__lte=models.F("inspected_to")),
                name="round_inspection_ends_after_it_begins",
                violation_error_message="巡察结束日期不能早于巡察开始日期。",
            ),
            models.CheckConstraint(
                condition=Q(inspected_to__isnull=True)
                | Q(fed_back_on__isnull=True)
                | Q(inspected_to__lte=models.F("fed_back_on")),
                name="round_feedback_follows_inspection",
                violation_error_message="反馈日期不能早于巡察结束日期。",
            ),
            models.CheckConstraint(
                condition=Q(fed_back_on__isnull=True)
                | Q(published_on__isnull=True)
                | Q(fed_back_on__lte=models.F("published_on")),
                name="round_publication_follows_feedback",
                violation_error_message="公布日期不能早于反馈日期。",
            ),
            models.CheckConstraint(
                condition=Q(period_months__gte=1, period_months__lte=24),
                name="round_period_is_one_to_24_months",
                violation_error_message="集中整改期应为 1 到 24 个月。",
            ),
            models.CheckConstraint(
                condition=Q(red_days__lte=models.F("amber_days")),
                name="round_red_light_comes_after_amber",
                violation_error_message="红灯天数不能多于黄灯天数。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("round_detail", args=[self.slug])

    def natural_key(self):
        return (self.slug,)

    natural_key.dependencies = ["communities.community"]

    def clean(self):
        """Refuse a change that would leave a text of this round without a figure."""
        errors = {
            "notice_title": self.problems_of(self.notice_title),
            "planned_work_pattern": self.problems_of_planned_works(),
            "slug": self.problems_of_moving(),
        }
        # Only what this row itself holds: what its relations lack is mended elsewhere, and
        # must not keep the office from saving the round meanwhile.
        for place, text, category in self.texts() if self.pk else []:
            for name, source in self.lacking(text, category):
                field = source.paths.split()[0]
                if field in self.own_fields():
                    errors.setdefault(field, []).append(
                        f"{place}里写了变量“{{{name}}}”，这一项不能空着。"
                    )
        refuse_if_any(errors)

    def problems_of_moving(self) -> list[str]:
        """Return why the round cannot have another address; links to what is published hold."""
        stored = Round.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        if stored in (None, self.slug) or not self.is_public:
            return []
        return [f"本轮次已经公布，公众和别的网页用的是“{stored}”，网址名不能再改。"]

    @property
    def deadline_on(self) -> date | None:
        """The last day of the period for rectification (集中整改期), if it has begun."""
        return self.fed_back_on and months_later(self.fed_back_on, self.period_months)

    @property
    def is_public(self):
        """Tell whether an edition for the public has been published."""
        return self.publications.for_public().exists()

    @cached_property
    def name_rows(self) -> list:
        """The rows of the dictionary of names, in the office's order."""
        return list(self.official_names.select_related("department")) if self.pk else []

    @cached_property
    def names(self) -> dict[str, str]:
        """The dictionary of names: 称谓 to full name."""
        return {name.key: str(name) for name in self.name_rows}

    def texts(self):
        """Yield (place, text, category or None) of every text with variables in this round."""
        for heading, body in self.sections.values_list("heading", "body"):
            yield f"栏目“{heading or body[:12]}”", heading + body, None
        yield from self.texts_of_findings()

    def texts_elsewhere(self):
        """Yield (place, text) of the texts that are not sections, with the round's own title."""
        yield "公布标题", self.notice_title
        for place, text, _ in self.texts_of_findings():
            yield place, text

    def texts_of_findings(self):
        """Yield (place, text, category or None) of categories, findings and measures alone."""
        for category in self.categories.all():
            yield f"类别“{category.title}”", category.body, category
        findings = self.categories.filter(findings__isnull=False)
        for title, approach in findings.values_list("findings__title", "findings__approach"):
            yield f"反馈问题“{title}”", approach, None
        measures = self.categories.filter(findings__measures__isnull=False)
        for title, text in measures.values_list("findings__title", "findings__measures__text"):
            yield f"反馈问题“{title}”的措施", text, None

    def problems_of(self, text, category=None) -> list[str]:
        """Return what keeps a text from being filled in, as sentences; none when all is well.

        A category's own text may also name that category's figures.
        """
        return self.misspelt(text, category) or [
            f"变量“{{{name}}}”现在没有值，会印成空白：{source.remedy}。"
            for name, source in self.lacking(text, category)
        ]

    def problems_in(self, row, field: str, category=None) -> list[str]:
        """Return the problems of a text of a row in this round.

        One that stands as it was stored may lack a value: what was deleted elsewhere must not
        keep the office from saving what is beside it, nor from putting it in again.
        """
        problems = self.problems_of(text := getattr(row, field), category)
        if not problems:
            return []
        stored = type(row)._base_manager.filter(pk=row.pk).values_list(field, flat=True).first()
        is_new = stored is None or stored.splitlines() != text.splitlines()
        return problems if is_new else self.misspelt(text, category)

    def misspelt(self, text, category=None) -> list[str]:
        """Return what no value would mend in a text: a name that there is not, a lone brace."""
        known = [*VARIABLES, *self.names, *(CATEGORY_VARIABLES if category is not None else ())]
        try:
            check_names(text, known)
        except TextError as error:
            return [str(error)]
        return []

    def problems_of_planned_works(self) -> list[str]:
        """Return what planned works lack of the words that their pattern prints."""
        works = self.planned_works.select_related("community", "department") if self.pk else []
        return [
            f"计划项目“{work.title}”没有填“{name}”：请先填好保存，再改句式。"
            for work in works
            for name in work.words_lacking(self.planned_work_pattern)
        ]

    def lacking(self, text, category=None):
        """Yield (name, source) of each variable in a text that has no value at present."""
        for name in dict.fromkeys(variables_in(text)):
            row = category if name in CATEGORY_VARIABLES else self
            variable = CATEGORY_VARIABLES.get(name) or VARIABLES.get(name)
            if variable and variable.source.remedy and not _holds(row, variable.source):
                yield name, variable.source

    @classmethod
    def own_fields(cls) -> set[str]:
        return {field.name for field in cls._meta.fields}


def _holds(row, source) -> bool:
    """Tell whether there is something at every path of a variable's source, from the given row."""
    own = {field.name for field in row._meta.fields}
    rows = type(row).objects.filter(pk=row.pk)
    return all(
        getattr(row, path) not in (None, "")
        if path in own
        else any(rows.filter(**{f"{one}__isnull": False}).exists() for one in path.split("|"))
        for path in source.paths.split()
    )
