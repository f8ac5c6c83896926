"""What a network in Keras is put together from, statement by statement."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from playground.formats.code.plan import Plan, Step
from playground.formats.code.stored import Stored

# What Keras calls the layers that the program does not name, with numbers after them.
_BY_ITSELF = re.compile(
    r"(absolute|activation|add|average_pooling[12]d|cast|clip|concatenate|divide|dot|dropout|elu|"
    r"flatten|floor|gelu|get_item|global_average_pooling[12]d|input_layer|leaky_re_lu|"
    r"max_pooling[12]d|maximum|multiply|ones_like|pad|permute|power|reshape|sin|softmax|square|"
    r"subtract|take|true_divide|zero_padding[12]d)(_\d+)?"
)


@dataclass
class Wires:
    """The statements written so far.

    Keras on a CPU takes images channels last, (H, W, C); Playground has them first, (C, H, W). A
    value is turned when a layer needs it the other way round.

    Attributes:
        plan: what is written.
        statements: with the id of the node each belongs to.
        weights: by Keras's name of a layer, its owner and its weights, in Keras's order.
    """

    plan: Plan
    statements: list[tuple[str, str]] = field(default_factory=list)
    weights: dict[str, tuple[str, list[Stored]]] = field(default_factory=dict)
    _last: set[str] = field(default_factory=set)
    _made: set[str] = field(default_factory=set)

    def add(self, step: Step, statement: str) -> None:
        """One more statement of a node."""
        self.statements.append((step.id, statement))

    def keep(self, step: Step, expression: str, *, last: bool = False) -> None:
        """Call the step's result by its name; `last`: it is an image, channels last."""
        if expression != step.output:
            self.add(step, f"{step.output} = {expression}")
        self._last.discard(step.output)
        if last:
            self._last.add(step.output)

    def is_last(self, value: str) -> bool:
        """Whether a value is an image, channels last."""
        return value in self._last

    def channels_last(self, step: Step, value: str) -> str:
        """An image, channels last."""
        if value not in self._last:
            self.add(step, f"{value} = layers.Permute((2, 3, 1))({value})")
            self._last.add(value)
        return value

    def channels_first(self, step: Step, value: str) -> str:
        """Any value as Playground has it."""
        if value in self._last:
            self.add(step, f"{value} = layers.Permute((3, 1, 2))({value})")
            self._last.discard(value)
        return value

    def called(self, step: Step, kind: str, *given: object, **settings: object) -> str:
        """A layer that learns, by its name: made here, or where it was applied before."""
        name = layer_name(step.name)
        if step.node.frozen:
            settings["trainable"] = False
        made = f"layers.{kind}({arguments(*given, **settings, name=repr_of(name))})"
        return self._once(step, step.layer, made)

    def slopes(self, step: Step, made: str) -> str:
        """The layer of a PReLU's slopes."""
        return self._once(step, step.prelu if step.layer else "", made)

    def _once(self, step: Step, variable: str, made: str) -> str:
        if not variable:
            return made
        if variable not in self._made:
            self._made.add(variable)
            self.add(step, f"{variable} = {made}")
        return variable

    def learn(self, step: Step, name: str, *weights: Stored) -> None:
        """Say which weights a layer has, in Keras's order."""
        self.weights.setdefault(name, (step.owner, list(weights)))

    def priced(self, owner: str, **parts: str) -> dict[str, Any]:
        """The settings that put a price on weights: kernel="weight" for one called so here."""
        price = self.plan.design.training.regularization
        if price.type == "none" or price.rate == 0.0:
            return {}
        kind, rate = ("L1", price.rate) if price.type == "l1" else ("L2", price.rate / 2)
        return {
            f"{theirs}_regularizer": f"keras.regularizers.{kind}({rate})"
            for theirs, ours in parts.items()
            if f"{owner}.{ours}" in self.plan.penalised
        }


def layer_name(name: str) -> str:
    """What a layer is called in Keras, which must differ from what it calls others by itself."""
    return f"{name}_layer" if _BY_ITSELF.fullmatch(name) else name


def arguments(*given: object, **settings: object) -> str:
    """What stands in a call's brackets."""
    named = [f"{name}={value}" for name, value in settings.items()]
    return ", ".join([*map(str, given), *named])


def repr_of(text: str) -> str:
    """An identifier in double quotes."""
    return f'"{text}"'
