"""Editions of the notice (公布版本): proposed, judged, published, and frozen from then on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from rectify.models.append_only import AppendOnly, WrittenOnceError
from rectify.steps import Edition, Stage, StepName


class PublicationQuerySet(models.QuerySet):
    def published(self):
        """Return what has been published, the newest edition first."""
        return self.filter(stage=Stage.PUBLISHED).order_by("-number")

    def open(self):
        """Return what is on its way."""
        return self.exclude(stage=Stage.PUBLISHED)

    def for_public(self):
        """Return what the public may read, the newest edition of each round first."""
        return self.published().filter(edition=Edition.PUBLIC)

    def public_editions(self, slug: str):
        """Return what the public may read of a round, the newest edition first."""
        return self.for_public().filter(round__slug=slug)

    def newest_public(self):
        """Return the newest public edition of every published round, the last one first.

        By nothing but what was published: the list of rounds changes with editions alone.
        """
        editions = self.for_public()
        newest = editions.filter(round=models.OuterRef("round")).values("pk")[:1]
        return editions.filter(pk=models.Subquery(newest)).order_by("-published_at", "round__slug")

    def delete(self):
        raise WrittenOnceError


class Publication(models.Model):
    """One edition of a round's notice, from its proposal on.

    `content` is the document as it was proposed (rectify.publishing.content), and `digest`
    its SHA-256: what is examined, approved and published is one and the same. Publishing
    gives the edition its number and its `seal`, the SHA-256 over everything that it is:
    content, number, steps, acknowledgements, and the seal of the edition before it.
    """

    round = models.ForeignKey(
        "rectify.Round",
        verbose_name="巡察轮次",
        on_delete=models.PROTECT,
        related_name="publications",
    )
    edition = models.CharField("版本种类", max_length=20, choices=Edition)
    number = models.PositiveSmallIntegerField("第几版", null=True, blank=True)
    stage = models.CharField("进度", max_length=20, choices=Stage, default=Stage.PROPOSED)
    correction = models.TextField(
        "更正说明", blank=True, help_text="已经公布过的，写明这一版更正了什么、为什么。"
    )
    content = models.JSONField("内容")
    digest = models.CharField("内容的 SHA-256", max_length=64)
    seal = models.CharField("整版的 SHA-256", max_length=64, blank=True)
    published_at = models.DateTimeField("公布时间", null=True, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "公布版本"
        verbose_name_plural = "公布版本"
        ordering = ["-round_id", "edition", models.F("number").desc(nulls_first=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(edition__in=Edition.values),
                name="publication_edition_is_known",
                violation_error_message="版本种类只能是党内通报或社会公开。",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values),
                name="publication_stage_is_known",
                violation_error_message="公布的进度只能从规定的几种中选。",
            ),
            models.CheckConstraint(
                condition=(
                    Q(stage=Stage.PUBLISHED, number__gte=1, published_at__isnull=False)
                    & ~Q(seal="")
                )
                | (
                    ~Q(stage=Stage.PUBLISHED)
                    & Q(number__isnull=True, published_at__isnull=True, seal="")
                ),
                name="published_edition_is_numbered_and_sealed",
                violation_error_message="已公布的版本要有版次、时间和校验值，没有公布的不能有。",
            ),
            models.UniqueConstraint(
                fields=["round", "edition", "number"],
                name="one_edition_per_round_and_number",
                violation_error_message="本轮次已有这一版。",
            ),
            models.UniqueConstraint(
                fields=["round", "edition"],
                condition=~Q(stage=Stage.PUBLISHED),
                name="one_open_edition_per_round",
                violation_error_message="本轮次已有一版正在办理公布，请先办完那一版。",
            ),
        ]

    def __str__(self):
        return f"{self.round}（{self.get_edition_display()}，{self.name}）"

    @property
    def name(self) -> str:
        """Which edition it is, in words."""
        return f"第 {self.number} 版" if self.number else self.get_stage_display()

    @property
    def is_published(self) -> bool:
        return self.stage == Stage.PUBLISHED

    def delete(self, **kwargs):
        raise WrittenOnceError


class PublishedCommunity(AppendOnly):
    """What an edition tells of one community's issues, kept apart because few ask for it.

    `issues` is a list (rectify.publishing.lists); the edition's content holds its SHA-256,
    so the edition's own digest and seal stand for it too.
    """

    publication = models.ForeignKey(
        Publication,
        verbose_name="公布版本",
        on_delete=models.PROTECT,
        related_name="communities",
    )
    code = models.CharField("社区代码", max_length=20)
    issues = models.JSONField("公布的问题")

    class Meta:
        verbose_name = "公布的社区问题"
        verbose_name_plural = "公布的社区问题"
        ordering = ["publication_id", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "code"],
                name="one_list_per_publication_and_community",
                violation_error_message="这一版已有这个社区的问题。",
            )
        ]

    def __str__(self):
        return f"{self.publication}：{self.code}"


class Deed(AppendOnly):
    """Something that a person did to an edition; `by_name` outlives a change of the account.

    What was recorded without a person, such as a publication older than the system, tells
    its source instead.
    """

    at = models.DateTimeField("时间", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="办理人",
        on_delete=models.PROTECT,
        related_name="%(class)s_set",
        null=True,
        blank=True,
    )
    by_name = models.CharField("办理人姓名", max_length=150)
    source = models.CharField("来源", max_length=100, blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by__isnull=False, source="") | (Q(by__isnull=True) & ~Q(source="")),
                name="%(class)s_is_somebodys",
                violation_error_message="要有办理人；系统以前的，要写明来源。",
            ),
        ]


class PublicationStep(Deed):
    """One step of an edition towards its publication (提出、审核、审批、实施、退回)."""

    publication = models.ForeignKey(
        Publication, verbose_name="公布版本", on_delete=models.PROTECT, related_name="steps"
    )
    name = models.CharField("步骤", max_length=20, choices=StepName)
    note = models.TextField("说明", blank=True)
    # Of what the person saw and put a name to.
    digest = models.CharField("内容的 SHA-256", max_length=64)

    class Meta(Deed.Meta):
        abstract = False
        verbose_name = "公布步骤"
        verbose_name_plural = "公布步骤"
        constraints = [
            *Deed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(name__in=StepName.values),
                name="publication_step_is_known",
                violation_error_message="公布的步骤只能从规定的几种中选。",
            ),
            models.CheckConstraint(
                condition=~Q(name=StepName.RETURN) | ~Q(note=""),
                name="returned_edition_says_why",
                violation_error_message="退回要写明原因。",
            ),
        ]

    def __str__(self):
        return f"{self.get_name_display()}（{self.by_name}）"


class Acknowledgement(Deed):
    """Why a warning of the check was let stand (审读警告的处理), by the key of the remark."""

    publication = models.ForeignKey(
        Publication,
        verbose_name="公布版本",
        on_delete=models.PROTECT,
        related_name="acknowledgements",
    )
    key = models.CharField("校验值", max_length=64)
    code = models.CharField("规则", max_length=60)
    place = models.CharField("位置", max_length=300, blank=True)
    quotation = models.TextField("原文", blank=True)
    said = models.TextField("警告")
    reason = models.TextField("理由")

    class Meta(Deed.Meta):
        abstract = False
        verbose_name = "警告的处理"
        verbose_name_plural = "警告的处理"
        constraints = [
            *Deed.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(key=""),
                name="acknowledgement_says_why",
                violation_error_message="保留警告要写明理由。",
            ),
        ]

    def __str__(self):
        return f"{self.said[:30]}：{self.reason[:30]}"
