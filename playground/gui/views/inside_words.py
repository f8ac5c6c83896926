"""What goes on inside the layers, in sentences: what it is, in numbers, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from playground.gui.plots import words
from playground.network.spec import HEAD
from playground.training.gradient_norms import Norm, verdict_on
from playground.training.layer_parts import Layer
from playground.training.unit_states import UnitState, state_of

Said = tuple[str, bool]  # a sentence, and whether it is a warning

DIVERGED = "the training has diverged. Lower the learning rate and reset."
# Karpathy, course notes of Stanford's CS231n, "Neural Networks Part 3", section "Ratio of
# weights:updates": by a rough heuristic the ratio should be somewhere around 1e-3.
USUAL_RATIO = 1e-3
_LARGE, _SMALL = 10.0 * USUAL_RATIO, 0.1 * USUAL_RATIO
# From these shares on, dead and saturated units are warned of. A choice of ours.
_MANY_DEAD, _MANY_SATURATED = 0.25, 0.5
_HEAVY = "start from smaller weights (Xavier or He)"


def label_of(layer: str) -> str:
    """What a layer is called."""
    return "head" if layer == HEAD else layer


def on_norms(norms: Mapping[str, Norm], layers: Sequence[Layer]) -> Said:
    """Whether the gradient arrives."""
    verdict = verdict_on(norms)
    earlier, later = label_of(verdict.earlier), label_of(verdict.later)
    if verdict.kind == "lost":
        return f"The gradient of {earlier} is no longer finite: {DIVERGED}", True
    if verdict.kind == "zero":
        return (
            "The gradient is 0 everywhere: nothing is learned from these samples. Units are dead "
            "or saturated, or every answer is right beyond what numbers can tell.",
            True,
        )
    if verdict.kind == "vanishing":
        remedy = f"{_what_keeps_it(layers)} keeps it."
        if not np.isfinite(verdict.factor):
            return f"No gradient arrives at {earlier}: vanishing. {remedy}", True
        return (
            f"The gradient shrinks {_times(verdict.factor)}-fold from {later} back to {earlier}: "
            f"vanishing. {remedy}",
            True,
        )
    if verdict.kind == "exploding" and later:
        return (
            f"The gradient grows {_times(verdict.factor)}-fold from {later} back to {earlier}: "
            f"exploding. Clip gradients, {_HEAVY}, or put a normalization layer between.",
            True,
        )
    if verdict.kind == "exploding":
        return (
            f"The gradient of {earlier} is {_times(verdict.factor)} times as long as its weights: "
            f"exploding. Lower the learning rate, clip gradients, or {_HEAVY}.",
            True,
        )
    if verdict.factor >= 2.0:
        return (
            f"The gradient arrives in every layer: from {later} back to {earlier} it shrinks "
            f"{_times(verdict.factor)}-fold, which is no harm.",
            False,
        )
    return "The gradient arrives in every layer: it does not shrink on its way back.", False


def _what_keeps_it(layers: Sequence[Layer]) -> str:
    if any(state_of(layer.activation) == "saturated" for layer in layers):
        return "ReLU, a normalization layer or a residual connection (Add)"
    return "A normalization layer or a residual connection (Add)"


def on_ratios(ratios: Mapping[str, float], layers: Sequence[Layer]) -> Said:
    """Whether steps are of a good size."""
    frozen = [label_of(each.id) for each in layers if each.frozen and each.learned]
    aside = f" Frozen and left out: {_listed(frozen)}." if frozen else ""
    known = {layer: ratio for layer, ratio in ratios.items() if np.isfinite(ratio)}
    if not ratios:
        return f"No layer learns anything.{aside}", True
    if not known:
        return f"The next step meets a number that is not finite: {DIVERGED}", True
    largest, smallest = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    if known[largest] > _LARGE:
        return (
            f"The next step changes the weights of {label_of(largest)} by "
            f"{share(known[largest])}; about 0.1% (dashed) is usual. If the loss is restless, "
            f"lower the learning rate.{aside}",
            True,
        )
    if known[largest] < _SMALL:
        return (
            f"The next step changes no layer's weights by more than {share(known[largest])}; about "
            f"0.1% (dashed) is usual. Unless it has come to rest, raise the learning rate.{aside}",
            False,
        )
    return (
        f"The next step changes the weights by {share(known[smallest])} "
        f"({label_of(smallest)}) to {share(known[largest])} ({label_of(largest)}); about 0.1% "
        f"(dashed) is usual.{aside}",
        False,
    )


def on_units(states: Iterable[UnitState]) -> Said:
    """Whether units are dead or saturated."""
    found = list(states)
    lost = next((each for each in found if each.n_lost), None)
    if lost is not None:
        return f"What leaves {label_of(lost.layer)} is no longer finite: {DIVERGED}", True
    dead = max((s for s in found if s.state == "dead"), key=lambda s: s.share, default=None)
    flat = max((s for s in found if s.state == "saturated"), key=lambda s: s.share, default=None)
    if dead is not None and dead.share >= _MANY_DEAD:
        return (
            f"{dead.n_out:,} of {dead.n_units:,} units of {label_of(dead.layer)} are dead: 0 for "
            "every sample, so they learn nothing more. Lower the learning rate and reset, or use "
            "leaky ReLU.",
            True,
        )
    if flat is not None and flat.share >= _MANY_SATURATED:
        return (
            f"{words.percent(flat.share)} of what leaves {label_of(flat.layer)} lies where "
            f"{flat.activation} is flat, so little gradient passes. Usual at the end of a run; at "
            f"its beginning, {_HEAVY} or normalize.",
            True,
        )
    parts = []
    if dead is not None:
        most = f"at most {words.percent(dead.share)} of a layer's" if dead.share else "no"
        parts.append(f"{most} units are dead")
    if flat is not None:
        parts.append(f"at most {words.percent(flat.share)} of what leaves a layer is saturated")
    text = " and ".join(parts)
    return f"{text[:1].upper()}{text[1:]}.", False


def share(ratio: float) -> str:
    """A small share in per cent, two digits: "0.15%"."""
    return f"{words.number(100.0 * ratio, 2)}%"


def _times(factor: float) -> str:
    return f"{float(f'{factor:.2g}'):,.6g}" if factor < 1e6 else words.number(factor, 2)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
