"""A functional model of Keras as a graph, and in which order Keras has its layers.

The order follows `map_graph` of keras/src/ops/function.py: by depth, counted from the output, then
in the order in which a search from the output comes upon them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False)
class Operation:
    """A layer, or a bare function such as a sum.

    Attributes:
        module, kind: where Keras finds its class: "keras.layers", "Dense".
        name: in the model, like no other.
        config: what its class is made with, but for the name.
        calls: each time that it is applied.
    """

    module: str
    kind: str
    name: str
    config: dict[str, Any]
    calls: list[Call] = field(default_factory=list)

    @property
    def is_layer(self) -> bool:
        """Whether it is among the layers of the model."""
        return self.module == "keras.layers"


@dataclass(eq=False)
class Call:
    """An operation applied once; stands for the value that leaves, too.

    Attributes:
        operation: what is applied.
        args, kwargs: to what: values, which are calls themselves, and others.
    """

    operation: Operation
    args: tuple[Any, ...]
    kwargs: dict[str, Any]

    @property
    def history(self) -> list[Any]:
        """How a model's config names the value."""
        return [self.operation.name, self.operation.calls.index(self), 0]

    @property
    def parents(self) -> list[Call]:
        """The values that arrive."""
        return _values([*self.args, *self.kwargs.values()])


def applied(operation: Operation, *args: Any, **kwargs: Any) -> Call:
    """The value of an operation applied."""
    call = Call(operation, args, kwargs)
    operation.calls.append(call)
    return call


def ordered(output: Call) -> list[Operation]:
    """The operations that lead to an output, as `Functional.operations` has them."""
    finished: list[Call] = []
    found: dict[int, tuple[int, Operation]] = {}
    _search(output, finished, set(), found)
    depths: dict[int, int] = {}
    of_calls: dict[int, int] = {}
    for call in reversed(finished):
        depth = max(of_calls.setdefault(id(call), 0), depths.get(id(call.operation), 0))
        depths[id(call.operation)] = of_calls[id(call)] = depth
        for parent in call.parents:
            of_calls[id(parent)] = max(depth + 1, of_calls.get(id(parent), 0))
    ranked = sorted(found.values(), key=lambda each: (-depths[id(each[1])], each[0]))
    return [operation for _, operation in ranked]


def _search(
    output: Call,
    finished: list[Call],
    seen: set[int],
    found: dict[int, tuple[int, Operation]],
) -> None:
    """Depth first from the output; no recursion, since networks may be deep."""
    stack = [(output, False)]
    while stack:
        call, done = stack.pop()
        if done:
            finished.append(call)
            continue
        if id(call) in seen:
            continue
        seen.add(id(call))
        found.setdefault(id(call.operation), (len(found), call.operation))
        stack.append((call, True))
        stack += [(parent, False) for parent in reversed(call.parents) if id(parent) not in seen]


# Layers after which a sample is a vector, whatever it was before.
_VECTORS = ("Flatten", "Dot", "GlobalAveragePooling1D", "GlobalAveragePooling2D")
_RECURRENT = ("SimpleRNN", "GRU", "LSTM")


def rank(call: Call, known: dict[int, int]) -> int:
    """How many axes a value has, that of the samples among them.

    Args:
        known: those of values that were asked about before, by their identity; is added to.
    """
    if id(call) not in known:
        known[id(call)] = _rank(call, known)
    return known[id(call)]


def _rank(call: Call, known: dict[int, int]) -> int:
    kind, config = call.operation.kind, call.operation.config
    if kind == "InputLayer":
        return len(config["batch_shape"])
    if kind in _VECTORS or (kind in _RECURRENT and not config.get("return_sequences")):
        return 2
    if kind == "Reshape":
        return len(config["target_shape"]) + 1
    return rank(call.parents[0], known) + (kind == "Embedding")


def _values(given: Any) -> list[Call]:
    if isinstance(given, Call):
        return [given]
    if isinstance(given, list | tuple):
        return [value for each in given for value in _values(each)]
    return []
