"""What the progress page offers beside its figures: live ones, communities, contents, files."""

from datetime import UTC, datetime

import pytest

from rectify.models import Round
from rectify.states import Status
from tests.editions import put_out
from tests.views.page import Page

ROUND = "/rounds/hangzhoudao-2022/"
EAST = "communities/120116005001/"


def set_(round, **fields):
    Round.objects.filter(pk=round.pk).update(**fields)
    round.refresh_from_db()


def page(client, address=ROUND) -> Page:
    response = client.get(address)
    assert response.status_code == 200
    return Page(response)


# --- Live figures -----------------------------------------------------------------------------


@pytest.fixture
def live(published, monkeypatch):
    noon = datetime(2026, 11, 28, 4, 5, 30, tzinfo=UTC)
    monkeypatch.setattr("rectify.live.timezone.now", lambda: noon)
    set_(published, shows_live=True)
    published.issues.filter(number="001").update(status=Status.RECTIFYING, settled_on=None)
    return published


def test_live_figures_stand_beside_the_published_ones_with_their_time(client, live):
    shown = page(client)
    assert shown.terms[:4] == [
        ("已完成", "523"),
        ("阶段性完成", "0"),
        ("正在推进", "0"),
        ("未完成", "0"),
    ]
    assert shown.terms[10:15] == [
        ("整改问题", "523"),
        ("已完成", "522"),
        ("阶段性完成", "0"),
        ("正在推进", "1"),
        ("未完成", "0"),
    ]
    assert (
        "2026年11月28日 12:05 读自台账，还没有经过审批和公布，会继续变化；以公布的数字为准。"
        in shown.texts["p"]
    )


def test_planned_works_tell_what_became_of_them(client, live):
    live.planned_works.filter(title="楼门亮化").update(
        finished_on="2024-11-02", standing="装灯 36 盏"
    )
    assert page(client).table("计划内完成的项目") == [
        ["室外健身器材损坏", "2023年10月", "在计划中", "还没有登记完成"],
        ["楼门亮化", "2024年11月底", "在计划中", "2024年11月2日完成"],
    ]
    put_out(live, correction="楼门亮化已完成。")
    assert [row[2] for row in page(client).table("计划内完成的项目")] == [
        "在计划中",
        "2024年11月2日完成，装灯 36 盏",
    ]


def test_text_that_nobody_has_approved_is_not_shown(client, live):
    live.planned_works.filter(title="楼门亮化").update(
        title="新的名称", standing="联系居民王某 13800138000"
    )
    text = client.get(ROUND).content.decode()
    assert [text.count(typed) for typed in ("新的名称", "王某", "13800138000")] == [0, 0, 0]
    assert page(client).table("计划内完成的项目")[1] == [
        "楼门亮化",
        "2024年11月底",
        "在计划中",
        "—",
    ]


def test_withheld_planned_work_is_told_nowhere(client, live):
    live.planned_works.filter(title="楼门亮化").update(
        is_withheld=True, withheld_ground="secret", standing="秘密进展"
    )
    assert client.get(ROUND).content.decode().count("秘密进展") == 0


def test_earlier_edition_has_no_live_figures(client, live):
    put_out(live, correction="一项重新整改。")
    headings = page(client, f"{ROUND}editions/1/").texts["h3"]
    assert [text for text in headings if "现在" in text] == []


def test_live_figures_cost_two_queries_more(client, live, django_assert_num_queries):
    with django_assert_num_queries(3 + 2):
        client.get(ROUND)


# --- Communities ------------------------------------------------------------------------------


def test_community_has_a_page_with_its_issues(client, published):
    shown = page(client, ROUND + EAST)
    assert shown.texts["h1"] == ["新园里社区"]
    assert shown.texts["p"].count("19 项整改问题，已完成 19 项，完成率 100%。") == 1
    assert shown.texts["p"].count("（示例）党建政治引领不够充分。") == 1
    assert shown.terms[4:7] == [
        ("反馈问题", "党建政治引领不够充分"),
        ("整改时限", "2022年12月底"),
        ("完成时间", "2022年12月23日"),
    ]
    assert shown.links["杭州道街道2022年巡察整改"] == f"{ROUND}#communities"


