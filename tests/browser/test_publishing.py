"""Three people take an edition through its four steps, with real browsers, desk and phone."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ROUND = "示例轮次（正在整改）"
LIST = "/admin/rectify/publication/"


def looks_well(one) -> None:
    assert one.sideways() == 0
    assert one.page.locator("h1").count() == 1
    # As on all pages of the admin.
    assert [found for found in one.violations() if found[0] != "minor"] == []


def person(visitor, username, width):
    # The policy stops the styles with which axe measures.
    return visitor(width, username=username, bypass_csp=True)


def taken(one, button: str, told: str) -> None:
    one.follow(one.page.get_by_role("button", name=button))
    expect(one.page.locator(".messagelist .success")).to_have_text(told)
    looks_well(one)


def test_from_the_check_to_publication(visitor):
    officer = person(visitor, "jiedao", 1366)
    page = officer.visit("/admin/rectify/round/")
    officer.follow(page.get_by_role("link", name=ROUND, exact=True))
    officer.follow(page.get_by_role("link", name="检查和公布"))
    officer.follow(page.get_by_role("link", name="党内通报"))
    looks_well(officer)
    # Nothing typed is lost when a reason is missing.
    page.get_by_label("给审核人的话").fill("请审核。")
    officer.follow(page.get_by_role("button", name="提出党内通报"))
    expect(page.get_by_role("alert")).to_contain_text("条警告没有处理")
    expect(page.get_by_label("给审核人的话")).to_have_value("请审核。")
    looks_well(officer)
    for box in page.locator("textarea[name^=reason-]").all():
        box.fill("示例数据，照此保留。")
    taken(officer, "提出党内通报", "已提出，等待审核。")
    expect(page.get_by_role("button", name="审核")).to_have_count(0)
    address = page.url

    examiner = person(visitor, "shenhe", 390)
    page = examiner.visit(LIST)
    looks_well(examiner)
    page.goto(address)
    looks_well(examiner)
    taken(examiner, "审核", "已审核，等待审批。")

    leader = person(visitor, "lingdao", 390)
    page = leader.visit(LIST)
    page.goto(address)
    page.locator("form[action$='/return/']").get_by_label("退回的原因").fill("")
    leader.follow(page.get_by_role("button", name="退回"))
    expect(page.locator(".errorlist")).to_have_text("退回要写明原因。")
    looks_well(leader)
    taken(leader, "审批", "已审批，可以实施。")

    officer.page.goto(address)
    taken(officer, "实施，公布这一版", "已公布。这一版从现在起不再改动。")
    expect(officer.page.get_by_text("刚才重新计算，和公布时相符。")).to_be_visible()
    with officer.page.expect_download() as download:
        officer.page.get_by_role("link", name="Word 文档").click()
    assert download.value.suggested_filename == "sample-in-progress-party-1.docx"
    officer.follow(officer.page.get_by_role("link", name="和现在的内容比较"))
    expect(officer.page.get_by_text("一字不差，数字全部相同。")).to_be_visible()
    looks_well(officer)


@pytest.mark.parametrize("width", [390, 1366])
def test_published_sample_shows_its_acknowledged_warnings(visitor, width):
    observer = person(visitor, "guancha", width)
    page = observer.visit(f"{LIST}?edition__exact=public")
    observer.follow(page.get_by_role("link", name="杭州道街道2022年巡察整改").first)
    expect(page.get_by_text("保留的警告")).to_be_visible()
    expect(page.get_by_role("button", name="退回")).to_have_count(0)
    looks_well(observer)
