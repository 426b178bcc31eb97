"""The notice editor: the outline and the texts, the notice as it would be, and the variables.

One address shows it all; `part` opens one part for editing, `edition` chooses the edition.
"""

from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from rectify.admin import notice_order
from rectify.admin.notice_outline import Entry, at_fault, outline, starts
from rectify.admin.notice_parts import NEW, PARTS, PartPage, editable, parted
from rectify.admin.pages import page
from rectify.figures import Figures
from rectify.models import Round
from rectify.notices import html
from rectify.notices.compose import NoticeError, compose
from rectify.notices.sources import category_figures, value_of
from rectify.steps import Edition
from rectify.variables import CATEGORY_VARIABLES, VARIABLES

TEMPLATE = "admin/rectify/round/editor.html"


@dataclass(frozen=True)
class Named:
    """A variable as the side panel shows it."""

    name: str
    meaning: str
    value: str
    lacks: str
    address: str


@dataclass(frozen=True)
class Line:
    """A part in the outline, with the way to edit it and to add a finding to a category."""

    entry: Entry
    address: str
    adding: str


@dataclass(frozen=True)
class Preview:
    """The notice as it would be, or why it cannot be composed and in which part."""

    notice: SafeString | str = ""
    problem: str = ""
    at_fault: Entry | None = None


def editor(request, pk):
    """Show the notice, its outline and its variables; with `part`, edit or delete that part."""
    round = _round(request, pk)
    name = request.GET.get("part", "")
    if not name:
        if request.method == "POST":
            raise Http404
        return _desk(request, round)
    kind, key = parted(name)
    if kind not in editable(request):
        if request.method == "POST":
            raise PermissionDenied
        return _desk(request, round)
    part_page = _page_of(request, round, kind)
    if key and "delete" in request.GET:
        return part_page.delete_view(request, key)
    return part_page.changeform_view(request, key)


@require_POST
def preview(request, pk):
    """Answer with the notice as it would be with what is typed in a part's form; save nothing."""
    round = _round(request, pk)
    kind, key = parted(request.GET.get("part", ""))
    if kind not in editable(request):
        raise PermissionDenied
    with transaction.atomic():
        problems = _page_of(request, round, kind).save_as_typed(request, key)
        edition = _edition(request)
        fresh = Round.objects.with_counts().get(pk=pk)
        shown = Preview() if problems else _preview(request, fresh, Figures(fresh, edition))[0]
        transaction.set_rollback(True)
    problem = "".join(problems.pop("", [])) or shown.problem
    return JsonResponse({"notice": shown.notice, "problem": problem, "fields": problems})


@require_POST
def move(request, pk):
    """Move a part up or down, unless somebody has changed the order meanwhile."""
    round = _round(request, pk)
    name, _, rest = request.POST.get("move", "").partition(".")
    direction, _, other = rest.partition(".")
    kind, key = parted(name)
    if kind not in editable(request) or kind == "round":
        raise PermissionDenied
    if key is None or direction not in (notice_order.UP, notice_order.DOWN):
        raise Http404
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=pk)
        row = get_object_or_404(_page_of(request, round, kind).get_queryset(request), pk=key)
        siblings = list(_siblings(row))
        passed = notice_order.passed(siblings, row, direction)
        if passed and str(passed.pk) == other:
            notice_order.put_in_order(notice_order.moved(siblings, row, direction))
        else:
            messages.error(request, "顺序刚才已经变了，没有移动；下面是现在的顺序。")
    return HttpResponseRedirect(_address(request, round, name))


def _round(request, pk) -> Round:
    round = get_object_or_404(Round.objects.with_counts(), pk=pk)
    if not request.user.has_perm("rectify.view_round"):
        raise PermissionDenied
    return round


def _edition(request) -> Edition:
    try:
        return Edition(request.GET.get("edition") or Edition.PUBLIC)
    except ValueError:
        raise Http404 from None


def _page_of(request, round: Round, kind: str) -> PartPage:
    return PARTS[kind](round, partial(_desk, round=round), partial(_address, request, round))


def _siblings(row):
    """Return the rows among which one moves, in their order."""
    if row._meta.model_name == "category":
        return row.siblings().filter(parent=row.parent_id)
    return row.siblings().all()


def _address(request, round: Round, name: str, *, opened: bool = False, **more) -> str:
    """Return the editor's address in the same edition, at the place of a part."""
    query = {"part": name} if opened else {}
    if "edition" in request.GET:
        query["edition"] = _edition(request).value
    query |= more
    address = reverse("admin:rectify_round_notice", args=[round.pk])
    place = f"#at-{name}" if name else ""
    return f"{address}{'?' if query else ''}{urlencode(query)}{place}"


def _desk(request, round: Round, part: str = "", **form):
    """Answer with the whole page, around the form of a part if one is open."""
    edition = _edition(request)
    figures = Figures(round, edition)
    shown, entries = _preview(request, round, figures, part)
    may = editable(request)
    return page(
        request,
        TEMPLATE,
        opts=Round._meta,
        title=f"{round}：{'编写公布正文' if may else '公布正文预览'}",
        is_nav_sidebar_enabled=False,
        round=round,
        editions=[(one, _address(request, round, "", edition=one.value)) for one in Edition],
        edition=edition,
        preview=shown,
        fault_address=_fault_address(request, round, shown, may),
        outline=[_line(request, round, entry, may) for entry in entries],
        adding=[
            (words, _address(request, round, f"{kind}-new", opened=True))
            for kind, words in (("section", "加一个栏目"), ("category", "加一个类别"))
            if kind in may
        ],
        may=may,
        part=part,
        ways=_ways(request, round, part),
        names=_names(request, round, figures, part),
        **form,
    )


