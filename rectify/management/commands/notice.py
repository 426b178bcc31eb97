"""Prints a round's notice, composed from the data."""

from django.core.management.base import BaseCommand, CommandError

from rectify.management.rounds import round_named
from rectify.models import Round
from rectify.notices import html, text
from rectify.notices.compose import NoticeError, compose

FACES = {"text": text.render, "html": html.render}


class Command(BaseCommand):
    help = "打印一个轮次的整改进展情况公布。"

    def add_arguments(self, parser):
        parser.add_argument("slug", help="轮次的网址名，如 hangzhoudao-2022")
        parser.add_argument("--format", default="text", help="text 或 html")

    def handle(self, slug, format, **options):
        if format not in FACES:
            raise CommandError(f"不认识的格式“{format}”，可以用 {'、'.join(FACES)}。")
        round = round_named(slug, rounds=Round.objects.with_counts(), returncode=1)
        try:
            blocks = compose(round)
        except NoticeError as error:
            raise CommandError(f"公布正文不能生成：{error}") from None
        self.stdout.write(FACES[format](blocks), ending="")
