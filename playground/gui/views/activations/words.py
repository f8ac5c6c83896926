"""What the activation lab says of a layer, in sentences with its own numbers."""

from __future__ import annotations

from math import inf, isfinite, prod

import numpy as np

from playground.gui.plots import words
from playground.gui.views.activations.landing import Factor, Landing
from playground.network.activations import Activation
from playground.network.spec import HEAD

_OTHER_END = (
    "At the end of a network the activation decides what answers mean, and it goes together with "
    "the loss: see the labs Losses and Heads."
)
_MOST_NAMED = 4
_MOST_FACTORS = 5
_LOST = (
    "The sums are no longer finite numbers: the training has diverged. Lower the learning rate "
    "and reset."
)


def range_words(activation: Activation) -> str:
    """ "from −1 to 1"; "0 and above"."""
    low, high = activation.reach
    if low == -inf and high == inf:
        return "any number"
    if high == inf:
        return f"{words.number(low)} and above"
    return f"from {words.number(low)} to {words.number(high)}"


def share(value: float) -> str:
    """A part of the gradient, in per cent; "×2.1" where more leaves than came."""
    if not isfinite(value):
        return "–"
    return words.percent(value) if value <= 1.0 else f"×{words.number(value)}"


def samples_words(landing: Landing) -> str:
    """ "250 samples"; "4,000 numbers (250 samples)" of an image's places."""
    if landing.n_numbers == landing.n_rows:
        return f"{landing.n_rows:,} samples"
    return f"{landing.n_numbers:,} numbers ({landing.n_rows:,} samples)"


def unit_words(landing: Landing, unit: int) -> str:
    """How one unit fares."""
    facts, name, n = landing.facts, landing.activation.label, landing.n_numbers
    n_out, samples = int(facts.n_out[unit]), samples_words(landing)
    if facts.state == "dead" and n_out == n:
        return (
            f"Unit {unit + 1} is 0 for all {samples}: it is dead; no gradient reaches its weights."
        )
    ends = f"{words.number(float(facts.low[unit]))} to {words.number(float(facts.high[unit]))}"
    said = f"Unit {unit + 1}: its sums run from {ends}"
    if facts.state == "dead":
        said += f"; it is 0 for {n_out:,} of {samples}"
    elif facts.state == "saturated":
        said += f"; {name} is flat at {n_out:,} of {samples}"
    if landing.learned is not None and landing.in_force:
        said += (
            f"; the slope it has learned below 0 is {words.number(float(landing.learned[unit]))}"
        )
    passing = float(facts.passing[unit])
    if not isfinite(passing):
        return f"{said}."
    return f"{said}; of the gradient {share(passing)} passes, on average."


def layer_words(landing: Landing) -> tuple[str, bool]:
    """What saturates and what dies in the layer; whether that is an alarm."""
    if landing.n_lost:
        return _LOST, True
    if landing.unit >= 0:
        alarm = landing.facts.state is not None and _out(landing)[landing.unit]
        return unit_words(landing, landing.unit), bool(alarm)
    if landing.facts.state is None:
        return _neither(landing), False
    out, would = np.flatnonzero(_out(landing)), "" if landing.in_force else "would be "
    if landing.facts.state == "dead":
        return _on_dead(landing, out.tolist(), would)
    return _on_saturated(landing, out.tolist(), would)


def factor_words(landing: Landing) -> str:
    """By how much |f′| multiplies the gradient here, and through all layers."""
    if landing.layer.id == HEAD and not landing.in_force:
        return _OTHER_END
    if landing.layer.id == HEAD:
        head = landing.frame.head
        final, loss = landing.activation.label, head.loss_part
        if head.final in loss.fused:
            return (
                f"{loss.label} takes the derivative through this {final} together with its own, so "
                "no factor f′ stands between the loss and the head's sums."
            )
    here = landing.passing
    if not isfinite(here):
        return (
            f"{landing.activation.label} looks at whole rows: one number's slope does not say what "
            "passes. See how each output answers to each sum."
        )
    first = f"On its way back the gradient is multiplied by {words.number(here)} here, on average"
    factors = [each for each in landing.factors if isfinite(each.passing)]
    if len(factors) < 2:
        return f"{first} (mean |f′|)."
    whole = words.number(prod(each.passing for each in factors))
    return f"{first} (mean |f′|); through all layers: {_product(factors)} = {whole}."


