"""The secretary's pages in a real browser: a phone, with and without scripts, a shared one too."""

import io
import json

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LIST = "/my/"
TEXT = "已更换三号楼的楼道灯，下周再查一次。"

# Makes an entry of the sample secretary's in a status, with all that can have happened to it.
MAKE = """
import io, json
from datetime import timedelta
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from communities.models import User
from rectify import workflow
from rectify.evidence.examination import examine
from rectify.models import Evidence, Issue, Round
from rectify.states import MoveName
status = {status!r}
secretary, officer = (User.objects.get(username=name) for name in ("shequ", "jiedao"))
round = Round.objects.get(slug="sample-in-progress")
issue = Issue.objects.create(
    round=round,
    number=f"M{{Issue.objects.count()}}",
    community=secretary.owner.community,
    finding=round.issues.first().finding,
    text="（示例）三号楼的楼道灯不亮。",
    measures="更换灯泡，每周检查一次。",
    goal="楼道灯全部亮。",
    department=round.issues.first().department,
    owner=secretary.owner,
    due_on=timezone.localdate() + timedelta(days=5),
)
def photo(name):
    file = io.BytesIO()
    Image.new("RGB", (640, 480), "gray").save(file, "JPEG")
    return examine(SimpleUploadedFile(name, file.getvalue()))
def report(text, *names):
    files = [photo(name) for name in names]
    return workflow.reports.report(issue, by=secretary, text=text, files=files)
def move(name, by=officer, **said):
    workflow.move(issue, MoveName(name), by=by, **said)
if status != "to_accept":
    move("accept", secretary)
    entry = report("（示例）换了灯。", "整改以后.jpg", "门牌号.jpg")
    removed = entry.evidence.last()
    workflow.reports.remove(removed, by=secretary, because="拍到了门牌号")
if status in ("returned", "to_endorse", "closed"):
    move("submit", secretary)
if status == "returned":
    move("return", note="（示例）看不出是哪里。", wanted="（示例）带门口的照片。")
    report("（示例）重新拍了照片。", "门口.jpg")
    asked = issue.due_on + timedelta(days=15)
    workflow.extensions.ask(issue, by=secretary, reason="（示例）雨季。", new_due_on=asked)
if status == "closed":
    move("endorse")
    move("close")
token = Evidence.objects.filter(entry__issue=issue, removed_at=None).values_list("token").last()
entry = issue.progress.last()
print(json.dumps([issue.pk, entry and entry.pk, token and str(token[0])]))
"""

# Whether what was sent is there.
PROGRESS = """
import json
from rectify.models import ProgressEntry
print(json.dumps(list(ProgressEntry.objects.filter(issue={pk}).values_list("text", flat=True))))
"""

STATUSES = ["to_accept", "rectifying", "returned", "to_endorse", "closed"]


@pytest.fixture
def make(site):
    """Make an entry; return its key, and those of its last progress and last evidence."""
    return lambda status: site.python(MAKE.format(status=status))


@pytest.fixture
def pages(make) -> list[str]:
    """The addresses of all pages there are, for an entry on which the most has happened."""
    pk, entry, token = make("returned")
    return [f"/my/{pk}/", f"/my/entries/{entry}/evidence/", f"/my/evidence/{token}/remove/"]


