"""Writes the ledger of a round to a file."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.management.base import BaseCommand, CommandError

from communities.models import Community
from rectify.management.rounds import round_named
from rectify.spreadsheets.canonical import WRITERS
from rectify.spreadsheets.columns import LISTS
from rectify.spreadsheets.exporting import export_canonical, export_printed

UNUSABLE = 2


class Command(BaseCommand):
    help = (
        "把一个轮次的台账写到文件里。xlsx、csv、json 都是规范格式，改好可以再导入；"
        "打印用的加 --printed；--per-community 也是打印用的：每个社区一张工作表，另加一张汇总。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--round", required=True, metavar="网址名", help="轮次的网址名")
        parser.add_argument("--format", required=True, choices=WRITERS, help="文件格式")
        parser.add_argument("--community", metavar="代码", help="只要这个社区的，写 12 位代码")
        parser.add_argument(
            "--per-community", action="store_true", help="每个社区一张工作表，另加汇总（xlsx）"
        )
        parser.add_argument(
            "--printed",
            nargs="?",
            const="whole",
            choices=LISTS,
            metavar="清单",
            help="打印用的 xlsx：whole 整改台账（不写就是它），problems、tasks、duties 三个清单",
        )
        parser.add_argument("--paper", choices=["A3", "A4"], default="A3", help="打印用的纸张")
        parser.add_argument("--out", required=True, type=Path, metavar="文件", help="写到哪里")

    def handle(self, *, round, format, community, out, verbosity, **options):
        which = options["printed"] or ("whole" if options["per_community"] else "")
        if which and format != "xlsx":
            raise CommandError("打印用的只有 xlsx 格式。", returncode=UNUSABLE)
        chosen = round_named(round)
        issues = chosen.issues.all()
        if community:
            issues = issues.filter(community=_community(chosen, community))
        try:
            # Whole or not at all: a file that is there is replaced when the new one is done.
            with NamedTemporaryFile(dir=out.parent, prefix=".export-", delete=False) as file:
                try:
                    if which:
                        layout = {name: options[name] for name in ("paper", "per_community")}
                        export_printed(issues, file, round=chosen, which=which, **layout)
                    else:
                        export_canonical(issues, file, round=chosen, format=format)
                    file.flush()
                    Path(file.name).chmod(0o666 & ~_umask())
                    Path(file.name).replace(out)
                except BaseException:
                    Path(file.name).unlink(missing_ok=True)
                    raise
        except OSError:
            raise CommandError(
                f"写不了文件 {out}：所在的文件夹不存在，或者没有写的权限。", returncode=UNUSABLE
            ) from None
        if verbosity:
            self.stdout.write(f"已写入 {out}：{issues.count()} 项。")


def _community(round, code: str) -> Community:
    try:
        return round.communities.get(code=code)
    except Community.DoesNotExist:
        raise CommandError(
            f"轮次“{round}”里没有代码为“{code}”的社区。", returncode=UNUSABLE
        ) from None


def _umask() -> int:
    """Return the mask for new files, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
