"""What goes wrong between network, data and training: said before it does, with a way out."""

from __future__ import annotations

from math import floor, log10, prod, sqrt

from playground.data.prepare import Prepared
from playground.network.compiler import Trace
from playground.network.fixes import ChooseRate, ChooseRegularization
from playground.network.head import Head
from playground.network.layers.dropout import Dropout
from playground.network.problems import Problem
from playground.network.spec import HEAD, NetworkSpec
from playground.training.curvature import Curvatures, bends_alike_everywhere
from playground.training.optimizers import Momentum, Nesterov, Optimizer, Sgd
from playground.training.spec import TrainingSpec

# Optimizers whose every step moves every weight by about the rate, whatever the gradient.
_OF_ONE_LENGTH = ("adam", "adamw", "nadam", "rmsprop", "lion")
_USUAL_L2 = 0.001
# A loss that flattens out bears more than its edge at the first weights; not this many times more.
_FAR_BEYOND = 4.0
_HOW = {
    True: "further at every step, from the first weights on, and the loss climbs instead of "
    "falling.",
    False: "from the first weights on, and the loss leaps to and fro instead of falling.",
}


def training_advice(
    network: NetworkSpec,
    head: Head,
    training: TrainingSpec,
    prepared: Prepared,
    traced: Trace,
    curvatures: Curvatures,
) -> list[Problem]:
    """Warnings and notes; none while the network can't run.

    Args:
        curvatures: what remembers the last one worked out.
    """
    if traced.prediction is None:
        return []
    optimizer = training.optimizer
    found: Problem | None = None
    if optimizer.name in _OF_ONE_LENGTH:
        found = _too_long_steps(optimizer, traced)
    elif isinstance(optimizer, Sgd | Momentum) and training.clipping.type == "none":
        curvature = curvatures.of_head(network, head, traced, prepared, training.seed)
        found = _diverging(optimizer, head, traced, curvature) if curvature else None
    by_heart = _by_heart(training, traced, len(prepared.train))
    return [problem for problem in (found, by_heart) if problem is not None]


# Rates


def steepest_rate(optimizer: Optimizer, curvature: float) -> float:
    """The rate above which an optimizer runs away where the loss bends by `curvature`.

    Plain: 2 / λ. With momentum m: 2 (1 + m) / λ (Polyak 1964). With Nesterov's, whose last factor
    at the edge is −1: z² − (1 + m)(1 − a) z + m (1 − a) = 0 at z = −1 gives a = rate · λ =
    2 (1 + m) / (1 + 2 m).
    """
    momentum = _momentum(optimizer)
    ahead = 1.0 + 2.0 * momentum if isinstance(optimizer, Nesterov) else 1.0
    return 2.0 * (1.0 + momentum) / ahead / curvature


def _momentum(optimizer: Optimizer) -> float:
    return optimizer.momentum if isinstance(optimizer, Momentum) else 0.0


def _diverging(optimizer: Optimizer, head: Head, traced: Trace, curvature: float) -> Problem | None:
    rate, most = optimizer.learning_rate, steepest_rate(optimizer, curvature)
    certain = bends_alike_everywhere(head)
    if not certain and not _learns_before_the_head(traced):
        return None  # a single layer's cross-entropy has no valley to leap out of for good
    if rate <= (most if certain else _FAR_BEYOND * most):
        return None
    # A heavy ball goes as far as a rate 1 / (1 − m) times as large (Sutskever et al. 2013).
    calm = rounded_down((1.0 - _momentum(optimizer)) / curvature)
    return Problem(
        "warning",
        None,
        f"A learning rate of {rate:g} is too much for {optimizer.label} here: above {most:.2g} the "
        f"head overshoots {_HOW[certain]} Use {calm:g}.",
        ChooseRate(calm),
    )


def _learns_before_the_head(traced: Trace) -> bool:
    counts = traced.parameter_counts()
    return any(count for name, count in counts.items() if name != HEAD)


def _too_long_steps(optimizer: Optimizer, traced: Trace) -> Problem | None:
    rate, size = optimizer.learning_rate, _size_of_first_weights(traced)
    if size == 0.0 or rate <= size:
        return None
    usual = type(optimizer).model_fields["learning_rate"].default
    calm = usual if usual <= size else rounded_down(size / 10.0)
    return Problem(
        "warning",
        None,
        f"{optimizer.label} moves every weight by about the learning rate at each step, and "
        f"{rate:g} is more than the first weights are themselves ({size:.2g} in root mean square): "
        f"one step outweighs them, and the loss jumps about. Use {calm:g}.",
        ChooseRate(calm),
    )


def _size_of_first_weights(traced: Trace) -> float:
    """The root mean square of all weights that are learned; 0 where there are none."""
    nodes = traced.builder.nodes
    squares, count = 0.0, 0
    for parameter in traced.builder.parameters:
        owner = nodes.get(parameter.name.rpartition(".")[0])
        if parameter.penalised and not (owner is not None and owner.frozen):
            numbers = prod(parameter.shape)
            squares += numbers * parameter.initializer.deviation(parameter) ** 2
            count += numbers
    return sqrt(squares / count) if count else 0.0


def rounded_down(rate: float) -> float:
    """To 1, 2 or 5 times a power of ten: 0.037 to 0.02."""
    power = floor(log10(rate))
    digit = max(digit for digit in (1, 2, 5) if digit * 10.0**power <= rate * (1 + 1e-12))
    return float(f"{digit}e{power}")


# Samples


def _by_heart(training: TrainingSpec, traced: Trace, samples: int) -> Problem | None:
    """More numbers to learn than samples to learn them from, and nothing against it."""
    nodes = traced.builder.nodes
    learned = sum(
        count
        for owner, count in traced.parameter_counts().items()
        if owner not in nodes or not nodes[owner].frozen
    )
    if learned <= samples or _is_held_back(training, traced):
        return None
    return Problem(
        "note",
        None,
        f"The network learns {learned:,} numbers from {samples:,} samples, and nothing holds it "
        "back, so it may learn them by heart: watch the validation loss. L2 keeps weights small.",
        ChooseRegularization("l2", _USUAL_L2),
    )


def _is_held_back(training: TrainingSpec, traced: Trace) -> bool:
    """Whether anything keeps weights small, or units from relying on one another."""
    penalty = training.regularization
    return (
        (penalty.type != "none" and penalty.rate > 0.0)
        or getattr(training.optimizer, "weight_decay", 0.0) > 0.0
        or any(
            isinstance(node, Dropout) and node.rate > 0.0 and node.id in traced.values
            for node in traced.builder.nodes.values()
        )
    )
