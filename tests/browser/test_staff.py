"""Staff act on entries in a real browser: on a desk and on a phone, one by one and many at once."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LEDGER = "/admin/rectify/issue/"
WIDTHS = [390, 1366]


def open_first(one, **conditions):
    """Open the first entry of the ledger that meets conditions."""
    query = "&".join(f"{name}={value}" for name, value in conditions.items())
    page = one.visit(f"{LEDGER}?{query}")
    one.follow(page.locator("#result_list th.field-number a").first)
    return page


def expect_no_faults(one):
    """Expect a page that fits, can be touched, and is read out as it looks."""
    assert one.sideways() == 0
    assert one.small_targets(24) == []
    assert one.page.locator("h1").count() == 1
    assert one.page.locator("main").count() == 1
    assert [found for found in one.violations() if found[0] != "minor"] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("username", ["jiedao", "keshi", "guancha"])
@pytest.mark.parametrize("status", ["rectifying", "to_endorse", "closed"])
def test_page_of_an_entry(visitor, username, status, width):
    # The policy stops the styles with which axe measures.
    one = visitor(width, username=username, bypass_csp=True)
    page = open_first(one, status__exact=status)
    expect(page.get_by_role("region", name="办理")).to_be_visible()
    expect(page.get_by_role("region", name="进展与佐证材料")).to_be_visible()
    expect_no_faults(one)


@pytest.mark.parametrize("width", WIDTHS)
def test_page_with_a_request_for_more_time(visitor, width):
    one = visitor(width, username="jiedao", bypass_csp=True)
    page = open_first(one, extension="pending")
    expect_no_faults(one)
    one.follow(page.get_by_role("link", name="审批", exact=True))
    expect_no_faults(one)
    # Refusing wants a reason; what was not said is asked for.
    one.follow(page.get_by_role("button", name="不同意"))
    expect(page.get_by_text("不同意的，请写明原因。")).to_be_visible()
    expect_no_faults(one)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("status", "name"),
    [("to_endorse", "退回"), ("to_approve", "转长期坚持"), ("closed", "重新整改")],
)
def test_move_that_lacks_what_it_needs(visitor, status, name, width):
    one = visitor(width, username="jiedao", bypass_csp=True)
    page = open_first(one, status__exact=status)
    one.follow(page.get_by_role("link", name=name, exact=True))
    expect_no_faults(one)
    one.follow(page.get_by_role("button", name=name, exact=True))
    assert page.locator(".errorlist").count() == 2
    expect_no_faults(one)
    one.follow(page.get_by_role("link", name="取消"))
    expect(page.get_by_role("region", name="办理")).to_be_visible()


def test_adjusting_keeps_what_was_typed(visitor):
    one = visitor(390, username="jiedao", bypass_csp=True)
    page = open_first(one, status__exact="to_accept")
    one.follow(page.get_by_role("link", name="调整科室、责任人、时限"))
    page.get_by_label("整改时限").fill("2099-12-31")
    one.follow(page.get_by_role("button", name="调整", exact=True))
    expect(page.get_by_text("请写明原因。")).to_be_visible()
    expect(page.get_by_label("整改时限")).to_have_value("2099-12-31")
    expect_no_faults(one)


@pytest.mark.parametrize("width", WIDTHS)
def test_several_at_once_all_or_none(visitor, width):
    one = visitor(width, username="jiedao", bypass_csp=True)
    # By status, so that some go and some do not.
    page = one.visit(f"{LEDGER}?status__in=to_endorse,to_approve")
    states = page.locator("#result_list td.field-state").all_inner_texts()
    going, staying = (
        next(at for at, words in enumerate(states) if state in words)
        for state in ("待初审", "待批准")
    )
    for at in (going, staying):
        page.locator("input.action-select").nth(at).check()
    page.get_by_label("动作").select_option("退回")
    one.follow(page.get_by_role("button", name="执行"))
    expect(page.get_by_role("table", name="选定的 2 项")).to_be_visible()
    expect_no_faults(one)
    one.follow(page.get_by_role("link", name="取消"))
    assert page.url.endswith("status__in=to_endorse,to_approve")

    for at in (going, staying):
        page.locator("input.action-select").nth(at).check()
    page.get_by_label("动作").select_option("初审通过")
    one.follow(page.get_by_role("button", name="执行"))
    page.get_by_label("意见").fill("材料齐全。")
    one.follow(page.get_by_role("button", name="初审通过（2 项）"))
    refused = page.get_by_role("table", name="办不了的 1 项")
    expect(refused).to_contain_text("不能办理“初审通过”。")
    expect(page.get_by_label("意见")).to_have_value("材料齐全。")
    expect_no_faults(one)
    one.follow(page.get_by_role("button", name="去掉这 1 项，办其余 1 项"))
    expect(page.locator(".messagelist .success")).to_have_text("已办理“初审通过” 1 项。")
