"""Coming in, being kept out, and being taken for a visitor again."""

import datetime
import re
import time

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from rectify import sessions
from rectify.addresses import client_address
from rectify.permissions import Role
from tests.conftest import person

PASSWORD = "a-long-password-1"
WRONG_PASSWORD = "wrong-password-1"
WRONG = "用户名或密码不对，或者这个账号不能在这里登录。字母区分大小写，请检查后再试。"
LOCKED = (
    "这个用户名在您这里连续输错 5 次，已锁定 15 分钟，请过后再试。忘了密码的，请找系统管理员重设。"
)


def try_to_log_in(username, password=WRONG_PASSWORD, address="10.0.0.1"):
    data = {"username": username, "password": password}
    return Client().post("/login/", data, REMOTE_ADDR=address)


def words(response) -> list[str]:
    return re.findall(r'<p class="refused" role="alert">([^<]*)</p>', response.content.decode())


# --- Locked out ------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["officer", "nobody-of-this-name"])
def test_fifth_failure_locks_the_account_at_the_address(officer, username):
    answers = [try_to_log_in(username) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429, 429]
    assert [words(answer) for answer in answers] == [[WRONG]] * 4 + [[LOCKED]] * 2


def test_locked_account_refuses_the_right_password_too(officer):
    for _ in range(5):
        try_to_log_in("officer")
    assert try_to_log_in("officer", PASSWORD).status_code == 429
    # Elsewhere the account is not locked, nor are others at the same address.
    assert try_to_log_in("officer", PASSWORD, "10.0.0.2").status_code == 302
    person_of_the_next_desk = person("colleague", Role.OBSERVER)
    assert try_to_log_in(person_of_the_next_desk.username, PASSWORD).status_code == 302


@pytest.mark.parametrize("name", ["officer", " officer", "ｏｆｆｉｃｅｒ"])
def test_writing_the_name_differently_is_no_way_round(officer, name):
    for _ in range(5):
        try_to_log_in(name)
    assert try_to_log_in("officer", PASSWORD).status_code == 429


@pytest.mark.parametrize(("minutes", "status"), [(14, 429), (16, 302)])
def test_lock_opens_after_fifteen_minutes(officer, minutes, status):
    for _ in range(5):
        try_to_log_in("officer")
    passed = datetime.timedelta(minutes=minutes)
    AccessAttempt.objects.update(attempt_time=timezone.now() - passed)
    assert try_to_log_in("officer", PASSWORD).status_code == status


def test_trying_while_locked_does_not_prolong_the_lock(officer):
    for _ in range(5):
        try_to_log_in("officer")
    passed = datetime.timedelta(minutes=14)
    AccessAttempt.objects.update(attempt_time=timezone.now() - passed)
    before = AccessAttempt.objects.get().attempt_time
    try_to_log_in("officer")
    assert AccessAttempt.objects.get().attempt_time == before


def test_success_forgets_earlier_failures(officer):
    for _ in range(2):
        for _ in range(4):
            try_to_log_in("officer")
        assert try_to_log_in("officer", PASSWORD).status_code == 302


@pytest.mark.parametrize("username", ["officer", "My-Secret-Word-1"])
def test_names_are_not_kept_where_failures_are_counted(officer, username):
    try_to_log_in(username)
    attempt = AccessAttempt.objects.values().get()
    assert [value for value in attempt.values() if username in str(value)] == []


def test_network_of_one_attacker_counts_as_one_address(officer):
    for number in range(5):
        try_to_log_in("officer", address=f"2001:db8::{number}:1")
    assert try_to_log_in("officer", PASSWORD, "2001:db8::99").status_code == 429
    assert try_to_log_in("officer", PASSWORD, "2001:db8:0:1::1").status_code == 302


# --- Who has an account is not told ------------------------------------------------------------


def test_every_refusal_looks_the_same(officer):
    person("gone", Role.OBSERVER, is_active=False)
    person("roleless", Role.OBSERVER).groups.clear()
    tries = [("officer", "wrong-password-1")]
    tries += [(name, PASSWORD) for name in ("nobody", "gone", "roleless")]
    answers = [try_to_log_in(*one) for one in tries]
    pages = {
        re.sub(r'value="[^"]*"', "", answer.content.decode()).replace(name, "")
        for answer, (name, _) in zip(answers, tries, strict=True)
    }
    assert {answer.status_code for answer in answers} == {200}
    assert len(pages) == 1


