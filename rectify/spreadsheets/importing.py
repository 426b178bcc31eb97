"""Bringing a ledger in: looked at first, then written whole or not at all."""

import hashlib
import json
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from rectify.models import Issue, LedgerImport, Round
from rectify.spreadsheets.columns import OF_KEY
from rectify.spreadsheets.dataset import LedgerDataset
from rectify.spreadsheets.judgements import JudgedRow
from rectify.spreadsheets.placing import placed
from rectify.spreadsheets.problems import Problem
from rectify.spreadsheets.quoting import kept
from rectify.spreadsheets.reader import read
from rectify.spreadsheets.reader.ledger import Ledger, Row, UnreadableError
from rectify.spreadsheets.resources import IssueResource
from rectify.workflow import Refused

SOURCE = "导入"
# So many problems are told one by one; nobody reads more before the first are put right.
MOST_TOLD = 10_000


@dataclass(frozen=True)
class RowChange:
    """What an import changes of one entry: (column, old, new) of each fact."""

    sheet: str
    row: int
    number: str
    changes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class RowNote:
    """What a row says otherwise than the ledger, and the import leaves alone."""

    sheet: str
    row: int
    number: str
    notes: tuple[str, ...]


@dataclass
class Preview:
    """What a file does to the ledger of a round: how many rows of each kind, and all details.

    Of very many problems the first are told one by one, and of the others `untold` says how
    many there are; the rows are counted all the same. `digest` is the same as long as the
    outcome is: by it a confirmation knows whether the ledger is still what the person looked at.
    """

    ledger: Ledger
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    untold: int = 0
    changes: list[RowChange] = field(default_factory=list)
    notes: list[RowNote] = field(default_factory=list)
    digest: str = ""

    @property
    def total(self) -> int:
        return len(self.ledger.rows)

    @property
    def more(self) -> str:
        """Say that there are problems which are not told, "" when there are none."""
        return f"另有 {self.untold} 处错误没有列出，改好前面的再看。" if self.untold else ""

    @property
    def writes(self) -> int:
        """How many entries the import writes."""
        return self.created + self.changed


class NotBroughtInError(Exception):
    """Nothing was written; `preview` says how things stand now."""

    def __init__(self, sentence: str, preview: Preview):
        super().__init__(sentence)
        self.preview = preview


class OvertakenPreviewError(NotBroughtInError):
    """The ledger is not what it was when the person looked at the preview."""

    def __init__(self, preview: Preview):
        super().__init__(
            "您看过预览以后，系统里的数据变了，所以没有导入。下面是现在的预览，请看过再确认。",
            preview,
        )


class RowsRefusedError(NotBroughtInError):
    """Some rows are wrong, and the person did not ask for the right ones alone."""

    def __init__(self, preview: Preview):
        super().__init__(f"有 {preview.refused} 行有错误，所以一行也没有导入。", preview)


def upload(content: bytes, name: str, round: Round, *, user=None) -> LedgerImport:
    """Keep a file for a round, to be looked at and confirmed. Nothing of the ledger changes."""
    LedgerImport.objects.discard_stale()
    kept = LedgerImport(
        round=round,
        file_name=name[-LedgerImport._meta.get_field("file_name").max_length :],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=user,
    )
    kept.file.save("ledger", ContentFile(content), save=False)
    try:
        kept.save()
    except DatabaseError:
        kept.file.storage.delete(kept.file.name)
        raise
    return kept


@transaction.atomic
def discard(ledger_import: LedgerImport) -> None:
    """Throw away an upload that was not confirmed. Raises Refused when it was."""
    locked = _locked(ledger_import)
    if locked.confirmed_at:
        raise Refused("已经导入的不能放弃；要收回，请撤销这次导入。")
    locked.discard()


def _locked(ledger_import: LedgerImport) -> LedgerImport:
    """Return the upload as it is now, kept from others. Raises Refused when it is gone."""
    kept = LedgerImport.objects.select_for_update(of=["self"]).filter(pk=ledger_import.pk).first()
    if kept is None:
        raise Refused("这份表格刚才已经放弃，文件不在了；要导入，请重新上传。")
    return kept


def content_of(ledger_import: LedgerImport) -> bytes:
    """Return an uploaded file. Raises UnreadableError when it is not where it was put."""
    try:
        return ledger_import.content()
    except OSError:
        raise UnreadableError(
            "上传的文件不在存放的地方了，请告诉系统管理员；要导入，请重新上传。"
        ) from None


def look_at(ledger_import: LedgerImport, *, user=None) -> Preview:
    """Return what an uploaded file would do now. Raises UnreadableError; writes nothing."""
    ledger = read(content_of(ledger_import), ledger_import.file_name)
    return preview(ledger, ledger_import.round, user=user)


def preview(ledger: Ledger, round: Round, *, user=None, advance=None) -> Preview:
    """Return what a ledger would do to a round now, by the rights of a person; writes nothing.

    `advance` is called after each row.
    """
    resource = IssueResource(round, user=user, advance=advance)
    return _carry(ledger, resource, writes=False, only_valid=True)


