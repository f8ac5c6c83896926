"""A training run at a terminal: its progress, Ctrl+C, and what it came to."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import isfinite
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.training.session import Session

SIDES = ("train", "validation")
SIDE_LABELS = {"train": "training", "validation": "validation", "test": "test"}


class Stopped(Exception):
    """Ctrl+C, with what became of the work."""


def complain(message: str) -> None:
    """One plain line on standard error."""
    print("playground:", " ".join(message.split()), file=sys.stderr)


@dataclass(frozen=True)
class Result:
    """What a training came to."""

    session: Session
    epochs: int
    steps: int
    seconds: float
    stopped: bool

    @property
    def pace(self) -> float:
        return self.steps / self.seconds if self.seconds else 0.0

    def as_json(self, device: str, sides: Sequence[str] = SIDES) -> dict[str, Any]:
        """The object of the contract; a number that is not finite is null."""
        found = {side: self.session.evaluate(side) for side in sides}
        return {
            "epochs": self.epochs,
            "steps": self.steps,
            "seconds": round(self.seconds, 4),
            "steps_per_second": round(self.pace, 1),
            "device": device if device in ("cpu", "numpy") else self.session.executor_name,
            "seed": self.session.seed,
            "loss": finite({side: loss for side, (loss, _) in found.items()}),
            "metrics": {side: finite(metrics) for side, (_, metrics) in found.items()},
        }


def finite(numbers: dict[str, float]) -> dict[str, float | None]:
    return {name: number if isfinite(number) else None for name, number in numbers.items()}


def train_with_progress(session: Session, epochs: int, *, keep: bool) -> Result:
    """Train, with a progress bar on a terminal.

    Args:
        session: what to train.
        epochs: how many.
        keep: whether Ctrl+C waits for the epoch's end, since what was learned is to be kept.
    """
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    steps_before, epochs_before = session.steps, session.epoch
    asked_to_stop = False
    begin = perf_counter()

    def stop_at_epoch_end() -> None:
        nonlocal asked_to_stop
        asked_to_stop = True

    with (
        Progress(
            TextColumn("Training"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("loss {task.fields[loss]:.4g}"),
            TimeRemainingColumn(),
            console=console(sys.stderr),
            disable=not sys.stderr.isatty(),
            transient=True,
        ) as progress,
        _on_interrupt(stop_at_epoch_end, keep),
    ):
        bar = progress.add_task("", total=epochs, loss=float("nan"))

        def on_epoch(session: Session) -> bool:
            progress.update(bar, advance=1, loss=session.batch_loss)
            return asked_to_stop

        try:
            session.train(epochs, on_epoch)
        except KeyboardInterrupt:
            asked_to_stop = True
            if keep:
                raise Stopped("Stopped in the middle of an epoch; nothing was saved.") from None
        finally:
            if session.notice:
                complain(session.notice)
    return Result(
        session,
        session.epoch - epochs_before,
        session.steps - steps_before,
        perf_counter() - begin,
        asked_to_stop,
    )


@contextmanager
def _on_interrupt(act: Callable[[], None], gently: bool) -> Iterator[None]:
    """While inside, the first Ctrl+C calls `act` (if `gently`); the second stops at once."""

    def handle(number: int, frame: Any) -> None:
        act()
        signal.signal(signal.SIGINT, before)
        complain("Finishing this epoch, then saving. Ctrl+C again stops at once.")

    before = signal.getsignal(signal.SIGINT)
    if gently:
        signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def console(stream: Any) -> Any:
    from rich.console import Console

    return Console(file=stream, highlight=False, markup=False, emoji=False)


def print_result(name: str, result: Result, sides: Sequence[str] = SIDES) -> None:
    from rich import box
    from rich.table import Table

    from playground.training.metrics import in_words, label_of

    session = result.session
    found = [session.evaluate(side) for side in sides]
    print(
        f"{name}: {result.epochs:,} epochs, {result.steps:,} steps in {result.seconds:.1f} s "
        f"({result.pace:,.0f} steps/s, {session.executor_name}, seed {session.seed})."
    )
    table = Table("", *(SIDE_LABELS[side] for side in sides), box=box.SIMPLE_HEAD)
    table.add_row("loss", *(f"{loss:.4g}" for loss, _ in found))
    for metric in found[0][1]:
        values = (in_words(metric, metrics[metric]) for _, metrics in found)
        table.add_row(label_of(metric), *values)
    console(sys.stdout).print(table)


@contextmanager
def told_progress(doing: str = "") -> Iterator[None]:
    """Show on a terminal how far the work inside says that it has come; `doing` stands before."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from playground.data.progress import listening

    with Progress(
        TextColumn(doing + "{task.description}"),
        BarColumn(),
        TimeRemainingColumn(),
        console=console(sys.stderr),
        disable=not sys.stderr.isatty(),
        transient=True,
    ) as progress:
        bar = progress.add_task("", total=1.0)

        def told(share: float, what: str) -> None:
            progress.update(bar, completed=share, description=what)

        with listening(told):
            yield
