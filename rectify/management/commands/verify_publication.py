"""Computes the digests of published editions anew, and tells which do not match."""

from django.core.management.base import BaseCommand, CommandError

from rectify.management.rounds import round_named
from rectify.models import Publication, Round
from rectify.publishing.seals import mismatches
from rectify.steps import Stage


class Command(BaseCommand):
    help = "重新计算已公布版本的校验值；有一处不符，就逐条说明，退出码是 1。"

    def add_arguments(self, parser):
        parser.add_argument(
            "slug", nargs="?", help="轮次的网址名，如 hangzhoudao-2022；不写则核对全部轮次"
        )

    def handle(self, slug, **options):
        rounds = Round.objects.order_by()
        if slug:
            rounds = rounds.filter(pk=round_named(slug).pk)
        problems = mismatches(rounds)
        if problems:
            raise CommandError("\n".join(problems), returncode=1)
        count = Publication.objects.filter(round__in=rounds, stage=Stage.PUBLISHED).count()
        self.stdout.write(
            f"已核对 {count} 个已公布的版本，全部相符。" if count else "还没有公布的版本。"
        )