def confirm(
    ledger_import: LedgerImport,
    *,
    ledger: Ledger | None = None,
    user=None,
    seen: str = "",
    only_valid: bool = False,
    advance=None,
) -> Preview:
    """Write what an uploaded file says: all of it, or nothing, and the record of the import.

    `ledger` is the file as it was read, if it was read already; `seen` the digest of the preview
    that the person looked at, "" when nobody did. Raises RowsRefusedError when rows are wrong,
    unless only the right ones are asked for; OvertakenPreviewError when the outcome is not what
    was looked at; UnreadableError.
    """
    ledger = ledger or read(content_of(ledger_import), ledger_import.file_name)
    how = {"user": user, "seen": seen, "only_valid": only_valid, "advance": advance}
    try:
        return _confirm(ledger_import, ledger, **how)
    except IntegrityError:
        # Somebody wrote the same number, or took away what a row names, in this very moment.
        now = preview(ledger, ledger_import.round, user=user)
        raise OvertakenPreviewError(now) from None


def bring_in(
    content: bytes, name: str, ledger: Ledger, round: Round, *, user=None, **how
) -> Preview:
    """Keep a file and write what it says at once, for a command; of what fails nothing is kept.

    `ledger` is the file as it was read; see `confirm` for the rest and the errors.
    """
    ledger_import = upload(content, name, round, user=user)
    try:
        return confirm(ledger_import, ledger=ledger, user=user, **how)
    except BaseException:
        ledger_import.discard()
        raise


@transaction.atomic
def _confirm(ledger_import, ledger, *, user, seen, only_valid, advance) -> Preview:
    locked = _locked(ledger_import)
    if locked.confirmed_at:
        raise Refused("这份表格已经导入过了；要再导一次，请重新上传。")
    # Imports of one round follow each other; an entry typed meanwhile, which only needs the
    # round to stay, waits for none of them.
    round = Round.objects.select_for_update(of=["self"], no_key=True).get(pk=locked.round_id)
    outcome = write(
        ledger,
        round,
        user=user,
        reason=f"{SOURCE} {locked.file_name}",
        ledger_import=locked,
        seen=seen,
        only_valid=only_valid,
        advance=advance,
    )
    # Now, and not when an outer transaction ends, where nobody would look for it.
    connection.check_constraints(table_names=[Issue._meta.db_table])
    locked.confirmed_at, locked.confirmed_by = timezone.now(), user
    locked.only_valid = only_valid
    for count in ("created", "changed", "unchanged", "refused"):
        setattr(locked, count, getattr(outcome, count))
    locked.save()
    return outcome


@transaction.atomic
def write(
    ledger: Ledger,
    round: Round,
    *,
    user=None,
    reason: str = SOURCE,
    ledger_import: LedgerImport | None = None,
    seen: str = "",
    only_valid: bool = False,
    advance=None,
) -> Preview:
    """Write a ledger into a round, all of it or nothing; see `confirm` for the errors."""
    resource = IssueResource(
        round, user=user, reason=reason, ledger_import=ledger_import, advance=advance
    )
    outcome = _carry(ledger, resource, writes=True, only_valid=only_valid)
    if seen and seen != outcome.digest:
        raise OvertakenPreviewError(outcome)
    if outcome.refused and not only_valid:
        raise RowsRefusedError(outcome)
    return outcome


def _carry(ledger: Ledger, resource: IssueResource, *, writes: bool, only_valid: bool) -> Preview:
    """Have the rows judged, and written if asked for: one path for preview and confirmation."""
    ledger = placed(ledger, resource.directory)
    outcome, digest = Preview(ledger), hashlib.sha256()

    def take(row: Row, told: JudgedRow) -> None:
        _add(outcome, ledger, row, told)
        digest.update(json.dumps(_essence(row, told), default=str).encode())

    resource.import_data(
        LedgerDataset(ledger),
        dry_run=not writes,
        rollback_on_validation_errors=not only_valid,
        take=take,
    )
    outcome.digest = digest.hexdigest()
    return outcome


def _add(outcome: Preview, ledger: Ledger, row: Row, told: JudgedRow) -> None:
    place = (row.sheet, row.number, row.cells.get("number", ""))
    if told.is_invalid():
        outcome.refused += 1
        if len(outcome.problems) < MOST_TOLD:
            outcome.problems += _problems(ledger, row, told.refusal)
        else:
            outcome.untold += sum(map(len, told.refusal.values()))
        return
    if told.is_new():
        outcome.created += 1
    elif told.is_skip():
        outcome.unchanged += 1
    else:
        outcome.changed += 1
        outcome.changes.append(RowChange(*place, tuple(told.judgement.changes)))
    if told.judgement.notes:
        outcome.notes.append(RowNote(*place, tuple(told.judgement.notes)))


def _problems(ledger: Ledger, row: Row, sentences: dict[str, list[str]]) -> list[Problem]:
    """Return what is wrong in a row, in the order of the ledger's columns."""
    order = [key for key in OF_KEY if key in sentences]
    return [
        Problem(
            sheet=row.sheet,
            row=row.number,
            column=ledger.letter(row, key),
            heading=ledger.heading(row, key),
            value=kept(row.cells.get(key, "")),
            message=sentence,
        )
        for key in [*order, *(sentences.keys() - OF_KEY.keys())]
        for sentence in sentences[key]
    ]


def _essence(row: Row, told: JudgedRow) -> list:
    """Return what the outcome of a row is, for the digest."""
    judgement = told.judgement
    return [
        row.sheet,
        row.number,
        told.import_type,
        told.refusal,
        *((judgement.changes, judgement.notes, judgement.placed) if judgement else ()),
    ]
