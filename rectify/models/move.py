"""The record of who moved an entry from one status to another."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from rectify.models.append_only import AppendOnly
from rectify.states import MoveName, ReopenGround, Status


class Move(AppendOnly):
    """One move of an entry through the workflow, written by `workflow.move` alone."""

    issue = models.ForeignKey(
        "rectify.Issue", verbose_name="整改问题", on_delete=models.PROTECT, related_name="moves"
    )
    name = models.CharField("环节", max_length=20, choices=MoveName)
    before = models.CharField("原状态", max_length=20, choices=Status)
    after = models.CharField("新状态", max_length=20, choices=Status)
    at = models.DateTimeField("时间", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="办理人",
        on_delete=models.PROTECT,
        related_name="moves",
    )
    note = models.TextField("说明", blank=True)
    wanted = models.TextField("还需要什么", blank=True)
    ground = models.CharField("重新整改的由来", max_length=20, choices=ReopenGround, blank=True)
    review_on = models.DateField("下次复核日期", null=True, blank=True)
    source = models.CharField("来源", max_length=100, blank=True)

    class Meta:
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(name__in=MoveName.values),
                name="move_name_is_known",
                violation_error_message="环节只能从规定的几种中选。",
            ),
            models.CheckConstraint(
                condition=Q(before__in=Status.values, after__in=Status.values),
                name="move_statuses_are_known",
                violation_error_message="办理前后的状态只能从规定的几种中选。",
            ),
            models.CheckConstraint(
                condition=~Q(name=MoveName.RETURN) | (~Q(note="") & ~Q(wanted="")),
                name="return_says_why_and_what_is_wanted",
                violation_error_message="退回要写明原因和还需要什么。",
            ),
            models.CheckConstraint(
                condition=~Q(name=MoveName.SUSTAIN) | (~Q(note="") & Q(review_on__isnull=False)),
                name="sustaining_says_why_and_until_when",
                violation_error_message="转长期坚持要写明理由和下次复核日期。",
            ),
            models.CheckConstraint(
                condition=Q(name=MoveName.REOPEN, ground__in=ReopenGround.values)
                | (~Q(name=MoveName.REOPEN) & Q(ground="")),
                name="reopening_has_a_ground",
                violation_error_message="重新整改要选由来，其他环节不能有。",
            ),
        ]
        indexes = [models.Index(fields=["issue", "at"], name="move_of_issue_in_order")]

    def __str__(self):
        return f"{self.get_name_display()}：{self.get_before_display()}→{self.get_after_display()}"
