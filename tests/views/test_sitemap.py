"""What search engines are told."""

import pytest
from django.urls import get_resolver
from lxml import etree

from rectify.models import Publication
from rectify.views.sitemap import CLOSED
from tests.editions import correct, noon, put_out

MAP = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9"}
# The first parts of the addresses that are for everybody.
OPEN = {
    "",
    "pages/",
    "rounds/",
    "opinions/",
    "feed/",
    "sitemap.xml",
    "robots.txt",
}


def pages(client, **options) -> list[tuple[str, str | None]]:
    content = client.get("/sitemap.xml", **options).content
    return [
        (one.findtext("m:loc", namespaces=MAP), one.findtext("m:lastmod", namespaces=MAP))
        for one in etree.fromstring(content).findall("m:url", MAP)
    ]


def test_map_has_the_list_and_the_newest_edition_of_every_round(client, published):
    response = client.get("/sitemap.xml")
    assert response.headers["Content-Type"] == "application/xml"
    assert pages(client) == [
        ("http://testserver/", "2023-05-06T10:00:00+08:00"),
        ("http://testserver/rounds/hangzhoudao-2022/", "2023-05-06T10:00:00+08:00"),
    ]
    correct(published, noon(2026, 3, 2))
    assert pages(client) == [
        ("http://testserver/", "2026-03-02T12:00:00+08:00"),
        ("http://testserver/rounds/hangzhoudao-2022/", "2026-03-02T12:00:00+08:00"),
    ]


def test_newest_of_all_dates_the_list(client, published, in_progress):
    day = in_progress.published_on = in_progress.fed_back_on
    in_progress.save()
    put_out(in_progress, at=noon(day.year, day.month, day.day))
    assert dict(pages(client)) == {
        "http://testserver/": f"{day}T12:00:00+08:00",
        f"http://testserver/rounds/{in_progress.slug}/": f"{day}T12:00:00+08:00",
        "http://testserver/rounds/hangzhoudao-2022/": "2023-05-06T10:00:00+08:00",
    }


@pytest.mark.django_db
def test_map_of_nothing_has_the_list_alone(client, monkeypatch):
    monkeypatch.setattr(
        "rectify.views.sitemap.Publication.objects.newest_public", Publication.objects.none
    )
    assert pages(client) == [("http://testserver/", None)]


@pytest.mark.django_db
def test_addresses_are_whole_ones_as_the_site_was_asked(client, settings):
    settings.ALLOWED_HOSTS = ["zhenggai.example.cn"]
    found = pages(client, HTTP_HOST="zhenggai.example.cn", secure=True)
    assert [address for address, _ in found] == [
        "https://zhenggai.example.cn/",
        "https://zhenggai.example.cn/rounds/hangzhoudao-2022/",
    ]


@pytest.mark.django_db
def test_map_costs_two_queries_and_is_not_made_for_who_has_it(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        etag = client.get("/sitemap.xml").headers["ETag"]
    assert client.get("/sitemap.xml", headers={"if-none-match": etag}).status_code == 304


def test_robots_are_kept_from_what_is_not_the_publics(client, django_assert_num_queries):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "User-agent: *\n"
        "Disallow: /admin/\n"
        "Disallow: /my/\n"
        "Disallow: /evidence/\n"
        "Disallow: /login/\n"
        "Disallow: /logout/\n"
        "Disallow: /password/\n"
        "Disallow: /landing/\n"
        "Disallow: /large-type/\n"
        "Disallow: /healthz\n"
        "Sitemap: http://testserver/sitemap.xml\n"
    )


def test_every_address_is_either_the_publics_or_closed_to_robots():
    first = {str(one.pattern).partition("/") for one in get_resolver().url_patterns}
    assert {f"{name}{slash}" for name, slash, _ in first} == OPEN | {
        path.removeprefix("/") for path in CLOSED
    }
