"""A spreadsheet goes into the ledger at the server's command line, with its exit statuses."""

import json
import os
import sqlite3
import sys
from unittest.mock import Mock

import pytest
from django.core.management import call_command
from django.db import IntegrityError, OperationalError
from openpyxl import Workbook

from rectify.models import LedgerImport
from rectify.spreadsheets import importing
from rectify.spreadsheets.template import write_template
from tests.spreadsheets.command_line import SLUG, run, terminal
from tests.spreadsheets.test_importing import NEW, OTHER, WRONG, table


@pytest.fixture
def file(tmp_path):
    """Return a function that writes rows to a file."""

    def written(*rows, content=None):
        path = tmp_path / "台账.csv"
        path.write_bytes(table(*rows) if content is None else content)
        return path

    return written


def test_file_goes_in(published, file):
    status, told = run("import_ledger", file(NEW, OTHER), "--round", SLUG)
    assert (status, told.splitlines()) == (
        0,
        [
            "表头在第 1 行，认出的列：问题编号、社区、反馈问题、具体问题、责任科室、整改状态、备注。",
            "新增 2 行，修改 0 行，没有变化 0 行，有错误 0 行。",
            "已导入。",
        ],
    )
    done = LedgerImport.objects.get()
    assert (done.created, done.uploaded_by, done.confirmed_by) == (2, None, None)
    assert published.issues.filter(number__in=["新1", "新2"]).count() == 2


def test_file_is_only_looked_at(published, file):
    status, told = run("import_ledger", file(NEW), "--round", SLUG, "--dry-run")
    assert (status, told.splitlines()[-1]) == (0, "这是预览，什么也没有写入。")
    assert not published.issues.filter(number="新1").exists()
    assert not LedgerImport.objects.exists()


@pytest.mark.parametrize(
    ("options", "last", "numbers"),
    [
        ([], "有 1 行有错误，所以一行也没有导入。改好再导，或加 --only-valid 只导入正确的行。", []),
        (["--only-valid"], "已导入；有错误的 1 行没有导入。", ["新1"]),
        (["--dry-run"], "这是预览，什么也没有写入。", []),
    ],
)
def test_wrong_row_ends_with_one(published, file, options, last, numbers):
    status, told = run("import_ledger", file(NEW, WRONG), "--round", SLUG, *options)
    lines = told.splitlines()
    assert (status, lines[1], lines[-1]) == (
        1,
        "第 3 行，B 列“社区”：没有名为“没有的社区”的社区。请照名单填写；名单里没有的，请先添加社区再导入。",
        last,
    )
    found = published.issues.filter(number__startswith="新").values_list("number", flat=True)
    assert list(found) == numbers
    # Of what was refused no file is kept either.
    assert LedgerImport.objects.count() == len(numbers)


def test_file_that_cannot_be_read_ends_with_two(published, file, tmp_path):
    assert run("import_ledger", file(content=b""), "--round", SLUG)[0] == 2
    missing = tmp_path / "没有.xlsx"
    assert run("import_ledger", missing, "--round", SLUG) == (
        2,
        f"{missing}：没有这个文件，或者没有读它的权限。",
    )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            ["--round", "nowhere"],
            "没有网址名为“nowhere”的轮次；现有：sample-in-progress、hangzhoudao-2022。",
        ),
        (["--round", SLUG, "--user", "nobody"], "没有登录名为“nobody”的账号，或者它已停用。"),
    ],
)
def test_what_is_not_there_ends_with_two(published, file, options, sentence):
    assert run("import_ledger", file(NEW), *options) == (2, sentence)
    status, said = run("import_ledger", file(NEW), *options, "--json")
    assert (status, json.loads(said.removesuffix(sentence))) == (2, {"error": sentence})


def test_file_that_cannot_be_read_is_told_of_as_json(published, tmp_path):
    path = tmp_path / "没有.xlsx"
    sentence = f"{path}：没有这个文件，或者没有读它的权限。"
    status, said = run("import_ledger", path, "--round", SLUG, "--json")
    assert status == 2
    assert json.loads(said.removesuffix(sentence)) == {"readable": False, "error": sentence}


