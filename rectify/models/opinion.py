"""What the public tells the office about a published round (监督意见), and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from rectify.models.append_only import AppendOnly


class OpinionState(models.TextChoices):
    """How far an opinion has come, in the words that its sender is told."""

    RECEIVED = "received", "已收到"
    TAKEN_UP = "taken_up", "办理中"
    ANSWERED = "answered", "已答复"
    REOPENED = "reopened", "已转整改"
    DECLINED = "declined", "不予受理"


class OpinionStepName(models.TextChoices):
    """What is done with an opinion, by the office's words."""

    TAKE_UP = "take_up", "受理"
    ANSWER = "answer", "答复"
    REOPEN = "reopen", "转重新整改"
    DECLINE = "decline", "不予受理"
    RESUME = "resume", "重新办理"
    ERASE = "erase", "删除内容"


# Nothing more is owed to the sender: what was written need not be kept for the office's work.
SETTLED_OPINIONS = [OpinionState.ANSWERED, OpinionState.REOPENED, OpinionState.DECLINED]
# Steps whose note the sender is told.
TOLD_TO_SENDER = [OpinionStepName.ANSWER, OpinionStepName.DECLINE]
# Steps that have to say something; reopening says it in its move.
NEEDING_A_NOTE = [OpinionStepName.ANSWER, OpinionStepName.DECLINE, OpinionStepName.RESUME]


class OpinionQuerySet(models.QuerySet):
    def settled(self):
        return self.filter(state__in=SETTLED_OPINIONS)

    def kept(self):
        """Return those whose text and contact have not been erased."""
        return self.filter(erased_at=None)


class Opinion(models.Model):
    """One opinion, written by `rectify.opinions` alone.

    What the sender wrote is kept encrypted (`rectify.opinions.encryption`), because it may
    say who that is, and only until the matter is settled (个人信息保护法第十九条: the
    shortest time necessary). Of the receipt number only a hash is kept: with the number the
    sender, and nobody else, asks what became of the opinion. The row keeps no history.
    """

    round = models.ForeignKey(
        "rectify.Round", verbose_name="巡察轮次", on_delete=models.PROTECT, related_name="opinions"
    )
    receipt_hash = models.CharField("回执号的 SHA-256", max_length=64)
    sealed_text = models.TextField("意见（加密）", blank=True)
    sealed_contact = models.TextField("联系方式（加密）", blank=True)
    received_at = models.DateTimeField("收到时间", default=timezone.now)
    state = models.CharField(
        "状态", max_length=20, choices=OpinionState, default=OpinionState.RECEIVED
    )
    state_since = models.DateTimeField("状态时间", default=timezone.now)
    erased_at = models.DateTimeField("内容删除时间", null=True, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = "监督意见"
        verbose_name_plural = "监督意见"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["receipt_hash"],
                name="one_opinion_per_receipt",
                violation_error_message="这条意见已经收到过了。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OpinionState.values),
                name="opinion_state_is_known",
                violation_error_message="监督意见的状态只能从规定的几种中选。",
            ),
            models.CheckConstraint(
                condition=(Q(erased_at__isnull=True) & ~Q(sealed_text=""))
                | Q(erased_at__isnull=False, sealed_text="", sealed_contact=""),
                name="opinion_is_kept_or_erased",
                violation_error_message="意见的内容要么都在，要么连同联系方式一起删除并记下时间。",
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="opinion_newest_first"),
            models.Index(fields=["state", "state_since"], name="opinion_by_state"),
        ]

    def __str__(self):
        return f"监督意见第{self.pk}号"

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED_OPINIONS


class OpinionStep(AppendOnly):
    """One step of the office's with an opinion: who, when, what.

    `note` is the answer or the reason; nothing that identifies the sender may stand in it.
    """

    opinion = models.ForeignKey(
        Opinion, verbose_name="监督意见", on_delete=models.PROTECT, related_name="steps"
    )
    name = models.CharField("环节", max_length=20, choices=OpinionStepName)
    before = models.CharField("原状态", max_length=20, choices=OpinionState)
    after = models.CharField("新状态", max_length=20, choices=OpinionState)
    at = models.DateTimeField("时间", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="办理人",
        on_delete=models.PROTECT,
        related_name="opinion_steps",
        null=True,
        blank=True,
    )
    note = models.TextField("说明", blank=True)
    move = models.ForeignKey(
        "rectify.Move",
        verbose_name="重新整改的办理记录",
        on_delete=models.PROTECT,
        related_name="opinion_steps",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = "监督意见的办理记录"
        verbose_name_plural = "监督意见的办理记录"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(name__in=OpinionStepName.values),
                name="opinion_step_name_is_known",
                violation_error_message="监督意见的环节只能从规定的几种中选。",
            ),
            models.CheckConstraint(
                condition=Q(before__in=OpinionState.values, after__in=OpinionState.values),
                name="opinion_step_states_are_known",
                violation_error_message="办理前后的状态只能从规定的几种中选。",
            ),
            models.CheckConstraint(
                condition=~Q(name__in=NEEDING_A_NOTE) | ~Q(note=""),
                name="opinion_step_says_what_it_must",
                violation_error_message="答复要有内容，不予受理和重新办理要写明原因。",
            ),
            models.CheckConstraint(
                condition=Q(name=OpinionStepName.REOPEN, move__isnull=False)
                | (~Q(name=OpinionStepName.REOPEN) & Q(move__isnull=True)),
                name="reopening_opinion_names_its_move",
                violation_error_message="转重新整改要指明重新整改的那一项问题，其他环节不能有。",
            ),
            # A command at the server erases what is old; everything else a person does.
            models.CheckConstraint(
                condition=Q(name=OpinionStepName.ERASE) | Q(by__isnull=False),
                name="opinion_step_is_somebodys",
                violation_error_message="办理监督意见的每一步都要有办理人。",
            ),
        ]

    def __str__(self):
        return f"{self.get_name_display()}：{self.get_before_display()}→{self.get_after_display()}"
