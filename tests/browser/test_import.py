"""The office brings a spreadsheet in, with a real browser, on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

UPLOAD = "/admin/rectify/ledgerimport/upload/"
ROUND = "杭州道街道2022年巡察整改"
HEADER = "问题编号,社区名称,反馈问题,具体问题,责任科室,整改状态,颜色,备注"
LONG = "这是一段比较长的具体问题的描述。" * 20


def looks_well(one) -> None:
    assert one.sideways() == 0
    assert one.page.locator("h1").count() == 1
    # As on all pages of the admin.
    assert [found for found in one.violations() if found[0] != "minor"] == []


@pytest.mark.parametrize("width", [390, 1366])
def test_from_upload_to_taking_back(visitor, width):
    # The policy stops the styles with which axe measures.
    one = visitor(width, username="jiedao", bypass_csp=True)
    page = one.visit(UPLOAD)
    looks_well(one)
    rows = [
        HEADER,
        f"浏{width},新园里社区,固定资产管理不规范,{LONG},党建办公室,整改中,红,急。",
        "浏错,新圆里社区,固定资产管理不规范,门锁坏了。,党健办公室,好,红,",
        "001,新园里社区,党建政治引领不够充分,改过的问题。,党建办公室,整改中,红,改了。",
    ]
    file = {"name": "台账.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    page.get_by_label("巡察轮次").select_option(label=ROUND)
    page.get_by_label("台账表格").set_input_files(file)
    one.follow(page.get_by_role("button", name="上传并预览"))
    looks_well(one)
    wrong = page.get_by_role("row", name="新圆里社区")
    expect(wrong.first).to_contain_text("您是不是要填：新园里社区")
    expect(page.get_by_text("G 列“颜色”")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载标出错误的表格").click()
    assert download.value.suggested_filename == "台账（标出错误）.csv"
    one.follow(page.get_by_role("button", name="只导入正确的行（写入 2 项）"))
    expect(page.locator(".messagelist .success")).to_contain_text(
        "已导入“台账.csv”：新增 1 项，修改 1 项，没有变化 0 项，有错误的 1 行没有导入。"
    )
    looks_well(one)
    one.follow(page.get_by_role("button", name="撤销这次导入"))
    expect(page.locator(".messagelist .success")).to_contain_text("删去新增的 1 项，改回 1 项")
    looks_well(one)
    one.visit("/admin/rectify/ledgerimport/")
    looks_well(one)


@pytest.mark.parametrize("width", [390, 1366])
def test_export_page(visitor, width):
    one = visitor(width, username="jiedao", bypass_csp=True)
    page = one.visit("/admin/rectify/issue/export/?status__exact=closed")
    looks_well(one)
    with page.expect_download() as download:
        page.get_by_role("button", name="导出").click()
    assert download.value.suggested_filename.endswith(".xlsx")
