"""What communities report, and what they hand in with it."""

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils import timezone

from rectify.evidence.kinds import EvidenceKind
from rectify.models.append_only import AppendOnly


class ProgressEntry(AppendOnly):
    """What was done about an entry, told by its community (进展记录)."""

    issue = models.ForeignKey(
        "rectify.Issue", verbose_name="整改问题", on_delete=models.PROTECT, related_name="progress"
    )
    text = models.TextField("进展情况")
    at = models.DateTimeField("时间", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="填报人",
        on_delete=models.PROTECT,
        related_name="progress",
    )

    class Meta:
        verbose_name = "进展记录"
        verbose_name_plural = "进展记录"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="progress_text_is_given",
                violation_error_message="进展情况不能空着。",
            ),
        ]
        indexes = [models.Index(fields=["issue", "at"], name="progress_of_issue_in_order")]

    def __str__(self):
        return self.text[:30]


def evidence_storage():
    """Return where evidence is kept: a directory of the installation's own, or what a setting says."""
    return storages["evidence"]


def unguessable_name(evidence, filename: str) -> str:
    """Return a name that tells nothing; the one that people see is kept in the row."""
    return f"{timezone.localdate():%Y/%m}/{uuid.uuid4().hex}"


class EvidenceQuerySet(models.QuerySet):
    def kept(self):
        """Return what has not been removed."""
        return self.filter(removed_at=None)


class Evidence(models.Model):
    """A photo, a scan or a minute that proves what an entry of progress says (佐证材料).

    Removing it is an act that is recorded: the row stays with the name, the size and the
    hash of what it was, while the file goes, since it may have shown what nobody may keep.
    """

    token = models.UUIDField("编号", default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(
        ProgressEntry,
        verbose_name="进展记录",
        on_delete=models.PROTECT,
        related_name="evidence",
    )
    name = models.CharField("文件名", max_length=100)
    kind = models.CharField("类型", max_length=20, choices=EvidenceKind)
    size = models.PositiveIntegerField("大小（字节）")
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.FileField(
        "文件", storage=evidence_storage, upload_to=unguessable_name, max_length=200
    )
    thumbnail = models.FileField(
        "缩略图", storage=evidence_storage, upload_to=unguessable_name, max_length=200, blank=True
    )
    added_at = models.DateTimeField("上传时间", default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="上传人",
        on_delete=models.PROTECT,
        related_name="evidence_added",
    )
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="移除人",
        on_delete=models.PROTECT,
        related_name="evidence_removed",
        null=True,
        blank=True,
    )
    removed_because = models.TextField("移除原因", blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "佐证材料"
        verbose_name_plural = "佐证材料"
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=EvidenceKind.values),
                name="evidence_kind_is_known",
                violation_error_message="佐证材料的类型只能从规定的几种中选。",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True, removed_because="")
                | (Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removed_because="")),
                name="evidence_is_removed_at_by_and_because",
                violation_error_message="移除佐证材料要有移除人、时间和原因。",
            ),
        ]

    def __str__(self):
        return self.name