def test_all_is_told_as_json(published, file):
    content = "某某台账,,\n问题编号,社区名称,颜色\n新1,没有的,红\n".encode()
    status, told = run("import_ledger", file(content=content), "--round", SLUG, "--json")
    assert (status, json.loads(told)) == (
        1,
        {
            "readable": True,
            "dry_run": False,
            "written": False,
            "message": (
                "有 1 行有错误，所以一行也没有导入。改好再导，或加 --only-valid 只导入正确的行。"
            ),
            "counts": {"created": 0, "changed": 0, "unchanged": 0, "refused": 1},
            "sheets": [
                {
                    "sheet": "",
                    "header": [2, 2],
                    "community": "",
                    "why": "",
                    "columns": [
                        {"column": "A", "heading": "问题编号", "understood": "问题编号"},
                        {"column": "B", "heading": "社区名称", "understood": "社区"},
                        {"column": "C", "heading": "颜色", "understood": None},
                    ],
                    "skipped": [{"row": 1, "reason": "标题"}],
                }
            ],
            "hidden_sheets": [],
            "problems": [
                {
                    "sheet": "",
                    "row": 3,
                    "column": column,
                    "heading": heading,
                    "value": value,
                    "message": message,
                }
                for column, heading, value, message in [
                    (
                        "B",
                        "社区名称",
                        "没有的",
                        "没有名为“没有的”的社区。请照名单填写；名单里没有的，请先添加社区再导入。",
                    ),
                    ("", "", "", "新增的问题要有反馈问题，这张表里没有“反馈问题”这一列。"),
                    ("", "", "", "新增的问题要有具体问题，这张表里没有“具体问题”这一列。"),
                    ("", "", "", "新增的问题要有责任科室，这张表里没有“责任科室”这一列。"),
                ]
            ],
            "problems_untold": 0,
            "changes": [],
            "notes": [],
        },
    )


def test_import_as_a_person_holds_to_the_persons_rights(published, file, clerk, officer):
    assert run("import_ledger", file(NEW), "--round", SLUG, "--user", "clerk")[0] == 1
    assert not published.issues.filter(number="新1").exists()
    assert run("import_ledger", file(NEW), "--round", SLUG, "--user", "officer")[0] == 0
    assert LedgerImport.objects.get().confirmed_by == officer


# --- Nothing to write --------------------------------------------------------------------------


@pytest.fixture
def same(published) -> str:
    """A row that says what the ledger says."""
    issue = published.issues.first()
    told = [
        issue.number,
        issue.community,
        issue.finding.title,
        issue.text,
        issue.department,
        issue.get_status_display(),
        issue.remark,
    ]
    return ",".join(map(str, told))


@pytest.mark.parametrize(
    ("rows", "options", "status", "sentence"),
    [
        ([WRONG], ["--only-valid"], 1, "每一行都有错误：有错误的 1 行没有导入，什么也没有写入。"),
        (
            [None, WRONG],
            ["--only-valid"],
            1,
            "正确的行都和系统里的一样，有错误的 1 行没有导入，什么也没有写入。",
        ),
        ([None], [], 0, "表格和系统里的一样，没有要导入的。"),
    ],
)
def test_import_of_nothing_leaves_no_record(file, same, rows, options, status, sentence):
    path = file(*(row or same for row in rows))
    found, said = run("import_ledger", path, "--round", SLUG, *options)
    assert (found, said.splitlines()[-1]) == (status, sentence)
    assert not LedgerImport.objects.exists()


def test_template_that_nobody_filled_in_leaves_no_record(published, tmp_path):
    path = tmp_path / "模板.xlsx"
    with path.open("wb") as opened:
        write_template(published, opened)
    status, said = run("import_ledger", path, "--round", SLUG)
    assert (status, said.splitlines()[1:]) == (
        0,
        [
            "工作表“整改台账”：跳过的行：标题（第 1–2 行）；示例（第 4 行）。",
            "隐藏的工作表没有读：选项。",
            "新增 0 行，修改 0 行，没有变化 0 行，有错误 0 行。",
            "表格里没有可以导入的行：认出了表头，但下面没有一项有内容。什么也没有导入。",
        ],
    )
    assert not LedgerImport.objects.exists()


