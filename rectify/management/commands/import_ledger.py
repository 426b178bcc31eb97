"""Brings a spreadsheet into the ledger of a round: whole, or not at all."""

import json
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from communities.models import User
from rectify.management.bar import bar
from rectify.management.database import database_at_hand
from rectify.management.output import told
from rectify.management.rounds import round_named
from rectify.spreadsheets.columns import OF_KEY
from rectify.spreadsheets.importing import (
    NotBroughtInError,
    Preview,
    RowsRefusedError,
    bring_in,
    preview,
)
from rectify.spreadsheets.reader import read
from rectify.spreadsheets.reader.ledger import Ledger, UnreadableError

REFUSED, UNUSABLE = 1, 2
UNOPENED = "没有这个文件，或者没有读它的权限。"
# So many changes and remarks are printed one by one; the counts tell of all.
LISTED = 50


class UnreadableFileError(CommandError):
    """The file is the reason why nothing was done."""


class Command(BaseCommand):
    help = (
        "把一份台账表格（.xlsx、.xls、.csv）导入一个轮次：全部导入，或者一行也不导入。"
        "退出码：0 全部导入；1 有错误的行；2 文件读不了，参数不对，或者数据库用不了。"
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="表格文件")
        parser.add_argument("--round", required=True, metavar="网址名", help="轮次的网址名")
        parser.add_argument("--dry-run", action="store_true", help="只预览，不写入")
        parser.add_argument("--only-valid", action="store_true", help="只导入正确的行")
        parser.add_argument("--json", action="store_true", help="用 JSON 输出结果")
        parser.add_argument(
            "--user", metavar="登录名", help="以谁的身份、按谁的权限导入；不写则不受限制"
        )

    def handle(self, *, file, round, dry_run, only_valid, user, **options):
        as_json = options["json"]
        try:
            with database_at_hand(returncode=UNUSABLE):
                chosen, by = round_named(round, returncode=UNUSABLE), _account(user)
                content, ledger = _read(file)
                outcome, is_written, refusal = _carry_out(
                    content, file.name, ledger, chosen, by, dry_run, only_valid
                )
        except CommandError as error:
            if as_json:
                self._print_error(error)
            raise
        tell = self._tell_as_json if as_json else self._tell
        # What is written is written, whether somebody reads of it or not.
        with told():
            tell(outcome, is_written=is_written, is_dry_run=dry_run, refusal=refusal)
        if outcome.refused or refusal:
            raise SystemExit(REFUSED)

    def _tell(self, outcome: Preview, *, is_written, is_dry_run, refusal):
        is_overtaken = refusal and not isinstance(refusal, RowsRefusedError)
        if is_overtaken:
            self.stdout.write(self.style.ERROR(str(refusal)))
        for line in _header_lines(outcome.ledger):
            self.stdout.write(line)
        for problem in outcome.problems:
            place = "，".join(
                part
                for part in (
                    f"工作表“{problem.sheet}”" if problem.sheet else "",
                    f"第 {problem.row} 行",
                    f"{problem.column} 列“{problem.heading}”" if problem.column else "",
                )
                if part
            )
            self.stdout.write(self.style.ERROR(f"{place}：{problem.message}"))
        if outcome.more:
            self.stdout.write(self.style.ERROR(outcome.more))
        for row in outcome.changes[:LISTED]:
            changes = "；".join(f"{name}：“{old}”改为“{new}”" for name, old, new in row.changes)
            self.stdout.write(f"问题 {row.number}：{changes}")
        for row in outcome.notes[:LISTED]:
            self.stdout.write(f"问题 {row.number}：{'；'.join(row.notes)}")
        unlisted = [max(0, len(rows) - LISTED) for rows in (outcome.changes, outcome.notes)]
        if any(unlisted):
            self.stdout.write(f"还有 {unlisted[0]} 项修改、{unlisted[1]} 条提示没有列出。")
        self.stdout.write(
            f"新增 {outcome.created} 行，修改 {outcome.changed} 行，没有变化 {outcome.unchanged} 行，"
            f"有错误 {outcome.refused} 行。"
        )
        end = _end(outcome, is_written=is_written, is_dry_run=is_dry_run, refusal=refusal)
        if is_overtaken:
            end = "什么也没有导入；再运行一次，就按现在的数据来办。"
        self.stdout.write(self.style.SUCCESS(end) if is_written else end)

    def _tell_as_json(self, outcome: Preview, *, is_written, is_dry_run, refusal):
        self._print(
            {
                "readable": True,
                "dry_run": is_dry_run,
                "written": is_written,
                "message": _end(
                    outcome, is_written=is_written, is_dry_run=is_dry_run, refusal=refusal
                ),
                "counts": {
                    "created": outcome.created,
                    "changed": outcome.changed,
                    "unchanged": outcome.unchanged,
                    "refused": outcome.refused,
                },
                "sheets": [
                    {
                        "sheet": sheet.sheet,
                        "header": sheet.header and list(sheet.header),
                        "community": sheet.community,
                        "why": sheet.why,
                        "columns": [
                            {
                                "column": heading.letter,
                                "heading": heading.text,
                                "understood": OF_KEY[heading.key].name if heading.key else None,
                            }
                            for heading in sheet.headings
                        ],
                        "skipped": [
                            {"row": row, "reason": reason} for row, reason in sheet.skipped
                        ],
                    }
                    for sheet in outcome.ledger.sheets
                ],
                "hidden_sheets": list(outcome.ledger.hidden),
                "problems": [asdict(problem) for problem in outcome.problems],
                "problems_untold": outcome.untold,
                "changes": [asdict(row) for row in outcome.changes],
                "notes": [asdict(row) for row in outcome.notes],
            }
        )

    def _print_error(self, error: CommandError):
        how = {"readable": False} if isinstance(error, UnreadableFileError) else {}
        with told():
            self._print({**how, "error": str(error)})

    def _print(self, said: dict):
        self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))


