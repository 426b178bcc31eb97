"""The large type: asked for by a button, remembered by the browser, without an account."""

import re

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

PUBLISHED = "/rounds/hangzhoudao-2022/"
HTML = re.compile(r'<html lang="zh-Hans"( class="large-type")?>')
BUTTON = re.compile(r'<button type="submit" name="on" value="(\d)">(.*?)</button>')
ADDRESS = "/large-type/"
PAGES = ["/", PUBLISHED, "/opinions/", "/login/", "/nowhere"]


def shown(page: str) -> tuple[bool, list[tuple[str, str]]]:
    """Return whether a page is in large type, and the buttons with which to change that."""
    return HTML.search(page)[1] is not None, BUTTON.findall(page)


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("cookie", "expected"),
    [
        (None, (False, [("1", "大字版")])),
        ("1", (True, [("0", "标准字号")])),
        ("0", (False, [("1", "大字版")])),
        ("11", (False, [("1", "大字版")])),
        ("on", (False, [("1", "大字版")])),
    ],
)
def test_page_is_as_the_cookie_says(client, path, cookie, expected):
    if cookie is not None:
        client.cookies["large_type"] = cookie
    assert shown(client.get(path).content.decode()) == expected


def test_secretary_reads_in_large_type_too(client, east_secretary):
    client.force_login(east_secretary)
    client.cookies["large_type"] = "1"
    assert shown(client.get("/my/").content.decode()) == (True, [("0", "标准字号")])


@pytest.mark.parametrize("path", ["/", "/nowhere"])
def test_page_without_database_is_in_large_type_too(client, monkeypatch, path):
    def refuse(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    client.raise_request_exception = False
    client.cookies["large_type"] = "1"
    assert shown(client.get(path).content.decode()) == (True, [("0", "标准字号")])


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", PUBLISHED, "/opinions/", "/login/"])
def test_caches_are_told_that_a_page_varies_by_it(client, path):
    assert "Cookie" in client.get(path).headers["Vary"].split(", ")


@pytest.mark.django_db
def test_answer_to_a_form_has_no_button_that_would_lose_it(client):
    response = client.post("/login/", {"username": "nobody", "password": "wrong"})
    assert (response.status_code, shown(response.content.decode())) == (200, (False, []))


@pytest.mark.parametrize("secure", [False, True])
def test_turned_on_it_is_remembered_for_a_year(client, settings, secure):
    settings.SESSION_COOKIE_SECURE = secure
    response = client.post(ADDRESS, {"on": "1", "next": PUBLISHED})
    assert (response.status_code, response.url) == (302, PUBLISHED)
    morsel = response.cookies["large_type"]
    assert (morsel.value, morsel["max-age"], morsel["path"]) == ("1", 31_536_000, "/")
    assert (morsel["httponly"], morsel["samesite"], bool(morsel["secure"])) == (
        True,
        "Lax",
        secure,
    )
    assert list(response.cookies) == [settings.LARGE_TYPE_COOKIE]


@pytest.mark.parametrize("said", [{"on": "0"}, {"on": "2"}, {}])
def test_turned_off_it_is_forgotten(client, said):
    response = client.post(ADDRESS, said)
    morsel = response.cookies["large_type"]
    assert (morsel.value, morsel["max-age"]) == ("", 0)


@pytest.mark.django_db
def test_it_lasts_from_page_to_page_until_it_is_turned_off(client):
    client.post(ADDRESS, {"on": "1"})
    assert [shown(client.get(path).content.decode())[0] for path in PAGES] == [True] * 5
    client.post(ADDRESS, {"on": "0"})
    assert [shown(client.get(path).content.decode())[0] for path in PAGES] == [False] * 5


@pytest.mark.parametrize(
    ("sent", "referer", "expected"),
    [
        (PUBLISHED, None, PUBLISHED),
        # The form has the path alone; the browser knows the query, too.
        ("/my/", "http://testserver/my/?status=closed", "http://testserver/my/?status=closed"),
        (PUBLISHED, "https://elsewhere.example.cn/", PUBLISHED),
        ("https://elsewhere.example.cn/", None, "/"),
        ("//elsewhere.example.cn/", None, "/"),
        ("/\\elsewhere.example.cn/", None, "/"),
        ("javascript:alert(1)", None, "/"),
        ("", None, "/"),
        (None, None, "/"),
    ],
)
def test_it_leads_back_to_where_the_reader_was(client, sent, referer, expected):
    headers = {"referer": referer} if referer else {}
    said = {"on": "1"} if sent is None else {"on": "1", "next": sent}
    assert client.post(ADDRESS, said, headers=headers).url == expected


def test_it_needs_no_token_because_pages_with_the_form_are_the_same_for_all():
    client = Client(enforce_csrf_checks=True)
    assert client.post(ADDRESS, {"on": "1"}).status_code == 302


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_nothing_else_changes_it(client, method):
    response = getattr(client, method)(ADDRESS)
    assert (response.status_code, list(response.cookies)) == (405, [])


def test_its_answer_is_for_nobody_else(client):
    response = client.post(ADDRESS, {"on": "1"})
    assert response.headers["Cache-Control"] == (
        "max-age=0, no-cache, no-store, must-revalidate, private"
    )


def test_the_cookie_is_the_one_that_caches_know():
    assert settings.LARGE_TYPE_COOKIE == "large_type"
