"""Who may see and do what: the only place that knows.

Roles are groups, written here and synchronised by `manage.py sync_groups`. Admin, pages and
commands ask here; a stranger to a row does not learn that it exists.
"""

from enum import StrEnum

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from communities.models import Owner
from rectify.models import Evidence, Issue
from rectify.states import MoveName, Status
from rectify.steps import StepName


class Role(StrEnum):
    """The seven roles, by the names of their groups."""

    ACCOUNTS = "系统管理员"
    OFFICE = "街道管理员"
    LEADER = "街道领导"
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
VIEW = ["view"]
ALL = ["add", "change", "delete", *VIEW]
# What is only ever read in the admin; steps and imports have pages of their own.
RECORDS = {"rectify.ledgerimport": VIEW, "rectify.publication": VIEW}

# Role to model to actions. Accounts and business are apart: who makes accounts changes no
# entry, and who changes entries makes no account.
RIGHTS: dict[Role, dict[str, list[str]]] = {
    Role.ACCOUNTS: {"communities.user": ["add", "change", "view"]},
    # What the public wrote, for no other eyes.
    Role.OFFICE: {**dict.fromkeys(BUSINESS, ALL), **RECORDS, "rectify.opinion": ["view"]},
    Role.LEADER: {**dict.fromkeys(BUSINESS, VIEW), **RECORDS},
    Role.DEPARTMENT: {"rectify.issue": ["view"]},
    Role.SECRETARY: {},
    Role.OBSERVER: {**dict.fromkeys(BUSINESS, VIEW), **RECORDS},
    Role.AUDITOR: {"rectify.auditentry": ["view"]},
}

# Who works in the admin; secretaries do not.
STAFF_ROLES = [
    Role.ACCOUNTS,
    Role.OFFICE,
    Role.LEADER,
    Role.DEPARTMENT,
    Role.OBSERVER,
    Role.AUDITOR,
]


def roles_of(user) -> set[str]:
    """Return the names of a person's roles, asked for once a request; a visitor has none."""
    if not user.is_authenticated:
        return set()
    if not hasattr(user, "role_names"):
        user.role_names = set(user.groups.values_list("name", flat=True))
    return user.role_names


def why_not_together(roles: set[str]) -> str:
    """Return why one person must not have all of these roles, or "".

    Accounts, business and audit are separate duties (等保二级, GB/T 22239-2019), and nobody
    examines what he has handed in himself.
    """
    for role in (Role.ACCOUNTS, Role.AUDITOR):
        if role in roles and len(roles) > 1:
            return f"{role}不能兼任别的角色：账号、业务、审计要由不同的人管。"
    if Role.SECRETARY in roles and len(roles) > 1:
        return f"{Role.SECRETARY}不能兼任别的角色：自己报的，不能由自己审。"
    return ""


def sees_whole_ledger(user) -> bool:
    """Tell whether a person sees every entry, and with them what was deleted."""
    return user.is_superuser or bool(roles_of(user) & {Role.OFFICE, Role.LEADER, Role.OBSERVER})


def visible_issues(user):
    """Return the entries a person may see.

    The office, the leader and the observer see all; a department's clerk those of the department; a
    secretary those of the community of which the account is an owner.
    """
    if sees_whole_ledger(user):
        return Issue.objects.all()
    roles = roles_of(user)
    seen = Q(pk=None)
    if Role.DEPARTMENT in roles and user.department_id:
        seen |= Q(department_id=user.department_id)
    if Role.SECRETARY in roles:
        seen |= Q(community=community_of(user))
    return Issue.objects.filter(seen)


def own_issues(user):
    """Return the entries of the community for which a person answers, and no others.

    Whatever else the account may see: /my/ is where one answers for one's own.
    """
    if Role.SECRETARY not in roles_of(user):
        return Issue.objects.none()
    return Issue.objects.filter(community=community_of(user))


def visible_evidence(user):
    """Return the evidence a person may open: that of visible entries, unless it was removed."""
    return Evidence.objects.kept().filter(entry__issue__in=visible_issues(user))


# Fields of an entry that those whom it is about are not shown, nor the changes of them: that
# it is withheld because of an investigation, and what the office noted for itself.
HIDDEN_FROM_COMMUNITIES = frozenset({"is_withheld", "withheld_ground", "remark"})


