"""The ledger goes out at the server's command line: to files, pipes and terminals."""

import json
from io import BytesIO
from unittest.mock import Mock

import pytest
from django.core.management import call_command
from django.db import OperationalError
from openpyxl import load_workbook

from rectify.models import AuditEntry
from rectify.models.audit import AuditKind
from rectify.spreadsheets import exporting
from tests.spreadsheets.command_line import SLUG, run, terminal


@pytest.mark.parametrize("slug", [SLUG, "sample-in-progress"])
@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_export_comes_back_unchanged(published, in_progress, tmp_path, slug, format):
    path = tmp_path / f"台账.{format}"
    count = {SLUG: 523, "sample-in-progress": 150}[slug]
    assert run("export_ledger", "--round", slug, "--format", format, "--out", path) == (
        0,
        f"已写入 {path}：{count} 项。\n",
    )
    status, told = run("import_ledger", path, "--round", slug, "--json")
    assert (status, json.loads(told)["counts"]) == (
        0,
        {"created": 0, "changed": 0, "unchanged": count, "refused": 0},
    )
    assert json.loads(told)["notes"] == []


@pytest.mark.parametrize(
    ("options", "sheets", "title"),
    [
        (["--printed"], ["整改台账"], "示例轮次（正在整改）整改台账（示例数据）"),
        (
            ["--printed", "duties", "--paper", "A4"],
            ["责任清单"],
            "示例轮次（正在整改）责任清单（示例数据）",
        ),
        (
            ["--per-community", "--paper", "A4", "--merge-communities"],
            None,
            "示例轮次（正在整改）整改台账汇总（示例数据）",
        ),
    ],
)
def test_export_to_print(in_progress, tmp_path, options, sheets, title):
    path = tmp_path / "台账.xlsx"
    slug = in_progress.slug
    assert run("export_ledger", "--round", slug, "--format", "xlsx", *options, "--out", path) == (
        0,
        f"已写入 {path}：150 项。\n",
    )
    book = load_workbook(path)
    names = [one.name for one in in_progress.communities.all()]
    assert book.sheetnames == (sheets or ["汇总", *names])
    assert book.worksheets[0]["A1"].value == title


@pytest.mark.parametrize("name", ["120116005001", "新园里社区", "新园里社区居委会", "新园里"])
def test_export_of_a_community(published, tmp_path, name):
    community = published.communities.get(name="新园里社区")
    path = tmp_path / "台账.json"
    run(
        "export_ledger", "--round", SLUG, "--format", "json", "--community", name,
        "--out", path,
    )  # fmt: skip
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
    assert [row["number"] for row in rows] == [
        issue.number for issue in published.issues.filter(community=community)
    ]
    assert AuditEntry.objects.filter(kind=AuditKind.EXPORT).first().subject == (
        f"{SLUG} 规范格式 json（新园里社区，{len(rows)} 项）"
    )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--format", "csv", "--per-community"], "打印用的只有 xlsx 格式。"),
        (["--format", "json", "--printed", "tasks"], "打印用的只有 xlsx 格式。"),
        (
            ["--format", "csv", "--community", "1"],
            "没有名为“1”的社区。请写社区的名称、全称或 12 位代码。",
        ),
        (
            ["--format", "csv", "--community", "新圆里社区"],
            "没有名为“新圆里社区”的社区。您是不是要填：新园里社区、新业里社区？",
        ),
        (
            ["--format", "csv", "--community", ""],
            "没有名为“”的社区。请写社区的名称、全称或 12 位代码。",
        ),
        (
            ["--format", "csv", "--community", "杭州道街道本级"],
            "轮次“杭州道街道2022年巡察整改”里没有杭州道街道本级。",
        ),
        (
            ["--format", "csv", "--paper", "A4"],
            "--paper 和 --merge-communities 只用于打印用的，请加上 --printed。",
        ),
        (
            ["--format", "csv", "--merge-communities"],
            "--paper 和 --merge-communities 只用于打印用的，请加上 --printed。",
        ),
        (["--format", "xlsx"], "文件名 台账.csv 和格式 xlsx 对不上，请改其中一个。"),
        (
            ["--format", "csv", "--round", "nowhere"],
            "没有网址名为“nowhere”的轮次；现有：sample-in-progress、hangzhoudao-2022。",
        ),
    ],
)
def test_export_that_cannot_be(published, tmp_path, options, sentence):
    path = tmp_path / "台账.csv"
    path.write_text("原来的", encoding="utf-8")
    assert run("export_ledger", "--round", SLUG, *options, "--out", path) == (2, sentence)
    assert path.read_text(encoding="utf-8") == "原来的"


