"""Sheets named after a community supply it where no cell does; other names say nothing."""

import pytest

from rectify.spreadsheets.importing import preview, write
from rectify.spreadsheets.reader.ledger import Book
from rectify.spreadsheets.reader.understanding import understand
from tests.spreadsheets.drawn import grid
from tests.spreadsheets.ledgers import complaints, told

HEADER = "编号|反馈问题|具体问题|责任科室"
ENTRY = "|固定资产管理不规范|示例问题。|党建办公室"


def sheets(*named: tuple[str, str], **kinds):
    """Return a ledger of sheets drawn as text, each with its name."""
    return understand(Book([grid(drawing, name) for name, drawing in named], **kinds))


@pytest.mark.parametrize(
    "name",
    [
        "新园里社区",
        " 新园里 ",
        "新园里 社区",
        "120116005001",
        "新园里社区居委会",
        "新园里社区居民委员会",
        "杭州道街道新园里社区",
        "新园里社区党委",
        "新园里社区台账",
        "新园里社区整改台账（2）",
        "新园里社区问题清单",
        "新园里社区（18项）",
        "新园里18项",
        "新园里社区 (2)",
        "1新园里社区",
        "1-新园里社区",
        "01 新园里",
        "3.新园里社区",
        "（一）新园里社区",
        "一、新园里社区",
        "附件1：新园里社区问题清单",
        "2023年新园里社区",
        "新园里社区2023年",
    ],
)
@pytest.mark.parametrize("column", ["missing", "blank"])
def test_name_of_a_sheet_supplies_the_community(published, name, column):
    drawing = f"{HEADER}\n新1{ENTRY}"
    if column == "blank":
        drawing = f"社区|{HEADER}\n|新1{ENTRY}"
    outcome = write(sheets((name, drawing)), published)
    assert (told(outcome), outcome.problems) == ((1, 0, 0, 0), [])
    assert outcome.ledger.sheets[0].community == "新园里社区"
    assert outcome.ledger.rows[0].carried == {"community"}
    assert published.issues.get(number="新1").community.name == "新园里社区"


def test_cell_comes_before_the_name_of_its_sheet(published):
    drawing = f"社区|{HEADER}\n唐山里|新1{ENTRY}\n|新2{ENTRY}"
    outcome = write(sheets(("新园里社区", drawing), ("唐山里", f"{HEADER}\n新3{ENTRY}")), published)
    assert [sheet.community for sheet in outcome.ledger.sheets] == ["新园里社区", "唐山里社区"]
    found = published.issues.filter(number__startswith="新").order_by("number")
    assert [issue.community.name for issue in found] == ["唐山里社区", "新园里社区", "唐山里社区"]


def test_name_that_nobody_needs_is_not_told(published):
    outcome = preview(sheets(("新园里社区", f"社区|{HEADER}\n唐山里|新1{ENTRY}")), published)
    assert (told(outcome), outcome.ledger.sheets[0].community) == ((1, 0, 0, 0), "")


OTHER_NAMES = ["Sheet1", "S", "3月进展", "2023年", "党建类", "台账", "街道", "新园"]


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_entry_that_is_there_needs_no_community(published, name):
    outcome = write(sheets((name, "编号|进展情况\n002|召开了会议。")), published)
    assert (told(outcome), outcome.problems) == ((0, 1, 0, 0), [])


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_new_entry_is_told_where_to_write_its_community(published, name):
    outcome = preview(sheets((name, f"{HEADER}\n新1{ENTRY}")), published)
    assert complaints(outcome) == [
        (
            2,
            "",
            "",
            "新增的问题要有社区，这张表里没有“社区”这一列，"
            f"工作表的名称“{name}”也不是社区：请加上这一列，或把工作表改成社区的名称。",
        )
    ]


def test_text_has_no_name_to_blame(published):
    ledger = sheets(("", f"{HEADER}\n新1{ENTRY}"), has_sheets=False)
    assert complaints(preview(ledger, published)) == [
        (2, "", "", "新增的问题要有社区，这张表里没有“社区”这一列。")
    ]


def test_blank_cell_under_a_heading_stays_an_error(published):
    outcome = preview(sheets(("台账", f"社区|{HEADER}\n|新1{ENTRY}")), published)
    assert complaints(outcome) == [(2, "A", "社区", "社区不能空着。")]


def test_ledger_that_was_read_stays_as_it_was(published):
    ledger = sheets(("新园里社区", f"{HEADER}\n新1{ENTRY}"))
    preview(ledger, published)
    assert "community" not in ledger.rows[0].cells
