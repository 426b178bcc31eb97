"""Measures, prints, and writes the table into README.md if asked to."""

import os
import platform
import signal
import sys
from datetime import datetime
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rectify.settings")
django.setup()

from django.db import connection  # noqa: E402 -- after the set-up

from tests.bench import serving, spreadsheets  # noqa: E402

README = Path(__file__).parents[2] / "README.md"
START, END = "<!-- scripts/bench：由命令写入，不要手改 -->", "<!-- scripts/bench 到此 -->"
PARTS = {"serving": serving.measure, "spreadsheets": spreadsheets.measure}
USAGE = f"用法：scripts/bench [--write]，或者只量一部分：scripts/bench --only {'|'.join(PARTS)}"


def main(arguments: list[str]) -> int:
    """Return 0 when every measure kept its promise, 1 if not, 2 for arguments that are unknown."""
    # A table with a part left out would tell that nobody promised the rest.
    match arguments:
        case [] | ["--write"]:
            chosen = [*PARTS.values()]
        case ["--only", name] if name in PARTS:
            chosen = [PARTS[name]]
        case _:
            sys.stderr.write(f"{USAGE}\n")
            return 2
    # So that what has been started is ended too.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    measures = [one for measure in chosen for one in measure()]
    table = "\n".join([_machine(), "", *_table(measures)])
    sys.stdout.write(f"{table}\n")
    if "--write" in arguments:
        _write(table)
    return 0 if all(measure.is_kept for measure in measures) else 1


def _machine() -> str:
    database = connection.vendor
    version = ".".join(map(str, connection.get_database_version()))
    return (
        f"{datetime.now().astimezone():%Y-%m-%d}，{os.cpu_count()} 核，"
        f"Python {platform.python_version()}，Django {django.__version__}，{database} {version}；"
        "每个比值的两边在同一次运行里轮流量，取中位数。"
    )


def _table(measures) -> list[str]:
    rows = [
        "| 量什么 | 我们 | 比照 | 结果 | 目标 |",
        "|---|---|---|---|---|",
    ]
    for one in measures:
        rows.append(f"| {one.name} | {one.ours} | {one.bare} | {one.result} | {one.goal} |")
    return rows


def _write(table: str) -> None:
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    README.write_text(f"{before}{START}\n{table}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
