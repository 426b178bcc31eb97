"""The notice editor in a real browser: what is typed, what is shown, by mouse and by keyboard."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NOTICE = "/admin/rectify/round/1/notice/"
PAGES = [
    NOTICE,
    f"{NOTICE}?edition=party",
    f"{NOTICE}?part=section-{{section}}",
    f"{NOTICE}?part=finding-{{finding}}",
    f"{NOTICE}?part=section-new",
    f"{NOTICE}sources/?variable=整改问题数",
    f"{NOTICE}sources/?variable=巡察时段",
]


@pytest.fixture(scope="module")
def parts(site):
    """The keys of a section and a finding of the round of 2022, and of an empty round."""
    return site.python(
        """
        import json
        from rectify.models import Finding, Round, Section
        round = Round.objects.get(pk=1)
        empty, _ = Round.objects.get_or_create(
            slug="empty", defaults={"name": "空轮次", "inspected_body": "示例街道"}
        )
        print(json.dumps({
            "section": round.sections.get(heading="高度重视巡察整改工作").pk,
            "finding": Finding.objects.get(
                category__round=round, title="推进宣传教育有缺失，阵地建设存不足"
            ).pk,
            "empty": empty.pk,
        }))
        """
    )


@pytest.mark.parametrize("width", [390, 1366])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible(visitor, parts, path, width):
    one = visitor(width, username="jiedao", bypass_csp=True)
    page = one.visit(path.format(**parts))
    page.evaluate("document.querySelectorAll('details').forEach((part) => part.open = true)")
    assert one.sideways() == 0
    assert (page.locator("h1").count(), page.locator("main").count()) == (1, 1)
    levels = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all(
        "(all) => all.map((one) => Number(one.tagName[1]))"
    )
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
    assert one.violations() == []
    # Figures are links in sentences, which may be as small as they are written.
    small = [found for found in one.small_targets(24) if 'class="figure"' not in found]
    assert small == []


@pytest.mark.parametrize("width", [390, 1366])
def test_empty_round_is_accessible(visitor, parts, width):
    one = visitor(width, username="jiedao", bypass_csp=True)
    one.visit(f"/admin/rectify/round/{parts['empty']}/notice/")
    assert (one.sideways(), one.violations()) == (0, [])


def test_preview_follows_what_is_typed(visitor, parts):
    one = visitor(username="jiedao")
    page = one.visit(f"{NOTICE}?part=section-{parts['section']}#at-section-{parts['section']}")
    field = page.get_by_label("正文", exact=True)
    before = field.input_value()
    notice = page.locator("[data-notice]")

    field.fill("刚写的{整改问题数}项。")
    expect(notice).to_contain_text("刚写的523项。")
    problem = page.get_by_role("alert")
    expect(problem).to_have_count(0)
    field.fill("刚写的{整改问题总}项。")
    expect(problem).to_have_text(re.compile("^没有名为“{整改问题总}”的变量。您是不是要写："))
    expect(field).to_have_attribute("aria-invalid", "true")
    # The last one that could be shown stays.
    expect(notice).to_contain_text("刚写的523项。")
    field.fill(before)
    expect(problem).to_have_count(0)
    expect(notice).not_to_contain_text("刚写的523项。")
    expect(field).not_to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (390, 800)])
@pytest.mark.parametrize("label", ["总括句", "整改措施"])
def test_what_is_wrong_is_in_view_of_who_types(visitor, parts, size, label):
    one = visitor(username="jiedao")
    page = one.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    one.visit(f"{NOTICE}?part=finding-{parts['finding']}#at-finding-{parts['finding']}")
    field = page.get_by_label(label, exact=True).last
    field.fill("一段很长的话，" * 60 + "共{没有}处。")
    problem = page.get_by_role("alert")
    expect(problem).to_have_text("没有名为“{没有}”的变量。可用的变量列在“公布正文”的“变量”一栏。")
    expect(problem).to_be_in_viewport(ratio=1)
    assert one.sideways() == 0


def test_what_was_typed_outlives_a_login_that_ran_out(visitor, parts, site):
    one = visitor()
    one.log_in("jiedao", site.passwords["jiedao"])
    page = one.visit(f"{NOTICE}?part=finding-{parts['finding']}")
    field = page.get_by_label("总括句", exact=True)
    before = field.input_value()
    offer = page.get_by_text("在这里填的还没有保存。")
    expect(offer).to_have_count(0)
    field.fill("写了半天的总括句。")
    page.get_by_role("button", name="再加一条").click()
    page.keyboard.type("写了半天的措施")
    one.context.clear_cookies(name="sessionid")
    one.follow(page.get_by_role("button", name="保存并继续编辑"))
    page.get_by_label("用户名").fill("jiedao")
    page.get_by_label("密码").fill(site.passwords["jiedao"])
    one.follow(page.get_by_role("button", name="登录"))
    expect(field).to_have_value(before)
    page.get_by_role("button", name="恢复").click()
    expect(field).to_have_value("写了半天的总括句。")
    expect(page.get_by_label("整改措施", exact=True).last).to_have_value("写了半天的措施")
    field.fill(before)
    page.get_by_label("整改措施", exact=True).last.fill("")
    one.follow(page.get_by_role("button", name="保存并继续编辑"))
    expect(page.locator(".messagelist .success")).to_have_count(1)
    # Saved, it is not offered any more.
    page.reload()
    expect(offer).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage)") == []


def test_what_was_typed_may_be_given_up_and_goes_with_who_logs_out(visitor, parts, site):
    one = visitor()
    one.log_in("jiedao", site.passwords["jiedao"])
    page = one.visit(f"{NOTICE}?part=section-{parts['section']}")
    field = page.get_by_label("正文", exact=True)
    before = field.input_value()
    page.on("dialog", lambda dialog: dialog.accept())
    for leaves in (False, True):
        field.fill("不要了的话。")
        page.reload()
        expect(field).to_have_value(before)
        if leaves:
            one.follow(page.get_by_role("button", name="退出"))
        else:
            page.get_by_role("button", name="不要了").click()
            expect(page.get_by_text("在这里填的还没有保存。")).to_have_count(0)
        assert page.evaluate("Object.keys(localStorage)") == []


def test_answer_to_ones_own_sending_holds_what_was_typed(visitor, parts):
    """There is nothing to restore, and later nothing to be asked about a second time."""
    place = f"{NOTICE}?part=section-{parts['section']}"
    one, other = visitor(username="jiedao"), visitor(username="jiedao")
    page = one.visit(place)
    field = page.get_by_label("正文", exact=True)
    before = field.input_value()
    offer = page.get_by_text("在这里填的还没有保存。")
    refused = page.locator(".part-form > .errorlist")
    page.on("dialog", lambda dialog: dialog.accept())

    theirs = other.visit(place).get_by_label("正文", exact=True)
    theirs.fill(f"{before}同事改的。")
    other.follow(other.page.get_by_role("button", name="保存", exact=True))
    field.fill("我改的。")
    one.follow(page.get_by_role("button", name="保存并继续编辑"))
    expect(refused).to_contain_text("您和别人都改了")
    expect(field).to_have_value("我改的。")
    expect(offer).to_have_count(0)

    # Left without saving, it is offered, and knows of the other's change by now.
    page = one.visit(place)
    expect(field).to_have_value(f"{before}同事改的。")
    page.get_by_role("button", name="恢复").click()
    one.follow(page.get_by_role("button", name="保存并继续编辑"))
    expect(refused).to_have_count(0)
    expect(field).to_have_value("我改的。")
    field.fill(before)
    one.follow(page.get_by_role("button", name="保存并继续编辑"))
    expect(page.locator(".messagelist .success")).to_have_count(1)
    assert page.evaluate("Object.keys(localStorage)") == []


def test_variable_is_inserted_where_one_was_typing(visitor, parts):
    one = visitor(username="jiedao")
    page = one.visit(f"{NOTICE}?part=finding-{parts['finding']}")
    measure = page.get_by_label("整改措施").first
    measure.fill("查处")
    measure.press("ArrowLeft")
    page.get_by_label("查找变量").fill("整改问题的总数")
    page.get_by_role("button", name="插入 {整改问题数}", exact=True).click()
    expect(measure).to_have_value("查{整改问题数}处")
    expect(measure).to_be_focused()
    expect(page.locator("[data-notice]")).to_contain_text("一是查523处。")
    expect(page.locator("[data-variables] li:visible")).to_have_count(4)
    page.get_by_role("button", name="再加一条").click()
    page.keyboard.type("再查一次")
    expect(page.locator("[data-notice]")).to_contain_text("再查一次。")


def test_part_is_saved_and_shown_at_its_place(visitor, parts):
    one = visitor(username="jiedao")
    page = one.visit(NOTICE)
    link = page.get_by_role("link", name="修改栏目“高度重视巡察整改工作”")
    one.follow(link)
    # The form stands beside the place that it is about.
    expect(page.get_by_role("link", name=re.compile("正在改栏目“高度重视"))).to_be_in_viewport()
    field = page.get_by_label("正文", exact=True)
    expect(field).to_be_in_viewport()
    before = field.input_value()
    for text in (f"{before}已改。", before):
        field.fill(text)
        one.follow(page.get_by_role("button", name="保存并继续编辑"))
        expect(page.locator(".messagelist .success")).to_have_text(
            "已保存公布栏目“高度重视巡察整改工作”。"
        )
        expect(field).to_have_value(text)
    one.follow(page.get_by_role("button", name="保存", exact=True))
    expect(page.get_by_role("heading", name="（一）高度重视巡察整改工作")).to_be_in_viewport()


def test_what_is_wrong_stands_beside_the_field(visitor, parts):
    one = visitor(username="jiedao")
    page = one.visit(f"{NOTICE}?part=section-{parts['section']}")
    field = page.get_by_label("正文", exact=True)
    field.fill("共{没有的}项。")
    one.follow(page.get_by_role("button", name="保存", exact=True))
    expect(field).to_have_value("共{没有的}项。")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".at-fault .errorlist")).to_contain_text("没有名为“{没有的}”的变量。")


def test_keyboard_reaches_form_preview_and_variables(visitor, parts):
    one = visitor(username="jiedao")
    page = one.visit(f"{NOTICE}?part=section-{parts['section']}")
    page.get_by_label("标题", exact=True).focus()
    reached = []
    for _ in range(400):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "document.activeElement.closest('.part-form, .outline, [data-notice], "
                "[data-variables]')?.className ?? ''"
            )
        )
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")
        if reached[-1] == "editor-variables":
            break
    assert list(dict.fromkeys(reached)) == [
        "part-form",
        "outline",
        "notice-sheet",
        "editor-variables",
    ]


def test_figure_leads_to_its_entries_and_back(visitor):
    one = visitor(username="jiedao")
    page = one.visit(NOTICE)
    one.follow(page.locator("[data-notice]").get_by_role("link", name="523", exact=True).first)
    expect(page.get_by_role("heading", name="523 条记录")).to_be_visible()
    one.follow(page.get_by_role("link", name="下一页"))
    expect(page.locator(".source-rows li").first).to_contain_text("101")
    one.follow(page.get_by_role("link", name="公布正文"))
    expect(page.locator("[data-notice]")).to_be_visible()


def test_all_of_it_works_without_scripts(visitor, parts):
    one = visitor(username="jiedao", java_script_enabled=False)
    page = one.visit(NOTICE)
    one.follow(page.get_by_role("link", name="修改栏目“高度重视巡察整改工作”"))
    field = page.get_by_label("正文", exact=True)
    before = field.input_value()
    for text in (f"{before}共{{整改问题数}}项。", before):
        field.fill(text)
        one.follow(page.get_by_role("button", name="保存并继续编辑"))
        expect(field).to_have_value(text)
    page.locator(".outline summary").click()
    one.follow(page.get_by_role("button", name="下移：认真制定问题整改措施"))
    one.follow(page.get_by_role("button", name="上移：认真制定问题整改措施"))
    expect(page.locator(".messagelist .error")).to_have_count(0)


def test_on_a_phone_the_form_comes_into_view(visitor, parts):
    one = visitor(390, username="jiedao")
    page = one.visit(NOTICE)
    one.follow(page.get_by_role("link", name="修改栏目“高度重视巡察整改工作”"))
    expect(page.get_by_role("heading", name="修改公布栏目")).to_be_in_viewport()
