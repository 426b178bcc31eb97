"""The ledger goes out: who may have what, in which shape, and the record of it."""

from collections.abc import Callable
from datetime import date
from tempfile import TemporaryFile
from typing import IO

from django.utils import timezone

from rectify.audit import record
from rectify.models import Round
from rectify.models.audit import AuditKind
from rectify.spreadsheets import canonical
from rectify.spreadsheets.columns import COLUMNS, LISTS
from rectify.spreadsheets.printed import write_printed
from rectify.spreadsheets.values import hidden_columns

CANONICAL = "规范格式"


def export_canonical(issues, file, *, round: Round, format: str, user=None, request=None) -> None:
    """Write entries of a round so that they can come in again, as xlsx, csv or json.

    `user` is the person who gets the file, None for a command at the server: what he is not
    shown is left out, and the export is in the audit record.
    """
    hidden = hidden_columns(user) if user else frozenset()
    columns = [column.key for column in COLUMNS if column.key not in hidden]
    canonical.write(format, issues, file, round=round, columns=columns)
    _record(request, user, round, f"{CANONICAL} {format}")


def export_printed(
    issues, file, *, round: Round, which: str = "whole", user=None, request=None, **layout
) -> None:
    """Write entries of a round as the office prints them; `layout` is that of write_printed."""
    hidden = hidden_columns(user) if user else frozenset()
    write_printed(issues, file, round=round, which=which, hidden=hidden, **layout)
    _record(request, user, round, LISTS[which][0])


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


def file_name(round: Round, title: str, ending: str, on: date | None = None) -> str:
    """Return what a file of the ledger is called."""
    return f"{round.name}{title}{on or timezone.localdate():%Y%m%d}.{ending}"


def _record(request, user, round, what) -> None:
    record(AuditKind.EXPORT, request=request, user=user, subject=f"{round.slug} {what}")
