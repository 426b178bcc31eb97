"""Reads a round's notice as a careful clerk would before it is published."""

import json

from django.core.management.base import BaseCommand, CommandError

from rectify.management.rounds import round_named
from rectify.notices.checks import Severity, check
from rectify.steps import Edition

BLOCKED, UNKNOWN = 1, 2


class Command(BaseCommand):
    help = (
        "公布前检查一个轮次的公布正文：数字、日期、名称、措辞、标点、个人信息。"
        "退出码：0 没有阻断；1 有必须改正的；2 没有这个轮次，或者参数不对。"
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help="轮次的网址名，如 hangzhoudao-2022")
        parser.add_argument(
            "--edition",
            default=Edition.PUBLIC.value,
            help="public 社会公开（默认）或 party 党内通报",
        )
        parser.add_argument(
            "--json",
            action="store_true",
            help="用 JSON 输出：round、edition，counts（blocking、warning、hint 各几条），"
            "remarks（每条有 code、severity、severity_label、place、quotation、reason、remedy、key）",
        )

    def handle(self, slug, edition, **options):
        if edition not in Edition.values:
            raise CommandError(
                f"不认识的版本“{edition}”，可以用 {'、'.join(Edition.values)}。", returncode=UNKNOWN
            )
        edition = Edition(edition)
        round = round_named(slug, returncode=UNKNOWN)
        remarks = check(round, edition)
        groups = {
            severity: [remark for remark in remarks if remark.severity == severity]
            for severity in Severity
        }
        if options["json"]:
            told = {
                "round": round.slug,
                "edition": edition.value,
                "counts": {severity.value: len(group) for severity, group in groups.items()},
                "remarks": [remark.as_dict() for remark in remarks],
            }
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self._tell(round, edition, groups)
        if groups[Severity.BLOCKING]:
            raise SystemExit(BLOCKED)

    def _tell(self, round, edition, groups):
        counts = "，".join(
            f"{severity.label} {len(group)} 条" for severity, group in groups.items()
        )
        self.stdout.write(f"{round}（{edition.label}）：{counts}。")
        for severity, group in groups.items():
            if not group:
                continue
            self.stdout.write(f"\n{severity.label}")
            for number, remark in enumerate(group, start=1):
                quotation = f"“{remark.quotation}”" if remark.quotation else ""
                self.stdout.write(
                    f"{number}. [{remark.code}] {remark.place}{quotation and '：'}{quotation}"
                )
                self.stdout.write(f"   {remark.reason}")
                self.stdout.write(f"   {remark.remedy}")
