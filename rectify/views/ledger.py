"""The ledger of one's own community, to keep and to print."""

from functools import partial

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rectify import permissions
from rectify.models import Round
from rectify.spreadsheets.columns import LISTS
from rectify.spreadsheets.exporting import export_printed, file_name, made
from rectify.spreadsheets.selection import selection_of


@require_safe
@never_cache
def my_ledger(request, pk):
    """Hand out the entries of one's community in a round, as the office prints them."""
    own = permissions.own_issues(request.user)
    round = get_object_or_404(Round, pk=pk, pk__in=own.order_by().values("round"))
    issues = own.filter(round=round)
    selection = selection_of(issues, round, issues[0].community.name)
    who = {"user": request.user, "request": request, "selection": selection}
    file = made(partial(export_printed, issues, round=round, **who))
    name = file_name(round, LISTS["whole"][0], "xlsx", selection=selection)
    return FileResponse(file, as_attachment=True, filename=name)
