"""The people who log in."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """An account of one person. What it may do comes from its group (role).

    A department clerk works for a department; a community's secretary is found through
    the owner whose account this is.
    """

    first_name = None
    last_name = None
    full_name = models.CharField("姓名", max_length=30, blank=True)
    department = models.ForeignKey(
        "communities.Department",
        verbose_name="所在科室",
        on_delete=models.PROTECT,
        related_name="users",
        null=True,
        blank=True,
        help_text="科室人员只看得到本科室的整改问题。",
    )

    class Meta(AbstractUser.Meta):
        verbose_name = "账号"
        verbose_name_plural = "账号"

    def get_full_name(self):
        return self.full_name or self.username

    def get_short_name(self):
        return self.get_full_name()
