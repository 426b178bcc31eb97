"""One entry on its community's page: what it shows, and what it offers to do."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rectify import workflow
from rectify.evidence.examination import examine
from rectify.models import AuditEntry, Issue
from rectify.states import MoveName, Status
from tests.views.conftest import photo


def page_of(client, issue) -> str:
    return client.get(reverse("my_issue", args=[issue.pk])).content.decode()


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def facts(page) -> dict[str, str]:
    shown = re.search(r'<dl class="facts">(.*?)</dl>', page, re.DOTALL)[1]
    return {
        text_of(term): text_of(words)
        for term, words in re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", shown, re.DOTALL)
    }


def test_page_says_what_was_found_and_what_is_wanted(east, east_issue):
    east_issue.measures = "换灯泡。\n每周查一次。"
    east_issue.goal = "灯都亮。"
    east_issue.leader = "分管领导"
    east_issue.due_on = datetime.date(2030, 3, 31)
    east_issue.due_wording = "2030年3月底"
    east_issue.save()
    page = page_of(east, east_issue)
    assert facts(page) == {
        "具体问题": "楼道灯不亮。",
        "反馈问题": east_issue.finding.title,
        "类别": east_issue.finding.category.title,
        "整改措施": "换灯泡。 每周查一次。",
        "整改目标": "灯都亮。",
        "整改时限": "2030年3月底（2030年3月31日）",
        "责任科室": "公共安全办公室",
        "责任领导": "分管领导",
        "责任人": "党组织书记",
        "轮次": "示例轮次（正在整改）",
    }
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["整改问题 E1"]


# Status to the buttons that work, those that do not with their reasons, and why no progress
# can be written.
OFFERED = {
    Status.TO_ACCEPT: (
        ["签收", "提交延期申请"],
        {"申请销号": "请先签收。"},
        "请先签收，再写进展。",
    ),
    Status.RECTIFYING: (["提交进展", "申请销号", "提交延期申请"], {}, ""),
    Status.TO_ENDORSE: (
        ["撤回申请", "提交延期申请"],
        {},
        "已经申请销号，正在等初审；要补充进展或材料，请先撤回申请。",
    ),
    Status.TO_APPROVE: (
        ["提交延期申请"],
        {},
        "科室已初审通过，正在等街道批准，现在不能再写进展。",
    ),
    Status.CLOSED: ([], {}, "这项问题已经销号，不用再写进展。"),
    Status.SUSTAINED: (["提交进展"], {}, ""),
}


@pytest.mark.parametrize("status", Status)
def test_page_offers_what_can_be_done(east, put, status):
    page = page_of(east, put(status))
    steps = page[page.index('id="steps"') : page.index('id="timeline"')]
    works = re.findall(r"<button[^>]*data-sending[^>]*>(.*?)</button>", steps)
    waits = re.findall(
        r'<button type="submit" disabled aria-describedby="([^"]+)">(.*?)</button>\s*'
        r'<p class="obstacle" id="\1">(.*?)</p>',
        steps,
    )
    no_report = re.findall(r'<h3>写进展</h3>\s*<p class="obstacle">(.*?)</p>', steps)
    assert (works, {label: why for _, label, why in waits}, "".join(no_report)) == OFFERED[status]


def test_apply_without_progress_is_shown_disabled_with_the_reason(east, put):
    page = page_of(east, put(Status.RECTIFYING, progress=False))
    assert (
        page.count('<p class="obstacle" id="submit-obstacle">请先写整改进展，再申请销号。</p>') == 1
    )
    assert page.count('name="note"') == 0


def test_apply_says_whether_there_is_evidence(east, put, east_secretary):
    issue = put(Status.RECTIFYING)
    assert page_of(east, issue).count("还没有佐证材料：请在上面补交") == 1
    workflow.reports.report(issue, by=east_secretary, text="拍了。", files=[examine(photo())])
    assert page_of(east, issue).count("已有佐证材料，可以直接申请。") == 1


@pytest.mark.parametrize(
    ("move", "said", "heading", "lines"),
    [
        (
            MoveName.RETURN,
            {"note": "照片看不清。", "wanted": "重拍一张。"},
            "已退回，请按下面的要求整改",
            "退回原因 照片看不清。 还需要什么 重拍一张。",
        ),
        (
            MoveName.REOPEN,
            {"note": "又坏了。", "ground": "complaint"},
            "要重新整改",
            "由来 群众反映 说明 又坏了。",
        ),
    ],
)
def test_what_was_sent_back_says_why_on_top(east, put, officer, move, said, heading, lines):
    issue = put(Status.CLOSED if move == MoveName.REOPEN else Status.TO_ENDORSE)
    workflow.move(issue, move, by=officer, **said)
    page = page_of(east, issue)
    box = re.search(r'<section class="returned".*?</section>', page, re.DOTALL)[0]
    assert text_of(box).startswith(f"{heading} {lines} officer，")
    assert page.index('class="returned"') < page.index('id="facts"')
    put(Status.TO_ENDORSE)
    assert page_of(east, issue).count('class="returned"') == 0


@pytest.mark.parametrize(
    ("status", "days", "marks"),
    [
        (Status.RECTIFYING, 5, "整改中 黄灯 剩 5 天"),
        (Status.RECTIFYING, 0, "整改中 红灯 今天到期"),
        (Status.TO_APPROVE, -12, "待批准 红灯 逾期 12 天"),
        (Status.CLOSED, -1, "已销号 逾期销号"),
        (Status.CLOSED, 1, "已销号"),
    ],
)
def test_deadline_is_told_in_words(east, put, today, status, days, marks):
    Issue.objects.filter(pk=put(status).pk).update(due_on=today + datetime.timedelta(days))
    [found] = re.findall(
        r'<p class="marks">(.*?)</p>', page_of(east, put(status, progress=False)), re.DOTALL
    )
    assert text_of(found).partition(" 时限：")[0] == marks


def test_open_request_for_more_time_is_shown_and_no_second_one_offered(east, put, east_secretary):
    issue = put(Status.RECTIFYING)
    day = issue.due_on + datetime.timedelta(10)
    workflow.extensions.ask(issue, by=east_secretary, reason="雨季。", new_due_on=day)
    page = page_of(east, issue)
    assert page.count("理由：雨季。") == 1
    assert page.count(f"由{issue.deadline}延到{day.year}年{day.month}月{day.day}日。") == 1
    buttons = re.findall(r"<button[^>]*data-sending[^>]*>(.*?)</button>", page)
    assert buttons == ["提交进展", "申请销号", "撤回延期申请"]


def test_timeline_has_evidence_and_what_was_removed(east, put, east_secretary):
    issue = put(Status.RECTIFYING, progress=False)
    files = [examine(photo("灯.jpg")), examine(photo("门牌.jpg"))]
    entry = workflow.reports.report(issue, by=east_secretary, text="换了灯。", files=files)
    kept, removed = entry.evidence.order_by("pk")
    workflow.reports.remove(removed, by=east_secretary, because="拍到了门牌号")
    page = page_of(east, issue)
    image = f'<img src="/evidence/{kept.token}/thumbnail/" alt="" width="80" height="80" loading="lazy">'
    assert (page.count(image), page.count(f'href="/evidence/{kept.token}/"')) == (1, 1)
    assert page.count(f"/evidence/{removed.token}/") == 0
    [line] = re.findall(r'<li class="removed">(.*?)</li>', page)
    when = timezone.localtime(timezone.now())
    assert line.startswith(f"已移除：门牌.jpg（east，{when.year}年")
    assert line.endswith("原因：拍到了门牌号）")


def test_evidence_can_be_added_and_removed_only_while_it_counts(east, put, east_secretary, officer):
    issue = put(Status.RECTIFYING, progress=False)
    report = workflow.reports.report

    def links() -> tuple[list[str], list[str]]:
        page = page_of(east, issue)
        return (
            re.findall(r'href="/my/entries/(\d+)/evidence/"', page),
            re.findall(r'href="/my/evidence/([^"]+)/remove/"', page),
        )

    old = report(issue, by=east_secretary, text="一。", files=[examine(photo())])
    token = str(old.evidence.get().token)
    assert links() == ([str(old.pk)], [token])
    workflow.move(issue, MoveName.SUBMIT, by=east_secretary)
    assert links() == ([], [])
    workflow.move(issue, MoveName.RETURN, by=officer, note="不够。", wanted="补。")
    assert links() == ([], [])
    new = report(issue, by=east_secretary, text="二。")
    assert links() == ([str(new.pk)], [])


# --- Who, and at what cost ------------------------------------------------------------------


@pytest.mark.parametrize("who", ["west_secretary", "officer", "clerk", "observer", "auditor"])
def test_page_is_not_there_for_strangers_and_staff(who, client, east_issue, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("my_issue", args=[east_issue.pk])).status_code == 404


@pytest.mark.parametrize("pk", [0, 2**31, 2**63, 10**30])
def test_entry_that_is_none_is_not_found(east, pk):
    assert east.get(f"/my/{pk}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_page_is_only_read(east, east_issue, method):
    assert getattr(east, method)(reverse("my_issue", args=[east_issue.pk])).status_code == 405


def test_secretary_who_moves_loses_the_old_community_at_once(east, east_secretary, east_issue):
    owner = east_secretary.owner
    owner.user = None
    owner.save()
    assert east.get(reverse("my_issue", args=[east_issue.pk])).status_code == 404


@pytest.mark.parametrize("entries", [1, 5])
@pytest.mark.parametrize(
    ("status", "queries"),
    [
        (Status.TO_ACCEPT, 19),
        (Status.RECTIFYING, 25),
        (Status.TO_ENDORSE, 19),
        (Status.TO_APPROVE, 19),
        (Status.CLOSED, 18),
        (Status.SUSTAINED, 20),
    ],
)
def test_page_costs_the_same_whatever_has_happened(
    east, put, east_secretary, officer, status, queries, entries, django_assert_num_queries
):
    issue = put(Status.RECTIFYING, progress=False)
    for number in range(entries):
        workflow.reports.report(
            issue, by=east_secretary, text=f"第{number}次。", files=[examine(photo())] * 2
        )
        workflow.move(issue, MoveName.SUBMIT, by=east_secretary)
        workflow.move(issue, MoveName.RETURN, by=officer, note="不够。", wanted="补。")
    workflow.reports.report(issue, by=east_secretary, text="完了。", files=[examine(photo())])
    put(status, progress=False)
    east.get(reverse("my_issue", args=[issue.pk]))
    with django_assert_num_queries(queries):
        assert page_of(east, issue).count('<li class="event progress">') == entries + 1


def test_reading_writes_nothing(east, put):
    issue = put(Status.RECTIFYING)
    with CaptureQueriesContext(connection) as queries:
        page_of(east, issue)
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}
    assert AuditEntry.objects.filter(kind="download").count() == 0
