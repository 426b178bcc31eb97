"""The pages on which an edition is proposed, judged, published and compared."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from rectify import permissions
from rectify.admin.pages import page
from rectify.audit import record
from rectify.dates import written
from rectify.forms.once import done_once
from rectify.forms.publishing import ProposeForm, StepForm
from rectify.models import Publication, Round
from rectify.models.audit import AuditKind
from rectify.notices import html
from rectify.notices.checks import Severity, check
from rectify.notices.compose import NoticeError
from rectify.notices.faces import FACES, FaceError
from rectify.publishing import procedure
from rectify.publishing.content import content_of
from rectify.publishing.differences import differences
from rectify.publishing.frozen import Frozen
from rectify.publishing.procedure import Author, PublishingError
from rectify.publishing.seals import mismatches, seen_of
from rectify.steps import JUDGING, STEPS, Edition, Stage, StepName

TEMPLATES = "admin/rectify/publication"


def propose(request, pk):
    """Show what the check says of a round's edition, and hand the edition in."""
    _refuse_unless_may_view(request)
    round = get_object_or_404(Round, pk=pk)
    edition = request.GET.get("edition", Edition.PUBLIC)
    if edition not in Edition.values:
        raise Http404
    under_way = procedure.open_publication(round, edition)
    corrects = procedure.last_published(round, edition)
    correction = under_way.correction if under_way else ""
    remarks = check(round, edition, correction=request.POST.get("correction", correction).strip())
    form = ProposeForm(
        request.POST or None,
        remarks=remarks,
        # What was judged once need not be written again, only looked at.
        reasons=procedure.reasons_kept(corrects) | procedure.reasons_kept(under_way),
        corrects=corrects,
        initial={"correction": correction},
    )
    may_propose = StepName.PROPOSE in permissions.publishing_steps(request.user)
    if request.method == "POST":
        if not may_propose:
            raise PermissionDenied
        if form.is_valid():
            try:
                done_once(request, form, lambda: _proposed(round, edition, request.user, form))
            except PublishingError as error:
                form.add_error(None, str(error))
            else:
                return HttpResponseRedirect(_page_of(procedure.open_publication(round, edition)))
    return page(
        request,
        f"{TEMPLATES}/propose.html",
        title=f"{round}：{Edition(edition).label}，公布前检查",
        round=round,
        edition=Edition(edition),
        editions=Edition,
        under_way=under_way,
        is_waiting=bool(under_way and under_way.stage != Stage.RETURNED),
        corrects=corrects,
        blocking=[one for one in remarks if one.severity == Severity.BLOCKING],
        hints=[one for one in remarks if one.severity == Severity.HINT],
        form=form,
        may_propose=may_propose,
    )


def _proposed(round: Round, edition: str, user, form: ProposeForm) -> str:
    said = form.cleaned_data
    procedure.propose(
        round,
        Edition(edition),
        Author(user),
        reasons=form.reasons(),
        correction=said.get("correction", ""),
        note=said["note"],
    )
    return "已提出，等待审核。"


def look(request, pk):
    """Show an edition: what it says, how far it is, and what may be done with it."""
    return _show(request, _visible(request, pk))


def _show(request, publication: Publication, sent: StepForm | None = None, refusal: str = ""):
    """Show an edition with the forms of the steps that can be taken now, and of no others.

    `sent` is the form of a step that was not taken: shown again with its errors, or with the
    `refusal` above the forms. What was refused as it stands would be refused again.
    """
    frozen = Frozen(publication.content)
    has_moved = not publication.is_published and _has_moved(publication)
    forms = {one.name: one for one in _step_forms(request.user, publication, has_moved)}
    if sent and sent.name in forms and sent.errors:
        forms = {sent.name: sent} | {name: one for name, one in forms.items() if name != sent.name}
    elif sent and not sent.errors and sent.cleaned_data["seen"] == seen_of(publication):
        forms.pop(sent.name, None)
    return page(
        request,
        f"{TEMPLATES}/look.html",
        title=str(publication),
        publication=publication,
        steps=publication.steps.all(),
        acknowledgements=publication.acknowledgements.all(),
        withheld=frozen.withheld,
        forms=list(forms.values()),
        refusal=refusal,
        waits=_waits(request.user, publication),
        has_moved=has_moved,
        previous=_before(publication),
        faces=FACES,
        notice=html.render(frozen.blocks, top=3),
        problems=mismatches(Round.objects.filter(pk=publication.round_id).order_by())
        if publication.is_published
        else [],
    )


def _step_forms(user, publication: Publication, has_moved: bool) -> list[StepForm]:
    """Return a form for each step that a person may take with an edition now.

    What the data have moved away from can be sent back alone.
    """
    rights = permissions.publishing_steps(user)
    seen = seen_of(publication)
    return [
        StepForm(name=name, initial={"seen": seen})
        for name in JUDGING
        if name in rights
        and (name == StepName.RETURN or not has_moved)
        and not _why_not(publication, name, user)
    ]


