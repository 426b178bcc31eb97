"""The people who log in."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils import timezone


class LedgerUserManager(UserManager):
    def create_superuser(self, username, email=None, password=None, **fields):
        """Make an account that may do everything, whose password its own keeper has typed."""
        fields.setdefault("must_change_password", False)
        return super().create_superuser(username, email, password, **fields)


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
    # Whoever did not choose the password alone has to choose another at the next log-in.
    must_change_password = models.BooleanField("下次登录要改密码", default=True)
    password_changed_at = models.DateTimeField("密码修改时间", null=True, blank=True)

    objects = LedgerUserManager()

    class Meta(AbstractUser.Meta):
        verbose_name = "账号"
        verbose_name_plural = "账号"

    def set_password(self, raw_password):
        super().set_password(raw_password)
        self.password_changed_at = timezone.now()

    def password_is_old(self, days: int, at: datetime | None = None) -> bool:
        """Tell whether the password has been in use for more than so many days."""
        since = self.password_changed_at or self.date_joined
        return (at or timezone.now()) - since > timedelta(days=days)

    def get_full_name(self):
        return self.full_name or self.username

    def get_short_name(self):
        return self.get_full_name()
