"""The page on which staff take the ledger out, and the template for a new one."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404

from rectify import permissions
from rectify.admin.pages import page
from rectify.forms.spreadsheets import ExportForm
from rectify.models import Round
from rectify.spreadsheets.columns import LISTS
from rectify.spreadsheets.exporting import (
    CANONICAL,
    export_canonical,
    export_printed,
    file_name,
    made,
)
from rectify.spreadsheets.selection import Selection, selection_of
from rectify.spreadsheets.template import write_template


def choose(request, issues, *, chosen: str = ""):
    """Ask in what shape the entries of a list come out, or hand them out.

    `issues` are those that the list shows by its filters, `chosen` the keys of those of them
    that were selected there, "" for all.
    """
    form = ExportForm(
        request.POST if "shape" in request.POST else None,
        initial={"chosen": chosen},
        issues=issues,
    )
    if form.is_bound and form.is_valid():
        return _handed_out(request, form)
    return page(
        request,
        "admin/rectify/issue/export.html",
        title="导出台账",
        form=form,
        count=sum(form.counts.values()),
    )


def _handed_out(request, form: ExportForm) -> FileResponse:
    said = form.cleaned_data
    round = said["round"]
    rows = form.issues.filter(round=round)
    words = Selection.CHOSEN if form.is_selection else Selection.FILTERED
    selection = selection_of(rows, round, words)
    who = {"user": request.user, "request": request, "selection": selection}
    if said["shape"] == ExportForm.CANONICAL:
        title, ending = CANONICAL, said["format"]
        write = partial(export_canonical, format=ending)
    else:
        title, ending = LISTS[said["shape"]][0], "xlsx"
        layout = {name: said[name] for name in ("paper", "merge_communities", "per_community")}
        write = partial(export_printed, which=said["shape"], **layout)
    file = made(lambda file: write(rows, file, round=round, **who))
    name = file_name(round, title, ending, selection=selection)
    return FileResponse(file, as_attachment=True, filename=name)


def template(request, pk):
    """Hand out the template for the ledger of a round."""
    if not permissions.may_enter(request.user):
        raise PermissionDenied
    round = get_object_or_404(Round, pk=pk)
    file = made(partial(write_template, round))
    return FileResponse(file, as_attachment=True, filename=file_name(round, "台账模板", "xlsx"))
