"""A file full of errors costs no more than one without, and nothing is said to be less than it is."""

import csv
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from rectify.spreadsheets import importing
from rectify.spreadsheets.importing import RowsRefusedError, preview, write
from rectify.spreadsheets.marked import mark
from rectify.spreadsheets.reader import read
from tests.spreadsheets.ledgers import ROW, ledger, told

WRONG = {"社区": "没有的社区", "责任科室": "没有的科室"}
RIGHT = ROW | {"问题编号": "新9"}
FIVE = [ROW | WRONG | {"问题编号": f"错{number}"} for number in range(5)]
MORE = "另有 6 处错误没有列出，改好前面的再看。"


@pytest.fixture
def few(monkeypatch):
    """Have no more than four problems told."""
    monkeypatch.setattr(importing, "MOST_TOLD", 4)


def test_first_problems_are_told_and_all_are_counted(published, few):
    outcome = preview(ledger(*FIVE, RIGHT), published)
    assert [one.row for one in outcome.problems] == [2, 2, 3, 3]
    assert (outcome.untold, outcome.more) == (6, MORE)
    assert told(outcome) == (1, 0, 0, 5)


def test_few_problems_are_all_told(published):
    outcome = preview(ledger(*FIVE), published)
    assert (len(outcome.problems), outcome.untold, outcome.more) == (10, 0, "")


def test_rows_whose_problems_are_not_told_stay_out(published, few):
    with pytest.raises(RowsRefusedError) as refused:
        write(ledger(*FIVE, RIGHT), published)
    assert str(refused.value) == "有 5 行有错误，所以一行也没有导入。"
    outcome = write(ledger(*FIVE, RIGHT), published, only_valid=True)
    assert told(outcome) == (1, 0, 0, 5)
    assert list(published.issues.filter(number__regex="^[新错]").values_list("number")) == [
        ("新9",)
    ]


def test_digest_knows_of_problems_that_are_not_told(published, few):
    one = preview(ledger(*FIVE), published)
    other = preview(ledger(*FIVE[:4], FIVE[4] | {"责任科室": "党建办公室"}), published)
    assert (one.problems, one.refused) == (other.problems, other.refused)
    assert one.digest != other.digest


HEADER = "问题编号,社区,反馈问题,具体问题,责任科室"
LINES = [f"错{number},没有,固定资产管理不规范,甲,也没有" for number in range(5)]
TABLE = "\n".join([HEADER, *LINES, ""]).encode()


def test_command_says_that_there_are_more(published, few, tmp_path):
    file = tmp_path / "台账.csv"
    file.write_bytes(TABLE)
    said, as_json = StringIO(), StringIO()
    for out, options in ((said, []), (as_json, ["--json"])):
        with pytest.raises(SystemExit):
            call_command(
                "import_ledger", file, "--round", published.slug, "--dry-run", *options, stdout=out
            )
    assert MORE in said.getvalue().splitlines()
    found = json.loads(as_json.getvalue())
    assert (len(found["problems"]), found["problems_untold"]) == (4, 6)
    assert found["counts"]["refused"] == 5


def test_page_says_that_there_are_more(client, officer, published, few):
    pending = importing.upload(TABLE, "台账.csv", published, user=officer)
    client.force_login(officer)
    page = client.get(reverse("admin:rectify_ledgerimport_change", args=[pending.pk]))
    assert page.content.decode().count(MORE) == 1


def test_marked_file_says_so_beside_the_last_of_them(published, few):
    outcome = preview(read(TABLE, "台账.csv"), published)
    found = mark(TABLE, "台账.csv", outcome.problems, {"": 1}, more=outcome.more)
    rows = csv.reader(StringIO(found.content.decode("utf-8-sig"), newline=""))
    said = [row[5].split("\n") if len(row) > 5 else [] for row in rows]
    assert [len(one) for one in said] == [1, 2, 3, 0, 0, 0]
    assert said[2][2] == f"3. {MORE}"


LONG = "新园里" * 10_000


@pytest.mark.parametrize(
    "column",
    [
        "社区",
        "问题类别",
        "反馈问题",
        "责任科室",
        "责任人",
        "整改时限",
        "整改状态",
        "完成时间",
        "是否公开",
        "不公开理由",
        "版本",
        "问题编号",
    ],
)
def test_long_cell_is_quoted_by_its_beginning(published, column):
    outcome = preview(ledger(ROW | {column: LONG}), published)
    assert told(outcome) == (0, 0, 0, 1)
    assert max(len(one.message) for one in outcome.problems) < 200
    assert max(len(one.value) for one in outcome.problems) <= 102