def _product(factors: list[Factor]) -> str:
    if len(factors) > _MOST_FACTORS:
        return f"the product of {len(factors)} such factors"
    return " × ".join(f"{words.number(each.passing)} ({each.layer})" for each in factors)


def _out(landing: Landing) -> np.ndarray:
    """(U,) which units are dead, or saturated for every sample."""
    return np.asarray(landing.facts.n_out == landing.n_numbers)


def _on_dead(landing: Landing, out: list[int], would: str) -> tuple[str, bool]:
    units, samples = landing.layer.n_units, samples_words(landing)
    if len(out) == 1:
        be = would or "is "
        return (
            f"Unit {out[0] + 1} {be}0 for all {samples}: it {be}dead; no gradient reaches "
            "its weights.",
            True,
        )
    if out:
        be = would or "are "
        who = _named(out) if len(out) <= _MOST_NAMED else f"{len(out):,} of {units:,} units"
        return (
            f"{who} {be}0 for all {samples}: dead; no gradient reaches their weights.",
            True,
        )
    if not landing.facts.n_out.any():
        return "No unit is dead, and no number is 0: each passes some of the gradient on.", False
    zeros = float(landing.facts.n_out.sum()) / max(1, units * landing.n_numbers)
    be = would or "are "
    return (
        f"No unit {would or 'is '}dead: each answers to some of the {samples}. "
        f"{words.percent(zeros)} of the layer's numbers {be}0 and pass nothing back.",
        False,
    )


def _on_saturated(landing: Landing, out: list[int], would: str) -> tuple[str, bool]:
    name, samples = landing.activation.label, samples_words(landing)
    numbers = max(1, landing.layer.n_units * landing.n_numbers)
    flat = words.percent(float(landing.facts.n_out.sum()) / numbers)
    be = would or "is "
    if len(out) == 1:
        return (
            f"Unit {out[0] + 1} {be}saturated: {name} is flat there for all {samples}; hardly any "
            f"gradient ({share(float(landing.facts.passing[out[0]]))}) reaches its weights.",
            True,
        )
    if out:
        who = _named(out) if len(out) <= _MOST_NAMED else f"{len(out):,} units"
        return (
            f"{who} {would or 'are '}saturated for all {samples}; hardly any gradient reaches "
            "their weights.",
            True,
        )
    if not landing.facts.n_out.any():
        return f"No number lies where {name} is flat (less than 5% of its steepest).", False
    return (
        f"{flat} of the numbers lie{'' if landing.in_force else ', with it,'} where {name} is "
        "flat (less than 5% of its steepest); no unit is so for all samples.",
        False,
    )


def _neither(landing: Landing) -> str:
    name = landing.activation.label
    if landing.slopes is None:
        return f"{name} makes shares of each sample's row: where one unit rises, all others fall."
    with np.errstate(all="ignore"):
        least = float(np.abs(landing.slopes).min()) if landing.slopes.size else 0.0
    if landing.activation.name == "sine":
        return f"{name} neither dies nor saturates: past every flat place it is steep again."
    if landing.learned is not None and landing.in_force:
        low, high = (words.number(float(end(landing.learned))) for end in (np.min, np.max))
        return f"Nothing dies or saturates; the slopes learned below 0 run from {low} to {high}."
    return (
        f"Nothing dies or saturates: at all of these {samples_words(landing)} |f′| is "
        f"{words.number(least)} or more."
    )


def _named(units: list[int]) -> str:
    numbers = [str(unit + 1) for unit in units]
    return f"Units {', '.join(numbers[:-1])} and {numbers[-1]}"
