"""The bodies that were inspected."""

from django.core.validators import RegexValidator
from django.db import models

# Names are printed in texts where braces stand for variables.
validate_name = RegexValidator(r"\A[^{}｛｝]*\Z", "名称里不要写花括号。")


class CommunityManager(models.Manager):
    def get_by_natural_key(self, code):
        return self.get(code=code)


class Community(models.Model):
    """A community (社区), a village, or the street itself (街道本级).

    The street can be inspected too and then has entries of its own; it is never counted
    among the communities. Codes are those of the statistical roster, twelve digits.
    """

    class Kind(models.TextChoices):
        COMMUNITY = "community", "社区"
        VILLAGE = "village", "村"
        STREET = "street", "街道本级"

    class PartyBody(models.TextChoices):
        COMMITTEE = "committee", "党委"
        GENERAL_BRANCH = "general_branch", "党总支"
        BRANCH = "branch", "党支部"

    code = models.CharField(
        "统计用区划代码",
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^[0-9]{12}\Z", "统计用区划代码应为 12 位数字。")],
        error_messages={"unique": "已有这个统计用区划代码的单位。"},
    )
    name = models.CharField(
        "名称",
        max_length=50,
        unique=True,
        validators=[validate_name],
        help_text="公布和台账中的写法，如 新园里社区。",
        error_messages={"unique": "已有同名的单位。"},
    )
    full_name = models.CharField("全称", max_length=100, help_text="如 新园里社区居委会。")
    kind = models.CharField("类型", max_length=20, choices=Kind, default=Kind.COMMUNITY)
    party_body = models.CharField(
        "党组织", max_length=20, choices=PartyBody, blank=True, help_text="没有登记的可以留空。"
    )

    objects = CommunityManager()

    class Meta:
        verbose_name = "社区"
        verbose_name_plural = "社区"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[0-9]{12}$"),
                name="community_code_has_twelve_digits",
                violation_error_message="统计用区划代码应为 12 位数字。",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["community", "village", "street"]),
                name="community_kind_is_known",
                violation_error_message="类型只能是社区、村或街道本级。",
            ),
            models.CheckConstraint(
                condition=models.Q(party_body__in=["", "committee", "general_branch", "branch"]),
                name="community_party_body_is_known",
                violation_error_message="党组织只能是党委、党总支或党支部。",
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.code,)
