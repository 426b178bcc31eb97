"""What rectification brought: people dealt with and money got back (成效)."""

from django.core.validators import MaxValueValidator
from django.db import models

from rectify.models.refusal import refuse_if_any


class ResultKind(models.TextChoices):
    """What is counted: people first, then money."""

    ACCOUNTABILITY = "accountability", "问责"
    CASE = "case", "立案"
    SANCTION = "sanction", "党纪政务处分"
    ORGANISATIONAL = "organisational", "组织处理"
    ADMONITION = "admonition", "诫勉"
    CRITICISM = "criticism", "批评教育"
    REMINDER = "reminder", "提醒谈话"
    RETURNED = "returned", "清退资金"
    RECOVERED = "recovered", "追缴资金"
    SAVED = "saved", "挽回损失"


# Sums of money in 万元; the others count people.
MONEY = [ResultKind.RETURNED, ResultKind.RECOVERED, ResultKind.SAVED]


class Result(models.Model):
    """One result of rectification; the notice prints the sum of each kind (成效清单)."""

    round = models.ForeignKey(
        "rectify.Round", verbose_name="巡察轮次", on_delete=models.PROTECT, related_name="results"
    )
    kind = models.CharField("种类", max_length=20, choices=ResultKind)
    people = models.PositiveIntegerField(
        "人数", null=True, blank=True, validators=[MaxValueValidator(1_000_000)]
    )
    amount = models.DecimalField(
        "金额（万元）", max_digits=12, decimal_places=3, null=True, blank=True
    )
    finding = models.ForeignKey(
        "rectify.Finding",
        verbose_name="反馈问题",
        on_delete=models.PROTECT,
        related_name="results",
        null=True,
        blank=True,
    )
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "整改成效"
        verbose_name_plural = "整改成效"
        ordering = ["round_id", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ResultKind.values),
                name="result_kind_is_known",
                violation_error_message="成效种类只能从列出的几种中选。",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=MONEY,
                    amount__isnull=False,
                    amount__gte=0,
                    people__isnull=True,
                )
                | (~models.Q(kind__in=MONEY) & models.Q(people__isnull=False, amount__isnull=True)),
                name="result_has_people_or_money",
                violation_error_message="清退、追缴、挽回只填金额（万元），其他种类只填人数。",
            ),
        ]

    def __str__(self):
        figure = f"{self.people}人" if self.people is not None else f"{self.amount}万元"
        return f"{self.get_kind_display()}{figure}"

    def clean(self):
        if self.finding and self.round_id and self.finding.round != self.round:
            refuse_if_any({"finding": ["这条反馈问题不在所选的轮次里，请改选。"]})
