"""What the inspection found, as it is grouped, and what is done about it."""

from django.core.validators import RegexValidator
from django.db import models

from rectify.models.history import History
from rectify.models.layout import MeasureStyle, validate_heading, validate_title
from rectify.models.ordered import Ordered
from rectify.models.refusal import refuse_if_any
from rectify.models.withholding import Withholdable
from rectify.states import Outcome


def _parent(path, title):
    """Return the look-up for a category's parent by its title, or for having none."""
    return {f"{path}__title": title} if title else {path: None}


class CategoryQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug, title, parent=None):
        return self.get(round__slug=slug, title=title, **_parent("parent", parent))


class Category(Ordered):
    """A category of findings (反馈问题类别), 关于“…”问题; it may be divided once more."""

    name_field = "title"

    round = models.ForeignKey(
        "rectify.Round",
        verbose_name="巡察轮次",
        on_delete=models.PROTECT,
        related_name="categories",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="上级类别",
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        help_text="类别下面再分一层时填写。",
    )
    title = models.CharField(
        "类别", max_length=200, validators=[validate_title], help_text="只写引号里的名称。"
    )
    heading = models.CharField(
        "本条标题",
        max_length=300,
        blank=True,
        validators=[validate_heading],
        help_text="原件这一条与类别句式不同时，照原件写出整个标题，名称处可写作 {}；一般留空。",
    )
    body = models.TextField(
        "类别说明", blank=True, help_text="标题下的一段话，可用变量；一般留空。"
    )
    run_in = models.BooleanField("标题与说明同行", default=False)

    objects = CategoryQuerySet.as_manager()
    history = History()

    class Meta:
        verbose_name = "反馈问题类别"
        verbose_name_plural = "反馈问题类别"
        ordering = ["round_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "title"],
                condition=models.Q(parent__isnull=True),
                name="one_category_per_round_and_title",
                violation_error_message="本轮次已有同名的类别。",
            ),
            models.UniqueConstraint(
                fields=["parent", "title"],
                condition=models.Q(parent__isnull=False),
                name="one_category_per_parent_and_title",
                violation_error_message="这个上级类别下已有同名的类别。",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("pk")),
                name="category_is_not_its_own_parent",
                violation_error_message="类别不能是它自己的上级。",
            ),
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="category_title_is_given",
                violation_error_message="类别名称不能空着。",
            ),
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        above = (self.parent.title,) if self.parent else ()
        return (self.round.slug, self.title, *above)

    natural_key.dependencies = ["rectify.round"]

    def clean(self):
        errors = {}
        if self.pk and Category.objects.exclude(round=self.round_id).filter(pk=self.pk).exists():
            errors["round"] = ["类别不能换到别的轮次：它的反馈问题和整改问题都在原来的轮次里。"]
        if self.parent and self.round_id and self.parent.round_id != self.round_id:
            errors["parent"] = ["上级类别不在这个轮次里，请改选。"]
        elif self.parent and self.parent.parent_id:
            errors["parent"] = ["类别只能再分一层：所选的上级类别已经有上级了。"]
        elif self.parent and self.pk and self.children.exists():
            errors["parent"] = ["这个类别下面已经分了一层，不能再放到别的类别下面。"]
        if self.round_id:
            errors["body"] = self.round.problems_in(self, "body", self)
        refuse_if_any(errors)

    @property
    def identity(self):
        return (self.parent_id, self.title)

    def siblings(self):
        return self.round.categories


class FindingQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug, category, *rest):
        *parent, title = rest
        return self.get(
            category__round__slug=slug,
            category__title=category,
            title=title,
            **_parent("category__parent", *parent or [None]),
        )

    def with_measure_counts(self):
        return self.annotate(measure_count=models.Count("measures"))


