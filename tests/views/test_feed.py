"""The feed, read as a reader of feeds reads it."""

import html
import re

import pytest
from lxml import etree

from rectify.models import Publication
from rectify.steps import Edition
from rectify.views.feed import PublicationFeed
from tests.editions import correct, noon, put_out

ATOM = {"a": "http://www.w3.org/2005/Atom"}
ROUND = "http://testserver/rounds/hangzhoudao-2022/"
SUMMARY = (
    "示例数据。中共杭州道街道工作委员会2023年5月6日公布："
    "整改问题共 523 项，已完成 523 项，完成率 100%。"
)


def read(response):
    return etree.fromstring(response.content)


def texts(element, path):
    return element.xpath(f"{path}/text()", namespaces=ATOM)


def links(element, path):
    return [(one.get("rel"), one.get("href")) for one in element.xpath(path, namespaces=ATOM)]


@pytest.mark.django_db
def test_feed_is_atom_in_chinese(client):
    response = client.get("/feed/")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = read(response)
    assert (feed.tag, feed.get("{http://www.w3.org/XML/1998/namespace}lang")) == (
        "{http://www.w3.org/2005/Atom}feed",
        "zh-Hans",
    )
    assert texts(feed, "a:title") == ["整改进展情况公布 · 巡察整改台账"]
    assert links(feed, "a:link") == [
        ("alternate", "http://testserver/"),
        ("self", "http://testserver/feed/"),
    ]
    assert texts(feed, "a:updated") == ["2023-05-06T02:00:00+00:00"]


def test_entry_tells_what_was_published(client, published):
    feed = read(client.get("/feed/"))
    assert texts(feed, "a:entry/a:title") == ["杭州道街道2022年巡察整改进展情况公布（第 1 版）"]
    assert links(feed, "a:entry/a:link") == [("alternate", ROUND)]
    assert texts(feed, "a:entry/a:author/a:name") == ["中共杭州道街道工作委员会"]
    assert texts(feed, "a:entry/a:published") == ["2023-05-06T02:00:00+00:00"]
    assert texts(feed, "a:entry/a:updated") == ["2023-05-06T02:00:00+00:00"]
    assert texts(feed, "a:entry/a:summary") == [SUMMARY]


def test_every_edition_has_an_entry_the_newest_first(client, published):
    before = texts(read(client.get("/feed/")), "a:entry/a:id")
    correct(published, noon(2026, 3, 2), "第三项 <更正> & 说明。")
    feed = read(client.get("/feed/"))
    assert texts(feed, "a:entry/a:title") == [
        "杭州道街道2022年巡察整改进展情况公布（第 2 版）",
        "杭州道街道2022年巡察整改进展情况公布（第 1 版）",
    ]
    assert links(feed, "a:entry/a:link") == [
        ("alternate", ROUND),
        ("alternate", f"{ROUND}editions/1/"),
    ]
    # A summary of type html is read as HTML.
    assert [html.unescape(one) for one in texts(feed, "a:entry/a:summary")] == [
        f"{SUMMARY}本版更正：第三项 <更正> & 说明。",
        SUMMARY,
    ]
    assert [re.findall("<", one) for one in texts(feed, "a:entry/a:summary")] == [[], []]
    ids = texts(feed, "a:entry/a:id")
    assert ids[1:] == before
    assert ids[0] != ids[1]
    assert [bool(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one)) for one in ids] == [True, True]
    assert texts(feed, "a:updated") == ["2026-03-02T04:00:00+00:00"]


def test_ids_stay_when_the_site_moves(client, published, settings):
    settings.ALLOWED_HOSTS = ["elsewhere.example.cn", "testserver"]
    here = read(client.get("/feed/"))
    there = read(client.get("/feed/", HTTP_HOST="elsewhere.example.cn", secure=True))
    assert texts(here, "a:entry/a:id") == texts(there, "a:entry/a:id")
    assert links(there, "a:entry/a:link") == [
        ("alternate", "https://elsewhere.example.cn/rounds/hangzhoudao-2022/")
    ]


def test_party_editions_and_what_is_on_its_way_are_not_told(client, in_progress, published):
    before = client.get("/feed/").content
    put_out(in_progress, Edition.PARTY)
    assert client.get("/feed/").content == before


def test_old_entries_leave_the_feed(client, published, monkeypatch):
    monkeypatch.setattr("rectify.views.feed.MOST", 2)
    for day in (1, 2):
        correct(published, noon(2026, 3, day))
    assert [one[-7:] for one in texts(read(client.get("/feed/")), "a:entry/a:title")] == [
        "（第 3 版）",
        "（第 2 版）",
    ]


@pytest.mark.parametrize("more", [0, 4])
def test_feed_costs_two_queries_at_any_size(client, published, more, django_assert_num_queries):
    for day in range(1, more + 1):
        correct(published, noon(2026, 3, day))
    with django_assert_num_queries(2):
        assert len(texts(read(client.get("/feed/")), "a:entry/a:id")) == more + 1


@pytest.mark.django_db
def test_feed_of_nothing_is_a_feed(client, monkeypatch):
    monkeypatch.setattr(PublicationFeed, "items", lambda self: Publication.objects.none())
    assert texts(read(client.get("/feed/")), "a:entry/a:id") == []


@pytest.mark.django_db
def test_reader_who_has_the_feed_is_not_sent_it_again(client):
    etag = client.get("/feed/").headers["ETag"]
    assert client.get("/feed/", headers={"if-none-match": etag}).status_code == 304


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/rounds/hangzhoudao-2022/", "/opinions/"])
def test_public_pages_lead_to_the_feed(client, path):
    page = client.get(path).content.decode()
    assert re.findall(r'<link rel="alternate" href="(.*?)" type="(.*?)"', page) == [
        ("/feed/", "application/atom+xml")
    ]
