"""What goes along an edge of a graph: numbers that change with the sample."""

from __future__ import annotations

from dataclasses import dataclass

from playground.engine.graph import Shape


@dataclass(frozen=True)
class Flow:
    """The numbers that leave a layer, perhaps seen in another shape.

    Attributes:
        source: the layer's id.
        own: the shape that leaves it, of one sample.
        shape: the shape that the graph has them in: the same numbers in the same order.
        alone: whether nothing else in the graph looks at them on their way here.
        raw: whether they are the features, untouched.
        pads: zeros round an image that a convolution is to add: top, left, bottom, right.
        steps_first: whether the graph has the steps before the samples: (T, N, F).
        one_way: whether it has an axis for the directions of a recurrent layer: (T, 1, N, F), or
            (1, N, F).
    """

    source: str
    own: Shape
    shape: Shape
    alone: bool = True
    raw: bool = False
    pads: tuple[int, int, int, int] | None = None
    steps_first: bool = False
    one_way: bool = False