def test_what_was_passed_over_is_told(published, tmp_path):
    book = Workbook()
    book.active.title = "新园里社区"
    for row in [
        ["某某台账"],
        ["序号", "反馈问题", "具体问题", "责任科室", "颜色"],
        ["新1", "固定资产管理不规范", "门锁坏了。", "党建办公室", "红"],
        ["小计", "1"],
        [],
        ["新2", "固定资产管理不规范", "灯不亮。", "党建办公室", "红"],
        ["合计", "2"],
    ]:
        book.active.append(row)
    path = tmp_path / "台账.xlsx"
    book.save(path)
    status, said = run("import_ledger", path, "--round", SLUG)
    sheet = "工作表“新园里社区”："
    assert (status, said.splitlines()) == (
        0,
        [
            f"{sheet}表头在第 2 行，认出的列：序号（问题编号）、反馈问题、具体问题、责任科室。",
            f"{sheet}社区取自工作表的名称：新园里社区。",
            f"{sheet}没有认出、因此不导入的列：颜色。",
            f"{sheet}跳过的行：标题（第 1 行）；小计（第 4、7 行）；空行（第 5 行）。",
            "新增 2 行，修改 0 行，没有变化 0 行，有错误 0 行。",
            "已导入。",
        ],
    )


def test_header_in_two_rows_is_told(published, file):
    content = "问题编号,具体,社区\n,问题,\n新1,门锁坏了。,没有的\n".encode()
    said = run("import_ledger", file(content=content), "--round", SLUG)[1]
    assert said.splitlines()[0] == (
        "表头在第 1 到 2 行，认出的列：问题编号、具体／问题（具体问题）、社区。"
    )


# --- Overtaken ---------------------------------------------------------------------------------


@pytest.fixture
def overtaken(monkeypatch):
    """Somebody types the same number at the moment at which it is written."""
    monkeypatch.setattr(importing, "write", Mock(side_effect=IntegrityError))


SENTENCE = "您看过预览以后，系统里的数据变了，所以没有导入。下面是现在的预览，请看过再确认。"


def test_import_that_was_overtaken_is_refused(published, file, overtaken):
    status, said = run("import_ledger", file(NEW), "--round", SLUG)
    lines = said.splitlines()
    assert (status, lines[0], lines[-2:]) == (
        1,
        SENTENCE,
        [
            "新增 1 行，修改 0 行，没有变化 0 行，有错误 0 行。",
            "什么也没有导入；再运行一次，就按现在的数据来办。",
        ],
    )
    assert not LedgerImport.objects.exists()


def test_import_that_was_overtaken_is_told_of_as_json(published, file, overtaken):
    status, said = run("import_ledger", file(NEW), "--round", SLUG, "--json")
    told = json.loads(said)
    assert (status, told["written"], told["message"]) == (1, False, SENTENCE)


# --- A database that is busy or away -----------------------------------------------------------

BUSY = "数据库正忙，一直有别的程序在写，没有等到。台账没有改动，请过一会儿再试。"
AWAY = "数据库用不了，请检查 DATABASE_URL 和数据目录；还没有建表的，先运行 migrate："


class PostgresqlError(Exception):
    def __init__(self, pgcode):
        super().__init__(pgcode)
        self.pgcode = pgcode


def sqlite_error(code):
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("cause", "sentence"),
    [
        (sqlite_error(sqlite3.SQLITE_BUSY), BUSY),
        (sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT), BUSY),
        (sqlite_error(sqlite3.SQLITE_IOERR), f"{AWAY}of the database"),
        (PostgresqlError("55P03"), BUSY),
        (PostgresqlError("08006"), f"{AWAY}of the database"),
    ],
)
def test_database_that_fails_ends_with_two(published, file, monkeypatch, cause, sentence):
    error = OperationalError("of the database")
    error.__cause__ = cause
    monkeypatch.setattr(importing, "upload", Mock(side_effect=error))
    assert run("import_ledger", file(NEW), "--round", SLUG) == (2, sentence)


# --- Terminals and pipes -----------------------------------------------------------------------


def test_nobody_reads_of_what_was_imported(published, file, monkeypatch):
    reader, writer = os.pipe()
    os.close(reader)
    rows = [NEW.replace("新1", f"新{place}") for place in range(100)]
    with open(writer, "w", encoding="utf-8") as out:  # noqa: PTH123
        monkeypatch.setattr(sys, "stdout", out)
        call_command("import_ledger", file(*rows), "--round", SLUG, "--json")
        monkeypatch.undo()
    assert LedgerImport.objects.get().created == 100


def test_bar_stays_on_its_line(published, file, monkeypatch):
    with terminal(monkeypatch, "stderr") as screen:
        run("import_ledger", file(NEW, OTHER), "--round", SLUG)
    assert screen.bars() == [
        ("逐行检查:   0", "逐行检查: 100"),
        ("逐行导入:   0", "逐行导入: 100"),
    ]
    # Nor in red.
    assert "\x1b" not in screen.shown
