"""The ledger in and out at the server's command line, with its exit statuses."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from rectify.models import AuditEntry, LedgerImport
from rectify.models.audit import AuditKind
from tests.spreadsheets.test_importing import NEW, OTHER, WRONG, table

SLUG = "hangzhoudao-2022"


@pytest.fixture
def file(tmp_path):
    """Return a function that writes rows to a file."""

    def written(*rows, content=None):
        path = tmp_path / "台账.csv"
        path.write_bytes(table(*rows) if content is None else content)
        return path

    return written


def run(*arguments) -> tuple[int, str]:
    """Return the exit status of a command, and what it printed."""
    out = StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=out, no_color=True)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{error}"
    except SystemExit as ended:
        return ended.code, out.getvalue()
    return 0, out.getvalue()


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
        ([], "有错误，所以一行也没有导入。改好再导，或加 --only-valid 只导入正确的行。", []),
        (["--only-valid"], "已导入。", ["新1"]),
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


def test_all_is_told_as_json(published, file):
    content = "某某台账,,\n问题编号,社区名称,颜色\n新1,没有的,红\n".encode()
    status, told = run("import_ledger", file(content=content), "--round", SLUG, "--json")
    assert (status, json.loads(told)) == (
        1,
        {
            "readable": True,
            "dry_run": False,
            "written": False,
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
            "changes": [],
            "notes": [],
        },
    )


def test_import_as_a_person_holds_to_the_persons_rights(published, file, clerk, officer):
    assert run("import_ledger", file(NEW), "--round", SLUG, "--user", "clerk")[0] == 1
    assert not published.issues.filter(number="新1").exists()
    assert run("import_ledger", file(NEW), "--round", SLUG, "--user", "officer")[0] == 0
    assert LedgerImport.objects.get().confirmed_by == officer


# --- Out ---------------------------------------------------------------------------------------


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
        (["--per-community"], None, "示例轮次（正在整改）整改台账汇总（示例数据）"),
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


def test_export_of_a_community(published, tmp_path):
    community = published.communities.get(name="新园里社区")
    path = tmp_path / "台账.json"
    run(
        "export_ledger", "--round", SLUG, "--format", "json", "--community", community.code,
        "--out", path,
    )  # fmt: skip
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
    assert [row["number"] for row in rows] == [
        issue.number for issue in published.issues.filter(community=community)
    ]
    assert AuditEntry.objects.filter(kind=AuditKind.EXPORT).first().subject == (
        f"{SLUG} 规范格式 json"
    )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--format", "csv", "--per-community"], "打印用的只有 xlsx 格式。"),
        (["--format", "json", "--printed", "tasks"], "打印用的只有 xlsx 格式。"),
        (
            ["--format", "csv", "--community", "1"],
            "轮次“杭州道街道2022年巡察整改”里没有代码为“1”的社区。",
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
