"""Two things measured in turn, and what is promised of their ratio."""

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
    theirs, mine = in_turn([lambda: timed(bare), lambda: timed(ours)], runs)
    return times(name, mine, theirs, at_most=at_most)


def in_turn(acts: list[Callable[[], float]], runs: int) -> list[list[float]]:
    """Let each act measure itself once a run, one after the other; return what each found."""
    found = [[] for _ in acts]
    for _ in range(runs):
        for values, act in zip(found, acts, strict=True):
            values.append(act())
    return found


def times(name: str, ours: list[float], bare: list[float], *, at_most: float) -> Measure:
    """Compare seconds, by their medians."""
    mine, theirs = statistics.median(ours), statistics.median(bare)
    return Measure(
        name,
        seconds(mine),
        seconds(theirs),
        f"{mine / theirs:.2f} 倍",
        f"至多 {at_most:g} 倍",
        mine <= at_most * theirs,
    )


def rates(name: str, ours: list[float], bare: list[float], *, at_least: float) -> Measure:
    """Compare requests per second, by their medians."""
    mine, theirs = statistics.median(ours), statistics.median(bare)
    return Measure(
        name,
        f"每秒 {mine:,.0f} 次",
        f"每秒 {theirs:,.0f} 次",
        f"{mine / theirs:.2f} 倍",
        f"至少 {at_least:g} 倍",
        mine >= at_least * theirs,
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


def left_out(name: str, lacking: str, *, at_least: float) -> Measure:
    """Tell of a ratio that cannot be measured here what is lacking for it; no promise is broken."""
    return Measure(name, "—", "—", f"没有 {lacking}，没有量", f"至少 {at_least:g} 倍", True)


def timed(act: Callable) -> float:
    """Return how many seconds an act takes."""
    gc.collect()
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def seconds(value: float) -> str:
    if value >= 1:
        return f"{value:.2f} 秒"
    return f"{value * 1000:.0f} 毫秒" if value >= 0.1 else f"{value * 1000:.1f} 毫秒"
