"""What is behind a figure of the notice (数据溯源), one page for each."""

from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from rectify import permissions
from rectify.admin.pages import page
from rectify.figures import Figures
from rectify.models import Issue, Round
from rectify.notices import sources
from rectify.steps import Edition

ROWS_PER_PAGE = 100


def behind(request, pk):
    """List the rows of a variable's figure, or name the field that its text comes from."""
    round = get_object_or_404(Round.objects.with_counts(), pk=pk)
    if not request.user.has_perm("rectify.view_round"):
        raise PermissionDenied
    variable = request.GET.get("variable", "")
    category = _category(round, request.GET.get("category", ""))
    edition = request.GET.get("edition") or Edition.PUBLIC
    if edition not in Edition.values:
        raise Http404
    figures = Figures(round, edition)
    own = sources.category_figures(figures, category.pk) if category else None
    try:
        rows = sources.rows_behind(variable, round, category)
        value = sources.value_of(variable, figures, own)
    except sources.NoSourceError:
        raise Http404 from None
    shown = Paginator(rows.rows, ROWS_PER_PAGE).get_page(request.GET.get("p"))
    query = {
        name: request.GET[name]
        for name in ("variable", "category", "edition")
        if name in request.GET
    }
    return page(
        request,
        "admin/rectify/round/sources.html",
        opts=Round._meta,
        title=f"数据溯源：{{{variable}}}",
        round=round,
        variable=variable,
        category=category,
        meaning=_meaning(variable),
        value=value,
        rows=rows,
        listed=[(sources.label_of(row), _address(request, row)) for row in shown],
        fields=[(field, _field_address(request, round, field)) for field in rows.fields],
        page=shown,
        query=urlencode(query),
        list_address=_list_address(request, rows, round, category),
        total=sum((getattr(row, rows.summed) for row in rows.rows), 0) if rows.summed else None,
    )


def _category(round: Round, key: str):
    if not key:
        return None
    if not key.isdecimal():
        raise Http404
    return get_object_or_404(round.categories, pk=key)


def _meaning(variable: str) -> str:
    known = sources.CATEGORY_VARIABLES.get(variable) or sources.VARIABLES.get(variable)
    return known.meaning if known else "称谓表里的名称"


def _may_open(request, model) -> bool:
    """Tell whether a person may open rows of a kind; of entries, all of them."""
    if model is Issue and not permissions.sees_whole_ledger(request.user):
        return False
    return admin.site._registry[model].has_view_permission(request)


def _address(request, row) -> str:
    return sources.address_of(row) if _may_open(request, type(row)) else ""


def _field_address(request, round: Round, field: sources.RoundField) -> str:
    return f"{reverse('admin:rectify_round_change', args=[round.pk])}#id_{field.name}"


def _list_address(request, rows: sources.Rows, round: Round, category) -> str:
    if rows.statuses is None or not _may_open(request, Issue):
        return ""
    return sources.list_address(rows, round, category)
