"""监督意见 in a real browser: sent and looked up on a phone, answered at a desk."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ROUND = "/rounds/hangzhoudao-2022/"
LIST = "/admin/rectify/opinion/"
WIDTHS = [390, 1366]
# Lets the published round take opinions, or not, and forgets what was counted.
TAKES = """
import json
from rectify.models import Allowance, Round
Round.objects.filter(slug="hangzhoudao-2022").update(takes_opinions={takes})
print(json.dumps(Allowance.objects.all().delete()[0]))
"""


@pytest.fixture(autouse=True)
def _open_round(site):
    site.python(TAKES.format(takes=True))
    yield
    site.python(TAKES.format(takes=False))


def expect_no_faults(one, least):
    """Expect a page that fits, can be touched, and is read out as it looks."""
    assert one.sideways() == 0
    assert one.small_targets(least) == []
    assert one.page.locator("h1").count() == 1
    assert one.page.locator("main").count() == 1
    assert one.violations() == []


def sent(one, text="新园里3号楼的楼道灯又不亮了。") -> str:
    """Send an opinion from the page of its round; return the receipt number."""
    page = one.visit(ROUND)
    one.follow(page.get_by_role("link", name="网上提监督意见"))
    page.get_by_label("意见内容").fill(text)
    page.get_by_label("联系方式").fill("张三 13812345678")
    one.follow(page.get_by_role("button", name="提交意见"))
    return page.locator(".receipt-number").inner_text()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_the_public_is_accessible(visitor, width):
    # The policy stops the styles with which axe measures.
    one = visitor(width, bypass_csp=True)
    page = one.visit(f"{ROUND}opinion/")
    expect_no_faults(one, 44)
    one.follow(page.get_by_role("button", name="提交意见"))
    expect(page.get_by_text("请写下意见的内容。")).to_be_visible()
    expect_no_faults(one, 44)
    page.get_by_label("意见内容").fill("灯不亮。")
    page.get_by_label("请不要填写这一栏").fill("x")
    one.follow(page.get_by_role("button", name="提交意见"))
    expect(page.get_by_label("请不要填写这一栏")).to_be_in_viewport()
    expect_no_faults(one, 44)
    page.get_by_label("请不要填写这一栏").fill("")
    one.follow(page.get_by_role("button", name="提交意见"))
    expect(page.get_by_role("heading", name="意见已收到")).to_be_visible()
    expect_no_faults(one, 44)
    one.follow(page.get_by_role("button", name="现在就查一次"))
    expect(page.get_by_role("heading", name="已收到")).to_be_visible()
    expect_no_faults(one, 44)
    page.get_by_label("回执号").fill("没有")
    one.follow(page.get_by_role("button", name="查询"))
    expect(page.get_by_text("没有查到这个回执号")).to_be_visible()
    expect_no_faults(one, 44)


def test_keyboard_never_comes_to_the_trap(visitor):
    page = visitor(390).visit(f"{ROUND}opinion/")
    expect(page.get_by_label("请不要填写这一栏")).not_to_be_in_viewport()
    page.get_by_label("联系方式").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="提交意见")).to_be_focused()


def test_opinion_needs_no_script(visitor):
    one = visitor(390, java_script_enabled=False)
    number = sent(one)
    page = one.visit("/opinions/")
    page.get_by_label("回执号").fill(number.lower().replace("-", " "))
    one.follow(page.get_by_role("button", name="查询"))
    expect(page.get_by_role("heading", name="已收到")).to_be_visible()


def test_reload_of_the_receipt_gives_the_same_number(visitor):
    one = visitor(390)
    number = sent(one)
    one.page.reload()
    expect(one.page.locator(".receipt-number")).to_have_text(number)


def test_sixth_opinion_keeps_what_was_typed(visitor):
    one = visitor(390, bypass_csp=True)
    for _ in range(5):
        sent(one)
    page = one.visit(f"{ROUND}opinion/")
    page.get_by_label("意见内容").fill("第六条。")
    one.follow(page.get_by_role("button", name="提交意见"))
    expect(page.get_by_role("alert")).to_contain_text("可以打电话")
    expect(page.get_by_label("意见内容")).to_have_value("第六条。")
    expect_no_faults(one, 44)


@pytest.mark.parametrize("width", WIDTHS)
def test_office_reads_and_turns_an_opinion_into_a_reopening(visitor, width):
    number = sent(visitor(390))
    one = visitor(width, username="jiedao", bypass_csp=True)
    page = one.visit(f"{LIST}?q={number}")
    assert one.sideways() == 0
    assert [found for found in one.violations() if found[0] != "minor"] == []
    one.follow(page.locator("#result_list tbody th a"))
    expect_no_faults(one, 24)
    expect(page.get_by_text("张三 13812345678")).to_have_count(0)
    one.follow(page.get_by_role("button", name="查看内容"))
    expect(page.get_by_text("张三 13812345678")).to_be_visible()
    expect_no_faults(one, 24)
    one.follow(page.get_by_role("button", name="受理", exact=True))
    step = page.get_by_role("form", name="转重新整改")
    step.get_by_label("整改问题").select_option(index=1)
    step.get_by_label("理由").fill("张三说灯又不亮了。")
    one.follow(step.get_by_role("button"))
    expect(page.get_by_text("写的内容里有反映人的信息")).to_be_visible()
    expect_no_faults(one, 24)
    step.get_by_label("理由").fill("楼道灯又不亮了。")
    one.follow(step.get_by_role("button"))
    expect(page.get_by_role("heading", name="已转整改")).to_be_visible()
    expect_no_faults(one, 24)

    public = visitor(390)
    public.visit("/opinions/").get_by_label("回执号").fill(number)
    public.follow(public.page.get_by_role("button", name="查询"))
    expect(public.page.get_by_role("heading", name="已转整改")).to_be_visible()
