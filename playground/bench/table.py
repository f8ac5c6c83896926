"""The report for people: who took what for each network, then how the times compare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from playground.bench.report import CaseReport, Entrant, Figures, Report

if TYPE_CHECKING:
    from rich.table import Table

QUIET = 0.9
LEAST_WIDTH = 110  # else columns would be cut
MEGABYTE = 1e6
COLUMNS = ("step", "ours/it", "samples/s", "epochs/s", "ready in", "first step in", "memory, MB")


def print_report(report: Report, stream: IO[str]) -> None:
    """Both tables, and whoever was left out."""
    from rich.console import Console

    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    console.width = max(console.width, LEAST_WIDTH) if stream.isatty() else LEAST_WIDTH
    plan = report.plan
    threads = "one thread" if plan.threads == 1 else f"{plan.threads} threads"
    console.print(
        f"Training steps in float32, optimizer {plan.optimizer}, {threads} each: "
        f"medians of {plan.rounds} rounds taken in turn."
    )
    if any(case.figures for case in report.cases):
        console.print(_details(report))
        if report.rivals:
            console.print("The time of our fastest, by theirs; below 1 ours is ahead.")
            console.print(_ratios(report))
    console.print(_legend(report))
    for sentence in _remarks(report):
        console.print(sentence)
    for sentence in left_out(report):
        console.print(sentence)


def _remarks(report: Report) -> Iterator[str]:
    """What else there is to know of these times."""
    taken = sum(e.kernel_seconds for case in report.cases for e in case.figures.values())
    if taken:
        yield (
            f"Kernels were compiled meanwhile for {duration(taken)}, which is in none of these "
            "times: they are kept on disk for all networks."
        )
    if report.least_cores < QUIET:
        yield (
            f"The machine was busy: somebody had only {report.least_cores:.0%} of a core. Measure "
            "again when nothing else runs."
        )


def left_out(report: Report) -> list[str]:
    """Who or what is missing and why, a sentence each."""
    missing = {**report.left_out, **report.networks_left_out}
    where: dict[tuple[str, str], list[str]] = {}
    for case in report.cases:
        for name, words in case.left_out.items():
            if name not in report.left_out:
                where.setdefault((_label(report, name), words), []).append(_title(case))
    found = list(missing.items())
    found += [(f"{name} at {'; '.join(titles)}", words) for (name, words), titles in where.items()]
    return [f"Left out: {name}: {words.rstrip('.')}." for name, words in found]


def _table(*columns: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(columns[0], no_wrap=True)
    for column in columns[1:]:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _details(report: Report) -> Table:
    table = _table("network, batch", *COLUMNS)
    for case in (each for each in report.cases if each.figures):
        fastest = report.fastest(case)
        table.add_row(_title(case))
        for name, figures in case.figures.items():
            table.add_row(*_row(report.entrants[name], figures, case.ratio(fastest or "", name)))
        table.add_section()
    return table


def _row(entrant: Entrant, figures: Figures, ratio: float | None) -> tuple[str, ...]:
    return (
        f"  {entrant.label}",
        duration(figures.step_seconds),
        "" if ratio is None or entrant.ours else f"{ratio:.3g}",
        quantity(figures.samples_a_second),
        quantity(figures.epochs_a_second),
        duration(figures.compile_seconds),
        duration(figures.first_step_seconds),
        _memory(entrant, figures),
    )


def _memory(entrant: Entrant, figures: Figures) -> str:
    if figures.peak_bytes is None or entrant.import_bytes is None:
        return "?"
    above = figures.peak_bytes - entrant.import_bytes
    return f"{figures.peak_bytes / MEGABYTE:,.0f} ({above / MEGABYTE:+,.0f})"


def _ratios(report: Report) -> Table:
    table = _table(
        "network, batch",
        "parameters",
        "fastest",
        "step",
        *(_label(report, r) for r in report.rivals),
    )
    for case in report.cases:
        fastest = report.fastest(case)
        if fastest is None:
            continue
        ratios = [case.ratio(fastest, rival) for rival in report.rivals]
        table.add_row(
            _title(case),
            f"{case.figures[fastest].parameters:,}",
            fastest,
            duration(case.figures[fastest].step_seconds),
            *("" if ratio is None else f"{ratio:.3g}" for ratio in ratios),
        )
    return table


def _title(case: CaseReport) -> str:
    return f"{case.case.network.name}, {case.case.batch}"


def _label(report: Report, name: str) -> str:
    return report.entrants[name].label if name in report.entrants else name


def _legend(report: Report) -> str:
    versions = ", ".join(
        f"{entrant.label} {entrant.version} (imported in {duration(entrant.import_seconds)})"
        for entrant in report.entrants.values()
        if not entrant.ours
    )
    return (
        "Ready in: from the definition to the first step, which for JAX is compiling. First step "
        "in: the same with the first call; scikit-learn's, and JAX's but for convolutions, takes a "
        "whole epoch of 32 batches. Memory: the process at its most, and how much of that came "
        "after importing. "
        + (f"Beside: {versions}." if versions else "There is nobody to compare with.")
    )


def duration(seconds: float) -> str:
    """3.04 µs, 290 µs, 4.7 ms, 1.2 s: three digits."""
    for scale, unit in ((1e6, "µs"), (1e3, "ms")):
        if seconds * scale < 999.5:
            return f"{_three(seconds * scale)} {unit}"
    return f"{_three(seconds)} s"


def quantity(number: float) -> str:
    """4.2, 330, 10,400, 330 k, 3.3 M: three digits above 100,000."""
    if number < 999.5:
        return _three(number)
    if number < 99_999.5:
        return f"{number:,.0f}"
    if number < 999_500:
        return f"{number / 1e3:.0f} k"
    return f"{_three(number / 1e6)} M"


def _three(number: float) -> str:
    digits = 0 if number >= 99.95 else 1 if number >= 9.995 else 2
    return f"{number:,.{digits}f}"
