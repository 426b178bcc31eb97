"""The whole life of an entry: the secretary on a phone, department and office at their desks."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.evidence import files

pytestmark = pytest.mark.browser

PHOTO = {"name": "整改后.jpg", "mimeType": "image/jpeg", "buffer": files.photograph()}


@pytest.fixture
def cast(visitor, site):
    """Secretary on a phone, clerk and officer at their desks, each logged in by the page."""
    found = []
    for username, width in [("shequ", 390), ("keshi", 1366), ("jiedao", 1366)]:
        one = visitor(width)
        one.log_in(username, site.passwords[username])
        found.append(one)
    return found


def report(secretary, text):
    """Write progress with a photograph, on the page of an entry."""
    form = secretary.page.get_by_role("form", name="写进展")
    form.get_by_label("进展情况").fill(text)
    form.get_by_label("选照片或文件").set_input_files(PHOTO)
    secretary.follow(form.get_by_role("button", name="提交进展"))
    expect(secretary.page.get_by_role("status")).to_have_count(1)


def press(one, name):
    one.follow(one.page.get_by_role("button", name=name, exact=True))


def open_in_admin(one, pk):
    return one.visit(f"/admin/rectify/issue/{pk}/change/")


def act(one, name, **fields):
    """Make a move from the panel of an entry, saying what it asks for."""
    one.follow(one.page.get_by_role("link", name=name, exact=True))
    for label, words in fields.items():
        one.page.get_by_label(label).fill(words)
    press(one, name)
    expect(one.page.locator(".messagelist .success")).to_have_count(1)


def test_life_of_an_entry(cast):
    secretary, clerk, officer = cast
    page = secretary.page
    # Everyone lands where the work is.
    assert page.url.endswith("/my/")
    assert clerk.page.url.endswith("/admin/rectify/issue/")

    secretary.follow(page.get_by_role("link", name="待签收"))
    # Other tests at the same installation have entries of their own; the sample's have numbers.
    entry = page.get_by_role("main").locator("a[href^='/my/']").filter(has_text=re.compile(r"^\d"))
    secretary.follow(entry.first)
    pk = page.url.rstrip("/").rpartition("/")[2]
    assert secretary.sideways() == 0
    expect(page.get_by_role("button", name="申请销号")).to_be_disabled()
    expect(page.get_by_text("请先签收。").first).to_be_visible()
    press(secretary, "签收")

    report(secretary, "已更换楼道灯，逐户告知。")
    later = timezone.localdate() + timedelta(days=90)
    page.get_by_text("申请延期", exact=True).first.click()
    form = page.get_by_role("form", name="申请延期")
    form.get_by_label("申请延到").fill(later.isoformat())
    form.get_by_label("延期理由").fill("要等物业公司备料。")
    secretary.follow(form.get_by_role("button", name="提交延期申请"))
    press(secretary, "申请销号")

    # The department sends it back; the office grants more time.
    open_in_admin(clerk, pk)
    act(clerk, "退回", 退回原因="照片看不出是哪一层。", 还需要什么="每层一张照片。")
    open_in_admin(officer, pk)
    officer.follow(officer.page.get_by_role("link", name="审批", exact=True))
    press(officer, "同意")

    page.reload()
    top = page.locator(".returned")
    expect(top).to_contain_text("照片看不出是哪一层。")
    expect(top).to_contain_text("每层一张照片。")
    expect(page.get_by_role("main")).to_contain_text(f"{later.year}年{later.month}月{later.day}日")
    expect(page.get_by_role("button", name="申请销号")).to_be_disabled()
    report(secretary, "每层补拍了照片。")
    press(secretary, "申请销号")
    assert secretary.sideways() == 0
    assert secretary.small_targets(44) == []

    open_in_admin(clerk, pk)
    act(clerk, "初审通过")
    # Whose turn it is not finds no button.
    expect(clerk.page.get_by_role("link", name="退回", exact=True)).to_have_count(0)
    open_in_admin(officer, pk)
    act(officer, "销号")
    expect(officer.page.get_by_role("link", name="重新整改", exact=True)).to_be_visible()

    page.reload()
    assert page.locator(".timeline .event-head strong").all_inner_texts() == [
        "销号",
        "初审通过",
        "申请销号",
        "进展",
        "延期申请已同意",
        "退回",
        "申请销号",
        "申请延期",
        "进展",
        "签收",
        "录入",
    ]
    with page.expect_download() as download:
        page.locator(".event-evidence a").first.click()
    assert download.value.suggested_filename == "整改后.jpg"
    officer.visit(f"/admin/rectify/issue/{pk}/history/")
    assert officer.page.locator(".timeline .event").count() == 11
