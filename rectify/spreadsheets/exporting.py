"""The ledger goes out: who may have what, in which shape, and the record of it."""

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import IO

from django.utils import timezone

from rectify.audit import record
from rectify.models import Round
from rectify.models.audit import AuditKind
from rectify.spreadsheets import canonical
from rectify.spreadsheets.columns import COLUMNS, LISTS
from rectify.spreadsheets.printed import title_of, write_printed
from rectify.spreadsheets.selection import Selection, in_brackets, selection_of
from rectify.spreadsheets.values import hidden_columns

CANONICAL = "规范格式"


def export_canonical(
    issues,
    file,
    *,
    round: Round,
    format: str,
    selection: Selection | None = None,
    user=None,
    request=None,
    advance=None,
) -> None:
    """Write entries of a round so that they can come in again (xlsx, csv), or for programs (json).

    `selection` says how they were chosen if they are not all. `user` is the person who gets
    the file, None for a command at the server: what he is not shown is left out, and the
    export is in the audit record. `advance` is called after each row.
    """
    hidden = hidden_columns(user) if user else frozenset()
    columns = [column.key for column in COLUMNS if column.key not in hidden]
    canonical.write(format, issues, file, round=round, columns=columns, advance=advance)
    selection = selection or selection_of(issues, round, Selection.OTHERWISE)
    _record(request, user, round, f"{CANONICAL} {format}{in_brackets(selection)}")


def export_printed(
    issues,
    file,
    *,
    round: Round,
    which: str = "whole",
    selection: Selection | None = None,
    user=None,
    request=None,
    **layout,
) -> None:
    """Write entries of a round as the office prints them; `layout` is that of write_printed."""
    hidden = hidden_columns(user) if user else frozenset()
    selection = selection or selection_of(issues, round, Selection.OTHERWISE)
    layout |= {"which": which, "selection": selection, "hidden": hidden}
    write_printed(issues, file, round=round, **layout)
    _record(request, user, round, f"{LISTS[which][0]}{in_brackets(selection)}")


def made(write: Callable[[IO[bytes]], None]) -> IO[bytes]:
    """Return a file that is gone when it is closed, written by a function, at its beginning."""
    file = TemporaryFile()  # noqa: SIM115 -- closed with the response that hands it out
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def file_name(round: Round, title: str, ending: str, *, selection: Selection | None = None) -> str:
    """Return what a file of the ledger is called, today's."""
    what = f"{title_of(round, title)}{in_brackets(selection)}"
    return f"{what}{timezone.localdate():%Y%m%d}.{ending}"


def _record(request, user, round, what) -> None:
    record(AuditKind.EXPORT, request=request, user=user, subject=f"{round.slug} {what}")
