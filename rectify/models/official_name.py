"""A round's dictionary of names."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from rectify.models.layout import validate_title
from rectify.models.ordered import NamedInRound, Ordered
from rectify.variables import CATEGORY_VARIABLES, VARIABLES


class OfficialName(NamedInRound, Ordered):
    """A name in the round's dictionary (称谓), used in texts as a variable.

    A name may stand for a department; then the department's own name is printed, so that
    renaming it renames it everywhere. The departments listed here, in this order, are
    those that take part in the round.
    """

    name_field = "key"

    round = models.ForeignKey(
        "rectify.Round",
        verbose_name="巡察轮次",
        on_delete=models.CASCADE,
        related_name="official_names",
    )
    key = models.CharField("称谓", max_length=30, help_text="在正文里写作 {称谓}。")
    text = models.CharField("全称", validators=[validate_title], max_length=100, blank=True)
    department = models.ForeignKey(
        "communities.Department",
        verbose_name="责任科室",
        on_delete=models.PROTECT,
        related_name="official_names",
        null=True,
        blank=True,
        help_text="是责任科室的，在这里选，不填全称。",
    )

    class Meta:
        verbose_name = "称谓"
        verbose_name_plural = "称谓表"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "key"],
                name="one_name_per_round_and_key",
                violation_error_message="本轮次已有这个称谓。",
            ),
            models.CheckConstraint(
                condition=Q(department__isnull=True) & ~Q(text="")
                | Q(department__isnull=False) & Q(text=""),
                name="name_is_text_or_department",
                violation_error_message="全称和责任科室，填一个且只填一个。",
            ),
        ]

    def __str__(self):
        return self.department.name if self.department else self.text

    def clean(self):
        if self.key in VARIABLES or self.key in CATEGORY_VARIABLES:
            raise ValidationError({"key": f"“{self.key}”是系统的变量名，请换一个称谓。"})
        if any(brace in self.key for brace in "{}｛｝"):
            raise ValidationError({"key": "称谓里不要写花括号。"})

    def siblings(self):
        return self.round.official_names
