"""The numbers that a lesson can speak of and compare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import nan
from typing import Literal

import numpy as np

from playground.lessons.names import Names
from playground.lessons.phrase import Args, find, unknown
from playground.lessons.readings import READINGS, Reading
from playground.lessons.situation import Since, Situation
from playground.network.spec import HEAD
from playground.registry import Registry
from playground.training.metrics import LOWER_IS_BETTER, SHARES

Kind = Literal["count", "share", "number"]
Read = Callable[[Args, Situation, Since], float]


@dataclass(frozen=True)
class Quantity:
    """A kind of number.

    Attributes:
        name: the phrase it is called by. help: one line for whoever writes a lesson.
        read: the number now; NaN where there is none.
        kind: how it is written; a metric is a share where its name says so.
    """

    name: str
    help: str
    read: Read
    kind: Kind = "number"


@dataclass(frozen=True)
class Amount:
    """One of them, as a lesson names it: "validation accuracy", "units of dense_1"."""

    text: str
    quantity: Quantity
    args: Args

    @property
    def kind(self) -> Kind:
        """How the number is written."""
        return "share" if self.args.get("metric") in SHARES else self.quantity.kind

    def read(self, now: Situation, since: Since) -> float:
        """The number now; NaN where there is none."""
        return self.quantity.read(self.args, now, since)


def parse_amount(text: str, names: Names) -> Amount:
    """What a text names.

    Raises:
        UserError: nothing is called so.
    """
    words = text.split()
    found = find(QUANTITIES.values(), words, names)
    if found is None:
        raise unknown("quantity", text, QUANTITIES)
    return Amount(" ".join(words), *found)


def _measured(place: int) -> Read:
    def read(args: Args, now: Situation, since: Since) -> float:
        pair = now.measured.get(args["metric"])
        return nan if pair is None else pair[place]

    return read


def _gap(args: Args, now: Situation, since: Since) -> float:
    metric = args["metric"]
    train, validation = now.measured.get(metric, (nan, nan))
    return validation - train if metric in LOWER_IS_BETTER else train - validation


def _field(name: str) -> Read:
    def read(args: Args, now: Situation, since: Since) -> float:
        layer, network = args["layer"], now.project.network
        value = getattr(network[layer], name, nan) if layer in network else nan
        return float(value) if isinstance(value, int | float) else nan

    return read


def _learned(args: Args, now: Situation, since: Since) -> float:
    return float(now.learned.get(args["layer"], 0))


def _of_weights(reduce: Callable[[np.ndarray], np.floating]) -> Read:
    def read(args: Args, now: Situation, since: Since) -> float:
        weights = now.values.get(f"{args['layer']}.weight")
        return nan if weights is None or not weights.size else float(reduce(np.abs(weights)))

    return read


def _layers(args: Args, now: Situation, since: Since) -> float:
    return float(sum(node.inputs[1] != 0 and node.id != HEAD for node in now.project.network))


def _of_view(reading: Reading) -> Quantity:
    """A number of a view, while it can be seen."""

    def read(args: Args, now: Situation, since: Since) -> float:
        return now.noticed.readings.get(reading.name, nan)

    return Quantity(reading.name, f"in the view {reading.view}: {reading.help}", read, reading.kind)


QUANTITIES: Registry[Quantity] = Registry(
    "quantity",
    [
        Quantity(
            "epoch",
            "epochs behind the run",
            lambda args, now, since: now.epoch,
            "count",
        ),
        Quantity(
            "new epochs",
            "epochs trained since this step of the lesson began",
            lambda args, now, since: since.epochs,
            "count",
        ),
        Quantity(
            "steps",
            "steps of the optimizer behind the run",
            lambda args, now, since: now.steps,
            "count",
        ),
        Quantity(
            "new steps",
            "steps of the optimizer since this step of the lesson began",
            lambda args, now, since: since.steps,
            "count",
        ),
        Quantity(
            "training {metric}",
            "the loss or a metric on the training samples",
            _measured(0),
        ),
        Quantity(
            "validation {metric}",
            "the loss or a metric on the samples kept aside",
            _measured(1),
        ),
        Quantity("{metric} gap", "how much worse it is on validation than on training", _gap),
        Quantity(
            "learning rate",
            "as the bar says",
            lambda args, now, since: now.project.training.optimizer.learning_rate,
        ),
        Quantity(
            "batch size",
            "samples before each step",
            lambda args, now, since: now.project.training.batch_size,
            "count",
        ),
        Quantity(
            "regularization rate",
            "what a large weight costs",
            lambda args, now, since: now.project.training.regularization.rate,
        ),
        Quantity("noise", "of the data", lambda args, now, since: now.project.data.noise),
        Quantity("layers", "hidden layers in the network", _layers, "count"),
        Quantity(
            "parameters",
            "numbers that the whole network learns",
            lambda args, now, since: sum(now.learned.values()),
            "count",
        ),
        Quantity(
            "parameters of {layer}",
            "numbers that a layer, or `head`, learns",
            _learned,
            "count",
        ),
        Quantity("units of {layer}", "neurons in a layer", _field("units"), "count"),
        Quantity("filters of {layer}", "filters of a convolution", _field("filters"), "count"),
        Quantity("rate of {layer}", "of a Dropout layer", _field("rate"), "share"),
        Quantity(
            "mean weight of {layer}",
            "the mean size of a layer's weights, signs left out",
            _of_weights(np.mean),
        ),
        Quantity(
            "largest weight of {layer}",
            "the size of the largest, its sign left out",
            _of_weights(np.max),
        ),
        Quantity(
            "pinned runs",
            "runs that are kept to compare with",
            lambda args, now, since: now.pinned,
            "count",
        ),
        Quantity(
            "batch loss",
            "of the last step's batch",
            lambda args, now, since: now.batch_loss,
        ),
        *map(_of_view, READINGS.values()),
    ],
)