def _why_not(publication: Publication, name: StepName, user) -> str:
    """Return why a step cannot be taken by a person or on this day, "" if it can."""
    day = publication.round.published_on
    is_early = publication.edition == Edition.PUBLIC and day and day > timezone.localdate()
    problem = procedure.why_not(publication, name, user)
    if not problem and name == StepName.IMPLEMENT and is_early:
        return f"公布日期是 {written(day)}，到那一天才能实施。"
    return problem


def _waits(user, publication: Publication) -> list[str]:
    """Return why a person who has the right may not take the step that comes next."""
    rights = permissions.publishing_steps(user)
    next_steps = [
        name
        for name in JUDGING
        if name in rights and publication.stage in STEPS[name].before and name != StepName.RETURN
    ]
    reasons = [_why_not(publication, name, user) for name in next_steps]
    return [reason for reason in reasons if reason]


@require_POST
def step(request, pk, name):
    """Take a step with an edition."""
    publication = _visible(request, pk)
    if name not in JUDGING:
        raise Http404
    if name not in permissions.publishing_steps(request.user):
        raise PermissionDenied
    form = StepForm(request.POST, name=StepName(name))
    refusal = ""
    if form.is_valid():
        try:
            done_once(request, form, lambda: _taken(request, publication, form))
            return HttpResponseRedirect(_page_of(publication))
        except PublishingError as error:
            refusal = str(error)
    return _show(request, _visible(request, pk), form, refusal)


def _taken(request, publication: Publication, form: StepForm) -> str:
    procedure.take(
        publication,
        form.name,
        Author(request.user),
        note=form.cleaned_data["note"],
        seen=form.cleaned_data["seen"],
        request=request,
    )
    return {
        StepName.REVIEW: "已审核，等待审批。",
        StepName.APPROVE: "已审批，可以实施。",
        StepName.IMPLEMENT: "已公布。这一版从现在起不再改动。",
        StepName.RETURN: "已退回。改好以后重新提出。",
    }[form.name]


def compare(request, pk):
    """Compare an edition with the one before it, with another, or with the data as they are."""
    publication = _visible(request, pk)
    other = request.GET.get("with", "now")
    problem, found = "", None
    if other == "now":
        label = "现在的内容"
        try:
            now = content_of(publication.round, publication.edition)
            found = differences(publication.content, now)
        except NoticeError as error:
            problem = f"现在的公布正文不能生成：{error}"
    else:
        earlier = _visible(request, int(other)) if other.isdecimal() else None
        if earlier is None or earlier.round_id != publication.round_id:
            raise Http404
        label = str(earlier)
        found = differences(earlier.content, publication.content)
    return page(
        request,
        f"{TEMPLATES}/differences.html",
        title=f"差异：{publication}",
        publication=publication,
        others=publication.round.publications.exclude(pk=publication.pk).defer("content"),
        is_now=other == "now",
        label=label,
        problem=problem,
        differences=found,
    )


def file(request, pk, face):
    """Hand out an edition as a file."""
    publication = _visible(request, pk)
    if face not in FACES:
        raise Http404
    chosen = FACES[face]
    frozen = Frozen(publication.content)
    try:
        content = chosen.file(frozen.blocks, frozen.round)
    except FaceError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(_page_of(publication))
    record(AuditKind.EXPORT, request=request, user=request.user, subject=f"{publication} {face}")
    response = HttpResponse(content, content_type=chosen.media_type)
    name = f"{publication.round.slug}-{publication.edition}-{publication.number or 'draft'}"
    response["Content-Disposition"] = f'attachment; filename="{name}{chosen.suffix}"'
    return response


def _visible(request, pk) -> Publication:
    _refuse_unless_may_view(request)
    return get_object_or_404(Publication.objects.select_related("round"), pk=pk)


def _refuse_unless_may_view(request) -> None:
    if not request.user.has_perm("rectify.view_publication"):
        raise PermissionDenied


def _before(publication: Publication) -> Publication | None:
    """Return the published edition that this one follows."""
    earlier = publication.round.publications.published().filter(edition=publication.edition)
    if publication.number:
        earlier = earlier.filter(number__lt=publication.number)
    return earlier.defer("content").first()


def _has_moved(publication: Publication) -> bool:
    """Tell whether the data say something else by now than what was proposed."""
    try:
        return content_of(publication.round, publication.edition) != publication.content
    except NoticeError:
        return True


def _page_of(publication: Publication) -> str:
    return reverse("admin:rectify_publication_change", args=[publication.pk])
