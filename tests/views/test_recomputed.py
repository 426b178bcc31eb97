"""Every figure on the public pages, computed again by SQL alone and compared."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import connection
from django.utils import timezone

from rectify.models import PlannedWork, Round
from tests.editions import put_out
from tests.views.page import Page

# What each status is told as, by the office's own rule (DOMAIN), written down here again.
TOLD = {
    "closed": "done",
    "sustained": "staged",
    "rectifying": "under_way",
    "to_endorse": "under_way",
    "to_approve": "under_way",
    "to_accept": "unfinished",
}
OUTCOMES = ["done", "staged", "under_way", "unfinished"]


def rows(sql, *arguments):
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return cursor.fetchall()


def rate(done, total):
    """Return the rate with at most one decimal, 100 % and 0 % only when it is exactly so."""
    if not total:
        return "—"
    exact = (Decimal(100 * done) / total).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if done not in (0, total):
        exact = min(max(exact, Decimal("0.1")), Decimal("99.9"))
    return f"{exact.normalize():f}%"


def cells(counted) -> list[str]:
    """Return the cells of a row: total, the four outcomes, the rate, from (status, number)."""
    tally = dict.fromkeys(OUTCOMES, 0)
    for status, number in counted:
        tally[TOLD[status]] += number
    total = sum(tally.values())
    return [str(total), *(str(tally[one]) for one in OUTCOMES), rate(tally["done"], total)]


COUNTED = (
    "SELECT i.status, COUNT(*) FROM rectify_issue i"
    " JOIN rectify_finding f ON f.id = i.finding_id WHERE CONDITION GROUP BY i.status"
)


def issues_where(condition, *arguments) -> list[str]:
    return cells(rows(COUNTED.replace("CONDITION", condition), *arguments))


@pytest.fixture(params=["all done", "under way"])
def shown(request, published, in_progress) -> Round:
    """The round of 2022, and one in which every outcome occurs, with its communities told."""
    if request.param == "all done":
        return published
    Round.objects.filter(pk=in_progress.pk).update(
        community_disclosure="issues",
        shows_live=True,
        telephone="（022）66596006",
        published_on=timezone.localdate(),
    )
    PlannedWork.objects.create(
        round=in_progress,
        title="楼道照明",
        due_on=date(2027, 3, 31),
        finished_on=date(2026, 11, 1),
        standing="已更换 12 处",
    )
    in_progress.refresh_from_db()
    put_out(in_progress)
    return in_progress


@pytest.fixture
def page(client, shown) -> Page:
    return Page(client.get(f"/rounds/{shown.slug}/"))


def test_answer_and_outcomes(page, shown):
    total, *outcomes, done_rate = issues_where("i.round_id = %s", shown.pk)
    assert (
        page.texts["p"].count(f"{total} 项整改问题，已完成 {outcomes[0]} 项，完成率 {done_rate}。")
        == 1
    )
    names = ["已完成", "阶段性完成", "正在推进", "未完成"]
    assert page.terms[:4] == list(zip(names, outcomes, strict=True))


def test_other_counts(page, shown):
    def count(sql):
        return str(rows(sql, shown.pk)[0][0])

    findings = (
        "SELECT COUNT(*) FROM rectify_finding f"
        " JOIN rectify_category c ON c.id = f.category_id WHERE c.round_id = %s"
    )
    assert page.terms[4:10] == [
        (
            "被巡察社区",
            count(
                "SELECT COUNT(*) FROM rectify_round_communities m JOIN communities_community c"
                " ON c.id = m.community_id WHERE m.round_id = %s AND c.kind <> 'street'"
            ),
        ),
        ("反馈问题", count(findings)),
        (
            "整改措施",
            count(
                "SELECT COUNT(*) FROM rectify_measure m JOIN rectify_finding f"
                " ON f.id = m.finding_id JOIN rectify_category c ON c.id = f.category_id"
                " WHERE c.round_id = %s"
            ),
        ),
        ("专项整治", count("SELECT COUNT(*) FROM rectify_campaign WHERE round_id = %s")),
        ("制度机制", count("SELECT COUNT(*) FROM rectify_mechanism WHERE round_id = %s")),
        ("计划项目", count("SELECT COUNT(*) FROM rectify_plannedwork WHERE round_id = %s")),
    ]


def test_categories_and_findings(page, shown):
    expected = []
    for pk, title in rows(
        "SELECT id, title FROM rectify_category WHERE round_id = %s ORDER BY position, id",
        shown.pk,
    ):
        findings = rows(
            "SELECT id, title FROM rectify_finding WHERE category_id = %s ORDER BY position, id",
            pk,
        )
        heading = f"{title}（{len(findings)} 条反馈问题）"
        expected.append([heading, *issues_where("f.category_id = %s", pk)])
        expected += [[name, *issues_where("f.id = %s", key)] for key, name in findings]
    expected.append(["合计", *issues_where("i.round_id = %s", shown.pk)])
    assert page.table("各类别和各条反馈问题") == expected


def test_communities(page, shown):
    communities = rows(
        "SELECT c.id, c.name, c.code FROM rectify_round_communities m JOIN communities_community c"
        " ON c.id = m.community_id WHERE m.round_id = %s ORDER BY c.code",
        shown.pk,
    )
    condition = "i.round_id = %s AND i.community_id = %s"
    expected = [[name, *issues_where(condition, shown.pk, pk)] for pk, name, _ in communities]
    expected.append(["合计", *issues_where("i.round_id = %s", shown.pk)])
    assert page.table("各社区的整改问题") == expected
    addresses = {name: f"/rounds/{shown.slug}/communities/{code}/" for _, name, code in communities}
    assert {name: page.links[name] for name in addresses} == addresses


def test_weeks(page, shown):
    closed = rows(
        "SELECT settled_on, COUNT(*) FROM rectify_issue"
        " WHERE round_id = %s AND status = 'closed' GROUP BY settled_on",
        shown.pk,
    )
    sustained = rows(
        "SELECT settled_on, COUNT(*) FROM rectify_issue"
        " WHERE round_id = %s AND status = 'sustained' GROUP BY settled_on",
        shown.pk,
    )
    weeks: dict[date, list[int]] = {}
    for place, days in enumerate([closed, sustained]):
        for day, number in days:
            day = date.fromisoformat(str(day))
            monday = day - timedelta(days=day.isoweekday() - 1)
            weeks.setdefault(monday, [0, 0])[place] += number
    expected, so_far = [], 0
    for monday, (done, staged) in sorted(weeks.items()):
        so_far += done
        name = f"{monday.year}年{monday.month}月{monday.day}日"
        numbers = [done, staged, so_far] if sustained else [done, so_far]
        expected.append([name, *map(str, numbers)])
    assert page.table("有销号的各周") == expected


def test_community_pages(client, shown):
    for pk, name, code in rows(
        "SELECT c.id, c.name, c.code FROM rectify_round_communities m JOIN communities_community c"
        " ON c.id = m.community_id WHERE m.round_id = %s ORDER BY c.code",
        shown.pk,
    ):
        one = Page(client.get(f"/rounds/{shown.slug}/communities/{code}/"))
        total, *outcomes, done_rate = issues_where(
            "i.round_id = %s AND i.community_id = %s", shown.pk, pk
        )
        assert one.texts["h1"] == [name]
        assert one.texts["p"].count(
            f"{total} 项整改问题，已完成 {outcomes[0]} 项，完成率 {done_rate}。"
        ) == (total != "0")
        told = rows(
            "SELECT number FROM rectify_issue WHERE round_id = %s AND community_id = %s"
            " AND NOT is_withheld ORDER BY LENGTH(number), number",
            shown.pk,
            pk,
        )
        heads = [text.split()[0] for text in one.texts["p"] if text.endswith(tuple(LABELS))]
        assert heads == [number for (number,) in told]


LABELS = [" 已完成", " 阶段性完成", " 正在推进", " 未完成"]


def test_live_figures(page, shown):
    if not shown.shows_live:
        assert [text for text in page.texts.get("h3", []) if "现在" in text] == []
        return
    total, *outcomes, _ = issues_where("i.round_id = %s", shown.pk)
    names = ["整改问题", "已完成", "阶段性完成", "正在推进", "未完成"]
    assert page.terms[10:15] == list(zip(names, [total, *outcomes], strict=True))
