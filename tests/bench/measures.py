"""Two things timed in turn, and what is promised of their ratio."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One line of the table: what was measured, both sides, the result and what was promised."""

    name: str
    ours: str
    bare: str
    result: str
    goal: str
    is_kept: bool


def ratio(name: str, ours: Callable, bare: Callable, *, at_most: float, runs: int) -> Measure:
    """Time both sides in turn; machines are noisy, so medians of one run are compared."""
    times = {ours: [], bare: []}
    for _ in range(runs):
        for act in (bare, ours):
            times[act].append(timed(act))
    mine, theirs = (statistics.median(times[act]) for act in (ours, bare))
    return Measure(
        name,
        seconds(mine),
        seconds(theirs),
        f"{mine / theirs:.2f} 倍",
        f"至多 {at_most:g} 倍",
        mine <= at_most * theirs,
    )


def limit(name: str, value: float, unit: str, *, at_most: float) -> Measure:
    return Measure(
        name,
        f"{value:.3g} {unit}",
        "—",
        f"{value:.3g} {unit}",
        f"至多 {at_most:g} {unit}",
        value <= at_most,
    )


def growth(name: str, many: float, few: float, *, at_most: float) -> Measure:
    """Compare the memory that many rows take with that of few."""
    return Measure(
        name,
        f"{many:.0f} MiB",
        f"{few:.0f} MiB",
        f"多 {many - few:.0f} MiB",
        f"至多多 {at_most:g} MiB",
        many - few <= at_most,
    )


def timed(act: Callable) -> float:
    """Return how many seconds an act takes."""
    gc.collect()
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def seconds(value: float) -> str:
    return f"{value:.2f} 秒" if value >= 1 else f"{value * 1000:.0f} 毫秒"
