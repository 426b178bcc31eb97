"""我的整改: where a community's secretary sees what is to be done and answers for it, on a phone."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from communities.models import Community
from rectify import permissions, timeline, workflow
from rectify.forms.once import refuse_if_overtaken
from rectify.forms.secretary import (
    OVERDUE,
    RETURNED,
    ActionForm,
    CommunityMoveForm,
    ExtensionForm,
    FilterForm,
    PageForm,
    ReportForm,
)
from rectify.models import Extension, Issue, Round
from rectify.states import Light, MoveName, Status
from rectify.views.sending import is_done, read_or_send
from rectify.workflow.door import lock
from rectify.workflow.extensions import why_no_extension
from rectify.workflow.moves import has_evidence, progress_in_hand, refuse_unless_possible
from rectify.workflow.reports import why_no_report
from rectify.workload import Workload

PER_PAGE = 50
# The moves of a community, and what to tell who has made one.
MOVES = {
    MoveName.ACCEPT.value: "已签收，可以写进展了。",
    MoveName.SUBMIT.value: "已申请销号，等责任科室初审。",
    MoveName.WITHDRAW.value: "申请已撤回，可以继续写进展。",
}
# The other forms on the page of an entry.
FORMS = {"report": ReportForm, "extension": ExtensionForm, "withdraw_extension": PageForm}


# --- The list ------------------------------------------------------------------------------


@require_safe
@never_cache
def my_issues(request):
    """List the entries of one's community, the most urgent first, with how many wait for what."""
    user = request.user
    if permissions.Role.SECRETARY not in permissions.roles_of(user):
        raise Http404
    own = permissions.own_issues(user)
    rounds = list(Round.objects.filter(pk__in=own.order_by().values("round")).order_by("-pk"))
    form = FilterForm(request.GET, rounds=rounds)
    chosen = form.chosen
    if "round" in chosen:
        own = own.filter(round=chosen["round"])
    own = own.with_lights().with_sent_back()
    found = form.narrow(own).for_list().by_urgency()
    context = {
        "community": Community.objects.filter(pk=permissions.community_of(user)).first(),
        "rounds": rounds,
        "is_sample": any(round.is_sample for round in rounds),
        "form": form,
        "chosen": chosen,
        "conditions": {name: chosen[name] for name in ("light", "status") if name in chosen},
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "query": urlencode(chosen),
        **_facets(Workload.of(own), chosen),
    }
    return render(request, "my/list.html", context)


@dataclass(frozen=True)
class Facet:
    """A condition that the list can be narrowed by, with how many entries meet it."""

    label: str
    count: int
    query: str
    is_chosen: bool
    # Beside the words, which say it all.
    colour: str = ""


def _facets(workload: Workload, chosen: dict[str, str]) -> dict[str, list[Facet]]:
    """Return the conditions by light and by status; each stands alone, as its count does."""

    def facet(label, count, colour="", **condition):
        kept = {"round": chosen["round"]} if "round" in chosen else {}
        others = {name: value for name, value in chosen.items() if name != "round"}
        is_chosen = condition.items() <= others.items() if condition else not others
        return Facet(label, count, urlencode(kept | condition), is_chosen, colour)

    by_status = [
        facet(one.label, count, status=one.value) for one, count in workload.statuses.items()
    ]
    returned = facet("其中退回", workload.returned, status=RETURNED)
    by_status.insert([*workload.statuses].index(Status.RECTIFYING) + 1, returned)
    lights = [
        facet(one.label, workload.lights[one], one.value, light=one.value)
        for one in (Light.RED, Light.AMBER, Light.GREEN)
    ]
    lights.insert(1, facet("其中逾期", workload.overdue, Light.RED.value, light=OVERDUE))
    return {
        "lights": lights,
        "statuses": [facet("全部", workload.total), *by_status],
    }


# --- One entry -----------------------------------------------------------------------------


def _own_issue(request, pk) -> Issue:
    own = permissions.own_issues(request.user).for_list().with_sent_back()
    return get_object_or_404(own, pk=pk)


@require_safe
@never_cache
def my_issue(request, pk):
    """Show one entry: what was found, by when, what has happened, and what can be done now."""
    return _page(request, _own_issue(request, pk))


