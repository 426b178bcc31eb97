"""A cast of people, the sample, and settings that make tests quick."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from communities.models import Community, Department, Owner, User
from rectify.models import AuditEntry, Issue, Round
from rectify.permissions import STAFF_ROLES, Role


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load the sample and the roles once; every test sees them and leaves them as they were."""
    with django_db_blocker.unblock():
        call_command("load_sample", verbosity=0)
        # Of deeds in tests alone the audit record is to tell there; its own way refuses.
        QuerySet(AuditEntry).delete()
        call_command("sync_groups", verbosity=0)


@pytest.fixture(autouse=True)
def _quick(settings, tmp_path_factory):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A place of its own: what tests leave beside it is not for a server to look through.
    settings.STATIC_ROOT = tmp_path_factory.getbasetemp() / "static"
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "evidence"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def published(db) -> Round:
    """The round of 2022, with its 523 entries."""
    return Round.objects.get(slug="hangzhoudao-2022")


@pytest.fixture
def in_progress(db) -> Round:
    """The round that is not published."""
    return Round.objects.get(slug="sample-in-progress")


def person(username: str, role: Role, **fields) -> User:
    """Make a person with an account and a role."""
    user = User.objects.create_user(
        username,
        password="a-long-password-1",
        is_staff=role in STAFF_ROLES,
        must_change_password=False,
        **fields,
    )
    user.groups.add(Group.objects.get(name=role.value))
    return user


@pytest.fixture
def accounts_keeper(db) -> User:
    return person("accounts", Role.ACCOUNTS)


@pytest.fixture
def officer(db) -> User:
    return person("officer", Role.OFFICE)


@pytest.fixture
def examiner(db) -> User:
    """Another officer, who examines what the first one proposes."""
    return person("examiner", Role.OFFICE)


@pytest.fixture
def leader(db) -> User:
    """Approves what is published."""
    return person("leader", Role.LEADER)


@pytest.fixture
def clerk(db) -> User:
    """Works for 公共安全办公室."""
    safety = Department.objects.get(name="公共安全办公室")
    return person("clerk", Role.DEPARTMENT, department=safety, full_name="安全科办事员")


@pytest.fixture
def other_clerk(db) -> User:
    """Works for 党建办公室."""
    return person(
        "other_clerk", Role.DEPARTMENT, department=Department.objects.get(name="党建办公室")
    )


def _secretary(username, community):
    user = person(username, Role.SECRETARY)
    Owner.objects.filter(community=Community.objects.get(name=community)).update(user=user)
    return user


@pytest.fixture
def east_secretary(db) -> User:
    """Answers for 新园里社区."""
    return _secretary("east", "新园里社区")


@pytest.fixture
def west_secretary(db) -> User:
    """Answers for 唐山里社区."""
    return _secretary("west", "唐山里社区")


@pytest.fixture
def observer(db) -> User:
    return person("observer", Role.OBSERVER)


@pytest.fixture
def auditor(db) -> User:
    return person("auditor", Role.AUDITOR)


@pytest.fixture
def east_issue(in_progress, east_secretary) -> Issue:
    """An entry of 新园里社区 and 公共安全办公室 with forty days to go, not accepted yet."""
    owner = east_secretary.owner
    return Issue.objects.create(
        round=in_progress,
        number="E1",
        community=owner.community,
        finding=in_progress.issues.first().finding,
        text="楼道灯不亮。",
        department=Department.objects.get(name="公共安全办公室"),
        owner=owner,
        due_on=timezone.localdate() + timedelta(days=40),
    )


@pytest.fixture
def office(officer) -> Client:
    """A browser in which the street's officer is logged in."""
    client = Client()
    client.force_login(officer)
    return client