def _read(file: Path) -> tuple[bytes, Ledger]:
    """Return a file's content and what it says."""
    try:
        content = file.read_bytes()
        return content, read(content, file.name)
    except (OSError, UnreadableError) as error:
        why = UNOPENED if isinstance(error, OSError) else str(error)
        raise UnreadableFileError(f"{file}：{why}", returncode=UNUSABLE) from None


def _carry_out(
    content, name, ledger, round, by, dry_run, only_valid
) -> tuple[Preview, bool, NotBroughtInError | None]:
    """Return the outcome, whether anything was written, and why nothing was if it was refused.

    Looked at first, as on the page: a file of which nothing comes in is not kept either.
    """
    try:
        with bar("逐行检查", len(ledger.rows)) as advance:
            outcome = preview(ledger, round, user=by, advance=advance)
        if dry_run:
            return outcome, False, None
        if outcome.refused and not only_valid:
            raise RowsRefusedError(outcome)
        if not outcome.writes:
            return outcome, False, None
        with bar("逐行导入", len(ledger.rows)) as advance:
            outcome = bring_in(
                content, name, ledger, round, user=by, only_valid=only_valid, advance=advance
            )
        return outcome, True, None
    except NotBroughtInError as refusal:
        return refusal.preview, False, refusal


def _end(outcome: Preview, *, is_written, is_dry_run, refusal) -> str:
    """Return what became of a file, in a sentence."""
    if is_dry_run:
        return "这是预览，什么也没有写入。"
    if isinstance(refusal, RowsRefusedError):
        return f"{refusal}改好再导，或加 --only-valid 只导入正确的行。"
    if refusal:
        return str(refusal)
    left_out = f"有错误的 {outcome.refused} 行没有导入" if outcome.refused else ""
    if is_written:
        return f"已导入；{left_out}。" if left_out else "已导入。"
    if not outcome.total:
        return "表格里没有可以导入的行：认出了表头，但下面没有一项有内容。什么也没有导入。"
    if outcome.refused == outcome.total:
        return f"每一行都有错误：{left_out}，什么也没有写入。"
    if left_out:
        return f"正确的行都和系统里的一样，{left_out}，什么也没有写入。"
    return "表格和系统里的一样，没有要导入的。"


def _header_lines(ledger: Ledger):
    for sheet in ledger.sheets:
        name = f"工作表“{sheet.sheet}”：" if sheet.sheet else ""
        if sheet.header is None:
            yield f"{name}没有读。{sheet.why}"
            continue
        known = [
            heading.text
            if heading.text == OF_KEY[heading.key].name
            else f"{heading.text}（{OF_KEY[heading.key].name}）"
            for heading in sheet.headings
            if heading.key
        ]
        unknown = [heading.text for heading in sheet.headings if not heading.key]
        first, last = sheet.header
        header = f"第 {first} 行" if first == last else f"第 {first} 到 {last} 行"
        yield f"{name}表头在{header}，认出的列：{'、'.join(known)}。"
        if sheet.community:
            yield f"{name}社区取自工作表的名称：{sheet.community}。"
        if unknown:
            yield f"{name}没有认出、因此不导入的列：{'、'.join(unknown)}。"
        skipped = [f"{reason}（第 {rows} 行）" for reason, rows in sheet.skipped_by_reason]
        if skipped:
            yield f"{name}跳过的行：{'；'.join(skipped)}。"
    if ledger.hidden:
        yield f"隐藏的工作表没有读：{'、'.join(ledger.hidden)}。"


def _account(username: str | None) -> User | None:
    if username is None:
        return None
    try:
        return User.objects.get(username=username, is_active=True)
    except User.DoesNotExist:
        raise CommandError(
            f"没有登录名为“{username}”的账号，或者它已停用。", returncode=UNUSABLE
        ) from None