def test_superuser_needs_no_role(admin_user):
    admin_user.set_password(PASSWORD)
    admin_user.save()
    assert try_to_log_in("admin", PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/my/", "/my/"),
        ("https://elsewhere.example/", "/landing/"),
        ("//elsewhere.example/", "/landing/"),
        ("javascript:alert(1)", "/landing/"),
    ],
)
def test_login_leads_back_within_the_site_alone(officer, target, leads_to):
    data = {"username": "officer", "password": PASSWORD, "next": target}
    assert Client().post("/login/", data).url == leads_to


# --- The one log-in page -----------------------------------------------------------------------


@pytest.mark.django_db
def test_admin_leads_visitors_to_the_one_login_page(client):
    answer = client.get("/admin/rectify/issue/", follow=True)
    assert answer.redirect_chain[-1][0] == "/login/?next=/admin/rectify/issue/"


def test_admin_refuses_who_has_no_business_there(client, east_secretary):
    client.force_login(east_secretary)
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 403


def test_admin_login_leads_staff_on(office):
    assert office.get("/admin/login/").url == "/admin/"
    assert office.get("/admin/password_change/").url == "/password/"
    assert office.get("/admin/password_change/done/").url == "/landing/"


# --- Away for too long -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "minutes", "status"),
    [
        ("officer", 29, 200),
        ("officer", 31, 302),
        ("clerk", 31, 302),
        ("east_secretary", 31, 200),
        ("east_secretary", 479, 200),
        ("east_secretary", 481, 302),
    ],
)
@pytest.mark.parametrize("seen", [True, False])
def test_who_was_away_too_long_is_a_visitor(
    name, minutes, status, seen, request, client, monkeypatch
):
    client.force_login(request.getfixturevalue(name))
    if seen:
        client.get("/")
        assert client.cookies[sessions.COOKIE]["httponly"] is True
    now = time.time() + minutes * 60
    monkeypatch.setattr(time, "time", lambda: now)
    answer = client.get("/password/")
    assert answer.status_code == status
    if status == 302:
        assert answer.url == "/login/?next=/password/"


def test_who_was_away_too_long_may_still_log_out(client, officer, monkeypatch):
    client.force_login(officer)
    pages = [client.get(page).content.decode() for page in ("/admin/", "/")]
    ways_out = {re.search(r'action="([^"]*logout[^"]*)"', page)[1] for page in pages}
    assert ways_out == {"/logout/"}
    now = time.time() + 3600
    monkeypatch.setattr(time, "time", lambda: now)
    answer = client.post("/logout/")
    assert (answer.status_code, answer.url) == (302, "/")
    assert "_auth_user_id" not in client.session


def test_presence_counts_from_the_last_page(client, officer, monkeypatch):
    client.force_login(officer)
    start = time.time()
    for minutes in (0, 25, 50, 75):
        monkeypatch.setattr(time, "time", lambda at=start + minutes * 60: at)
        assert client.get("/password/").status_code == 200


def test_cookie_of_another_session_is_worth_nothing(client, officer, monkeypatch):
    other = Client()
    start = time.time()
    client.force_login(officer)
    monkeypatch.setattr(time, "time", lambda: start + 40 * 60)
    other.force_login(officer)
    other.get("/")
    client.cookies[sessions.COOKIE] = other.cookies[sessions.COOKIE].value
    assert client.get("/password/").status_code == 302


def test_being_away_writes_nothing(client, officer, monkeypatch, django_assert_num_queries):
    client.force_login(officer)
    now = time.time() + 3600
    monkeypatch.setattr(time, "time", lambda: now)
    # The session and the account, read and left as they are.
    with django_assert_num_queries(2) as queries:
        client.get("/password/")
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


# --- Where somebody calls from -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, None, "10.0.0.9"),
        (0, "1.1.1.1", "10.0.0.9"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "9.9.9.9, 1.1.1.1", "1.1.1.1"),
        (2, "9.9.9.9, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "1.1.1.1", "10.0.0.9"),
        (1, None, "10.0.0.9"),
        (1, "unknown", "10.0.0.9"),
        (1, "1.1.1.1, ", "10.0.0.9"),
        (1, "2001:DB8::0001", "2001:db8::1"),
    ],
)
def test_address_is_what_our_own_proxies_say(rf, settings, proxies, forwarded, expected):
    settings.PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_address(rf.get("/", REMOTE_ADDR="10.0.0.9", **headers)) == expected


@pytest.mark.parametrize(
    ("connected", "expected"),
    [
        ("10.0.0.9", "10.0.0.9"),
        ("::ffff:10.0.0.9", "10.0.0.9"),
        ("fe80::1%eth0", "fe80::1"),
        # Through a socket there is none.
        ("", None),
    ],
)
def test_address_is_in_its_usual_form(rf, connected, expected):
    assert client_address(rf.get("/", REMOTE_ADDR=connected)) == expected
