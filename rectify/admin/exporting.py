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
from rectify.spreadsheets.template import write_template


def choose(request, issues, *, chosen: str = ""):
    """Ask in what shape the entries of a list come out, or hand them out.

    `issues` are those that the list shows by its filters, `chosen` the keys of those of them
    that were selected there, "" for all.
    """
    rounds = Round.objects.filter(pk__in=issues.order_by().values("round")).order_by("-pk")
    form = ExportForm(
        request.POST if "shape" in request.POST else None,
        initial={"chosen": chosen, "round": rounds.first()},
    )
    form.fields["round"].queryset = rounds
    if form.is_bound and form.is_valid():
        return _handed_out(request, issues, form.cleaned_data)
    chosen = form["chosen"].value() or ""
    return page(
        request,
        "admin/rectify/issue/export.html",
        title="导出台账",
        form=form,
        count=len(chosen.split(",")) if chosen else issues.count(),
        is_selection=bool(chosen),
    )


def _handed_out(request, issues, said: dict) -> FileResponse:
    round = said["round"]
    rows = issues.filter(round=round)
    if said["chosen"]:
        rows = rows.filter(pk__in=said["chosen"])
    who = {"user": request.user, "request": request}
    if said["shape"] == ExportForm.CANONICAL:
        title, ending = CANONICAL, said["format"]
        write = partial(export_canonical, format=ending)
    else:
        title, ending = LISTS[said["shape"]][0], "xlsx"
        layout = {name: said[name] for name in ("paper", "merge_communities", "per_community")}
        write = partial(export_printed, which=said["shape"], **layout)
    file = made(lambda file: write(rows, file, round=round, **who))
    return FileResponse(file, as_attachment=True, filename=file_name(round, title, ending))


def template(request, pk):
    """Hand out the template for the ledger of a round."""
    if not permissions.may_enter(request.user):
        raise PermissionDenied
    round = get_object_or_404(Round, pk=pk)
    file = made(partial(write_template, round))
    return FileResponse(file, as_attachment=True, filename=file_name(round, "台账模板", "xlsx"))
