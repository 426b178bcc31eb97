"""Requests to move a deadline."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from rectify.dates import written


class ExtensionState(models.TextChoices):
    """What has become of a request."""

    PENDING = "pending", "待审批"
    GRANTED = "granted", "已同意"
    REFUSED = "refused", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"
    LAPSED = "lapsed", "已失效"


class ExtensionQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(state=ExtensionState.PENDING)


class Extension(models.Model):
    """A secretary's request for a later deadline (申请延期), and what was decided.

    The deadline that it would replace is kept, by date and in the office's wording. A
    request lapses when its entry is settled before anybody has decided.
    """

    issue = models.ForeignKey(
        "rectify.Issue",
        verbose_name="整改问题",
        on_delete=models.PROTECT,
        related_name="extensions",
    )
    reason = models.TextField("延期理由")
    new_due_on = models.DateField("申请延到")
    old_due_on = models.DateField("原时限", null=True, blank=True)
    old_due_wording = models.CharField("原时限的写法", max_length=50, blank=True)
    asked_at = models.DateTimeField("申请时间", default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="申请人",
        on_delete=models.PROTECT,
        related_name="extensions_asked",
    )
    state = models.CharField(
        "办理情况", max_length=20, choices=ExtensionState, default=ExtensionState.PENDING
    )
    decided_at = models.DateTimeField("办理时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="办理人",
        on_delete=models.PROTECT,
        related_name="extensions_decided",
        null=True,
        blank=True,
    )
    decision = models.TextField("办理意见", blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = "延期申请"
        verbose_name_plural = "延期申请"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue"],
                condition=Q(state="pending"),
                name="one_open_extension_per_issue",
                violation_error_message="这项问题已有一份延期申请在等审批。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ExtensionState.values),
                name="extension_state_is_known",
                violation_error_message="延期申请的办理情况只能从规定的几种中选。",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="extension_reason_is_given",
                violation_error_message="申请延期要写明理由。",
            ),
            models.CheckConstraint(
                condition=Q(old_due_on__isnull=True) | Q(new_due_on__gt=F("old_due_on")),
                name="extension_is_later",
                violation_error_message="申请延到的日期要晚于原来的时限。",
            ),
            models.CheckConstraint(
                condition=Q(state="pending", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="pending") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="extension_is_decided_at_and_by",
                violation_error_message="办结的延期申请要有办理人和办理时间，待审批的不能有。",
            ),
        ]

    def __str__(self):
        return f"申请延期到{written(self.new_due_on)}（{self.get_state_display()}）"

    @property
    def old_deadline(self) -> str:
        """The deadline that was to be moved, as the office wrote it, else as a date."""
        return self.old_due_wording or (written(self.old_due_on) if self.old_due_on else "未定")