def _page(request, issue: Issue, failed: PageForm | None = None):
    """Show an entry with its forms; `failed` is the one that was sent and has to come back."""
    forms = {name: _form(request, issue, name) for name in [*FORMS, *MOVES]}
    if failed:
        forms[failed.name] = failed
    offers = workflow.offers(issue, request.user)
    no_report, no_extension = why_no_report(issue), why_no_extension(issue)
    if failed and failed.data.get("note") and failed.name not in [one.name for one in offers]:
        # No longer on offer, but what was typed is not thrown away.
        offers.append(workflow.Offer(MoveName(failed.name), ""))
    counting = issue.progress.none() if no_report else progress_in_hand(issue)
    context = {
        "issue": issue,
        "returned": workflow.last_return(issue) if issue.status == Status.RECTIFYING else None,
        "events": timeline.of_issue(issue, hidden=permissions.HIDDEN_FROM_COMMUNITIES),
        "open_progress": set(counting.values_list("pk", flat=True)),
        "actions": [(offer, forms[offer.name]) for offer in offers],
        "has_evidence": has_evidence(issue),
        "pending": issue.extensions.pending().select_related("asked_by").first(),
        "no_report": no_report,
        "no_extension": no_extension,
        "failed": failed,
        "forms": forms,
    }
    return render(request, "my/issue.html", context)


def _form(request, issue: Issue, name: str, *sent) -> PageForm:
    """Make one of an entry's forms, with the data and files that it was sent with, if it was."""
    kind = FORMS.get(name, CommunityMoveForm)
    options = {"issue": issue} if issubclass(kind, ActionForm) else {}
    return kind(*sent, name=name, draft=f"{request.user.pk}.{issue.pk}.{name}", **options)


@read_or_send
@never_cache
def my_report(request, pk):
    """Write an entry of progress, with evidence."""
    issue = _own_issue(request, pk)
    if request.method != "POST":
        return redirect("my_issue", pk)
    form = _form(request, issue, "report", request.POST, request.FILES)

    def report(said):
        entry = workflow.reports.report(
            issue, by=request.user, text=said["text"], files=form.evidence
        )
        count = entry.evidence.count()
        return f"进展和 {count} 份佐证材料已提交。" if count else "进展已提交。"

    if is_done(request, form, report):
        return redirect("my_issue", pk)
    return _page(request, _own_issue(request, pk), form)


@read_or_send
@never_cache
def my_move(request, pk, name):
    """Accept an entry, apply to close it, or take the application back."""
    if name not in MOVES:
        raise Http404
    issue = _own_issue(request, pk)
    if request.method != "POST":
        return redirect("my_issue", pk)
    form = _form(request, issue, name, request.POST)

    def move(said):
        locked = lock(issue)
        # What made the move impossible says more than the fields that were changed by it.
        refuse_unless_possible(locked, MoveName(name), request.user)
        refuse_if_overtaken(locked, said["version"], hidden=permissions.HIDDEN_FROM_COMMUNITIES)
        workflow.move(locked, MoveName(name), by=request.user, note=said.get("note", ""))
        return MOVES[name]

    if is_done(request, form, move):
        return redirect("my_issue", pk)
    return _page(request, _own_issue(request, pk), form)


@read_or_send
@never_cache
def my_extension(request, pk):
    """Ask for a later deadline."""
    issue = _own_issue(request, pk)
    if request.method != "POST":
        return redirect("my_issue", pk)
    form = _form(request, issue, "extension", request.POST)

    def ask(said):
        locked = lock(issue)
        refuse_if_overtaken(locked, said["version"], hidden=permissions.HIDDEN_FROM_COMMUNITIES)
        workflow.extensions.ask(
            locked, by=request.user, reason=said["reason"], new_due_on=said["new_due_on"]
        )
        return "延期申请已提交，等责任科室或街道审批。"

    if is_done(request, form, ask):
        return redirect("my_issue", pk)
    return _page(request, _own_issue(request, pk), form)


@read_or_send
@never_cache
def my_extension_withdraw(request, pk):
    """Take back a request for more time that nobody has decided yet."""
    asked = get_object_or_404(
        Extension.objects.filter(issue__in=permissions.own_issues(request.user)), pk=pk
    )
    issue = _own_issue(request, asked.issue_id)
    if request.method != "POST":
        return redirect("my_issue", issue.pk)
    form = _form(request, issue, "withdraw_extension", request.POST)

    def withdraw(said):
        workflow.extensions.withdraw(asked, by=request.user)
        return "延期申请已撤回，时限不变。"

    if is_done(request, form, withdraw):
        return redirect("my_issue", issue.pk)
    return _page(request, _own_issue(request, issue.pk), form)