def test_export_to_where_nobody_can_write(published, tmp_path):
    path = tmp_path / "没有" / "台账.csv"
    assert run("export_ledger", "--round", SLUG, "--format", "csv", "--out", path) == (
        2,
        f"写不了文件 {path}：所在的文件夹不存在，或者没有写的权限。",
    )


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        ([], ["示例轮次（正在整改）任务清单（新园里社区，5 项）（示例数据）"]),
        (
            ["--per-community"],
            [
                "示例轮次（正在整改）任务清单汇总（按社区选出，5 项）（示例数据）",
                "示例轮次（正在整改）任务清单（新园里社区，按社区选出）（示例数据）",
            ],
        ),
    ],
)
def test_list_of_a_community_is_called_so(in_progress, tmp_path, options, titles):
    path = tmp_path / "任务清单.xlsx"
    run(
        "export_ledger", "--round", in_progress.slug, "--format", "xlsx", "--printed", "tasks",
        "--community", "新园里", *options, "--out", path,
    )  # fmt: skip
    assert [sheet["A1"].value for sheet in load_workbook(path)] == titles


# --- To pipes and terminals --------------------------------------------------------------------


@pytest.mark.parametrize("format", ["xlsx", "csv", "json"])
def test_standard_output_gets_the_file_alone(in_progress, tmp_path, capfdbinary, format):
    export = ["export_ledger", "--round", in_progress.slug, "--format", format, "--out"]
    call_command(*export, "-")
    printed = capfdbinary.readouterr().out
    if format == "xlsx":
        assert load_workbook(BytesIO(printed)).active.max_row == 151
    else:
        call_command(*export, tmp_path / f"台账.{format}")
        assert printed == (tmp_path / f"台账.{format}").read_bytes()


def test_workbook_is_not_printed_on_a_screen(in_progress, monkeypatch):
    export = ["export_ledger", "--round", in_progress.slug, "--format", "xlsx", "--out", "-"]
    with terminal(monkeypatch, "stdout") as screen:
        assert run(*export) == (
            2,
            "xlsx 不能打印在屏幕上，请用 --out 写明文件，如 --out 台账.xlsx。",
        )
    assert screen.shown == ""


def test_bar_stays_on_its_line(in_progress, tmp_path, monkeypatch):
    with terminal(monkeypatch, "stderr") as screen:
        run(
            "export_ledger", "--round", in_progress.slug, "--format", "csv",
            "--out", tmp_path / "台账.csv",
        )  # fmt: skip
    assert screen.bars() == [("逐行写出:   0", "逐行写出: 100")]


def test_database_that_fails_leaves_no_file(in_progress, tmp_path, monkeypatch):
    monkeypatch.setattr(exporting, "record", Mock(side_effect=OperationalError("of the database")))
    path = tmp_path / "台账.csv"
    export = ["export_ledger", "--round", in_progress.slug, "--format", "csv", "--out", path]
    assert run(*export) == (
        2,
        "数据库用不了，请检查 DATABASE_URL 和数据目录；还没有建表的，先运行 migrate：of the database",
    )
    assert list(tmp_path.iterdir()) == []
