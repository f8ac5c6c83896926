"""Measuring at a terminal, with a bar."""

from __future__ import annotations

import sys

from playground.bench.conductor import measure, turns
from playground.bench.plan import Plan
from playground.bench.report import Report


def measure_with_progress(plan: Plan) -> Report:
    """`measure`, with what it does on standard error where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True, highlight=False, markup=False, emoji=False),
        disable=not sys.stderr.isatty(),
        transient=True,
    ) as progress:
        bar = progress.add_task("Measuring", total=turns(plan))

        def watch(doing: str, done: int) -> None:
            progress.update(bar, advance=done, description=doing or None)

        return measure(plan, watch)
