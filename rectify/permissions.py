"""Who may see and do what: the only place that knows.

Roles are groups, written here and synchronised by `manage.py sync_groups`. Admin, pages and
commands ask here; a stranger to a row does not learn that it exists.
"""

from enum import StrEnum

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from rectify.models import Issue


class Role(StrEnum):
    """The six roles, by the names of their groups."""

    ACCOUNTS = "系统管理员"
    OFFICE = "街道管理员"
    DEPARTMENT = "科室人员"
    SECRETARY = "社区书记"
    OBSERVER = "观察员"
    AUDITOR = "审计员"


BUSINESS = [
    "rectify.round",
    "rectify.officialname",
    "rectify.category",
    "rectify.finding",
    "rectify.measure",
    "rectify.issue",
    "rectify.section",
    "rectify.plannedwork",
    "rectify.campaign",
    "rectify.mechanism",
    "rectify.result",
    "communities.community",
    "communities.department",
    "communities.owner",
]
ALL = ["add", "change", "delete", "view"]

# Role to model to actions. Accounts and business are apart: who makes accounts changes no
# entry, and who changes entries makes no account.
RIGHTS: dict[Role, dict[str, list[str]]] = {
    Role.ACCOUNTS: {"communities.user": ["add", "change", "view"]},
    Role.OFFICE: dict.fromkeys(BUSINESS, ALL),
    Role.DEPARTMENT: {"rectify.issue": ["view"]},
    Role.SECRETARY: {},
    Role.OBSERVER: {model: ["view"] for model in BUSINESS},
    Role.AUDITOR: {},
}

# Who works in the admin; secretaries do not.
STAFF_ROLES = [Role.ACCOUNTS, Role.OFFICE, Role.DEPARTMENT, Role.OBSERVER, Role.AUDITOR]


def roles_of(user) -> set[str]:
    """Return the names of a person's roles, asked for once a request; a visitor has none."""
    if not user.is_authenticated:
        return set()
    if not hasattr(user, "role_names"):
        user.role_names = set(user.groups.values_list("name", flat=True))
    return user.role_names


def visible_issues(user):
    """Return the entries a person may see.

    The office and the observer see all; a department's clerk those of the department; a
    secretary those of the community of which the account is an owner.
    """
    roles = roles_of(user)
    if user.is_superuser or roles & {Role.OFFICE, Role.OBSERVER}:
        return Issue.objects.all()
    if Role.DEPARTMENT in roles and user.department_id:
        return Issue.objects.filter(department_id=user.department_id)
    if Role.SECRETARY in roles:
        return Issue.objects.filter(community__owners__user=user)
    return Issue.objects.none()


@transaction.atomic
def sync_groups() -> list[str]:
    """Make the groups and their rights as written above; return the groups' names."""
    for role in Role:
        group, _ = Group.objects.get_or_create(name=role.value)
        group.permissions.set(
            Permission.objects.get(
                content_type__app_label=model.split(".")[0],
                codename=f"{action}_{model.split('.')[1]}",
            )
            for model, actions in RIGHTS[role].items()
            for action in actions
        )
    return [role.value for role in Role]
