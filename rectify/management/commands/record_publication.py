"""Writes down an edition that was published before this system, or this version, was used."""

from datetime import datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rectify.management.rounds import round_named
from rectify.models import PublicationStep
from rectify.publishing.procedure import PublishingError, last_published, record_earlier
from rectify.steps import Edition


class Command(BaseCommand):
    help = (
        "把使用本系统（或者升级到有公布版本的这一版）以前已经公布的补记为第 1 版，"
        "按现在的数据冻结；公布的时间取轮次的公布日期。"
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help="轮次的网址名，如 hangzhoudao-2022")
        parser.add_argument("--edition", default=Edition.PUBLIC, choices=Edition.values)
        parser.add_argument(
            "--source", required=True, help="依据，如 2023年5月6日已在区政府网站公布"
        )

    def handle(self, slug, edition, source, **options):
        longest = PublicationStep._meta.get_field("source").max_length
        if len(source) > longest:
            raise CommandError(f"依据最多 {longest} 个字，请写短一些。", returncode=1)
        round = round_named(slug)
        if last_published(round, edition):
            raise CommandError(f"“{round}”已有公布的版本；更正请在后台提出。", returncode=1)
        if not round.published_on or round.published_on > timezone.localdate():
            raise CommandError("轮次的公布日期没有填，或者还没有到。", returncode=1)
        at = timezone.make_aware(datetime.combine(round.published_on, time(12)))
        try:
            publication = record_earlier(round, edition, source=source, reasons=source, at=at)
        except PublishingError as error:
            raise CommandError(str(error), returncode=1) from None
        self.stdout.write(f"已补记：{publication}。")