def _line(request, round: Round, entry: Entry, may: set[str]) -> Line:
    takes_findings = entry.kind == "category" and "finding" in may
    return Line(
        entry,
        _way(request, round, entry, may),
        _address(request, round, "finding-new", opened=True, category=entry.key)
        if takes_findings
        else "",
    )


def _way(request, round: Round, entry: Entry, may: set[str]) -> str:
    """Return where a part is edited, "" for who may not."""
    if entry.kind in may:
        return _address(request, round, entry.name, opened=True)
    if entry.kind == "plannedwork" and request.user.has_perm("rectify.change_plannedwork"):
        return reverse("admin:rectify_plannedwork_change", args=[entry.key])
    return ""


def _ways(request, round: Round, part: str) -> dict[str, str]:
    """Return where the form of a part leads besides being saved."""
    kind, _, key = part.partition("-")
    live = _address(request, round, part, opened=True).partition("?")[2].partition("#")[0]
    preview_address = reverse("admin:rectify_round_notice_preview", args=[round.pk])
    ways = {
        "live": f"{preview_address}?{live}",
        "close": _address(request, round, "" if key in ("", NEW) else part),
    }
    if part != request.GET.get("part", ""):
        # What was deleted meanwhile is shown as a new part, and saved as one.
        ways["save"] = _address(request, round, part, opened=True)
    if key.isdecimal():
        ways["history"] = reverse(f"admin:rectify_{kind}_history", args=[key])
        ways["delete"] = _address(request, round, part, opened=True, delete="1")
    if kind == "section" and key.isdecimal():
        ways["after"] = _address(request, round, f"section-{NEW}", opened=True, after=key)
    return ways


def _preview(request, round: Round, figures: Figures, part: str = "") -> tuple[Preview, list]:
    entries = outline(round, list(round.sections.all()), figures)
    try:
        blocks = compose(round, figures, edition=figures.edition)
    except NoticeError as error:
        return Preview(problem=str(error), at_fault=at_fault(str(error), entries)), entries
    may = editable(request)
    marks, landed = {}, set()
    for number, entry in starts(blocks, entries).items():
        # The round prints a title, a signature and a footer, apart from each other.
        anchor = "" if entry.name in landed else f"at-{entry.name}"
        landed.add(entry.name)
        marks[number] = _mark(entry, _way(request, round, entry, may), anchor, part)
    address_of = partial(_source, request, round)
    notice = html.render(blocks, top=3, address_of=address_of, marks=marks) if blocks else ""
    return Preview(notice), entries


def _mark(entry: Entry, way: str, anchor: str, part: str) -> SafeString:
    """Return what stands before a part in the preview: where one lands, and the way to edit it."""
    landing = format_html(' id="{}"', anchor) if anchor else ""
    if not way:
        return format_html('<span class="place"{}></span>', landing)
    if entry.name == part:
        return format_html(
            '<a class="place now"{} href="#editing" aria-label="{}">正在改</a>',
            landing,
            f"正在改{entry.places[0]}：到表单",
        )
    return format_html(
        '<a class="place"{} href="{}" aria-label="{}">改</a>',
        landing,
        way,
        f"修改{entry.places[0]}",
    )


def _fault_address(request, round: Round, shown: Preview, may: set[str]) -> str:
    """Return where what keeps the notice from being composed can be mended."""
    if not shown.problem:
        return ""
    if shown.at_fault is None:
        return reverse("admin:rectify_round_change", args=[round.pk])
    return _way(request, round, shown.at_fault, may)


def _source(request, round: Round, span=None, *, variable: str = "", category=None) -> str:
    """Return the address of the page that shows what is behind a figure."""
    query = {"variable": span.variable if span else variable}
    if category := span.category if span else category:
        query["category"] = category
    if "edition" in request.GET:
        query["edition"] = _edition(request).value
    return f"{reverse('admin:rectify_round_sources', args=[round.pk])}?{urlencode(query)}"


def _names(request, round: Round, figures: Figures, part: str) -> list[Named]:
    """Return every variable with its present value; those of a category for the one that is open."""
    kind, _, key = part.partition("-")
    is_category = kind == "category" and key.isdecimal()
    own = category_figures(figures, int(key)) if is_category else None
    named = [
        Named(key, "称谓", value, "", _source(request, round, variable=key))
        for key, value in round.names.items()
    ]
    for name, variable in VARIABLES.items():
        address = _source(request, round, variable=name)
        value = value_of(name, figures)
        named.append(Named(name, variable.meaning, value, variable.source.remedy, address))
    for name, variable in CATEGORY_VARIABLES.items():
        meaning = f"{variable.meaning}，只用在类别说明里"
        if own:
            address = _source(request, round, variable=name, category=own.category.pk)
            named.append(Named(name, meaning, value_of(name, figures, own), "", address))
        else:
            named.append(Named(name, meaning, "", "打开一个类别，就看到它的数字", ""))
    return named