def jpeg() -> dict:
    file = io.BytesIO()
    Image.new("RGB", (320, 240), "gray").save(file, "JPEG")
    return {"name": "灯.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def fits(one) -> tuple:
    page = one.page
    page.evaluate("document.querySelectorAll('details').forEach((part) => part.open = true)")
    return one.sideways(), one.small_targets(44), page.locator("h1").count()


# --- How it looks ------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [360, 390, 1366])
@pytest.mark.parametrize("query", ["", "?light=overdue", "?status=sustained&q=没有这样的"])
def test_list_fits_the_screen_and_is_accessible(visitor, width, query):
    one = visitor(width, username="shequ", bypass_csp=True)
    one.visit(f"{LIST}{query}")
    assert (fits(one), one.violations()) == ((0, [], 1), [])


@pytest.mark.parametrize("width", [360, 390, 1366])
@pytest.mark.parametrize("status", STATUSES)
def test_entry_fits_the_screen_and_is_accessible(visitor, make, status, width):
    one = visitor(width, username="shequ", bypass_csp=True)
    one.visit(f"/my/{make(status)[0]}/")
    assert (fits(one), one.violations()) == ((0, [], 1), [])


@pytest.mark.parametrize("width", [360, 390, 1366])
def test_pages_of_evidence_fit_the_screen_and_are_accessible(visitor, pages, width):
    one = visitor(width, username="shequ", bypass_csp=True)
    for address in pages[1:]:
        page = one.visit(address)
        assert (address, fits(one), one.violations()) == (address, (0, [], 1), [])
        page.locator("main form").evaluate("(form) => { form.noValidate = true }")
        one.follow(page.locator("main button[type=submit]"))
        expect(page.get_by_role("heading", name="没有办成")).to_be_visible()
        assert (address, fits(one), one.violations()) == (address, (0, [], 1), [])


@pytest.mark.parametrize("width", [360, 1366])
def test_form_with_errors_fits_the_screen_and_is_accessible(visitor, make, site, width):
    pk = make("rectifying")[0]
    one = visitor(width, username="shequ", bypass_csp=True)
    page = one.visit(f"/my/{pk}/")
    site.python(
        f"from rectify.models import Issue; issue = Issue.objects.get(pk={pk});"
        "issue.goal = '楼道灯和门灯全部亮。'; issue.save(); print(1)"
    )
    page.get_by_text("申请延期").click()
    page.get_by_label("申请延到").fill("2099-01-01")
    page.get_by_label("延期理由").fill("雨季。")
    one.follow(page.get_by_role("button", name="提交延期申请"))
    table = page.get_by_role("table", name="您打开页面以后改动的")
    assert table.get_by_role("row").all_inner_texts() == [
        "项目\t原来\t现在",
        "整改目标\t楼道灯全部亮。\t楼道灯和门灯全部亮。",
    ]
    expect(page.get_by_label("延期理由")).to_have_value("雨季。")
    assert (fits(one), one.violations()) == ((0, [], 1), [])
    page.get_by_label("申请延到").fill("2020-01-01")
    one.follow(page.get_by_role("button", name="提交延期申请"))
    expect(page.get_by_text("申请延到的日期要晚于原来的时限。").first).to_be_visible()
    assert (fits(one), one.violations()) == ((0, [], 1), [])


# --- What it does ------------------------------------------------------------------------------


def test_entry_is_found_accepted_reported_and_handed_in(visitor, make, site):
    pk = make("to_accept")[0]
    one = visitor(390)
    one.log_in("shequ", site.passwords["shequ"])
    page = one.page
    assert page.url.endswith(LIST)
    one.follow(page.get_by_role("link", name="待签收"))
    one.follow(page.locator(f'.issues a[href="/my/{pk}/"]'))
    expect(page.get_by_role("button", name="申请销号")).to_be_disabled()
    one.follow(page.get_by_role("button", name="签收"))
    expect(page.get_by_role("status")).to_have_text("已签收，可以写进展了。")

    page.get_by_label("进展情况").fill(TEXT)
    page.get_by_label("拍照").set_input_files(jpeg())
    one.follow(page.get_by_role("button", name="提交进展"))
    expect(page.get_by_role("status")).to_have_text("进展和 1 份佐证材料已提交。")
    image = page.locator(".event-evidence img")
    image.scroll_into_view_if_needed()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.event-evidence img')].every((one) => one.naturalWidth)"
    )
    with page.expect_download() as download:
        page.get_by_role("link", name="灯.jpg").first.click()
    assert download.value.suggested_filename == "灯.jpg"

    one.follow(page.get_by_role("link", name="补交材料"))
    page.get_by_label("拍照").set_input_files(jpeg())
    one.follow(page.get_by_role("button", name="提交材料"))
    one.follow(page.get_by_role("link", name="移除“灯.jpg”").first)
    page.get_by_label("移除的原因").fill("重复了")
    one.follow(page.get_by_role("button", name="移除“灯.jpg”"))
    expect(page.locator(".removed")).to_contain_text("原因：重复了")

    one.follow(page.get_by_role("button", name="申请销号"))
    expect(page.locator("main .badge").first).to_have_text("待初审")
    one.follow(page.get_by_role("button", name="撤回申请"))
    expect(page.locator("main .badge").first).to_have_text("整改中")


def test_everything_works_without_scripts(visitor, make, site):
    pk = make("to_accept")[0]
    one = visitor(390, username="shequ", java_script_enabled=False)
    page = one.visit(f"/my/{pk}/")
    one.follow(page.get_by_role("button", name="签收"))
    page.get_by_label("进展情况").fill(TEXT)
    page.get_by_label("选照片或文件").set_input_files([jpeg(), jpeg()])
    one.follow(page.get_by_role("button", name="提交进展"))
    expect(page.get_by_role("status")).to_have_text("进展和 2 份佐证材料已提交。")
    page.get_by_text("申请延期").click()
    page.get_by_label("申请延到").fill("2099-01-01")
    page.get_by_label("延期理由").fill("雨季。")
    one.follow(page.get_by_role("button", name="提交延期申请"))
    one.follow(page.get_by_role("button", name="撤回延期申请"))
    one.follow(page.get_by_role("button", name="申请销号"))
    expect(page.locator("main .badge").first).to_have_text("待初审")
    one.visit(LIST)
    page.get_by_text("查找、选轮次").click()
    page.get_by_label("查找").fill("三号楼的楼道灯")
    one.follow(page.get_by_role("button", name="查找"))
    assert page.locator(f'.issues a[href="/my/{pk}/"]').count() == 1


