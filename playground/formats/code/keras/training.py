"""Compile and fit in Keras."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.formats.code.answers import shape_words, target_words
from playground.formats.code.keras.wires import arguments
from playground.formats.code.page import Line, indented, lines
from playground.formats.code.plan import Plan
from playground.network.spec import HEAD

# Keras's class, and what it calls our settings.
_OPTIMIZERS: dict[str, tuple[str, dict[str, str]]] = {
    "sgd": ("SGD", {}),
    "momentum": ("SGD", {"momentum": "momentum"}),
    "nesterov": ("SGD", {"momentum": "momentum"}),
    "adam": ("Adam", {"beta_1": "beta_1", "beta_2": "beta_2", "epsilon": "epsilon"}),
    "adamw": (
        "AdamW",
        {
            "weight_decay": "weight_decay",
            "beta_1": "beta_1",
            "beta_2": "beta_2",
            "epsilon": "epsilon",
        },
    ),
    "nadam": ("Nadam", {"beta_1": "beta_1", "beta_2": "beta_2", "epsilon": "epsilon"}),
    "adagrad": ("Adagrad", {"epsilon": "epsilon"}),
    "rmsprop": ("RMSprop", {"alpha": "rho", "momentum": "momentum", "epsilon": "epsilon"}),
    "adadelta": ("Adadelta", {"rho": "rho", "epsilon": "epsilon"}),
    "lion": (
        "Lion",
        {"beta_1": "beta_1", "beta_2": "beta_2", "weight_decay": "weight_decay"},
    ),
}

_OTHERWISE = {
    "nadam": "Keras's Nadam has a momentum decay of 0.004 that can't be changed.",
    "rmsprop": "Keras's RMSprop adds ε under the root, Playground and PyTorch after it.",
    "adagrad": "Keras's Adagrad adds ε under the root, Playground and PyTorch after it.",
    "reduce_on_plateau": "Keras's threshold is an amount of the loss, Playground's a part of it.",
}

_VARIANCE = "Keras's BatchNorm keeps the variance within batches, Playground's an estimate beyond."
# An ε that is of no account beside the gradients.
_LITTLE = 1e-7
_STEPS = "steps = epochs * -(-len(x) // batch_size)"
_SCHEDULES = "keras.optimizers.schedules"


def train_function(plan: Plan) -> list[Line]:
    """`train(network, x, y)`, as the training part of the project has it."""
    training = plan.design.training
    schedule, rate = training.schedule, training.optimizer.learning_rate
    before, written, callback = _RATES[schedule.name](schedule, rate)
    watched = schedule.name == "reduce_on_plateau"
    fitted: dict[str, object] = {"batch_size": "batch_size", "epochs": "epochs"}
    if watched:
        fitted["validation_data"] = "(x_validation, y_validation)"
    if callback:
        fitted["callbacks"] = f"[{callback}]"
    given = f"x {shape_words(plan.features)}, {target_words(plan)}"
    body = [
        f'"""Trains on standardised features {given}."""',
        *before,
        f"optimizer = {_optimizer(plan, written)}",
        "network.compile(optimizer=optimizer, loss=loss)",
        f"return network.fit({arguments('x', 'y', **fitted)})",
    ]
    defaults = f"epochs={training.epochs}, batch_size={training.batch_size}"
    more = ", x_validation, y_validation" if watched else ""
    head = Line(f"def train(network, x, y{more}, {defaults}):")
    return [head, *indented(lines("\n".join(body)))]


def training_notes(plan: Plan) -> list[str]:
    """What Keras does otherwise."""
    training: Any = plan.design.training
    names = (training.optimizer.name, training.schedule.name)
    found = [_OTHERWISE[name] for name in names if name in _OTHERWISE]
    if training.optimizer.name in ("adam", "adamw") and training.optimizer.epsilon > _LITTLE:
        found.append("Keras's ε counts for more in the first steps than Playground's.")
    if any(step.node.type == "BatchNorm" for step in plan.layers):
        found.append(_VARIANCE)
    if getattr(training.schedule, "warm_up", 0.0) > 0.0:
        found.append("Keras's warm-up begins at a rate of 0, Playground's one step further on.")
    if training.unfreeze and any(step.node.frozen for step in plan.layers):
        found.append(
            f"Here frozen layers stay so; Playground frees one every {training.unfreeze.every} "
            "epochs, from the head down."
        )
    return [*found, *_rates_of_their_own(plan)]


def _rates_of_their_own(plan: Plan) -> list[str]:
    factors = {step.owner: step.node.rate_factor for step in plan.layers}
    factors[HEAD] = plan.design.head.rate_factor
    found = [f"{name} {factor:g} times" for name, factor in factors.items() if factor != 1.0]
    if not found:
        return []
    return [f"Keras has one learning rate for all layers; in Playground {', '.join(found)} that."]


def _optimizer(plan: Plan, rate: str) -> str:
    given: Any = plan.design.training.optimizer
    kind, names = _OPTIMIZERS[given.name]
    settings: dict[str, object] = {"learning_rate": rate}
    for ours, theirs in names.items():
        value, usual = getattr(given, ours), _USUAL.get((given.name, ours), _USUAL.get(ours))
        if value != usual:
            settings[theirs] = value
    if given.name == "nesterov" and given.momentum:
        settings["nesterov"] = True
    if given.name == "adagrad":
        settings["initial_accumulator_value"] = 0.0
    clipping = plan.design.training.clipping
    if clipping.type != "none":
        name = "clipvalue" if clipping.type == "value" else "global_clipnorm"
        settings[name] = clipping.limit
    return f"keras.optimizers.{kind}({arguments(**settings)})"


# Keras's own defaults, as far as they are ours.
_USUAL: dict[Any, float] = {
    "beta_1": 0.9,
    "beta_2": 0.999,
    "momentum": 0.0,
    ("lion", "beta_2"): 0.99,
    ("lion", "weight_decay"): 0.0,
}

# How a schedule is written: statements before, the rate, and a callback.
_Written = tuple[list[str], str, str]


def _constant(given: Any, rate: float) -> _Written:
    return [], str(rate), ""


def _step(given: Any, rate: float) -> _Written:
    factor = f"{given.gamma} ** (epoch // {given.every})"
    return [], str(rate), _by_epoch(f"{rate} * {factor}")


def _exponential(given: Any, rate: float) -> _Written:
    return [], str(rate), _by_epoch(f"{rate} * {given.gamma}**epoch")


def _by_epoch(rate: str) -> str:
    return f"keras.callbacks.LearningRateScheduler(lambda epoch, _: {rate})"


def _cosine(given: Any, rate: float) -> _Written:
    if not given.warm_up:
        settings = arguments(rate, "steps", alpha=given.final)
        return [_STEPS, f"rate = {_SCHEDULES}.CosineDecay({settings})"], "rate", ""
    climb = f"climb = min(round({given.warm_up} * steps / epochs), steps - 1)"
    settings = arguments(
        0.0, "steps - climb", alpha=given.final, warmup_target=rate, warmup_steps="climb"
    )
    return [_STEPS, climb, f"rate = {_SCHEDULES}.CosineDecay({settings})"], "rate", ""


def _one_cycle(given: Any, rate: float) -> _Written:
    settings = f"{rate}, steps, rise={given.rise}, first={given.first}, last={given.last}"
    return [_STEPS, f"rate = OneCycle({settings})"], "rate", ""


def _plateau(given: Any, rate: float) -> _Written:
    settings = (
        f"factor={given.factor}, patience={given.patience}, min_delta={given.threshold}, "
        f"min_lr={given.least * rate}"
    )
    return [], str(rate), f"keras.callbacks.ReduceLROnPlateau({settings})"


_RATES: dict[str, Callable[[Any, float], _Written]] = {
    "constant": _constant,
    "step": _step,
    "exponential": _exponential,
    "cosine": _cosine,
    "one_cycle": _one_cycle,
    "reduce_on_plateau": _plateau,
}
