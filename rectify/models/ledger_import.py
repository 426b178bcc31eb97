"""Spreadsheets that were brought in: which file, by whom, and what became of it."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from rectify.models.append_only import AppendOnly
from rectify.models.progress import evidence_storage

# A file that was looked at and never confirmed holds the ledger for nothing.
UNCONFIRMED_FOR = timedelta(days=7)


class ImportState(models.TextChoices):
    PENDING = "pending", "待确认"
    DONE = "done", "已导入"
    UNDONE = "undone", "已撤销"


def name_of_file(ledger_import, filename: str) -> str:
    """Return a name that tells nothing; the one that people see is kept in the row."""
    return f"imports/{timezone.localdate():%Y/%m}/{uuid.uuid4().hex}"


class LedgerImportQuerySet(models.QuerySet):
    def discard_stale(self) -> None:
        """Remove files that were uploaded long ago and never confirmed."""
        stale = self.filter(confirmed_at=None, uploaded_at__lt=timezone.now() - UNCONFIRMED_FOR)
        for one in stale:
            one.discard()


class LedgerImport(models.Model):
    """One spreadsheet brought into the ledger of a round (导入记录).

    Uploaded first and looked at; the entries are written when it is confirmed, all at once.
    `by` persons are nobody when a command did it at the server. The counts are of rows in the
    file. What each row changed stands in the entries' history, whose records point here.
    """

    round = models.ForeignKey(
        "rectify.Round", verbose_name="巡察轮次", on_delete=models.PROTECT, related_name="imports"
    )
    file_name = models.CharField("文件名", max_length=200)
    size = models.PositiveIntegerField("大小（字节）")
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.FileField(
        "文件", storage=evidence_storage, upload_to=name_of_file, max_length=200
    )
    uploaded_at = models.DateTimeField("上传时间", default=timezone.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="上传人",
        on_delete=models.PROTECT,
        related_name="uploaded_imports",
        null=True,
    )
    only_valid = models.BooleanField("只导入正确的行", default=False)
    created = models.PositiveIntegerField("新增", default=0)
    changed = models.PositiveIntegerField("修改", default=0)
    unchanged = models.PositiveIntegerField("没有变化", default=0)
    refused = models.PositiveIntegerField("有错误", default=0)
    confirmed_at = models.DateTimeField("导入时间", null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="导入人",
        on_delete=models.PROTECT,
        related_name="confirmed_imports",
        null=True,
    )
    undone_at = models.DateTimeField("撤销时间", null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="撤销人",
        on_delete=models.PROTECT,
        related_name="undone_imports",
        null=True,
    )

    objects = LedgerImportQuerySet.as_manager()

    class Meta:
        verbose_name = "导入记录"
        verbose_name_plural = "导入记录"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=False)
                | Q(confirmed_by__isnull=True, undone_at__isnull=True),
                name="import_is_confirmed_before_it_is_undone",
                violation_error_message="还没有导入的，没有导入人，也不能撤销。",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="import_is_undone_at_and_by",
                violation_error_message="撤销要有撤销人和时间。",
            ),
            models.CheckConstraint(
                condition=Q(only_valid=True) | Q(refused=0),
                name="refused_rows_are_left_out_on_purpose",
                violation_error_message="有错误的行没有导入的，要记明“只导入正确的行”。",
            ),
        ]

    def __str__(self):
        return f"{self.file_name}（{timezone.localtime(self.uploaded_at):%Y-%m-%d %H:%M}）"

    @property
    def state(self) -> ImportState:
        if self.undone_at:
            return ImportState.UNDONE
        return ImportState.DONE if self.confirmed_at else ImportState.PENDING

    def content(self) -> bytes:
        """Return the file as it was uploaded."""
        with self.file.open("rb") as file:
            return file.read()

    def discard(self) -> None:
        """Remove an upload that was not confirmed, and its file with it."""
        storage, name = self.file.storage, self.file.name
        self.delete()
        # Only once the row is gone: a row without its file could not be looked at any more.
        transaction.on_commit(lambda: storage.delete(name), robust=True)


class OfImport(AppendOnly):
    """A record of history that says which import made it, if one did."""

    ledger_import = models.ForeignKey(
        LedgerImport,
        verbose_name="导入记录",
        on_delete=models.PROTECT,
        related_name="records",
        null=True,
        editable=False,
    )

    class Meta:
        abstract = True
