"""Schedules of the learning rate as PyTorch has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# When they move on: after each step, after each epoch, or by the validation loss after each epoch.
BY_STEP, BY_EPOCH, BY_LOSS = (
    ("cosine", "one_cycle"),
    ("step", "exponential"),
    "reduce_on_plateau",
)

_SCHEDULERS = "torch.optim.lr_scheduler"
_STEPS = "steps = epochs * math.ceil(len(x) / batch_size)"


@dataclass(frozen=True)
class Rates:
    """The learning rates that a schedule goes down from.

    Attributes:
        usual: that of the optimizer.
        several: whether there are groups of parameters with rates of their own.
    """

    usual: float
    several: bool

    def times(self, factor: float) -> str:
        """All of them times a number, as an argument of PyTorch's."""
        if not self.several or factor == 0.0:
            return str(self.usual * factor)
        times = "" if factor == 1.0 else f"{factor} * "
        return f'[{times}group["lr"] for group in groups]'


def _constant(given: Any, rates: Rates) -> list[str]:
    return []


def _step(given: Any, rates: Rates) -> list[str]:
    settings = f"step_size={given.every}, gamma={given.gamma}"
    return [f"schedule = {_SCHEDULERS}.StepLR(optimizer, {settings})"]


def _exponential(given: Any, rates: Rates) -> list[str]:
    return [f"schedule = {_SCHEDULERS}.ExponentialLR(optimizer, gamma={given.gamma})"]


def _cosine(given: Any, rates: Rates) -> list[str]:
    # Its least rate is one for all groups, so several are taken down by a factor.
    if not given.warm_up and not rates.several:
        settings = f"T_max=steps, eta_min={rates.times(given.final)}"
        return [
            _STEPS,
            f"schedule = {_SCHEDULERS}.CosineAnnealingLR(optimizer, {settings})",
        ]
    return [
        _STEPS,
        f"climb = min(round({given.warm_up} * steps / epochs), steps)",
        "",
        "def factor(step):",
        "    if step < climb:",
        "        return (step + 1) / climb",
        "    done = min((step - climb) / max(steps - climb, 1), 1)",
        f"    falling = {1 - given.final} * (1 + math.cos(math.pi * done)) / 2",
        f"    return {given.final} + falling",
        "",
        f"schedule = {_SCHEDULERS}.LambdaLR(optimizer, factor)",
    ]


def _one_cycle(given: Any, rates: Rates) -> list[str]:
    settings = (
        f"max_lr={rates.times(1.0)}, total_steps=steps, pct_start={given.rise}, "
        f"div_factor={1 / given.first}, final_div_factor={given.first / given.last}, "
        "cycle_momentum=False"
    )
    return [_STEPS, f"schedule = {_SCHEDULERS}.OneCycleLR(optimizer, {settings})"]


def _plateau(given: Any, rates: Rates) -> list[str]:
    settings = (
        f"factor={given.factor}, patience={given.patience}, threshold={given.threshold}, "
        f"min_lr={rates.times(given.least)}"
    )
    return [f"schedule = {_SCHEDULERS}.ReduceLROnPlateau(optimizer, {settings})"]


SCHEDULES: dict[str, Callable[[Any, Rates], list[str]]] = {
    "constant": _constant,
    "step": _step,
    "exponential": _exponential,
    "cosine": _cosine,
    "one_cycle": _one_cycle,
    "reduce_on_plateau": _plateau,
}
