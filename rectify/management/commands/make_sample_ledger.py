"""Writes the sample ledger of 2022 by its rule, byte for byte the same each time."""

from django.conf import settings
from django.core.management.base import BaseCommand

from rectify.sample import ledger

PATH = settings.BASE_DIR / "fixtures" / "hangzhoudao-2022-issues.csv"


class Command(BaseCommand):
    help = "按规则重新生成 2022 年轮次的示例台账（fixtures 里的 CSV 文件）。"

    def handle(self, **options):
        PATH.write_text(ledger.make(PATH.parent), encoding="utf-8", newline="")
        self.stdout.write(f"已写入 {PATH.name}：{ledger.ENTRIES} 条。")
