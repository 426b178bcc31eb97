"""Writes the ledger of a round to a file."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from communities.models import Community
from rectify.management.bar import bar
from rectify.management.database import database_at_hand
from rectify.management.output import is_standard_output, output, told
from rectify.management.rounds import round_named
from rectify.models import Round
from rectify.spreadsheets.canonical import WRITERS
from rectify.spreadsheets.columns import LISTS
from rectify.spreadsheets.directory import Directory
from rectify.spreadsheets.exporting import export_canonical, export_printed
from rectify.spreadsheets.selection import selection_of

UNUSABLE = 2
SELECTED = "按社区选出"
# What a file is taken for by its name.
ENDINGS = {".xlsx", ".xls", ".csv", ".json"}


class Command(BaseCommand):
    help = (
        "把一个轮次的台账写到文件里。规范格式的 xlsx 和 csv 改好可以再导入，json 给别的程序用，不能再导入；"
        "打印用的加 --printed；--per-community 也是打印用的：每个社区一张工作表，另加一张汇总。"
        "退出码：0 已写入；2 没有写成。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--round", required=True, metavar="网址名", help="轮次的网址名")
        parser.add_argument("--format", required=True, choices=WRITERS, help="文件格式")
        parser.add_argument(
            "--community", metavar="社区", help="只要这个社区的，写名称、全称或 12 位代码"
        )
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
        parser.add_argument(
            "--paper", choices=["A3", "A4"], help="打印用的纸张，A3（不写就是它）或 A4"
        )
        parser.add_argument(
            "--merge-communities", action="store_true", help="打印用的合并同一社区的单元格"
        )
        parser.add_argument(
            "--out", required=True, type=Path, metavar="文件", help="写到哪里；- 是标准输出"
        )

    def handle(self, *, round, format, community, out, verbosity, **options):
        which = options["printed"] or ("whole" if options["per_community"] else "")
        _refuse_what_does_not_fit(which, format, out, options)
        with database_at_hand(returncode=UNUSABLE):
            chosen = round_named(round, returncode=UNUSABLE)
            issues, words = chosen.issues.all(), ""
            if community is not None:
                only = _community(chosen, community)
                issues = issues.filter(community=only)
                # Beside the name of a sheet's community it would stand twice.
                words = SELECTED if options["per_community"] else only.name
            count, selection = issues.count(), selection_of(issues, chosen, words)
            with output(out, returncode=UNUSABLE) as file:
                if which:
                    layout = {
                        name: options[name] for name in ("merge_communities", "per_community")
                    }
                    layout["paper"] = options["paper"] or "A3"
                    layout |= {"which": which, "selection": selection}
                    export_printed(issues, file, round=chosen, **layout)
                else:
                    with bar("逐行写出", count) as advance:
                        export_canonical(
                            issues,
                            file,
                            round=chosen,
                            format=format,
                            selection=selection,
                            advance=advance,
                        )
        if verbosity and not is_standard_output(out):
            with told():
                self.stdout.write(f"已写入 {out}：{count} 项。")


def _refuse_what_does_not_fit(which: str, format: str, out: Path, options: dict) -> None:
    """Refuse options of which one would be passed over without a word."""
    ending = out.suffix.lower()
    if which and format != "xlsx":
        sentence = "打印用的只有 xlsx 格式。"
    elif not which and (options["paper"] or options["merge_communities"]):
        sentence = "--paper 和 --merge-communities 只用于打印用的，请加上 --printed。"
    elif ending in ENDINGS and ending != f".{format}":
        sentence = f"文件名 {out.name} 和格式 {format} 对不上，请改其中一个。"
    elif format == "xlsx" and is_standard_output(out) and sys.stdout.isatty():
        sentence = "xlsx 不能打印在屏幕上，请用 --out 写明文件，如 --out 台账.xlsx。"
    else:
        return
    raise CommandError(sentence, returncode=UNUSABLE)


def _community(round: Round, text: str) -> Community:
    """Return the community of a round that a text names, as a cell of a ledger would."""
    directory = Directory(round)
    names = directory.communities
    names.advice = "请写社区的名称、全称或 12 位代码。"
    try:
        community = names.find(text)
    except ValueError as refusal:
        raise CommandError(str(refusal), returncode=UNUSABLE) from None
    if community.pk not in directory.inspected:
        raise CommandError(f"轮次“{round}”里没有{community}。", returncode=UNUSABLE)
    return community
