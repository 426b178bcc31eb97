"""The pages on which the office brings a spreadsheet in: upload, look, confirm, take back."""

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from rectify import permissions
from rectify.admin.pages import page
from rectify.audit import record
from rectify.forms.once import done_once
from rectify.forms.sending import INCOMPLETE, SentOnceForm
from rectify.forms.spreadsheets import ConfirmForm, UploadForm
from rectify.models import LedgerImport
from rectify.models.audit import AuditKind
from rectify.models.ledger_import import ImportState
from rectify.spreadsheets import importing, undoing
from rectify.spreadsheets.importing import NotBroughtInError, Preview
from rectify.spreadsheets.marked import mark
from rectify.spreadsheets.reader import read
from rectify.spreadsheets.reader.ledger import UnreadableError
from rectify.workflow import Refused

# So many problems, changes or remarks stand on one page.
LISTED = 200


def upload(request):
    """Take a file, and lead on to what it would do."""
    _refuse_unless_office(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        file.seek(0)
        kept = importing.upload(
            file.read(), file.name, form.cleaned_data["round"], user=request.user
        )
        return HttpResponseRedirect(_page_of(kept))
    return page(request, "admin/rectify/ledgerimport/upload.html", title="导入台账", form=form)


def look(request, pk):
    """Show what an upload would do and confirm it, or what became of it."""
    ledger_import = _visible(request, pk)
    if ledger_import.state != ImportState.PENDING:
        if request.method == "POST":
            messages.info(request, "这份表格已经导入过了，没有重复导入。")
        return _show_done(request, ledger_import)
    _refuse_unless_office(request)
    try:
        return _look(request, ledger_import)
    except UnreadableError as refusal:
        messages.error(request, f"“{ledger_import.file_name}”：{refusal}")
        return HttpResponseRedirect(reverse("admin:rectify_ledgerimport_upload"))


def _look(request, ledger_import: LedgerImport):
    """Show what an upload would do, and do it when asked to. Raises UnreadableError."""
    form = ConfirmForm(request.POST or None)
    outcome = None
    if request.method == "POST" and not form.is_valid():
        messages.error(request, INCOMPLETE)
    elif request.method == "POST":
        try:
            done_once(request, form, lambda: _confirmed(ledger_import, request.user, form))
            return HttpResponseRedirect(_page_of(ledger_import))
        except NotBroughtInError as refusal:
            outcome = refusal.preview
            messages.error(request, str(refusal))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(_page_of(ledger_import))
    outcome = outcome or importing.look_at(ledger_import, user=request.user)
    # A new key and a new digest, for what is shown now.
    form = ConfirmForm(initial={"seen": outcome.digest})
    return page(
        request,
        "admin/rectify/ledgerimport/look.html",
        title=f"预览：{ledger_import.file_name}",
        ledger_import=ledger_import,
        outcome=outcome,
        form=form,
        is_old=ledger_import.file_name.lower().endswith(".xls"),
        **_paged(request, outcome),
    )


def _confirmed(ledger_import: LedgerImport, user, form: ConfirmForm) -> str:
    """Write what was looked at, and return what to tell the person."""
    outcome = importing.confirm(
        ledger_import,
        user=user,
        seen=form.cleaned_data["seen"],
        only_valid=form.cleaned_data["only_valid"],
    )
    left = f"，有错误的 {outcome.refused} 行没有导入" if outcome.refused else ""
    return (
        f"已导入“{ledger_import.file_name}”：新增 {outcome.created} 项，"
        f"修改 {outcome.changed} 项，没有变化 {outcome.unchanged} 项{left}。"
    )


def _paged(request, outcome: Preview) -> dict:
    """Return the page of each list that is asked for, by ?problems=2 and the like."""
    lists = {
        "problems": outcome.problems,
        "changes": outcome.changes,
        "notes": outcome.notes,
    }
    return {
        name: Paginator(rows, LISTED).get_page(request.GET.get(name))
        for name, rows in lists.items()
    }


def _show_done(request, ledger_import: LedgerImport):
    is_office = permissions.may_enter(request.user)
    obstacle = undoing.why_not(ledger_import) if is_office else ""
    return page(
        request,
        "admin/rectify/ledgerimport/done.html",
        title=f"导入记录：{ledger_import.file_name}",
        ledger_import=ledger_import,
        is_office=is_office,
        obstacle=obstacle,
        form=SentOnceForm(),
    )


@require_POST
def discard(request, pk):
    """Throw away an upload that was not confirmed."""
    _refuse_unless_office(request)
    ledger_import = _visible(request, pk)
    try:
        importing.discard(ledger_import)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(_page_of(ledger_import))
    messages.success(request, f"“{ledger_import.file_name}”没有导入，文件已删去。")
    return HttpResponseRedirect(reverse("admin:rectify_ledgerimport_upload"))


@require_POST
def undo(request, pk):
    """Take an import back, as long as nothing was done with its rows since."""
    _refuse_unless_office(request)
    ledger_import = _visible(request, pk)
    form = SentOnceForm(request.POST)
    if form.is_valid():
        try:
            done_once(request, form, lambda: _undone(ledger_import, request.user))
        except Refused as refusal:
            messages.error(request, str(refusal))
    return HttpResponseRedirect(_page_of(ledger_import))


def _undone(ledger_import: LedgerImport, user) -> str:
    undone = undoing.undo(ledger_import, by=user)
    return (
        f"已撤销“{undone.file_name}”的导入：删去新增的 {undone.created} 项，"
        f"改回 {undone.changed} 项。"
    )


def file(request, pk):
    """Hand out a file as it was uploaded."""
    ledger_import = _visible(request, pk)
    try:
        content = importing.content_of(ledger_import)
    except UnreadableError as refusal:
        return _led_back(request, refusal)
    return _handed_out(request, content, ledger_import.file_name)


def marked(request, pk):
    """Hand out the file with its errors marked."""
    _refuse_unless_office(request)
    ledger_import = _visible(request, pk)
    name = ledger_import.file_name
    try:
        content = importing.content_of(ledger_import)
        ledger = read(content, name)
    except UnreadableError as refusal:
        return _led_back(request, refusal)
    outcome = importing.preview(ledger, ledger_import.round, user=request.user)
    headers = {sheet.sheet: sheet.header[1] for sheet in ledger.sheets if sheet.header}
    # Judged by the ledger as it is now: of what came in nothing is wrong, whatever was done since.
    came_in = set(ledger_import.records.order_by().values_list("number", flat=True))
    rows = {(row.sheet, row.number): row.cells.get("number") for row in ledger.rows}
    problems = [one for one in outcome.problems if rows.get((one.sheet, one.row)) not in came_in]
    result = mark(content, name, problems, headers, more=outcome.more)
    return _handed_out(request, result.content, result.name)


def _led_back(request, refusal: UnreadableError):
    messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("admin:rectify_ledgerimport_changelist"))


def _handed_out(request, content: bytes, name: str):
    record(AuditKind.EXPORT, request=request, user=request.user, subject=name)
    return FileResponse(
        BytesIO(content), as_attachment=True, filename=name, content_type="application/octet-stream"
    )


def _visible(request, pk) -> LedgerImport:
    if not request.user.has_perm("rectify.view_ledgerimport"):
        raise PermissionDenied
    rows = LedgerImport.objects.select_related("round", "uploaded_by", "confirmed_by", "undone_by")
    return get_object_or_404(rows, pk=pk)


def _refuse_unless_office(request) -> None:
    if not permissions.may_enter(request.user):
        raise PermissionDenied


def _page_of(ledger_import: LedgerImport) -> str:
    return reverse("admin:rectify_ledgerimport_change", args=[ledger_import.pk])
