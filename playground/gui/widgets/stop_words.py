"""Conditions that end a run, in few words."""

from __future__ import annotations

from playground.network.signature import Task
from playground.training.metrics import LOWER_IS_BETTER, MAIN, SHARES, label_of
from playground.training.stopping import StopSpec

# What a run can be asked to reach, by the data's task; the loss always.
_BY_TASK: dict[Task, tuple[str, ...]] = {
    "binary": ("accuracy", "balanced_accuracy", "f1"),
    "multiclass": ("accuracy", "balanced_accuracy", "f1"),
    "multilabel": ("subset_accuracy", "f1"),
    "regression": ("r2", "mae", "rmse"),
}


def targets_of(task: Task) -> tuple[str, ...]:
    """The metrics that a target can be set for, the main one first, the loss last."""
    main = MAIN[task]
    return (main, *(name for name in _BY_TASK[task] if name != main), "loss")


def metric_label(metric: str) -> str:
    """A metric's name for people; that of the loss too."""
    return "loss" if metric == "loss" else label_of(metric)


def is_share(metric: str) -> bool:
    """Whether it is shown as a share of 100."""
    return metric.partition(".")[0] in SHARES


def sign_of(metric: str) -> str:
    """On which side of its target a metric is good enough."""
    return "≤" if metric.partition(".")[0] in LOWER_IS_BETTER else "≥"


def in_short(stop: StopSpec) -> str:
    """ "Off", "200 epochs", "accuracy ≥ 95%", "3 conditions"."""
    if stop.count != 1:
        return f"{stop.count} conditions" if stop.count else "Off"
    if stop.epochs is not None:
        return f"{stop.epochs:,} epoch{'s' * (stop.epochs != 1)}"
    if stop.minutes is not None:
        return f"{stop.minutes:g} min"
    if stop.patience is not None:
        return f"patience {stop.patience:,}"
    return target_in_words(stop)


def in_a_word(stop: StopSpec) -> str:
    """ "Off", "200 ep.", "target", "3 set": where there is little room."""
    if stop.count != 1:
        return f"{stop.count} set" if stop.count else "Off"
    if stop.epochs is not None:
        return f"{stop.epochs:,} ep."
    if stop.minutes is not None:
        return f"{stop.minutes:g} min"
    return "patience" if stop.patience is not None else "target"


def target_in_words(stop: StopSpec) -> str:
    """ "accuracy ≥ 95%"."""
    metric, target = stop.metric or "loss", stop.target or 0.0
    number = f"{100 * target:g}%" if is_share(metric) else f"{target:g}"
    return f"{metric_label(metric)} {sign_of(metric)} {number}"


def conditions(stop: StopSpec) -> list[str]:
    """Every condition, to follow "stops": "after 200 epochs", "when the validation loss ≤ 0.1"."""
    said = []
    if stop.epochs is not None:
        said.append(f"after {stop.epochs:,} epoch{'s' * (stop.epochs != 1)}")
    if stop.minutes is not None:
        said.append(f"after {stop.minutes:g} minute{'s' * (stop.minutes != 1)}")
    if stop.metric is not None and stop.target is not None:
        said.append(f"when the validation {target_in_words(stop)}")
    if stop.patience is not None:
        said.append(f"after {stop.patience:,} epochs without a lower validation loss")
    return said


def in_full(stop: StopSpec) -> str:
    """Every condition in one sentence."""
    said = conditions(stop)
    if not said:
        return "A run goes on until it is paused."
    return f"A run stops {', or '.join(said)}."
