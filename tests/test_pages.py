"""What the public sees, and what it does not."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone

from communities.models import User
from rectify.models import Publication, Round
from rectify.notices import html
from rectify.notices.compose import compose
from tests.editions import put_out
from tests.test_figures import grow

PUBLISHED = "/rounds/hangzhoudao-2022/"
DATA = [f"{PUBLISHED}progress.json", f"{PUBLISHED}progress.csv", f"{PUBLISHED}editions/1/"]


@pytest.fixture
def database_away(monkeypatch):
    """A database that does not answer."""

    def refuse(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)


@pytest.mark.django_db
def test_list_shows_published_rounds_alone(client):
    page = client.get("/").content.decode()
    assert re.findall(r'<h2><a href="([^"]+)">([^<]+)</a></h2>', page) == [
        (PUBLISHED, "杭州道街道2022年巡察整改")
    ]
    assert page.count("示例数据") == 1


def test_list_has_what_was_published_last_first(client, published, in_progress):
    Round.objects.filter(pk=in_progress.pk).update(published_on=timezone.localdate())
    in_progress.refresh_from_db()
    put_out(in_progress)
    order = [in_progress.name, "杭州道街道2022年巡察整改"]
    assert re.findall(r"<h2><a [^>]+>([^<]+)</a></h2>", client.get("/").content.decode()) == order
    # What the office changes meanwhile moves nothing.
    Round.objects.filter(pk=published.pk).update(fed_back_on=None)
    assert re.findall(r"<h2><a [^>]+>([^<]+)</a></h2>", client.get("/").content.decode()) == order


@pytest.mark.django_db
def test_list_without_rounds_says_so(client, monkeypatch):
    monkeypatch.setattr(
        "rectify.views.public.Publication.objects.newest_public", Publication.objects.none
    )
    assert client.get("/").content.decode().count("还没有公布的轮次") == 1


@pytest.mark.django_db
def test_list_shows_each_round_once_as_last_published(client, published):
    published.name = "改了名称的轮次"
    published.save()
    assert client.get("/").content.decode().count("杭州道街道2022年巡察整改") == 1
    put_out(published, correction="改了轮次名称。")
    page = client.get("/").content.decode()
    assert re.findall(r'<h2><a href="([^"]+)">([^<]+)</a></h2>', page) == [
        (PUBLISHED, "改了名称的轮次")
    ]


@pytest.mark.django_db
def test_round_page_has_figures_notice_and_banner(client, published):
    page = client.get(PUBLISHED).content.decode()
    assert re.sub(r"<[^>]+>", "", re.search(r'<p class="answer">(.*?)</p>', page)[1]) == (
        "523 项整改问题，已完成 523 项，完成率 100%。"
    )
    outcomes = re.findall(r'<div class="outcome-\w+"><dt>(.*?)</dt><dd>(\d+)</dd>', page)
    assert outcomes == [("已完成", "523"), ("阶段性完成", "0"), ("正在推进", "0"), ("未完成", "0")]
    assert page.count(str(html.render(compose(published), top=3, anchored=True))) == 1
    assert page.count("<strong>示例数据。</strong>") == 1


@pytest.mark.django_db
def test_round_page_has_no_banner_when_the_data_are_real(client, published):
    published.is_sample = False
    published.save()
    put_out(published, correction="不再是示例。")
    assert client.get(PUBLISHED).content.decode().count("示例数据") == 0


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/rounds/nowhere/", "/rounds/sample-in-progress/", "/nowhere"])
def test_what_is_not_there_is_not_found(client, path):
    response = client.get(path)
    assert (response.status_code, response.content.decode().count("<h1>没有这一页</h1>")) == (
        404,
        1,
    )


@pytest.mark.django_db
def test_unpublished_round_is_not_found_by_staff_either(office):
    assert office.get("/rounds/sample-in-progress/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("copies", [0, 9])
def test_round_page_costs_three_queries_at_any_size(
    client, published, copies, django_assert_num_queries
):
    if copies:
        grow(published, copies)
        put_out(published, correction="台账增加。")
    with django_assert_num_queries(3):
        page = client.get(PUBLISHED).content.decode()
    assert page.count(f"<strong>{523 * (copies + 1)}</strong>") == 2


@pytest.mark.django_db
def test_round_list_costs_three_queries(client, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get("/")


@pytest.mark.django_db
def test_pages_do_not_write(client, published, django_assert_num_queries):
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        for path in ("/", PUBLISHED, *DATA, "/healthz", "/login/", "/nowhere"):
            client.get(path)
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", PUBLISHED, "/login/", "/healthz", "/nowhere", "/admin/"])
def test_every_answer_has_a_strict_policy(client, path):
    policy = client.get(path).headers["Content-Security-Policy"]
    assert policy.split("; ")[0] == "default-src 'self'"
    assert re.findall("unsafe|http|\\*", policy) == []


@pytest.mark.django_db
def test_health_is_good(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"application": "ok", "database": "ok"})


def test_health_without_database(client, database_away):
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"application": "ok", "database": "unavailable"}


@pytest.mark.parametrize("path", ["/", PUBLISHED])
def test_page_without_database_says_come_back(client, database_away, path):
    client.raise_request_exception = False
    response = client.get(path)
    assert (response.status_code, response.content.decode().count("暂时不能访问</h1>")) == (503, 1)


@pytest.mark.django_db
def test_fault_of_ours_has_a_page(client, monkeypatch):
    monkeypatch.setattr("rectify.views.public.Frozen", None)
    client.raise_request_exception = False
    response = client.get(PUBLISHED)
    assert (response.status_code, response.content.decode().count("<h1>出错了</h1>")) == (500, 1)


@pytest.mark.django_db
def test_form_without_token_is_refused_in_chinese(published):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/login/", {"username": "a", "password": "b"})
    assert (response.status_code, response.content.decode().count("<h1>没有权限</h1>")) == (403, 1)


@pytest.mark.django_db
def test_login_is_asked_for_unless_a_page_opts_out(client):
    response = client.get(reverse("landing"))
    assert (response.status_code, response.url) == (302, "/login/?next=/landing/")


@pytest.mark.django_db
def test_login_leads_to_where_the_work_is(client, east_secretary):
    response = client.post(
        "/login/", {"username": "east", "password": "a-long-password-1"}, follow=True
    )
    assert [url for url, _ in response.redirect_chain] == ["/landing/", "/my/"]


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("admin_user", "/admin/"),
        ("accounts_keeper", "/admin/communities/user/"),
        ("officer", "/admin/rectify/issue/"),
        ("leader", "/admin/rectify/publication/"),
        ("clerk", "/admin/rectify/issue/"),
        ("observer", "/admin/rectify/issue/"),
        ("auditor", "/admin/rectify/auditentry/"),
        ("east_secretary", "/my/"),
    ],
)
def test_everyone_lands_where_the_work_is(client, who, address, request):
    user = request.getfixturevalue(who)
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    client.force_login(user)
    response = client.get("/landing/", follow=True)
    assert response.redirect_chain == [(address, 302)]
    assert response.status_code == 200


@pytest.mark.parametrize("change", ["no role", "no right to the admin"])
def test_who_has_no_work_here_lands_on_the_rounds(client, officer, change):
    if change == "no role":
        officer.groups.clear()
    else:
        User.objects.filter(pk=officer.pk).update(is_staff=False)
    client.force_login(officer)
    assert client.get("/landing/").url == "/"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_public_pages_only_read(client, method):
    assert [getattr(client, method)(path).status_code for path in ("/", PUBLISHED, "/healthz")] == [
        405
    ] * 3


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", PUBLISHED, "/login/", "/nowhere"])
def test_page_has_one_heading_one_main_and_files_that_exist(client, path):
    page = client.get(path).content.decode()
    assert (page.count("<h1"), page.count("<main")) == (1, 1)
    files = re.findall(r'(?:href|src)="/static/([^"]+)"', page)
    assert [name for name in files if not finders.find(name)] == []
    assert (
        re.findall(
            r"<script(?! src=| type=.application/ld\+json.)|\sstyle=|\son\w+=|\{\{|\{%", page
        )
        == []
    )


@pytest.mark.django_db
def test_unknown_host_is_answered_in_chinese(client):
    response = client.get("/", HTTP_HOST="elsewhere.example.cn")
    assert (response.status_code, response.content.decode().count("<h1>请求有误</h1>")) == (400, 1)
