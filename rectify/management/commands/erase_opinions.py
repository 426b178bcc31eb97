"""Erases what the public wrote, and how to reach them, once it is no longer needed."""

from django.core.management.base import BaseCommand, CommandError

from rectify import opinions
from rectify.opinions.limits import clear

# A hundred years; calendars end before numbers do.
LONGEST_DAYS = 36_500


class Command(BaseCommand):
    help = (
        "删去办结（已答复、已转整改、不予受理）超过若干天的监督意见的内容和联系方式，"
        "编号、状态和办理记录留着；可每天运行。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, required=True, help="办结以后保存几天")

    def handle(self, *, days, **options):
        if not 0 <= days <= LONGEST_DAYS:
            raise CommandError(f"天数应为 0 到 {LONGEST_DAYS} 之间的整数，现在是 {days}。")
        count = opinions.erase_settled(days)
        clear()
        self.stdout.write(f"已删去 {count} 条监督意见的内容和联系方式。")
