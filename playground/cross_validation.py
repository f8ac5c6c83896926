"""Cross-validation at a terminal: its progress, and what it came to."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from playground.terminal import SIDE_LABELS, SIDES, console, finite, told_progress
from playground.training.folds import Fold, Folds, over_folds

if TYPE_CHECKING:
    from playground.project.spec import ProjectSpec


def over_folds_with_progress(
    spec: ProjectSpec, folds: int, epochs: int | None, device: str, seed: int | None
) -> Folds:
    """Train once a fold, with a progress bar on a terminal."""
    with told_progress("Training, "):
        return over_folds(
            spec.network,
            spec.head,
            spec.training,
            spec.data,
            folds,
            epochs=epochs,
            device=device,
            seed=seed,
        )


def as_json_object(found: Folds, device: str) -> dict[str, Any]:
    """What `train --folds K --json` prints: mean and deviation as `train` has them, and each fold.

    A number that is not finite is null.
    """
    mean = {side: finite(found.mean(side)) for side in SIDES}
    deviation = {side: finite(found.deviation(side)) for side in SIDES}
    return {
        "folds": len(found.folds),
        "device": device,
        "seed": found.seed,
        "mean": _by_kind(mean),
        "deviation": _by_kind(deviation),
        "each": [_as_json(fold) for fold in found.folds],
    }


def _as_json(fold: Fold) -> dict[str, Any]:
    return {
        "fold": fold.number,
        "samples": dict(zip(SIDES, fold.samples, strict=True)),
        "epochs": fold.epochs,
        "steps": fold.steps,
        "seconds": round(fold.seconds, 4),
        **_by_kind(
            {"train": finite(dict(fold.train)), "validation": finite(dict(fold.validation))}
        ),
    }


def _by_kind(sides: dict[str, dict[str, float | None]]) -> dict[str, Any]:
    """Losses and metrics apart, as in the object of a single training."""
    return {
        "loss": {side: values["loss"] for side, values in sides.items()},
        "metrics": {
            side: {name: value for name, value in values.items() if name != "loss"}
            for side, values in sides.items()
        },
    }


def print_folds(name: str, found: Folds) -> None:
    """A table of mean and deviation, and how far the folds lie apart."""
    from rich import box
    from rich.table import Table

    from playground.training.metrics import in_words, label_of

    seconds = sum(fold.seconds for fold in found.folds)
    print(
        f"{name}: {len(found.folds)} folds, {sum(f.epochs for f in found.folds):,} epochs in "
        f"{seconds:.1f} s (seed {found.seed})."
    )
    table = Table("", *(SIDE_LABELS[side] for side in SIDES), box=box.SIMPLE_HEAD)
    for metric in found.mean("train"):
        cells = []
        for side in SIDES:
            mean, deviation = found.mean(side)[metric], found.deviation(side)[metric]
            if metric == "loss":
                cells.append(f"{mean:.4g} ± {deviation:.2g}")
            else:
                cells.append(f"{in_words(metric, mean)} ± {in_words(metric, deviation)}")
        table.add_row(metric if metric == "loss" else label_of(metric), *cells)
    console(sys.stdout).print(table)
