"""Staff do one thing with several entries at once: all of them, or none."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from communities.models import Owner, User
from rectify import permissions, workflow
from rectify.admin.pages import page, way_back
from rectify.forms.bulk import (
    ChosenForm,
    DeadlineForm,
    DepartmentForm,
    PostForm,
    SeveralMoveForm,
)
from rectify.forms.once import done_once
from rectify.models import Issue
from rectify.models.history import BULK
from rectify.states import MoveName
from rectify.timeline import changes_since
from rectify.workflow import Refused, SeveralRefused

# The page lists this many entries and counts the rest.
LISTED = 100
# More would keep the person, and everybody who wants to write meanwhile, waiting too long.
MOST = 2000


@dataclass(frozen=True)
class Act:
    """One thing to do with several entries.

    `form` makes the form that asks what is needed; `carry_out` takes the entries, the person
    and the filled form, returns a row for each entry that changed, and raises SeveralRefused.
    """

    name: str
    label: str
    form: Callable[..., ChosenForm]
    carry_out: Callable[[list[Issue], User, ChosenForm], list]


def _moving(name: MoveName) -> Act:
    def form(*args, **kwargs):
        return SeveralMoveForm(*args, name=name, **kwargs)

    def carry_out(issues, user, form):
        return workflow.move_all(issues, name, by=user, source=BULK, **form.said)

    return Act(name.value, name.label, form, carry_out)


def _assign(issues, user, form, **changes) -> list[Issue]:
    reason = form.cleaned_data["reason"]
    return workflow.assign(issues, by=user, reason=reason, source=BULK, **changes)


def _give_department(issues, user, form):
    return _assign(issues, user, form, department=form.cleaned_data["department"])


def _give_deadline(issues, user, form):
    said = form.cleaned_data
    return _assign(issues, user, form, due_on=said["due_on"], due_wording=said["due_wording"])


def _give_owner(issues, user, form):
    """Give each entry the owner with the chosen post in the entry's own community."""
    post = form.cleaned_data["post"]
    of_community = defaultdict(list)
    for issue in issues:
        of_community[issue.community].append(issue)
    owners = Owner.objects.filter(post=post, community__in=of_community).select_related("community")
    holders = {owner.community_id: owner for owner in owners}
    changed, refusals = [], []
    for community, entries in of_community.items():
        owner = holders.get(community.pk)
        if owner:
            changed += _assign(entries, user, form, owner=owner)
        else:
            refusals += [(entry, f"{community}没有职务是“{post}”的责任人。") for entry in entries]
    if refusals:
        raise SeveralRefused(refusals)
    return changed


ASSIGNMENTS = [
    Act("department", "指定责任科室", DepartmentForm, _give_department),
    Act("owner", "指定责任人", PostForm, _give_owner),
    Act("deadline", "调整时限", DeadlineForm, _give_deadline),
]
# In the order of their names in the table of moves.
MOVES = [_moving(name) for name in MoveName if name in permissions.OFFICE_MOVES]
ACTS = {act.name: act for act in [*ASSIGNMENTS, *MOVES]}


def acts_of(user) -> list[Act]:
    """Return what a person may do with several entries."""
    made = permissions.moves_of_staff(user)
    assignments = ASSIGNMENTS if permissions.may_assign(user) else []
    return [*assignments, *(act for act in MOVES if act.name in made)]


def ask(act: Act, model_admin, request, queryset):
    """Answer the action of the list: show what was chosen and ask what is needed."""
    chosen = dict(queryset.order_by().values_list("pk", "version")[: MOST + 1])
    back = request.get_full_path()
    if len(chosen) > MOST:
        messages.error(request, f"一次最多办 {MOST} 项，请先筛选，再分批办理。")
        return HttpResponseRedirect(back)
    return _page(request, act, act.form(initial={"chosen": chosen}), chosen, back)


def carry_out(request, name):
    """Do with the chosen entries what was asked for, or tell which of them would not go."""
    if name not in ACTS:
        raise Http404
    act = ACTS[name]
    if act not in acts_of(request.user):
        raise PermissionDenied
    back = way_back(request, reverse("admin:rectify_issue_changelist"))
    form = act.form(request.POST)
    refusals = []
    if form.is_valid():
        try:
            done_once(request, form, lambda: _done(act, request.user, form))
            return HttpResponseRedirect(back)
        except SeveralRefused as refused:
            refusals = refused.refusals
            form.add_error(None, str(refused))
        except Refused as refused:
            form.add_error(None, str(refused))
    seen = form.entries
    now = dict(_visible(request.user, seen).values_list("pk", "version"))
    if not now:
        # Opened by its address, for instance after a log-in: what was chosen is not known.
        messages.info(request, f"请先在台账里勾选要办理的问题，再选“{act.label}”。")
        return HttpResponseRedirect(back)
    refused = {issue.pk: now[issue.pk] for issue, _ in refusals}
    # Of the refused the page tells what was changed; of the others the person has seen no more.
    chosen = {pk: seen[pk] for pk in now} | refused
    form.show(chosen, refused)
    return _page(request, act, form, chosen, back, refusals)


def _done(act: Act, user, form: ChosenForm) -> str:
    """Do it with the entries as they are now, and return what to tell the person."""
    chosen = form.entries
    issues = list(_visible(user, chosen).order_by("pk").select_for_update(of=["self"]))
    if len(issues) < len(chosen):
        raise Refused(
            f"选定的问题里有 {len(chosen) - len(issues)} 项现在看不到了（已删除，或者已转给别的"
            "科室），所以一项也没有办。下面是其余的；要办，请再提交一次。"
        )
    changed, refusals = [], _overtaken(issues, chosen)
    try:
        changed = act.carry_out(issues, user, form)
    except SeveralRefused as refused:
        # What made it impossible says more than the fields that were changed by it.
        refusals |= dict(refused.refusals)
    if refusals:
        raise SeveralRefused([*refusals.items()])
    same = len(issues) - len(changed)
    besides = f"，另有 {same} 项本来就是这样" if same else ""
    return f"已办理“{act.label}” {len(changed)} 项{besides}。"


def _overtaken(issues: list[Issue], chosen: dict[int, int]) -> dict[Issue, str]:
    """Return the entries that differ from the version that the person saw, and how."""
    found = {}
    for issue in issues:
        if issue.version == chosen[issue.pk]:
            continue
        changes = [
            f"{change.label}由“{change.old}”改为“{change.new}”"
            for change in changes_since(issue, chosen[issue.pk])
        ]
        if changes:
            found[issue] = f"您打开本页以后有人改过：{'；'.join(changes)}。"
    return found


def _visible(user, chosen):
    return permissions.visible_issues(user).for_list().filter(pk__in=[*chosen])


def _page(request, act: Act, form: ChosenForm, chosen, back, refusals=()):
    return page(
        request,
        "admin/rectify/issue/bulk.html",
        title=act.label,
        act=act,
        form=form,
        issues=_visible(request.user, chosen)[:LISTED],
        count=len(chosen),
        unlisted=max(0, len(chosen) - LISTED),
        refusals=refusals,
        left=len(chosen) - len(refusals),
        next=back,
    )
