"""Writes the audit record to a file, and removes what need not be kept any longer."""

import csv
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from rectify import audit
from rectify.models import AuditEntry
from rectify.models.audit import SHORTEST_DAYS, AuditKind

# A hundred years; calendars end before numbers do.
LONGEST_DAYS = 36_500
HEADER = ["时间", "事项", "登录名", "姓名", "来自地址", "对象"]


class Command(BaseCommand):
    help = "导出审计记录，清理超过保存天数的，公布的记录一直留着。"

    def add_arguments(self, parser):
        parser.add_argument("--export", type=Path, help="写到这个 CSV 文件，已有的不覆盖")
        parser.add_argument(
            "--prune", action="store_true", help="删去超过保存天数的记录，公布的记录一直留着"
        )
        parser.add_argument(
            "--days",
            type=int,
            default=settings.AUDIT_DAYS,
            help=f"保存天数，至少 {SHORTEST_DAYS}，默认 {settings.AUDIT_DAYS}",
        )

    def handle(self, *, export, prune, days, **options):
        if not export and not prune:
            raise CommandError("请写明做什么：--export 文件 导出，--prune 清理，可以一起用。")
        if days < SHORTEST_DAYS:
            raise CommandError(f"审计记录至少要保存 {SHORTEST_DAYS} 天，不能按 {days} 天清理。")
        if days > LONGEST_DAYS:
            raise CommandError(f"保存天数最多写 {LONGEST_DAYS} 天，现在是 {days}。")
        if export:
            self.export(export)
        if prune:
            self.prune(days)

    def export(self, path):
        try:
            with path.open("x", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(HEADER)
                count = 0
                rows = AuditEntry.objects.select_related("user").order_by("at", "pk")
                for entry in rows.iterator():
                    writer.writerow(written(entry))
                    count += 1
        except FileExistsError:
            raise CommandError(f"已经有 {path} 这个文件，请换一个名字。") from None
        except OSError as error:
            raise CommandError(f"写不了 {path}：{error.strerror}。") from None
        audit.record(AuditKind.EXPORT, subject=f"审计记录 {count} 条，{path.name}")
        self.stdout.write(f"已导出 {count} 条到 {path}。")

    @transaction.atomic
    def prune(self, days):
        count = AuditEntry.objects.prune(days)
        audit.record(AuditKind.PRUNED, subject=f"{days} 天以前的 {count} 条")
        self.stdout.write(f"已删去 {days} 天以前的 {count} 条。")


def written(entry) -> list[str]:
    """Return an entry's cells, of which none is a formula to a spreadsheet program."""
    cells = [
        timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"),
        entry.get_kind_display(),
        entry.username,
        entry.user.full_name if entry.user else "",
        entry.address or "",
        entry.subject,
    ]
    return [f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in cells]