def hidden_fields(user) -> frozenset[str]:
    """Return the fields of an entry that a person is not shown."""
    if sees_whole_ledger(user) or Role.DEPARTMENT in roles_of(user):
        return frozenset()
    return HIDDEN_FROM_COMMUNITIES


# --- What may be done to an entry that one may see ---------------------------------------
#
# These say what a person's role allows at all; whether it is possible just now is said by
# workflow.py.

COMMUNITY_MOVES = {MoveName.ACCEPT, MoveName.SUBMIT, MoveName.WITHDRAW}
DEPARTMENT_MOVES = {MoveName.ENDORSE, MoveName.RETURN}
OFFICE_MOVES = {
    MoveName.ENDORSE,
    MoveName.RETURN,
    MoveName.CLOSE,
    MoveName.SUSTAIN,
    MoveName.REOPEN,
}


def is_of_office(user) -> bool:
    """Tell whether a person acts for the street's office."""
    return user.is_superuser or Role.OFFICE in roles_of(user)


def is_of_department(user, issue: Issue) -> bool:
    """Tell whether a person is a clerk of the department that the entry belongs to."""
    return Role.DEPARTMENT in roles_of(user) and user.department_id == issue.department_id


def is_of_community(user, issue: Issue) -> bool:
    """Tell whether a person answers for the community that the entry belongs to."""
    return Role.SECRETARY in roles_of(user) and issue.community_id == community_of(user)


def community_of(user) -> int | None:
    """Return the key of the community for which a person answers, asked for once a request."""
    if not hasattr(user, "community_pk"):
        owner = Owner.objects.filter(user=user).values_list("community_id", flat=True)
        user.community_pk = owner.first()
    return user.community_pk


def may_move(user, issue: Issue, name: MoveName) -> bool:
    """Tell whether a person may make this move with this entry, if its status allows it.

    A department sends back only what waits for its own examination.
    """
    if is_of_office(user) and name in OFFICE_MOVES:
        return True
    if is_of_community(user, issue) and name in COMMUNITY_MOVES:
        return True
    own_step = name != MoveName.RETURN or issue.status == Status.TO_ENDORSE
    return is_of_department(user, issue) and name in DEPARTMENT_MOVES and own_step


def moves_of_staff(user) -> set[MoveName]:
    """Return the moves that a person makes in the admin, with the entries in their charge."""
    if is_of_office(user):
        return OFFICE_MOVES
    return DEPARTMENT_MOVES if Role.DEPARTMENT in roles_of(user) else set()


def is_in_charge(user, issue: Issue) -> bool:
    """Tell whether an entry is examined by a person: the office all, a department its own."""
    return is_of_office(user) or is_of_department(user, issue)


def may_report(user, issue: Issue) -> bool:
    """Tell whether a person may write progress, hand in evidence and ask for more time."""
    return is_of_community(user, issue)


def may_decide_extension(user, issue: Issue) -> bool:
    return is_in_charge(user, issue)


def may_assign(user) -> bool:
    """Tell whether a person may give entries another department, owner or deadline."""
    return is_of_office(user)


def may_enter(user) -> bool:
    """Tell whether a person may add entries and change what is found in them and who answers.

    By hand or by a spreadsheet: all columns of all entries, or none.
    """
    return is_of_office(user)


# Who takes which step towards a publication. That nobody judges his own work is kept by
# publishing/procedure.py.
PUBLISHING: dict[Role, set[StepName]] = {
    Role.OFFICE: {StepName.PROPOSE, StepName.REVIEW, StepName.IMPLEMENT, StepName.RETURN},
    Role.LEADER: {StepName.REVIEW, StepName.APPROVE, StepName.RETURN},
}


def publishing_steps(user) -> set[StepName]:
    """Return the steps towards a publication that a person has the right to take."""
    if user.is_superuser:
        return set(StepName)
    return set().union(*(PUBLISHING.get(role, set()) for role in roles_of(user)))


def may_remove_evidence(user, issue: Issue) -> bool:
    return is_of_office(user) or is_of_community(user, issue)


def may_handle_opinions(user) -> bool:
    """Tell whether a person may read what the public wrote to the office, and act on it."""
    return is_of_office(user)


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
