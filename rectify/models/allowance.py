"""How often strangers have done something within a stretch of time."""

from django.db import models
from django.db.models import Q


class AllowanceKind(models.TextChoices):
    """What is counted, and by what."""

    SENDING = "sending", "一个地址提交意见"
    ROUND = "round", "一个轮次收到意见"
    LOOKING_UP = "looking_up", "一个地址查询意见"


class Allowance(models.Model):
    """How much of a limit is used up, written by `rectify.opinions.limits` alone.

    `origin` is the key of a round, or a keyed hash of an address with the day: no address
    can be read here, nor followed from one day to the next. The row goes when its time is
    over.
    """

    kind = models.CharField("次数", max_length=20, choices=AllowanceKind)
    origin = models.CharField("计数对象", max_length=64)
    ends_at = models.DateTimeField("计到什么时候", db_index=True)
    used = models.PositiveIntegerField("已用次数", default=0)

    class Meta:
        verbose_name = "次数限制"
        verbose_name_plural = "次数限制"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "origin", "ends_at"],
                name="one_allowance_per_kind_origin_and_time",
                violation_error_message="同一对象在同一段时间里只计一次数。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AllowanceKind.values),
                name="allowance_kind_is_known",
                violation_error_message="次数限制只能从规定的几种中选。",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.used}"