class Finding(Withholdable, Ordered):
    """One finding (反馈问题), 针对“…”的问题, with the approach taken to it (总括句)."""

    name_field = "title"

    category = models.ForeignKey(
        Category, verbose_name="类别", on_delete=models.PROTECT, related_name="findings"
    )
    title = models.CharField(
        "反馈问题", max_length=200, validators=[validate_title], help_text="只写引号里的名称。"
    )
    heading = models.CharField(
        "本条标题",
        max_length=300,
        blank=True,
        validators=[validate_heading],
        help_text="原件这一条与反馈问题句式不同时，照原件写出整个标题，名称处可写作 {}；一般留空。",
    )
    approach = models.TextField(
        "总括句", blank=True, help_text="怎样整改的总的说法，可用变量；换行则另起一段。"
    )
    measure_style = models.CharField(
        "措施写法",
        max_length=20,
        choices=MeasureStyle,
        blank=True,
        help_text="这一条与轮次的写法不同时选；一般留空。",
    )

    objects = FindingQuerySet.as_manager()
    history = History()

    class Meta:
        verbose_name = "反馈问题"
        verbose_name_plural = "反馈问题"
        ordering = ["category__round_id", "category__position", "position", "pk"]
        constraints = [
            *Withholdable.Meta.constraints,
            models.UniqueConstraint(
                fields=["category", "title"],
                name="one_finding_per_category_and_title",
                violation_error_message="这个类别里已有同名的反馈问题。",
            ),
            models.CheckConstraint(
                condition=~models.Q(title=""),
                name="finding_title_is_given",
                violation_error_message="反馈问题的名称不能空着。",
            ),
            models.CheckConstraint(
                condition=models.Q(measure_style__in=["", *MeasureStyle.values]),
                name="finding_measure_style_is_known",
                violation_error_message="措施写法只能从列出的几种中选。",
            ),
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (*self.category.natural_key(), self.title)

    natural_key.dependencies = ["rectify.category"]

    def clean(self):
        if not self.category_id:
            return
        errors = {"approach": self.round.problems_in(self, "approach")}
        if self.pk and not Finding.objects.filter(pk=self.pk, category__round=self.round).exists():
            errors["category"] = ["反馈问题不能换到别的轮次：它的整改问题都在原来的轮次里。"]
        refuse_if_any(errors)

    @property
    def round(self):
        return self.category.round

    def siblings(self):
        return self.category.findings


class MeasureQuerySet(models.QuerySet):
    def get_by_natural_key(self, *key):
        *finding, position = key
        return self.get(finding=Finding.objects.get_by_natural_key(*finding), position=position)


class Measure(Withholdable, Ordered):
    """One measure against a finding (整改措施), 一是…, with what has become of it."""

    finding = models.ForeignKey(
        Finding, verbose_name="反馈问题", on_delete=models.PROTECT, related_name="measures"
    )
    text = models.TextField(
        "整改措施",
        validators=[RegexValidator(r"\w", "整改措施不能只有标点。")],
        help_text="不写“一是”，也不写末尾的句号或分号：由系统按轮次的写法加上。可用变量。",
    )
    outcome = models.CharField(
        "落实情况", max_length=20, choices=Outcome, default=Outcome.UNFINISHED
    )

    objects = MeasureQuerySet.as_manager()
    history = History()

    class Meta:
        verbose_name = "整改措施"
        verbose_name_plural = "整改措施"
        ordering = ["finding_id", "position", "pk"]
        constraints = [
            *Withholdable.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(outcome__in=Outcome.values),
                name="measure_outcome_is_known",
                violation_error_message="落实情况只能是已完成、阶段性完成、正在推进或未完成。",
            ),
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="measure_text_is_given",
                violation_error_message="整改措施不能空着。",
            ),
        ]

    def __str__(self):
        return self.text[:40]

    def natural_key(self):
        return (*self.finding.natural_key(), self.position)

    natural_key.dependencies = ["rectify.finding"]

    def clean(self):
        if not self.finding_id:
            return
        errors = {"text": self.round.problems_in(self, "text")}
        own = Measure.objects.filter(pk=self.pk, finding__category__round=self.round)
        if self.pk and not own.exists():
            errors["finding"] = ["整改措施不能换到别的轮次的反馈问题下面。"]
        refuse_if_any(errors)

    @property
    def round(self):
        return self.finding.round

    def siblings(self):
        return self.finding.measures
