"""Which passwords will do, who has to change one, and what that ends."""

import datetime

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from communities.models import User

PASSWORD = "a-long-password-1"
NEW = "Another-word-2"
LIKE_A_NAME = "密码里不能有登录名或姓名，也不能和它们相近。"


@pytest.mark.parametrize(
    ("password", "sentences"),
    [
        ("Kx7!pmqvzt", []),
        ("kx7pmqvztw", ["密码太简单：大写字母、小写字母、数字、其他符号，至少要有 3 种。"]),
        ("密码Kx7pmqv", ["密码太短，至少要有 10 个字符。"]),
        ("海河之滨Kx7pmqv", []),
        ("Kx7!pmqvz", ["密码太短，至少要有 10 个字符。"]),
        (
            "1234567890",
            [
                "这个密码太常见，容易被人猜到。",
                "密码太简单：大写字母、小写字母、数字、其他符号，至少要有 3 种。",
            ],
        ),
        ("Password123", ["这个密码太常见，容易被人猜到。"]),
        ("Zhangsan-2024", [LIKE_A_NAME]),
        ("Kx7!ZHANGSAN-2024qmvt", [LIKE_A_NAME]),
        ("张三的密码Kx7pmqv", [LIKE_A_NAME]),
        ("P@ssw0rd123!", ["这个密码太常见，容易被人猜到。"]),
        ("Password123!", ["这个密码太常见，容易被人猜到。"]),
        ("Qwerty12345!", ["这个密码太常见，容易被人猜到。"]),
        ("Jinan-Road-7!", []),
    ],
)
def test_password_by_the_rules(password, sentences):
    user = User(username="zhangsan-2024", full_name="张三")
    try:
        validate_password(password, user)
        said = []
    except ValidationError as refused:
        said = refused.messages
    assert said == sentences


def test_password_like_the_full_name_is_refused():
    with pytest.raises(ValidationError) as refused:
        validate_password("Ouyang-Xiu-1007", User(username="a", full_name="Ouyang Xiu 1007"))
    assert refused.value.messages == [LIKE_A_NAME]


def change(client, old=PASSWORD, new=NEW, repeated=None, **more):
    data = {"old_password": old, "new_password1": new, "new_password2": repeated or new}
    return client.post("/password/", data | more)


@pytest.fixture
def fresh(client, officer) -> Client:
    """An officer whose password somebody else has set, logged in."""
    officer.must_change_password = True
    officer.save()
    client.force_login(officer)
    return client


def test_given_password_has_to_be_changed_first(fresh, officer):
    for page in ("/admin/", "/admin/rectify/issue/?q=a", "/landing/"):
        answer = fresh.get(page)
        assert answer.status_code == 302
        assert fresh.get(answer.url).context["reason"] == (
            "现在的密码是别人设的，请先改成只有您自己知道的密码。"
        )
    assert fresh.get("/admin/rectify/issue/?q=a").url == (
        "/password/?next=/admin/rectify/issue/%3Fq%3Da"
    )
    # What anyone may read, and the way out, stay open.
    assert (fresh.get("/").status_code, fresh.post("/logout/").status_code) == (200, 302)


def test_changed_password_opens_the_way(fresh, officer):
    answer = change(fresh, next="/admin/rectify/issue/")
    assert (answer.status_code, answer.url) == (302, "/admin/rectify/issue/")
    officer.refresh_from_db()
    assert (officer.must_change_password, officer.check_password(NEW)) == (False, True)
    assert fresh.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "repeated", "field", "sentence"),
    [
        ("wrong", NEW, NEW, "old_password", "旧密码不对，请重新输入。"),
        (PASSWORD, PASSWORD, PASSWORD, "new_password1", "新密码不能和原来的一样。"),
        (PASSWORD, NEW, "other", "new_password2", "输入的两个密码不一致。"),
        (
            PASSWORD,
            "short-A1",
            "short-A1",
            "new_password2",
            "密码太短，至少要有 10 个字符。",
        ),
    ],
)
def test_change_that_will_not_do(fresh, officer, old, new, repeated, field, sentence):
    answer = change(fresh, old, new, repeated)
    assert answer.context["form"].errors[field] == [sentence]
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD) is True


