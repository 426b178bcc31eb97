"""What it takes Django to make the public page when nothing is kept, however much there is."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.measures import Measure, in_turn, times
from tests.site import ROOT, Site, database_url

ISSUES = 523
# By how many the entries of the round, and the rounds, are multiplied.
MANY_ISSUES = 100
ROUNDS = (100, 1000)
RUNS = 41


class Renderer:
    """A process that makes the page when it is told to (renderer.py)."""

    def __init__(self, process: subprocess.Popen, errors: Path):
        self._process = process
        self._errors = errors

    def page(self) -> float:
        """Make the page once; return how many seconds that took."""
        return float(self.told("page"))

    def told(self, order: str = "") -> str:
        """Give an order, or none but wait; return what is answered. Raises when it has died."""
        if order:
            self._process.stdin.write(f"{order}\n")
            self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise AssertionError(self._errors.read_text(encoding="utf-8"))
        return answer.strip()


def measure(site: Site) -> list[Measure]:
    with ExitStack() as stack:
        # All fill their databases at once, and are idle except when it is their turn.
        few = stack.enter_context(_renderer(site, site.variables["DATABASE_URL"]))
        many = stack.enter_context(_with_much(site, issues=MANY_ISSUES))
        more = [stack.enter_context(_with_much(site, rounds=number)) for number in ROUNDS]
        renderers = [few, many, *more]
        for one in renderers:
            one.told()
        by_itself = in_turn([one.page for one in renderers], RUNS)
        for one in (few, many):
            one.told("live")
        live = in_turn([few.page, many.page], RUNS)
    name = f"不经缓存做出公开页面：{ISSUES * MANY_ISSUES:,} 项问题"
    growth = "不经缓存做出一个轮次的公开页面：库里有 {:,} 个轮次，各 523 项问题，各已公布"
    return [
        times(f"{name}；比照是 {ISSUES} 项", by_itself[1], by_itself[0], at_most=3),
        times(f"{name}，显示现在的数字；比照是 {ISSUES} 项，同样显示", *reversed(live), at_most=3),
        *(
            times(f"{growth.format(number)}；比照是 1 个", found, by_itself[0], at_most=1.2)
            for number, found in zip(ROUNDS, by_itself[2:], strict=True)
        ),
    ]


@contextmanager
def _with_much(site: Site, *, issues: int = 1, rounds: int = 1) -> Iterator[Renderer]:
    with (
        TemporaryDirectory() as directory,
        database_url(Path(directory)) as address,
        _renderer(site, address, issues, rounds) as renderer,
    ):
        yield renderer


@contextmanager
def _renderer(site: Site, address: str, issues: int = 1, rounds: int = 1) -> Iterator[Renderer]:
    """Start a process with the installation's files and a database of its own; end it at last."""
    command = [sys.executable, "-m", "tests.bench.renderer", str(issues), str(rounds)]
    with TemporaryDirectory() as directory:
        errors = Path(directory) / "errors.log"
        with errors.open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=site.variables | {"DATABASE_URL": address},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        with process:
            try:
                yield Renderer(process, errors)
            finally:
                process.kill()
