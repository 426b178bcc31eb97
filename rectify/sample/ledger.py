"""The rule that makes the sample ledger of 2022; `make_sample_ledger` writes it to fixtures/.

Entry i goes to community i and to finding i, each list starting over at its end; as 29 and
25 have no common factor, every community gets every finding in turn. Deadlines follow each
other by month; an entry is closed one to three weeks before its deadline, on a weekday.
"""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

ENTRIES = 523
REMARK = "示例：各社区的问题分布没有公布过，本条按规则生成，不反映任何社区的真实情况。"

PARTY = "党建办公室"
SAFETY = "公共安全办公室"
MANAGEMENT = "公共管理办公室"
SERVICE = "公共服务办公室"

# Which department a finding belongs to; the rest are about Party building.
DEPARTMENT_OF = {
    "落实便民措施不够精细": SERVICE,
    "落实疫情防控任务要求有差距": SERVICE,
    "消除社区安全隐患不彻底": SAFETY,
    "倡导文明新风不到位，长效机制未建立": MANAGEMENT,
    "服务民生保障有差距，民心项目未落地": MANAGEMENT,
    "开展燃气安全宣传效果不实": SAFETY,
    "民生资金使用不到位": SERVICE,
    "固定资产管理不规范": MANAGEMENT,
    "民生服务政策宣传不广泛": SERVICE,
}

DEADLINES = [
    (date(2022, 12, 31), "2022年12月底"),
    (date(2023, 1, 31), "2023年1月底"),
    (date(2023, 2, 28), "2023年2月底"),
    (date(2023, 3, 31), "2023年3月底"),
    (date(2023, 4, 30), "2023年4月底"),
    (date(2023, 5, 5), "2023年5月5日"),
]

COLUMNS = [
    "问题编号",
    "社区",
    "问题类别",
    "反馈问题",
    "具体问题",
    "责任科室",
    "责任人",
    "整改时限",
    "时限原文",
    "整改状态",
    "完成时间",
    "备注",
]


def make(fixtures: Path) -> str:
    """Return the ledger as CSV text, made from the roster and the findings in `fixtures`."""
    communities = [
        fields["name"]
        for fields in _rows(fixtures / "communities.json", "communities.community")
        if fields["kind"] == "community"
    ]
    findings = [
        (fields["category"][1], fields["title"])
        for fields in _rows(fixtures / "hangzhoudao-2022.json", "rectify.finding")
    ]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for index in range(ENTRIES):
        category, finding = findings[index % len(findings)]
        due_on, wording = DEADLINES[index % len(DEADLINES)]
        writer.writerow(
            [
                f"{index + 1:03}",
                communities[index % len(communities)],
                category,
                finding,
                f"（示例）{finding}。",
                DEPARTMENT_OF.get(finding, PARTY),
                "党组织书记",
                due_on.isoformat(),
                wording,
                "已销号",
                _weekday_before(due_on - timedelta(days=7 + index % 15)).isoformat(),
                REMARK,
            ]
        )
    return text.getvalue()


def _rows(path: Path, model: str) -> list[dict]:
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [row["fields"] for row in rows if row["model"] == model]


def _weekday_before(day: date) -> date:
    """Return the day itself, or the Friday before it when it falls on a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))
