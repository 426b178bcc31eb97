"""The admin in a real browser: the office's day, on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ISSUES = "/admin/rectify/issue/"
ROUNDS = "/admin/rectify/round/"
# Pages, and the words of the link in a list's rows that leads on to a form.
PAGES = [
    ("jiedao", "/admin/", None),
    ("jiedao", f"{ISSUES}?q=新园里", None),
    ("jiedao", f"{ISSUES}?q=新园里", "001"),
    ("jiedao", ROUNDS, "杭州道街道2022年巡察整改"),
    ("jiedao", ROUNDS, "预览"),
    ("jiedao", "/admin/rectify/finding/?q=党建政治", "党建政治引领不够充分"),
    ("jiedao", "/admin/rectify/section/", None),
    ("jiedao", "/admin/rectify/round/1/history/", None),
    ("jiedao", "/admin/rectify/section/deleted/", None),
    ("jiedao", "/admin/communities/owner/?q=新园里", "党组织书记"),
    ("xitong", "/admin/communities/user/", "keshi"),
]


@pytest.mark.parametrize(("username", "path", "link"), PAGES)
def test_page_is_accessible(visitor, username, path, link):
    # The policy stops the styles with which axe measures.
    one = visitor(username=username, bypass_csp=True)
    page = one.visit(path)
    if link:
        one.follow(page.locator("#result_list").get_by_role("link", name=link).first)
    # What is folded away is on the page as well.
    page.evaluate("document.querySelectorAll('details').forEach((part) => part.open = true)")
    assert one.sideways() == 0
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    assert one.violations() == []


def test_officer_finds_and_edits_an_entry(visitor, site):
    one = visitor()
    one.log_in("jiedao", site.passwords["jiedao"])
    # The office lands at the ledger.
    page = one.page
    assert page.url.endswith(ISSUES)
    page.get_by_label("查找").fill("新园里")
    one.follow(page.get_by_role("button", name="查找"))
    assert set(page.locator("td.field-community").all_inner_texts()) == {"新园里社区"}

    one.follow(page.get_by_role("link", name="显示全部"))
    filters = page.get_by_role("navigation", name="过滤器")
    one.follow(filters.get_by_role("link", name="整改中"))
    one.follow(filters.get_by_role("link", name="已逾期"))
    assert all("逾期" in words for words in page.locator("td.field-deadline").all_inner_texts())
    assert set(page.locator("td.field-state .badge").all_inner_texts()) == {"整改中"}

    one.follow(page.locator("th.field-number a").first)
    page.get_by_label("整改目标").fill("月底前完成。")
    one.follow(page.get_by_role("button", name="保存并继续编辑").first)
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.get_by_label("整改目标")).to_have_value("月底前完成。")

    one.follow(page.locator("#nav-sidebar").get_by_role("link", name="巡察轮次"))
    row = page.locator("#result_list tr", has_text="杭州道街道2022年巡察整改")
    one.follow(row.get_by_role("link", name="预览"))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("编写公布正文"))
    expect(page.get_by_text("按照区委巡察工作统一部署")).to_be_visible()


def test_calendar_begins_with_monday(visitor):
    one = visitor(username="jiedao")
    page = one.visit(f"{ISSUES}add/")
    page.get_by_role("link", name="选择一个日期").first.click()
    calendar = page.locator(".calendarbox").first
    expect(calendar).to_be_visible()
    assert calendar.locator("th").all_inner_texts() == [*"一二三四五六日"]
    calendar.get_by_role("link", name="取消").click()
    expect(calendar).to_be_hidden()


def test_round_unfolds_where_it_is_refused(visitor):
    one = visitor(username="jiedao")
    page = one.visit(ROUNDS)
    one.follow(page.get_by_role("link", name="杭州道街道2022年巡察整改"))
    names = page.get_by_role("group", name="称谓表")
    expect(names.get_by_label("称谓").first).to_be_hidden()
    names.locator("summary").click()
    for place in (0, 1):
        names.get_by_label("称谓", exact=True).nth(place).fill("街道")
    one.follow(page.get_by_role("button", name="保存", exact=True).first)
    expect(names.locator(".errorlist").first).to_be_visible()


def test_list_on_a_phone(visitor):
    one = visitor(390, username="jiedao")
    page = one.visit(ISSUES)
    filters = page.get_by_role("navigation", name="过滤器")
    expect(filters).to_be_hidden()
    page.get_by_role("link", name="按条件筛选").click()
    expect(filters).to_be_visible()
    assert one.sideways() == 0
    assert one.small_targets(24) == []
    one.follow(filters.get_by_role("link", name="整改中"))
    expect(filters).to_be_hidden()
    assert set(page.locator("td.field-state .badge").all_inner_texts()) == {"整改中"}
