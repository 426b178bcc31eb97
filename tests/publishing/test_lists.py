"""What is told of every community's issues, and what is not."""

import pytest

from rectify.figures import Figures
from rectify.models import Finding, PublishedCommunity
from rectify.models.append_only import WrittenOnceError
from rectify.publishing.content import content_of
from rectify.publishing.frozen import Frozen
from rectify.publishing.lists import lists_of
from rectify.publishing.seals import digest_of
from rectify.steps import Edition
from tests.editions import put_out

EAST = "120116005001"


def disclose(round, disclosure):
    type(round).objects.filter(pk=round.pk).update(community_disclosure=disclosure)
    round.refresh_from_db()


def told(round, edition=Edition.PUBLIC):
    return lists_of(Figures(round, edition))


def test_issue_is_told_with_nothing_personal(published):
    assert told(published)[EAST][0] == {
        "number": "001",
        "finding": "党建政治引领不够充分",
        "text": "（示例）党建政治引领不够充分。",
        "measures": "",
        "deadline": "2022年12月底",
        "outcome": "done",
        "settled_on": "2022-12-23",
    }


def test_what_nobody_sees_is_told_nobody(published):
    issue = published.issues.get(number="001")
    issue.finding.__class__.objects.filter(pk=issue.finding_id).update(title="党建\u2066引领")
    published.issues.filter(pk=issue.pk).update(
        text="电话1390\u20602215678。\n第\u00ad二行。",
        measures="\u200e清理",
        due_wording="年\u202e底",
    )
    one = told(published)[EAST][0]
    assert [one[name] for name in ("finding", "text", "measures", "deadline")] == [
        "党建引领",
        "电话13902215678。\n第二行。",
        "清理",
        "年底",
    ]


def test_every_issue_is_told_once(published):
    lists = told(published)
    numbers = [issue["number"] for one in lists.values() for issue in one]
    assert (len(lists), len(numbers), len(set(numbers))) == (29, 523, 523)


@pytest.mark.parametrize("disclosure", ["nothing", "figures"])
def test_no_list_unless_the_round_allows_it(disclosure, published):
    disclose(published, disclosure)
    assert told(published) == {}


def test_party_edition_has_no_lists(published):
    assert told(published, Edition.PARTY) == {}


def test_withheld_issue_is_left_out_and_counted(published):
    published.issues.filter(number="001").update(is_withheld=True, withheld_ground="secret")
    ledger = content_of(published, Edition.PUBLIC)["ledger"]
    [east] = [one for one in ledger["communities"] if one["code"] == EAST]
    assert (east["issues"]["total"], east["told"]) == (19, 18)
    assert "001" not in [issue["number"] for issue in told(published)[EAST]]


@pytest.mark.parametrize("way", ["by its flag", "by its issues"])
def test_issues_of_a_withheld_finding_are_left_out(way, published):
    finding = published.issues.get(number="001").finding
    withheld = {"is_withheld": True, "withheld_ground": "secret"}
    if way == "by its flag":
        Finding.objects.filter(pk=finding.pk).update(**withheld)
    else:
        finding.issues.update(**withheld)
    findings = {issue["finding"] for one in told(published).values() for issue in one}
    assert (len(findings), finding.title in findings) == (24, False)


def test_lists_cost_one_query(published, django_assert_num_queries):
    figures = Figures(published)
    assert (len(figures.categories), len(figures.communities)) == (3, 29)
    with django_assert_num_queries(1):
        lists_of(figures)


@pytest.mark.parametrize(
    ("disclosure", "number", "has_lists"),
    [("nothing", 0, False), ("figures", 29, False), ("issues", 29, True)],
)
def test_document_tells_of_communities_as_the_round_allows(
    disclosure, number, has_lists, published
):
    disclose(published, disclosure)
    frozen = Frozen(content_of(published, Edition.PUBLIC))
    assert (len(frozen.communities), frozen.lists_communities) == (number, has_lists)
    assert frozen.community_count == 29


def test_party_edition_tells_of_communities_always(published):
    disclose(published, "nothing")
    assert len(content_of(published, Edition.PARTY)["ledger"]["communities"]) == 29


def test_published_lists_are_those_that_were_approved(published):
    published.issues.filter(number="001").update(text="改过的问题。")
    publication = put_out(published, correction="重新公布。")
    kept = {one.code: one.issues for one in publication.communities.all()}
    assert kept == told(published)
    digests = {
        one["code"]: one["list_sha256"] for one in publication.content["ledger"]["communities"]
    }
    assert digests == {code: digest_of(issues) for code, issues in kept.items()}


@pytest.mark.django_db
def test_published_list_is_neither_changed_nor_deleted():
    one = PublishedCommunity.objects.first()
    rows = PublishedCommunity.objects.filter(pk=one.pk)
    for attempt in (one.save, one.delete, rows.delete, lambda: rows.update(issues=[])):
        with pytest.raises(WrittenOnceError):
            attempt()


def test_edition_of_the_first_schema_is_read(published):
    content = content_of(published, Edition.PUBLIC)
    del content["round"]["deadline_on"], content["round"]["community_disclosure"]
    del content["ledger"]["weeks"], content["ledger"]["community_count"]
    for one in content["ledger"]["communities"]:
        del one["told"], one["list_sha256"]
    for work in content["ledger"]["planned_works"]:
        del work["finished_on"], work["standing"]
    frozen = Frozen(content)
    assert (frozen.community_count, frozen.weeks, frozen.deadline_on) == (29, [], None)
    assert (frozen.lists_communities, frozen.community(EAST)) == (False, None)
    assert [(w.finished_on, w.standing) for w in frozen.planned_works] == [(None, "")] * 2
