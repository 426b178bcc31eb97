"""我的整改: what is listed, in which order, under which condition."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, Owner
from rectify import workflow
from rectify.models import Issue
from rectify.states import MoveName, Status
from tests.test_figures import grow
from tests.views.conftest import browser

LIST = reverse("my_issues")


def numbers(response) -> list[str]:
    return [issue.number for issue in response.context["page"]]


def facets(response) -> dict[str, int]:
    context = response.context
    return {one.label: one.count for one in [*context["lights"], *context["statuses"]]}


@pytest.fixture
def five(east_issue):
    """Nothing but five entries of the community in one round, of different urgency."""
    Issue.objects.filter(community=east_issue.community).exclude(pk=east_issue.pk).delete()
    today = timezone.localdate()
    rows = [
        ("A", Status.RECTIFYING, -2, "楼道堆物。"),
        ("B", Status.RECTIFYING, 10, "台账不全。"),
        ("C", Status.TO_ENDORSE, -5, "会议没有记录。"),
        ("D", Status.CLOSED, -9, "公示栏破损。"),
    ]
    for number, status, days, text in rows:
        Issue.objects.create(
            round=east_issue.round,
            number=number,
            community=east_issue.community,
            finding=east_issue.finding,
            department=east_issue.department,
            text=text,
            status=status,
            due_on=today + datetime.timedelta(days),
            settled_on=today if status == Status.CLOSED else None,
        )
    return east_issue


@pytest.fixture
def returned(five, east_secretary, officer):
    """One of the five, sent back by the office."""
    issue = Issue.objects.get(number="C", community=five.community)
    workflow.move(issue, MoveName.RETURN, by=officer, note="不够。", wanted="照片。")
    return issue


def test_the_most_urgent_comes_first_and_the_settled_last(east, five):
    assert numbers(east.get(LIST)) == ["A", "B", "E1", "C", "D"]


def test_conditions_have_their_counts(east, returned):
    assert facets(east.get(LIST)) == {
        "其中逾期": 2,
        "红灯": 2,
        "黄灯": 1,
        "绿灯": 1,
        "全部": 5,
        "待签收": 1,
        "整改中": 3,
        "其中退回": 1,
        "待初审": 0,
        "待批准": 0,
        "已销号": 1,
        "长期坚持": 0,
    }


def test_every_condition_leads_to_as_many_entries_as_it_says(east, returned):
    for facet in [*east.get(LIST).context["lights"], *east.get(LIST).context["statuses"]]:
        response = east.get(f"{LIST}?{facet.query}")
        assert (facet.label, len(numbers(response))) == (facet.label, facet.count)
        chosen = [one for name in ("lights", "statuses") for one in response.context[name]]
        assert [one.label for one in chosen if one.is_chosen] == [facet.label]
        assert response.content.decode().count('aria-current="true"') == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["C", "A", "B", "E1", "D"]),
        ("light=overdue", ["C", "A"]),
        ("light=red", ["C", "A"]),
        ("light=amber", ["B"]),
        ("light=green", ["E1"]),
        ("status=returned", ["C"]),
        ("status=closed", ["D"]),
        ("status=rectifying&light=amber", ["B"]),
        ("q=e1", ["E1"]),
        ("q=%20台账%20", ["B"]),
        ("q=台账&light=red", []),
        ("q=没有这个", []),
        # What does not exist is no condition.
        ("light=x", ["C", "A", "B", "E1", "D"]),
        ("status=x&round=x", ["C", "A", "B", "E1", "D"]),
        ("round=999999999999999999999999", ["C", "A", "B", "E1", "D"]),
        ("page=abc", ["C", "A", "B", "E1", "D"]),
        ("page=999", ["C", "A", "B", "E1", "D"]),
        ("page=-1", ["C", "A", "B", "E1", "D"]),
        ("page=%00", ["C", "A", "B", "E1", "D"]),
        ("q=%00", ["C", "A", "B", "E1", "D"]),
        ("light=%00&status=%00&round=%00", ["C", "A", "B", "E1", "D"]),
        (f"page={'9' * 5000}", ["C", "A", "B", "E1", "D"]),
    ],
)
def test_list_is_narrowed(east, returned, query, expected):
    response = east.get(f"{LIST}?{query}")
    assert (response.status_code, numbers(response)) == (200, expected)


def test_a_finding_is_found(east, five):
    words = five.finding.title[2:8]
    assert len(numbers(east.get(LIST, {"q": words}))) == 5


def test_search_that_is_too_long_says_so(east, five):
    response = east.get(LIST, {"q": "长" * 51})
    assert response.context["form"].errors == {"q": ["查找的文字最多 50 个字。"]}
    assert response.content.decode().count('aria-invalid="true"') == 1


def test_rounds_are_kept_apart(east, east_issue, published):
    both = east.get(LIST)
    assert [round.slug for round in both.context["rounds"]] == [
        "sample-in-progress",
        "hangzhoudao-2022",
    ]
    one = east.get(LIST, {"round": published.pk})
    own = published.issues.filter(community=east_issue.community)
    assert facets(one)["全部"] == own.count()
    assert {issue.round for issue in one.context["page"]} == {published}
    assert {
        query.split("&")[0] for query in re.findall(r'href="/my/\?([^"]+)"', one.content.decode())
    } == {f"round={published.pk}"}


def test_marks_say_in_words_how_an_entry_stands(east, returned):
    page = east.get(LIST).content.decode()
    marks = re.findall(r'<p class="marks">(.*?)</p>', page, re.DOTALL)
    words = [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in marks]
    assert [re.sub(r"\d{4}年\d+月\d+日", "某日", one) for one in words] == [
        "整改中 已退回 红灯 逾期 5 天 时限：某日",
        "整改中 红灯 逾期 2 天 时限：某日",
        "整改中 黄灯 剩 10 天 时限：某日",
        "待签收 绿灯 剩 40 天 时限：某日",
        "已销号 逾期销号 时限：某日",
    ]


def test_long_list_comes_in_pages(east, five, in_progress):
    grow(in_progress, 11)
    first = east.get(LIST, {"status": "rectifying"})
    assert (len(numbers(first)), first.context["page"].paginator.num_pages) == (24, 1)
    page = east.get(LIST)
    assert (len(numbers(page)), page.context["page"].paginator.count) == (50, 60)
    following = re.findall(r'<a href="(\?[^"]*page=2)">下一页</a>', page.content.decode())
    assert following == ["?page=2"]
    assert len(numbers(east.get(f"{LIST}{following[0]}"))) == 10


@pytest.mark.parametrize("query", ["", "light=red", "status=returned", "q=楼道&page=9"])
@pytest.mark.parametrize("copies", [0, 3])
def test_list_costs_ten_queries_at_any_size(
    east, returned, in_progress, query, copies, django_assert_num_queries
):
    grow(in_progress, copies)
    east.get(LIST)
    with django_assert_num_queries(10):
        assert east.get(f"{LIST}?{query}").status_code == 200


# --- Who ---------------------------------------------------------------------------------------


def test_nothing_of_other_communities_is_shown(east, west, east_issue, published):
    community = Community.objects.get(name="唐山里社区")
    other = published.issues.filter(community=community).first()
    other.text = "只有西边知道。"
    other.save()
    for query in ("", f"?round={published.pk}", "?q=只有西边知道", "?page=2"):
        response = east.get(f"{LIST}{query}")
        assert {issue.community_id for issue in response.context["page"]} <= {
            east_issue.community_id
        }
        page = response.content.decode()
        assert (page.count("唐山里"), page.count("只有西边知道。</a>")) == (0, 0)
    assert west.get(LIST, {"q": "只有西边知道"}).content.decode().count("只有西边知道。</a>") == 1


@pytest.mark.parametrize("who", ["officer", "clerk", "observer", "auditor", "accounts_keeper"])
def test_list_is_not_there_for_staff(who, request):
    assert browser(request.getfixturevalue(who)).get(LIST).status_code == 404


def test_visitor_logs_in_first(client, db):
    response = client.get(f"{LIST}?light=red")
    assert (response.status_code, response.url) == (302, "/login/?next=/my/%3Flight%3Dred")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_list_is_only_read(east, method):
    assert getattr(east, method)(LIST).status_code == 405


def test_secretary_without_a_community_is_told_what_to_do(east, east_secretary):
    Owner.objects.filter(user=east_secretary).update(user=None)
    response = east.get(LIST)
    assert (response.status_code, numbers(response)) == (200, [])
    assert response.content.decode().count("您的账号还没有对应的社区") == 1


def test_community_without_entries_is_told_so(east, five):
    Issue.objects.filter(community=five.community).delete()
    page = east.get(LIST).content.decode()
    assert (page.count("还没有整改问题。"), page.count('<ol class="issues">')) == (1, 0)


def test_condition_without_entries_is_told_so(east, five):
    page = east.get(LIST, {"status": "sustained"}).content.decode()
    assert page.count("没有符合条件的整改问题。") == 1


def test_sample_says_that_it_is_one(east, five):
    assert east.get(LIST).content.decode().count("示例数据。") == 1
    five.round.is_sample = False
    five.round.save()
    assert east.get(LIST).content.decode().count("示例数据。") == 0


def test_page_is_kept_by_nobody(east):
    assert "no-store" in east.get(LIST).headers["Cache-Control"].split(", ")


def test_conditions_that_hold_together_are_all_marked(east, returned):
    response = east.get(f"{LIST}?light=red&status=rectifying&q=甲")
    chosen = [one for name in ("lights", "statuses") for one in response.context[name]]
    assert [one.label for one in chosen if one.is_chosen] == ["红灯", "整改中"]


def test_at_once_comes_before_any_day(east, five):
    Issue.objects.filter(number="E1").update(due_on=None, due_wording="立行立改")
    assert numbers(east.get(LIST))[0] == "E1"
