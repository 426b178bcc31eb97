"""What it takes to write the ledger, against openpyxl that is handed the values."""

import io
from functools import partial
from itertools import groupby

from openpyxl import Workbook

from rectify.models import Round
from rectify.spreadsheets import canonical
from rectify.spreadsheets.printed import write_printed
from rectify.spreadsheets.values import rows, values_of
from tests.bench import memory
from tests.bench.measures import Measure, growth, ratio

FEW, MANY = 5_000, 50_000
FORMS = {"canonical": "规范格式", "printed": "打印用的"}


def measure(round: Round) -> list[Measure]:
    issues = round.issues.all()
    # By community and all of them, once with the community's name and once without.
    found = [(one.community.name, [*values_of(one).values()]) for one in rows(issues, round=round)]
    whole = {"": [values for _, values in found]}
    found.sort(key=lambda one: one[0])
    by_community = {
        name: [values for _, values in own] for name, own in groupby(found, lambda one: one[0])
    }
    ways = [
        ("规范格式", partial(canonical.write, "xlsx"), whole),
        ("打印用的", write_printed, whole),
        ("打印用的，每个社区一张", partial(write_printed, per_community=True), by_community),
    ]
    return [
        *(
            ratio(
                f"导出 523 行的 .xlsx（{name}），含查询：openpyxl 只写，值事先备好",
                lambda write=write: write(issues, file=io.BytesIO(), round=round),
                lambda sheets=sheets: _bare(sheets),
                at_most=2,
                runs=9,
            )
            for name, write, sheets in ways
        ),
        *_memory(),
    ]


def _bare(sheets: dict[str, list]) -> None:
    """Write values that are there already, on as many sheets."""
    book = Workbook(write_only=True)
    for name, values in sheets.items():
        sheet = book.create_sheet(name or "台账")
        for row in values:
            sheet.append(row)
    book.save(io.BytesIO())


def _memory() -> list[Measure]:
    with memory.scratch_database(entries=MANY) as database:
        return [
            growth(
                f"导出 {MANY:,} 行 .xlsx 的内存（{name}）：{FEW:,} 行",
                *(database.most_memory("export", form, count) for count in (MANY, FEW)),
                at_most=10,
            )
            for form, name in FORMS.items()
        ]