@pytest.mark.parametrize(
    "address",
    [
        f"{ROUND}communities/999999999999/",
        f"{ROUND}communities/x/",
        f"{ROUND}{EAST}pages/2/",
        f"{ROUND}{EAST}pages/0/",
        f"{ROUND}editions/2/{EAST}",
        f"/rounds/sample-in-progress/{EAST}",
        "/pages/2/",
        "/pages/0/",
    ],
)
@pytest.mark.django_db
def test_page_that_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("disclosure", "linked", "status"), [("nothing", None, 404), ("figures", None, 404)]
)
def test_round_decides_what_is_told_of_communities(client, published, disclosure, linked, status):
    set_(published, community_disclosure=disclosure)
    put_out(published, correction="少公开一些。")
    shown = page(client)
    assert (shown.links.get("新园里社区"), client.get(ROUND + EAST).status_code) == (linked, status)
    captions = [caption for caption in shown.tables if caption.startswith("各社区")]
    assert captions == ([] if disclosure == "nothing" else ["各社区的整改问题（项）"])
    # What an earlier edition told, it goes on telling.
    assert client.get(f"{ROUND}editions/1/{EAST}").status_code == 200
    earlier = page(client, f"{ROUND}editions/1/")
    assert earlier.links["新园里社区"] == f"{ROUND}editions/1/{EAST}"


def test_withheld_issue_is_counted_and_not_told(client, published):
    published.issues.filter(number="001").update(
        is_withheld=True, withheld_ground="secret", text="不能说的事"
    )
    put_out(published, correction="一项不公开。")
    response = client.get(ROUND + EAST)
    shown = Page(response)
    assert shown.texts["p"].count("19 项整改问题，已完成 19 项，完成率 100%。") == 1
    assert shown.texts["p"].count("其中 1 项按规定不公开内容，数字照样计入。") == 1
    assert response.content.decode().count("不能说的事") == 0


def test_long_list_has_pages(client, published, django_assert_num_queries):
    east = published.issues.filter(community__code="120116005001").first().community
    published.issues.filter(number__lte="250").update(community=east)
    put_out(published, correction="换了社区。")
    total = published.issues.filter(community=east).count()
    assert total == 260
    first = page(client, ROUND + EAST)
    assert first.links["下一页"] == f"{ROUND}{EAST}pages/2/"
    with django_assert_num_queries(5):
        last = page(client, f"{ROUND}{EAST}pages/3/")
    assert last.links["上一页"] == f"{ROUND}{EAST}pages/2/"
    assert (len(first.texts["li"]), len(last.texts["li"])) == (100, 60)


# --- The rest of the page ---------------------------------------------------------------------


def test_contents_lead_to_the_headings(client, published):
    response = client.get(ROUND)
    text = response.content.decode()
    shown = Page(response)
    headings = [line for line in shown.links if line.startswith(("一、", "二、", "三、", "（"))]
    assert headings[:5] == [
        "一、组织落实巡察整改情况",
        "（一）高度重视巡察整改工作",
        "（二）认真制定问题整改措施",
        "（三）压实责任逐项逐条整改",
        "二、反馈问题整改落实情况",
    ]
    anchors = [shown.links[line] for line in headings]
    assert [text.count(f' id="{anchor[1:]}"') for anchor in anchors] == [1] * len(headings)
    places = [link for link in shown.links.values() if link.startswith("#")]
    assert [link for link in places if text.count(f'id="{link[1:]}"') != 1] == []


def test_page_offers_files_and_says_whom_to_tell(client, published):
    shown = page(client)
    assert shown.links["Word 文档"] == f"{ROUND}notice.docx"
    assert shown.links["表格（CSV）"] == f"{ROUND}progress.csv"
    assert ("联系电话", "（022）66596006") in shown.terms


def test_chart_has_its_words_beside_the_drawing(client, published):
    text = client.get(ROUND).content.decode()
    assert (
        text.count(
            "累计销号 523 项，共 523 项整改问题。2022年11月3日反馈，2023年2月3日整改期满，"
            "2023年5月6日公布。"
        )
        == 1
    )
    assert Page(client.get(ROUND)).texts["text"][-3:] == [
        "反馈 2022年11月3日",
        "整改期满 2023年2月3日",
        "公布 2023年5月6日",
    ]


def test_round_without_issues_says_so(client, published):
    published.issues.all().delete()
    for model in (published.campaigns, published.mechanisms, published.planned_works):
        model.all().delete()
    published.sections.exclude(kind="findings").delete()
    try:
        put_out(published, correction="清空。")
    except ValueError as error:
        pytest.fail(str(error))
    shown = page(client)
    assert shown.texts["p"].count("还没有登记整改问题。") == 1
    assert [text for text in shown.texts["h2"] if text == "按时间"] == []


def test_list_tells_the_answer_of_each_round(client, published):
    assert page(client, "/").texts["p"].count("523 项整改问题，已完成 523 项，完成率 100%") == 1
    assert client.get("/pages/1/").status_code == 200