# --- Drafts ------------------------------------------------------------------------------------


def test_draft_outlives_a_reload_and_goes_when_it_was_sent(visitor, make):
    pk = make("rectifying")[0]
    one = visitor(390, username="shequ")
    page = one.visit(f"/my/{pk}/")
    page.get_by_label("进展情况").fill(TEXT)
    page.reload()
    expect(page.get_by_label("进展情况")).to_have_value(TEXT)
    expect(page.get_by_text("已恢复没有提交的草稿。")).to_be_visible()
    one.follow(page.get_by_role("button", name="提交进展"))
    expect(page.get_by_label("进展情况")).to_have_value("")
    assert page.evaluate("Object.keys(localStorage)") == []


def test_draft_can_be_cleared(visitor, make):
    one = visitor(390, username="shequ")
    page = one.visit(f"/my/{make('rectifying')[0]}/")
    page.get_by_text("申请延期").click()
    page.get_by_label("延期理由").fill("雨季。")
    page.reload()
    # What was folded away is opened, so that nobody misses it.
    expect(page.get_by_label("延期理由")).to_have_value("雨季。")
    expect(page.get_by_label("延期理由")).to_be_visible()
    page.get_by_role("button", name="清除").click()
    expect(page.get_by_label("延期理由")).to_have_value("")
    expect(page.get_by_text("已恢复没有提交的草稿。")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage)") == []


def test_draft_outlives_a_login_that_ran_out(visitor, make, site):
    pk = make("rectifying")[0]
    one = visitor(390)
    one.log_in("shequ", site.passwords["shequ"])
    page = one.visit(f"/my/{pk}/")
    page.get_by_label("进展情况").fill(TEXT)
    one.context.clear_cookies()
    # Sent without a log-in, and without the token that goes with one.
    with page.expect_navigation():
        page.get_by_role("button", name="提交进展").click()
    one.log_in("shequ", site.passwords["shequ"])
    one.visit(f"/my/{pk}/progress/")
    assert page.url.endswith(f"/my/{pk}/")
    expect(page.get_by_label("进展情况")).to_have_value(TEXT)
    one.follow(page.get_by_role("button", name="提交进展"))
    assert site.python(PROGRESS.format(pk=pk))[-1] == TEXT


def test_what_arrived_although_the_answer_was_lost_is_not_written_twice(visitor, make, site):
    pk = make("rectifying")[0]
    one = visitor(390, username="shequ")
    page = one.visit(f"/my/{pk}/")
    page.get_by_label("进展情况").fill(TEXT)

    def arrive_and_lose_the_answer(route):
        route.fetch(max_redirects=0)
        route.abort("internetdisconnected")

    page.route("**/progress/", arrive_and_lose_the_answer)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="提交进展").click(no_wait_after=True)
    page.unroute("**/progress/")
    one.faults.clear()
    # What the lost answer would have brought along.
    one.context.clear_cookies(name="messages")
    one.visit(f"/my/{pk}/")
    expect(page.get_by_label("进展情况")).to_have_value(TEXT)
    one.follow(page.get_by_role("button", name="提交进展"))
    expect(page.get_by_role("status")).to_have_text("这张表单刚才已经办过了，没有重复办理。")
    expect(page.get_by_label("进展情况")).to_have_value("")
    assert site.python(PROGRESS.format(pk=pk)).count(TEXT) == 1


def test_drafts_are_ones_own_and_go_with_who_logs_out(visitor, make, site):
    pk = make("rectifying")[0]
    one = visitor(390)
    one.log_in("shequ", site.passwords["shequ"])
    page = one.visit(f"/my/{pk}/")
    page.evaluate("localStorage.setItem('draft.0.1.report', '[\"别人的\", \"\"]')")
    page.get_by_label("进展情况").fill(TEXT)
    # Also from a page that is everybody's.
    one.visit("/")
    one.follow(page.get_by_role("button", name="退出"))
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert json.loads(kept) == {"draft.0.1.report": '["别人的", ""]'}


def test_button_waits_while_the_form_is_on_its_way(visitor, make):
    one = visitor(390, username="shequ")
    page = one.visit(f"/my/{make('rectifying')[0]}/")
    page.get_by_label("进展情况").fill(TEXT)
    # As long as the way takes.
    page.evaluate("window.addEventListener('submit', (event) => event.preventDefault())")
    page.get_by_role("button", name="提交进展").click()
    expect(page.get_by_role("button", name="正在提交……")).to_be_disabled()
    expect(page.get_by_role("button", name="申请销号")).to_be_enabled()
    # Who comes back because the connection dropped may send again.
    page.evaluate("window.dispatchEvent(new Event('pageshow'))")
    expect(page.get_by_role("button", name="提交进展")).to_be_enabled()
