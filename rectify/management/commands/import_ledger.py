"""Brings a spreadsheet into the ledger of a round: whole, or not at all."""

import json
from dataclasses import asdict
from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from communities.models import User
from rectify.management.rounds import round_named
from rectify.spreadsheets.columns import OF_KEY
from rectify.spreadsheets.importing import (
    NotBroughtInError,
    Preview,
    bring_in,
    preview,
)
from rectify.spreadsheets.reader import read
from rectify.spreadsheets.reader.ledger import Ledger, UnreadableError

REFUSED, UNREADABLE = 1, 2
UNOPENED = "没有这个文件，或者没有读它的权限。"
# So many changes and remarks are printed one by one; the counts tell of all.
LISTED = 50
# Shorter than this, nobody needs to be told how far it is.
BAR_AFTER_SECONDS = 1


class Command(BaseCommand):
    help = (
        "把一份台账表格（.xlsx、.xls、.csv）导入一个轮次：全部导入，或者一行也不导入。"
        "退出码：0 全部导入；1 有错误的行；2 文件读不了，或者参数不对。"
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
        chosen, by = round_named(round), _account(user)
        try:
            content = file.read_bytes()
            ledger = read(content, file.name)
        except (OSError, UnreadableError) as error:
            told = UNOPENED if isinstance(error, OSError) else str(error)
            if as_json:
                self._print({"readable": False, "message": told})
            raise CommandError(f"{file}：{told}", returncode=UNREADABLE) from None
        bar = partial(tqdm, total=len(ledger.rows), desc="逐行检查", unit="行")
        with bar(file=self.stderr, delay=BAR_AFTER_SECONDS, disable=None) as shown:
            outcome, is_written = self._carry_out(
                content, file.name, ledger, chosen, by, dry_run, only_valid, shown.update
            )
        tell = self._tell_as_json if as_json else self._tell
        tell(outcome, is_written=is_written, is_dry_run=dry_run)
        if outcome.refused:
            raise SystemExit(REFUSED)

    def _carry_out(self, content, name, ledger, round, by, dry_run, only_valid, advance):
        """Return the outcome, and whether anything was written."""
        if dry_run:
            return preview(ledger, round, user=by, advance=advance), False
        try:
            return bring_in(
                content, name, ledger, round, user=by, only_valid=only_valid, advance=advance
            ), True
        except NotBroughtInError as refusal:
            return refusal.preview, False

    def _tell(self, outcome: Preview, *, is_written, is_dry_run):
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
        if is_dry_run:
            self.stdout.write("这是预览，什么也没有写入。")
        elif is_written:
            self.stdout.write(self.style.SUCCESS("已导入。"))
        else:
            self.stdout.write(
                "有错误，所以一行也没有导入。改好再导，或加 --only-valid 只导入正确的行。"
            )

    def _tell_as_json(self, outcome: Preview, *, is_written, is_dry_run):
        self._print(
            {
                "readable": True,
                "dry_run": is_dry_run,
                "written": is_written,
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
                "changes": [asdict(row) for row in outcome.changes],
                "notes": [asdict(row) for row in outcome.notes],
            }
        )

    def _print(self, told: dict):
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))


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
        yield f"{name}表头在第 {sheet.header[1]} 行，认出的列：{'、'.join(known)}。"
        if unknown:
            yield f"{name}没有认出、因此不导入的列：{'、'.join(unknown)}。"


def _account(username: str | None) -> User | None:
    if username is None:
        return None
    try:
        return User.objects.get(username=username, is_active=True)
    except User.DoesNotExist:
        raise CommandError(
            f"没有登录名为“{username}”的账号，或者它已停用。", returncode=UNREADABLE
        ) from None
