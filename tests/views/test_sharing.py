"""What a page says of itself in its head, and the picture that goes with its address."""

import json
import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from rectify.publishing.frozen import Frozen
from rectify.publishing.picture import draw
from rectify.views.sharing import page_of, sharing_of
from tests.editions import correct, noon, put_out

ROUND = "/rounds/hangzhoudao-2022/"
WHOLE = f"http://testserver{ROUND}"
TITLE = "杭州道街道2022年巡察整改进展情况公布"
DESCRIPTION = (
    "示例数据。中共杭州道街道工作委员会2023年5月6日公布："
    "整改问题共 523 项，已完成 523 项，完成率 100%。"
)
META = re.compile(r'<meta (?:property|name)="(.*?)" content="(.*?)">')
CANONICAL = re.compile(r'<link rel="canonical" href="(.*?)">')
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def head_of(sharing) -> str:
    return render_to_string("rounds/_head.html", {"sharing": sharing})


def head_of_page(client, path) -> dict[str, str]:
    page = client.get(path).content.decode()
    return dict(META.findall(page)) | {"canonical": CANONICAL.findall(page)}


def test_page_of_a_round_says_what_it_is(client, published):
    head = head_of_page(client, ROUND)
    assert head.pop("viewport") == "width=device-width, initial-scale=1"
    assert head == {
        "canonical": [WHOLE],
        "description": DESCRIPTION,
        "og:site_name": "巡察整改台账",
        "og:type": "article",
        "og:locale": "zh_CN",
        "og:title": TITLE,
        "og:description": DESCRIPTION,
        "og:url": WHOLE,
        "article:published_time": "2023-05-06T10:00:00+08:00",
        "article:modified_time": "2023-05-06T10:00:00+08:00",
        "og:image": f"{WHOLE}share.png",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": DESCRIPTION,
        "twitter:card": "summary_large_image",
    }


def test_canonical_address_is_without_the_query_and_under_the_name_that_was_asked(
    client, published, settings
):
    settings.ALLOWED_HOSTS = ["zhenggai.example.cn"]
    page = client.get(
        f"{ROUND}?from=weixin", HTTP_HOST="zhenggai.example.cn", secure=True
    ).content.decode()
    assert CANONICAL.findall(page) == [f"https://zhenggai.example.cn{ROUND}"]
    assert "from=weixin" not in page


def test_superseded_edition_is_its_own_page_and_not_to_be_found(client, published):
    correct(published, noon(2026, 3, 2))
    newest, superseded = (head_of_page(client, path) for path in (ROUND, f"{ROUND}editions/1/"))
    assert (newest.get("robots"), newest["canonical"]) == (None, [WHOLE])
    assert newest["og:title"] == f"{TITLE}（第 2 版）"
    assert newest["article:published_time"] == "2023-05-06T10:00:00+08:00"
    assert newest["article:modified_time"] == "2026-03-02T12:00:00+08:00"
    assert (superseded["robots"], superseded["canonical"]) == ("noindex", [f"{WHOLE}editions/1/"])
    assert superseded["og:title"] == f"{TITLE}（第 1 版）"
    assert (superseded.get("og:image"), superseded["twitter:card"]) == (None, "summary")
    assert DATA.findall(client.get(f"{ROUND}editions/1/").content.decode()) == []


def test_newest_edition_by_its_number_is_the_same_page(client, published):
    head = head_of_page(client, f"{ROUND}editions/1/")
    assert (head["canonical"], head.get("robots")) == ([WHOLE], None)


