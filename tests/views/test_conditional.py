"""Public pages: told apart by their revision, and not made again for whoever has them."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.http import http_date
from django.utils.http import parse_http_date as parsed

from communities.models import User
from rectify import program
from rectify.models import Round
from rectify.publishing.revision import Revision
from rectify.views import conditional
from rectify.views.conditional import CACHE_CONTROL, published

AT = datetime(2026, 11, 28, 8, tzinfo=UTC)
NOT_KEPT = "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.fixture(autouse=True)
def _program(monkeypatch):
    monkeypatch.setattr(program, "version", lambda: "1")
    monkeypatch.setattr(program, "changed_at", lambda: datetime(2026, 1, 1, tzinfo=UTC))
    monkeypatch.setattr(conditional, "told_apart", lambda: "a machine")
    monkeypatch.setattr(conditional.timezone, "now", lambda: datetime(2026, 12, 1, tzinfo=UTC))


class Page:
    """A public page of a round, and how often it was made."""

    def __init__(self, status=200):
        self.found = Revision("token", AT)
        self.asked = []
        self.made = 0
        self.status = status
        self.view = published(self._revision)(self._view)

    def _revision(self, **arguments):
        self.asked.append(arguments)
        return self.found

    def _view(self, request, slug):
        self.made += 1
        return HttpResponse(f"{slug}的页面", status=self.status)

    def get(self, rf, path="/rounds/a/", user=None, method="GET", cookies="", **headers):
        request = rf.generic(method, path, headers={**headers, "Cookie": cookies})
        request.user = user or AnonymousUser()
        return self.view(request, slug="a")


def told(response):
    return {
        name: response.headers.get(name)
        for name in ("ETag", "Last-Modified", "Cache-Control", "Vary", "No-Vary-Search")
    }


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_page_tells_what_a_cache_wants_to_know(rf, method):
    page = Page()
    response = page.get(rf, method=method)
    assert (response.status_code, page.asked, page.made) == (200, [{"slug": "a"}], 1)
    etag = response.headers["ETag"]
    assert (etag[:3], etag[-1], len(etag)) == ('W/"', '"', 36)
    assert told(response) == {
        "ETag": etag,
        "Last-Modified": "Sat, 28 Nov 2026 08:00:00 GMT",
        "Cache-Control": CACHE_CONTROL,
        "Vary": "Cookie",
        "No-Vary-Search": "params",
    }


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "condition",
    [
        {"If-None-Match": "{etag}"},
        {"If-None-Match": '"0", {etag}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": "Sat, 28 Nov 2026 08:00:00 GMT"},
        {"If-None-Match": "{etag}", "If-Modified-Since": "Sat, 28 Nov 2020 08:00:00 GMT"},
    ],
)
def test_page_that_somebody_has_is_not_made(rf, method, condition):
    page = Page()
    whole = page.get(rf)
    etag = whole.headers["ETag"]
    headers = {name: value.format(etag=etag) for name, value in condition.items()}
    response = page.get(rf, method=method, **headers)
    assert (response.status_code, response.content, page.made) == (304, b"", 1)
    assert told(response) == told(whole)


@pytest.mark.parametrize(
    "condition",
    [
        {"If-None-Match": '"0"'},
        {"If-Modified-Since": "Sat, 28 Nov 2026 07:59:59 GMT"},
        {"If-None-Match": '"0"', "If-Modified-Since": "Sat, 28 Nov 2026 08:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
    ],
)
def test_page_that_somebody_has_otherwise_is_made(rf, condition):
    page = Page()
    assert (page.get(rf, **condition).status_code, page.made) == (200, 1)


def test_tag_is_the_same_for_the_same_page(rf):
    assert Page().get(rf).headers["ETag"] == Page().get(rf, "/rounds/a/?q=1").headers["ETag"]


def test_tag_is_another_for_whatever_is_another_page(rf, monkeypatch):
    page = Page()
    tags = [
        page.get(rf).headers["ETag"],
        page.get(rf, "/rounds/a/editions/1/").headers["ETag"],
        page.get(rf, cookies="large_type=1").headers["ETag"],
    ]
    page.found = Revision("other token", AT)
    tags.append(page.get(rf).headers["ETag"])
    monkeypatch.setattr(program, "version", lambda: "2")
    tags.append(page.get(rf).headers["ETag"])
    monkeypatch.setattr(conditional, "told_apart", lambda: "another machine")
    tags.append(page.get(rf).headers["ETag"])
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("cookies", ["large_type=0", "large_type=", "csrftoken=1", "other=1"])
def test_tag_is_the_same_whatever_else_a_visitor_brings(rf, cookies):
    page = Page()
    assert page.get(rf, cookies=cookies).headers["ETag"] == page.get(rf).headers["ETag"]


@pytest.mark.parametrize(
    ("revised", "written", "now", "told"),
    [
        ((2026, 5, 2), (2026, 5, 1), (2026, 6, 1), (2026, 5, 2)),
        ((2026, 5, 2), (2026, 5, 3), (2026, 6, 1), (2026, 5, 3)),
        # A clock that goes wrong, here or where the files were written.
        ((2026, 5, 2), (2027, 1, 1), (2026, 6, 1), (2026, 6, 1)),
    ],
)
def test_page_changes_with_what_it_shows_and_with_the_program(
    rf, monkeypatch, revised, written, now, told
):
    monkeypatch.setattr(program, "changed_at", lambda: datetime(*written, tzinfo=UTC))
    monkeypatch.setattr(conditional.timezone, "now", lambda: datetime(*now, tzinfo=UTC))
    page = Page()
    page.found = Revision("token", datetime(*revised, tzinfo=UTC))
    expected = http_date(datetime(*told, tzinfo=UTC).timestamp())
    assert page.get(rf).headers["Last-Modified"] == expected


def test_page_that_there_is_not(rf):
    page = Page()
    page.found = None
    with pytest.raises(Http404):
        page.get(rf)
    assert page.made == 0


def made_each_time(page, response):
    assert (response.status_code, page.asked, page.made) == (200, [{"slug": "a"}], 1)
    assert told(response) == {
        "ETag": None,
        "Last-Modified": None,
        "Cache-Control": NOT_KEPT,
        "Vary": "Cookie",
        "No-Vary-Search": None,
    }


@pytest.mark.parametrize("headers", [{}, {"If-None-Match": "*"}])
@pytest.mark.parametrize("user", [User(username="one"), None])
@pytest.mark.parametrize("cookies", ["sessionid=x", 'large_type=1; sessionid=""'])
def test_page_for_whoever_has_a_session_is_nobody_elses(rf, headers, user, cookies):
    page = Page()
    made_each_time(page, page.get(rf, user=user, cookies=cookies, **headers))


@pytest.mark.parametrize(
    "since", ["Sat, 28 Nov 2026 08:00:00 GMT", "Fri, 28 Nov 2036 08:00:00 GMT"]
)
def test_page_of_no_moment_is_never_unchanged_since_one(rf, since):
    page = Page()
    page.found = Revision("token", None)
    response = page.get(rf, **{"If-Modified-Since": since})
    assert (response.status_code, told(response)["Last-Modified"]) == (200, None)
    again = page.get(rf, **{"If-None-Match": response.headers["ETag"], "If-Modified-Since": since})
    assert (again.status_code, told(again)) == (304, told(response))


def test_page_is_made_each_time_while_the_program_is_written(rf, settings):
    settings.DEBUG = True
    page = Page()
    made_each_time(page, page.get(rf, **{"If-None-Match": "*"}))


@pytest.mark.parametrize("status", [302, 404, 503])
def test_answer_that_is_no_page_is_not_kept(rf, status):
    response = Page(status).get(rf)
    assert (response.status_code, told(response)["ETag"]) == (status, None)
    assert told(response)["Cache-Control"] == NOT_KEPT


# --- The pages themselves -----------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/rounds/hangzhoudao-2022/", "/rounds/hangzhoudao-2022/progress.json"]
)
def test_public_page_is_not_made_for_whoever_has_it(
    client, path, django_assert_max_num_queries, monkeypatch
):
    whole = client.get(path)
    assert (whole.status_code, whole.headers["Cache-Control"]) == (200, CACHE_CONTROL)
    assert (whole.headers["Vary"], "Set-Cookie" in whole.headers) == ("Cookie", False)
    with django_assert_max_num_queries(1):
        again = client.get(path, headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.content, again.templates) == (304, b"", [])


@pytest.mark.django_db
def test_public_page_for_somebody_logged_in_is_not_kept(office):
    response = office.get("/rounds/hangzhoudao-2022/")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, NOT_KEPT)
    assert "ETag" not in response.headers


@pytest.mark.django_db
def test_round_that_is_not_published_is_not_there(client, in_progress):
    response = client.get(f"/rounds/{in_progress.slug}/", headers={"If-None-Match": "*"})
    assert response.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/pages/2/",
        "/pages/0/",
        "/pages/01/",
        "/rounds/hangzhoudao-2022/editions/01/",
        "/rounds/hangzhoudao-2022/editions/2/",
        "/rounds/hangzhoudao-2022/notice.exe",
        "/rounds/hangzhoudao-2022/communities/120116005001/pages/01/",
        "/rounds/hangzhoudao-2022/communities/120116005001/pages/2/",
        "/rounds/hangzhoudao-2022/editions/1/communities/120116005001/pages/2/",
    ],
)
def test_page_that_is_not_there_is_never_unchanged_nor_kept(client, path):
    response = client.get(path, headers={"If-None-Match": "*"})
    assert (response.status_code, response.headers["Cache-Control"]) == (404, NOT_KEPT)


@pytest.mark.django_db
def test_setting_of_a_round_changes_its_page_for_whoever_knows_only_the_time(client, published):
    path = "/rounds/hangzhoudao-2022/"
    QuerySet(Round.history.model).update(history_date=AT)
    at = parsed(client.get(path).headers["Last-Modified"])
    published.takes_opinions = not published.takes_opinions
    published.save()
    set_at = published.history.latest().history_date
    assert parsed(client.get(path).headers["Last-Modified"]) == int(set_at.timestamp()) > at


@pytest.mark.django_db
def test_session_of_nobody_is_not_taken_for_everybody(client):
    """It is told to go (Set-Cookie), which a cache would tell everybody."""
    client.cookies["sessionid"] = "unknown"
    response = client.get("/rounds/hangzhoudao-2022/")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, NOT_KEPT)
