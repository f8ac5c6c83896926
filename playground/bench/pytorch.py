"""PyTorch, eager, written as its tutorials write it."""

from __future__ import annotations

from typing import Any

from playground.bench.competitor import Competitor, Learner, Unsuitable, package
from playground.bench.exercise import BATCHES_AN_EPOCH, Exercise, Layer

ACTIVATIONS = {"tanh": "Tanh", "relu": "ReLU", "sigmoid": "Sigmoid"}


class PyTorch(Competitor):
    """`nn.Sequential`, a loss module, and zero_grad, backward, step for every batch."""

    name = "torch"
    label = "PyTorch"

    def __init__(self, threads: int) -> None:
        self.torch, self.version = package("torch", "torch")
        self.torch.set_num_threads(threads)
        self.torch.set_num_interop_threads(1)
        # The first optimizer imports a second's worth more, which is no part of building a network.
        self.torch.optim.SGD([self.torch.zeros(1, requires_grad=True)], lr=1.0)

    def build(self, exercise: Exercise) -> TorchLearner:
        modules = [module for layer in exercise.layers for module in _modules(self.torch, layer)]
        return TorchLearner(self.torch, self.torch.nn.Sequential(*modules), exercise)


class TorchLearner(Learner):
    """A model, its optimizer and its place in the epoch."""

    def __init__(self, torch: Any, model: Any, exercise: Exercise) -> None:
        rule = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[exercise.optimizer]
        learned = [each for each in model.parameters() if each.requires_grad]
        self._model = model
        self._optimizer = rule(learned, lr=exercise.rate)
        self._batch, self._step = exercise.batch, 0
        self._x = torch.from_numpy(exercise.features)
        self._order = torch.from_numpy(exercise.order)
        classes = torch.from_numpy(exercise.classes)
        self._y = classes.float()[:, None] if exercise.binary else classes
        self._criterion = (
            torch.nn.BCEWithLogitsLoss() if exercise.binary else torch.nn.CrossEntropyLoss()
        )
        self._loss: Any = None
        self._parameters = int(sum(each.numel() for each in learned))

    def run(self, steps: int) -> None:
        model, criterion, optimizer = self._model, self._criterion, self._optimizer
        for _ in range(steps):
            start = self._step % BATCHES_AN_EPOCH * self._batch
            rows = self._order[start : start + self._batch]
            optimizer.zero_grad()
            loss = criterion(model(self._x[rows]), self._y[rows])
            loss.backward()
            optimizer.step()
            self._step += 1
        self._loss = loss.detach()

    def parameters(self) -> int:
        return self._parameters

    def loss(self) -> float:
        return float(self._loss)


def _modules(torch: Any, layer: Layer) -> list[Any]:
    """What a layer is in PyTorch, with the exercise's first weights."""
    if layer.kind not in _MAKERS:
        raise Unsuitable(f"{layer.kind} is not written down for PyTorch")
    made: list[Any] = _MAKERS[layer.kind](torch, layer)
    return made


def _dense(torch: Any, layer: Layer) -> list[Any]:
    linear = torch.nn.Linear(layer.takes[0], layer.gives[0])
    _fill(torch, linear.weight, layer.start["weight"].T)
    _fill(torch, linear.bias, layer.start["bias"])
    return [linear, *_activation(torch, layer)]


def _convolution(torch: Any, layer: Layer) -> list[Any]:
    filters, channels, *window = layer.start["weight"].shape
    convolution = torch.nn.Conv2d(channels, filters, window, padding=layer.node.padding)
    _fill(torch, convolution.weight, layer.start["weight"])
    _fill(torch, convolution.bias, layer.start["bias"])
    return [convolution, *_activation(torch, layer)]


def _pool(torch: Any, layer: Layer) -> list[Any]:
    return [torch.nn.MaxPool2d(layer.node.size)]


def _normalization(torch: Any, layer: Layer) -> list[Any]:
    return [torch.nn.BatchNorm2d(layer.takes[0])]


def _recurrence(torch: Any, layer: Layer) -> list[Any]:
    """An LSTM with one bias, as the others have: PyTorch adds a second, held at 0 here."""
    lstm = torch.nn.LSTM(layer.takes[1], layer.gives[-1], batch_first=True)
    _fill(torch, lstm.weight_ih_l0, layer.start["weight"].T)
    _fill(torch, lstm.weight_hh_l0, layer.start["recurrent"].T)
    _fill(torch, lstm.bias_ih_l0, layer.start["bias"])
    torch.nn.init.zeros_(lstm.bias_hh_l0)
    lstm.bias_hh_l0.requires_grad_(False)
    return [lstm, _last_output(torch)()]


def _last_output(torch: Any) -> Any:
    class LastOutput(torch.nn.Module):  # type: ignore[misc]
        """Of all outputs (N, T, H) that of the last step, (N, H)."""

        def forward(self, given: Any) -> Any:
            outputs, _ = given
            return outputs[:, -1]

    return LastOutput


def _flatten(torch: Any, layer: Layer) -> list[Any]:
    return [torch.nn.Flatten()]


def _activation(torch: Any, layer: Layer) -> list[Any]:
    name = layer.node.activation.name
    return [] if name == "identity" else [getattr(torch.nn, ACTIVATIONS[name])()]


def _fill(torch: Any, parameter: Any, numbers: Any) -> None:
    with torch.no_grad():
        parameter.copy_(torch.from_numpy(numbers.copy()))


_MAKERS = {
    "Dense": _dense,
    "Conv2D": _convolution,
    "MaxPool": _pool,
    "BatchNorm": _normalization,
    "LSTM": _recurrence,
    "Flatten": _flatten,
    "Activation": _activation,
}
