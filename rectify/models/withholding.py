"""What is kept from the public, and on which ground."""

from django.db import models
from django.db.models import Q


class WithholdingGround(models.TextChoices):
    """The five grounds on which an item may be withheld from the public."""

    SECRET = "secret", "涉及国家秘密"
    INVESTIGATION = "investigation", "初核或已立案未公布"
    OPINION = "opinion", "可能引起负面炒作"
    UNREST = "unrest", "可能引发群体性事件"
    SENSITIVE = "sensitive", "重大敏感事项"


class Withholdable(models.Model):
    """Something that the public edition may leave out; the counts include it all the same."""

    is_withheld = models.BooleanField(
        "不公开", default=False, help_text="只写进党内通报，社会公开版不写；数字照样计入。"
    )
    withheld_ground = models.CharField(
        "不公开理由", max_length=20, choices=WithholdingGround, blank=True
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(is_withheld=True, withheld_ground__in=WithholdingGround.values)
                | Q(is_withheld=False, withheld_ground=""),
                name="%(class)s_is_withheld_on_a_ground",
                violation_error_message="不公开的要选一条理由，公开的不能有不公开理由。",
            ),
        ]