def test_figures_and_notice_are_described_for_machines(client, published):
    [data] = DATA.findall(client.get(ROUND).content.decode())
    organisation = {"@type": "Organization", "name": "中共杭州道街道工作委员会"}
    both = {
        "name": TITLE,
        "description": DESCRIPTION,
        "url": WHOLE,
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "datePublished": "2023-05-06T10:00:00+08:00",
        "dateModified": "2023-05-06T10:00:00+08:00",
        "creator": organisation,
        "publisher": organisation,
    }
    assert json.loads(data) == {
        "@context": "https://schema.org",
        "@graph": [
            {
                **both,
                "@type": "Dataset",
                "@id": f"{WHOLE}#figures",
                "temporalCoverage": "2022-08-01/2023-05-06",
                "distribution": [
                    {
                        "@type": "DataDownload",
                        "encodingFormat": "text/csv",
                        "contentUrl": f"{WHOLE}progress.csv",
                    },
                    {
                        "@type": "DataDownload",
                        "encodingFormat": "application/json",
                        "contentUrl": f"{WHOLE}progress.json",
                    },
                ],
            },
            {
                **both,
                "@type": "Report",
                "@id": f"{WHOLE}#notice",
                "headline": TITLE,
                "image": f"{WHOLE}share.png",
                "isBasedOn": {"@id": f"{WHOLE}#figures"},
            },
        ],
    }


@pytest.fixture
def odd(published):
    """The head of a round whose name is made to break out of where it stands."""
    publication = published.publications.get()
    content = publication.content
    content["round"] |= {
        "name": '</script><script>alert("1")</script>&amp;\u2028',
        "inspected_from": None,
        "publisher": "",
        "is_sample": False,
    }
    request = RequestFactory().get(ROUND)
    return sharing_of(request, publication, Frozen(content), [publication])


def test_no_text_breaks_out_of_the_head(odd):
    head = head_of(odd)
    assert (head.count("<script"), head.count("</script"), head.count("\u2028")) == (1, 1, 1)
    [data] = DATA.findall(head)
    assert re.findall("[<>&\u2028\u2029]", data) == []
    assert json.loads(data)["@graph"][0]["name"] == (
        '</script><script>alert("1")</script>&amp;\u2028整改进展情况公布'
    )


def test_what_a_round_does_not_know_is_left_out(odd):
    assert odd.description == (
        "杭州道街2023年5月6日公布：整改问题共 523 项，已完成 523 项，完成率 100%。"
    )
    dataset = odd.structured["@graph"][0]
    assert (dataset.get("temporalCoverage"), dataset["creator"]["name"]) == (None, "杭州道街")


@pytest.mark.parametrize(("is_indexed", "robots"), [(True, None), (False, "noindex")])
def test_any_other_page_has_words_and_an_address(is_indexed, robots):
    request = RequestFactory().get("/?page=2")
    head = head_of(page_of(request, "整改公布", "各轮次的进展。", is_indexed=is_indexed))
    found = dict(META.findall(head))
    assert found.pop("robots", None) == robots
    assert (CANONICAL.findall(head), DATA.findall(head)) == (["http://testserver/"], [])
    assert found == {
        "description": "各轮次的进展。",
        "og:site_name": "巡察整改台账",
        "og:type": "website",
        "og:locale": "zh_CN",
        "og:title": "整改公布",
        "og:description": "各轮次的进展。",
        "og:url": "http://testserver/",
        "twitter:card": "summary",
    }


# --- The picture -----------------------------------------------------------------------


def test_picture_is_of_the_newest_edition(client, published):
    response = client.get(f"{ROUND}share.png")
    assert response.headers["Content-Type"] == "image/png"
    assert response.content == draw(Frozen(published.publications.get().content))
    published.name = "改了名称的轮次"
    published.save()
    assert client.get(f"{ROUND}share.png").content == response.content
    newest = put_out(published, correction="改了名称。")
    assert client.get(f"{ROUND}share.png").content == draw(Frozen(newest.content))


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["sample-in-progress", "nowhere"])
def test_what_is_not_published_has_no_picture(client, slug):
    assert client.get(f"/rounds/{slug}/share.png").status_code == 404


@pytest.mark.django_db
def test_picture_is_not_drawn_for_who_has_it(client, monkeypatch):
    etag = client.get(f"{ROUND}share.png").headers["ETag"]
    monkeypatch.setattr("rectify.views.sharing.draw", None)
    response = client.get(f"{ROUND}share.png", headers={"if-none-match": etag})
    assert response.status_code == 304


@pytest.mark.django_db
def test_picture_costs_two_queries(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(f"{ROUND}share.png")