def test_guessing_the_old_password_at_an_open_page_locks_the_account(fresh, officer):
    answers = [change(fresh, old=f"guess-{number}", next="/my/") for number in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert fresh.get("/landing/").url == "/login/?next=/landing/"
    data = {"username": "officer", "password": PASSWORD}
    assert fresh.post("/login/", data).status_code == 429


def test_new_password_does_not_tell_what_the_old_one_is(fresh):
    answer = fresh.post("/password/", {"new_password1": PASSWORD})
    assert list(answer.context["form"].errors) == ["old_password", "new_password2"]


@pytest.mark.parametrize(("days", "has_to"), [(89, False), (91, True)])
def test_old_password_has_to_be_changed(client, officer, days, has_to):
    officer.password_changed_at = timezone.now() - datetime.timedelta(days=days)
    officer.save()
    client.force_login(officer)
    answer = client.get("/admin/")
    assert (answer.status_code == 302) == has_to
    if has_to:
        assert client.get(answer.url).context["reason"] == (
            "现在的密码已经用了 90 天以上，请先换一个。"
        )


def test_account_without_a_date_counts_from_when_it_was_made(client, officer):
    officer.password_changed_at = None
    officer.save()
    client.force_login(officer)
    assert client.get("/admin/").status_code == 200
    officer.date_joined = timezone.now() - datetime.timedelta(days=91)
    officer.save()
    assert client.get("/admin/").status_code == 302


def test_change_of_password_ends_every_other_session(client, officer):
    other = Client()
    for browser in (client, other):
        browser.force_login(officer)
    change(client)
    assert (client.get("/admin/").status_code, other.get("/admin/").status_code) == (200, 302)


# --- Passwords given by the keeper of accounts --------------------------------------------------


@pytest.fixture
def keeper(client, accounts_keeper) -> Client:
    client.force_login(accounts_keeper)
    return client


def test_new_account_has_to_change_its_password(keeper):
    data = {"username": "newcomer", "password1": NEW, "password2": NEW, "is_staff": "on"}
    answer = keeper.post("/admin/communities/user/add/", data | {"usable_password": "true"})
    assert answer.status_code == 302
    newcomer = User.objects.get(username="newcomer")
    assert (newcomer.check_password(NEW), newcomer.must_change_password) == (True, True)
    assert newcomer.password_changed_at is not None


def test_password_given_anew_is_good_for_one_login_and_ends_sessions(keeper, officer):
    theirs = Client()
    theirs.force_login(officer)
    page = f"/admin/communities/user/{officer.pk}/password/"
    data = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    assert keeper.post(page, data).status_code == 302
    officer.refresh_from_db()
    assert (officer.check_password(NEW), officer.must_change_password) == (True, True)
    assert theirs.get("/admin/").status_code == 302


@pytest.mark.parametrize("key", ["{}", "0{}", " {}"])
def test_keeper_changes_the_own_password_on_the_page_for_that(keeper, accounts_keeper, key):
    page = f"/admin/communities/user/{key.format(accounts_keeper.pk)}/password/"
    data = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    assert (keeper.get(page).url, keeper.post(page, data).url) == ("/password/", "/password/")
    accounts_keeper.refresh_from_db()
    assert accounts_keeper.check_password(PASSWORD) is True


@pytest.mark.parametrize("sent", [{}, {"must_change_password": ""}])
def test_keeper_cannot_spare_anybody_the_change(keeper, officer, sent):
    User.objects.filter(pk=officer.pk).update(must_change_password=True)
    page = f"/admin/communities/user/{officer.pk}/change/"
    data = {"username": "officer", "full_name": "新名字", "is_staff": "on", "is_active": "on"}
    assert keeper.post(page, data | sent).status_code == 302
    officer.refresh_from_db()
    assert (officer.full_name, officer.must_change_password) == ("新名字", True)


@pytest.mark.django_db
def test_superuser_made_at_the_server_has_chosen_the_password(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", NEW)
    call_command(
        "createsuperuser", username="root", email="a@example.cn", interactive=False, verbosity=0
    )
    assert User.objects.get(username="root").must_change_password is False
