"""Who sees and does what, as a table written by hand."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import Client

from communities.models import Department, User
from rectify.models import Round
from rectify.permissions import Role, visible_issues

CAST = ["accounts_keeper", "officer", "clerk", "east_secretary", "observer", "auditor"]

# Address of a list in the admin, and what each of the cast gets there; 302 is the way to
# the log-in for those who do not work in the admin.
ADMIN = [
    # accounts, officer, clerk, secretary, observer, auditor
    ("/admin/", [200, 200, 200, 302, 200, 200]),
    ("/admin/communities/user/", [200, 403, 403, 302, 403, 403]),
    ("/admin/communities/user/add/", [200, 403, 403, 302, 403, 403]),
    ("/admin/communities/community/", [403, 200, 403, 302, 200, 403]),
    ("/admin/communities/community/add/", [403, 200, 403, 302, 403, 403]),
    ("/admin/rectify/issue/", [403, 200, 200, 302, 200, 403]),
    ("/admin/rectify/issue/add/", [403, 200, 403, 302, 403, 403]),
    ("/admin/rectify/round/", [403, 200, 403, 302, 200, 403]),
    ("/admin/rectify/round/add/", [403, 200, 403, 302, 403, 403]),
    ("/admin/rectify/round/{round}/notice/", [403, 200, 403, 302, 200, 403]),
    ("/admin/rectify/officialname/", [403, 200, 403, 302, 200, 403]),
    ("/admin/rectify/officialname/add/", [403, 403, 403, 302, 403, 403]),
    ("/admin/rectify/section/", [403, 200, 403, 302, 200, 403]),
    ("/admin/rectify/finding/", [403, 200, 403, 302, 200, 403]),
]


@pytest.mark.parametrize(("address", "statuses"), ADMIN)
def test_admin_opens_by_role(address, statuses, request, published):
    found = []
    for name in CAST:
        client = Client()
        client.force_login(request.getfixturevalue(name))
        found.append(client.get(address.format(round=published.pk)).status_code)
    assert found == statuses


@pytest.mark.parametrize("address", [address for address, _ in ADMIN])
def test_visitor_is_sent_to_the_login(client, published, address):
    response = client.get(address.format(round=published.pk))
    login = "/admin/login/" if address == "/admin/" else "/login/"
    assert (response.status_code, response.url.split("?")[0]) == (302, login)


@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("accounts_keeper", {"pk": None}),
        ("officer", {}),
        ("clerk", {"department__name": "公共安全办公室"}),
        ("east_secretary", {"community__name": "新园里社区"}),
        ("west_secretary", {"community__name": "唐山里社区"}),
        ("observer", {}),
        ("auditor", {"pk": None}),
    ],
)
def test_entries_are_seen_by_role(name, condition, request, published):
    user = request.getfixturevalue(name)
    expected = published.issues.model.objects.filter(**condition)
    assert set(visible_issues(user)) == set(expected)


def test_clerk_without_a_department_sees_nothing(clerk):
    clerk.department = None
    clerk.save()
    assert visible_issues(clerk).count() == 0


def test_owner_who_moves_loses_the_old_community_at_once(east_secretary, published):
    owner = east_secretary.owner
    owner.user = None
    owner.save()
    assert visible_issues(User.objects.get(pk=east_secretary.pk)).count() == 0


def test_clerk_does_not_learn_of_other_departments_entries(clerk, published):
    client = Client()
    client.force_login(clerk)
    own = published.issues.filter(department=clerk.department).first()
    other = published.issues.exclude(department=clerk.department).first()
    assert client.get(f"/admin/rectify/issue/{own.pk}/change/").status_code == 200
    answers = [client.get(f"/admin/rectify/issue/{pk}/change/") for pk in (other.pk, 10**9)]
    assert [answer.status_code for answer in answers] == [404, 404]
    page = client.get("/admin/rectify/issue/").content.decode()
    assert page.count("党建办公室") == 0
    listed = client.get("/admin/rectify/issue/", {"department__id__exact": other.department_id})
    assert {issue.department for issue in listed.context["cl"].result_list} == {clerk.department}


def test_clerk_reads_and_does_not_write(clerk, published):
    client = Client()
    client.force_login(clerk)
    own = published.issues.filter(department=clerk.department).first()
    assert client.post(f"/admin/rectify/issue/{own.pk}/change/", {"text": "改"}).status_code == 403
    assert client.post(f"/admin/rectify/issue/{own.pk}/delete/", {"post": "yes"}).status_code == 403


def test_keeper_of_accounts_cannot_take_over_a_superuser(accounts_keeper, admin_user):
    client = Client()
    client.force_login(accounts_keeper)
    page = f"/admin/communities/user/{admin_user.pk}/change/"
    assert client.post(page, {"username": "admin"}).status_code == 403
    assert client.get(f"/admin/communities/user/{admin_user.pk}/password/").status_code == 403


def test_keeper_of_accounts_gives_roles_to_others_alone(accounts_keeper, clerk):
    client = Client()
    client.force_login(accounts_keeper)
    office = Group.objects.get(name="街道管理员").pk
    for user in (accounts_keeper, clerk):
        data = {"username": user.username, "is_staff": "on", "is_active": "on", "groups": [office]}
        assert client.post(f"/admin/communities/user/{user.pk}/change/", data).status_code == 302
    assert [one.name for one in accounts_keeper.groups.all()] == ["系统管理员"]
    assert [one.name for one in clerk.groups.all()] == ["街道管理员"]


def test_keeper_of_accounts_cannot_make_a_superuser(accounts_keeper):
    client = Client()
    client.force_login(accounts_keeper)
    page = f"/admin/communities/user/{accounts_keeper.pk}/change/"
    form = client.get(page).context["adminform"].form
    assert {"is_superuser", "user_permissions"} & set(form.fields) == set()
    client.post(
        page, {"username": "accounts", "is_staff": "on", "is_active": "on", "is_superuser": "on"}
    )
    accounts_keeper.refresh_from_db()
    assert accounts_keeper.is_superuser is False


@pytest.mark.django_db
def test_groups_are_brought_back_to_what_is_written(capsys):
    group = Group.objects.get(name="审计员")
    group.permissions.set(Group.objects.get(name="街道管理员").permissions.all())
    Group.objects.get(name="观察员").delete()
    call_command("sync_groups")
    assert [one.codename for one in group.permissions.all()] == ["view_auditentry"]
    assert Group.objects.get(name="观察员").permissions.count() == 16
    assert capsys.readouterr().out == (
        "用户组已同步：系统管理员、街道管理员、街道领导、科室人员、社区书记、观察员、审计员。\n"
    )


@pytest.mark.django_db
def test_roles_are_the_groups():
    assert set(Group.objects.values_list("name", flat=True)) == {role.value for role in Role}


@pytest.mark.parametrize(
    ("roles", "refusal"),
    [
        (["街道管理员"], []),
        (["街道管理员", "观察员"], []),
        (
            ["系统管理员", "街道管理员"],
            ["系统管理员不能兼任别的角色：账号、业务、审计要由不同的人管。"],
        ),
        (["审计员", "观察员"], ["审计员不能兼任别的角色：账号、业务、审计要由不同的人管。"]),
        (["社区书记", "科室人员"], ["社区书记不能兼任别的角色：自己报的，不能由自己审。"]),
    ],
)
def test_duties_that_are_apart_are_not_given_to_one_person(
    accounts_keeper, observer, roles, refusal
):
    client = Client()
    client.force_login(accounts_keeper)
    page = f"/admin/communities/user/{observer.pk}/change/"
    groups = list(Group.objects.filter(name__in=roles).values_list("pk", flat=True))
    department = Department.objects.first().pk
    data = {"username": "observer", "is_active": "on", "groups": groups, "department": department}
    answer = client.post(page, data)
    found = answer.context["adminform"].form.errors.get("groups", []) if answer.context else []
    assert found == refusal
    given = {group.name for group in User.objects.get(pk=observer.pk).groups.all()}
    assert given == ({"观察员"} if refusal else {*roles})


def test_clerk_without_a_department_is_not_made(accounts_keeper, observer):
    client = Client()
    client.force_login(accounts_keeper)
    role = Group.objects.get(name="科室人员").pk
    data = {"username": "observer", "is_active": "on", "groups": [role]}
    answer = client.post(f"/admin/communities/user/{observer.pk}/change/", data)
    assert answer.context["adminform"].form.errors == {
        "department": ["科室人员要选所在科室，不然什么也看不到。"]
    }


@pytest.mark.parametrize(("role", "works_there"), [("观察员", True), ("社区书记", False)])
def test_role_opens_the_admin_by_itself(accounts_keeper, role, works_there):
    client = Client()
    client.force_login(accounts_keeper)
    data = {"username": "newcomer", "password1": "Another-word-2", "password2": "Another-word-2"}
    data |= {"usable_password": "true", "groups": [Group.objects.get(name=role).pk]}
    client.post("/admin/communities/user/add/", data)
    assert User.objects.get(username="newcomer").is_staff is works_there


def test_keeper_of_accounts_cannot_lock_the_own_one(accounts_keeper):
    client = Client()
    client.force_login(accounts_keeper)
    page = f"/admin/communities/user/{accounts_keeper.pk}/change/"
    assert client.post(page, {"username": "accounts"}).status_code == 302
    accounts_keeper.refresh_from_db()
    assert (accounts_keeper.is_active, accounts_keeper.is_staff) == (True, True)


def test_list_of_accounts_tells_nothing_of_what_they_did(accounts_keeper):
    client = Client()
    client.force_login(accounts_keeper)
    page = "/admin/communities/user/"
    assert client.get(f"{page}?progress=1").status_code == 400
    assert client.get(f"{page}?is_active__exact=1").status_code == 200


def test_first_page_of_the_admin_does_not_repeat_what_one_did(office, published, officer):
    issue = published.issues.first()
    LogEntry.objects.log_actions(officer.pk, [issue], CHANGE, "改了。")
    assert office.get("/admin/").content.decode().count(issue.text) == 0


@pytest.mark.parametrize("name", ["auditor", "accounts_keeper", "officer"])
def test_addresses_of_unpublished_rounds_are_not_told(name, in_progress, request):
    client = Client()
    client.force_login(request.getfixturevalue(name))
    kind = ContentType.objects.get_for_model(Round).pk
    assert client.get(f"/admin/r/{kind}/{in_progress.pk}/").status_code == 404
