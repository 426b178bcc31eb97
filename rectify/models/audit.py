"""The audit record: who came in, who did not, and who took what out."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from rectify.models.append_only import AppendOnly, AppendOnlyQuerySet

# GB/T 22239-2019 and the Cybersecurity Law: kept for six months at least.
SHORTEST_DAYS = 180


class AuditKind(models.TextChoices):
    """What is recorded. The name says whether it worked."""

    LOGIN = "login", "登录"
    FAILED = "failed", "登录失败"
    LOCKED = "locked", "登录被锁定"
    LOGOUT = "logout", "退出"
    PASSWORD = "password", "修改密码"
    ACCOUNT = "account", "账号变更"
    EXPORT = "export", "导出"
    DOWNLOAD = "download", "下载佐证材料"
    READ = "read", "查看监督意见"
    PUBLISHED = "published", "公布"
    PRUNED = "pruned", "清理审计记录"


class AuditEntryQuerySet(AppendOnlyQuerySet):
    def older_than(self, days: int):
        """Return the entries of more than so many days ago."""
        return self.filter(at__lt=timezone.now() - datetime.timedelta(days=days))

    def prune(self, days: int) -> int:
        """Remove the entries older than so many days; return how many there were.

        What was published stays told for ever: by it an edition that is gone is missed
        (rectify.publishing.seals). The one door out of the record, for the command
        `audit_record`. ValueError when they have to be kept longer.
        """
        if days < SHORTEST_DAYS:
            raise ValueError(f"审计记录至少保存 {SHORTEST_DAYS} 天。")
        old = self.older_than(days).exclude(kind=AuditKind.PUBLISHED)
        return models.QuerySet.delete(old)[0]


class AuditEntry(AppendOnly):
    """One deed that has to be answered for, written by `audit.record` alone.

    `user` is the person known to have acted: nobody yet when a log-in failed, nor when a
    command did it at the server. `username` stands beside it because it outlives a change
    of name, and names the account that was tried. A name that belongs to no account is cut
    short, since it may be a password typed into the wrong field.
    """

    kind = models.CharField("事项", max_length=20, choices=AuditKind)
    at = models.DateTimeField("时间", default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="账号",
        on_delete=models.PROTECT,
        related_name="audit_entries",
        null=True,
        blank=True,
    )
    username = models.CharField("登录名", max_length=150, blank=True)
    address = models.GenericIPAddressField("来自地址", null=True, blank=True)
    subject = models.CharField("对象", max_length=200, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AuditKind.values),
                name="audit_kind_is_known",
                violation_error_message="审计事项只能从规定的几种中选。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[AuditKind.FAILED, AuditKind.LOCKED], user__isnull=True)
                | ~Q(kind__in=[AuditKind.FAILED, AuditKind.LOCKED]),
                name="failed_login_is_nobodys",
                violation_error_message="没有登录成功的，不能记在某个人名下。",
            ),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest_first"),
            models.Index(fields=["kind", "-at"], name="audit_kind_newest_first"),
            models.Index(fields=["username", "-at"], name="audit_username_newest_first"),
        ]

    def __str__(self):
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.get_kind_display()}"
