"""Prints a round's notice, composed from the data, or writes it to a file."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from rectify.management.output import is_standard_output, output
from rectify.management.rounds import round_named
from rectify.models import Round
from rectify.notices.compose import NoticeError
from rectify.notices.faces import FACES, FaceError
from rectify.publishing.content import content_of
from rectify.publishing.frozen import Frozen
from rectify.steps import Edition

FORMATS = [*FACES, "json"]


class Command(BaseCommand):
    help = "打印一个轮次的整改进展情况公布，或者写成文件。"

    def add_arguments(self, parser):
        parser.add_argument("slug", help="轮次的网址名，如 hangzhoudao-2022")
        parser.add_argument("--format", default="text", help="、".join(FORMATS) + " 之一")
        parser.add_argument(
            "--edition",
            default=Edition.PUBLIC.value,
            help="public 社会公开（不写就是它），party 党内通报",
        )
        parser.add_argument("--out", type=Path, metavar="文件", help="写到哪里；docx、pdf 一定要写")

    def handle(self, slug, format, edition, out, verbosity, **options):
        if format not in FORMATS:
            raise CommandError(f"不认识的格式“{format}”，可以用 {'、'.join(FORMATS)}。")
        if edition not in Edition.values:
            raise CommandError(f"不认识的版本“{edition}”，可以用 {'、'.join(Edition.values)}。")
        if out is None and format in FACES and not FACES[format].is_text:
            raise CommandError(
                f"{format} 不能打印在屏幕上，请用 --out 写明文件，如 --out 公布.{format}。"
            )
        round = round_named(slug, rounds=Round.objects.with_counts(), returncode=1)
        try:
            content = content_of(round, Edition(edition))
        except NoticeError as error:
            raise CommandError(f"公布正文不能生成：{error}") from None
        try:
            file = _file(content, format)
        except FaceError as error:
            raise CommandError(str(error)) from None
        if out is None:
            self.stdout.write(file.decode(), ending="")
            return
        with output(out) as opened:
            opened.write(file)
        if verbosity and not is_standard_output(out):
            self.stdout.write(f"已写入 {out}。")


def _file(content: dict, format: str) -> bytes:
    if format == "json":
        if content["edition"] == Edition.PUBLIC:
            # What the public is not told, and why, is for the office's own copy.
            content = {name: part for name, part in content.items() if name != "withheld"}
        return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
    frozen = Frozen(content)
    return FACES[format].file(frozen.blocks, frozen.round)
