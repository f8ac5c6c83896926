"""What every activation is."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.graph import Graph
from playground.engine.ops import OPS
from playground.engine.program import plan
from playground.network.builder import Builder
from playground.network.named import NamedPart

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.engine.graph import Shape, Value
    from playground.network.sight import Sight


class Activation(NamedPart):
    """A function applied to a layer's result.

    Class attributes:
        op: the op that computes it, "" for none.
        strength, weakness: what speaks for it and against it, a sentence each.
        lowest, highest: the range of its results, as the default fields have it.
        whole_row: whether a result depends on more than the one number it stands for.
    """

    op: ClassVar[str]
    strength: ClassVar[str]
    weakness: ClassVar[str]
    lowest: ClassVar[float] = -inf
    highest: ClassVar[float] = inf
    whole_row: ClassVar[bool] = False

    @property
    def reach(self) -> tuple[float, float]:
        """The range of its results as its fields have it; an end may be neared without end."""
        return self.lowest, self.highest

    @property
    def chosen_op(self) -> str:
        """The op that computes it as its fields have it; here, always the same."""
        return self.op

    def apply(self, builder: Builder, x: Value) -> Value:
        """Add it to the graph; the shape stays."""
        return builder.apply(self.chosen_op, x, **self.attributes())

    def sees(self, shape: Shape, sight: Sight) -> Sight:
        """What the numbers that leave see of a sample; here, what those see that arrive."""
        return sight

    def attributes(self) -> dict[str, Any]:
        """The op's attributes: this activation's fields."""
        return self.model_dump()

    def curve(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """The function's values at each of x (P,), for drawing; computed by its op."""
        return self.results(x[:, None])[:, 0]

    def results(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """What it makes of points (P, K), with whatever it learns as it starts out."""
        graph = Graph()
        value = graph.input("x", points.shape[1:])
        builder = Builder(False, value, {}, graph)
        outputs = {"y": builder.apply("copy", self.apply(builder, value))}
        executor = ReferenceExecutor(plan(graph, len(points), outputs), np.float64)
        for parameter in builder.parameters:
            place = executor.program.parameters[parameter.name]
            executor.view(place)[...] = parameter.initializer.draw(parameter, 0)
        return executor.run(x=points)["y"].copy()

    @property
    def formula(self) -> str:
        """y as a formula of x."""
        return OPS[self.chosen_op].formula if self.chosen_op else "y = x"


class Identity(Activation):
    """No function at all."""

    name = "identity"
    label = "Identity"
    help = "Passes numbers on unchanged: the layer stays a matrix product."
    strength = "Its slope is 1 everywhere: all of the gradient passes."
    weakness = "It bends nothing, so layers in a row with it are no more than one matrix."
    op = ""

    def apply(self, builder: Builder, x: Value) -> Value:
        return x
