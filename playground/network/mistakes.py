"""What a loss makes of single answers, and what it sends back: by its op and its derivative."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.engine.autodiff import differentiate
from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.graph import Graph, Value
from playground.engine.program import plan
from playground.network.builder import Builder
from playground.network.heads import Head
from playground.network.signature import Signature

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

    Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Judged:
    """Answers and how a loss judges each, as if it were alone in its batch.

    Attributes:
        logits, predictions: (P, K) before and after the final activation.
        losses: (P,).
        by_logits: (P, K) ∂L/∂z: what the layers before the final activation get to learn from.
        by_predictions: (P, K) ∂L/∂ŷ; None for a loss that never looks at final predictions.
    """

    logits: Array
    predictions: Array
    losses: Array
    by_logits: Array
    by_predictions: Array | None


class Mistakes:
    """Judges single answers under one head and its loss, on an executor of its own."""

    def __init__(
        self, head: Head, signature: Signature, columns: int, dtype: DTypeLike = np.float64
    ) -> None:
        """Args:
        head: whose loss and final activation; class weights do not count for one sample alone.
        columns: K, how many outputs an answer has, whatever the head has on this data.
        """
        self.head, self.signature, self.columns = head, signature, columns
        self._dtype = np.dtype(dtype)
        loss, final = head.loss_for(signature), head.final
        graph, builder = _begun(columns)
        logits, target = graph.inputs
        prediction = head.finish(builder, logits, signature)
        value = loss.build(builder, logits, prediction, final, target)
        outputs = {"prediction": builder.apply("copy", prediction)}
        self._by_logits = self._executor(graph, builder, value, logits, outputs)
        self._by_predictions: ReferenceExecutor | None = None
        if not (loss.of_scores and final in loss.fused):
            graph, builder = _begun(columns)
            prediction, target = graph.inputs
            op = loss.chosen_op(loss.op)
            value = builder.apply(op, prediction, target, **loss.attributes())
            self._by_predictions = self._executor(graph, builder, value, prediction, {})

    def judge(self, logits: Array, truth: Array) -> Judged:
        """Of logits (P, K) and truth (P, K): 0 and 1, or values in the network's scale."""
        logits = np.ascontiguousarray(logits, self._dtype)
        prepared = self.head.prepare(np.asarray(truth, np.float64), self.signature)
        targets = np.ascontiguousarray(prepared, self._dtype)
        predictions, by_logits = np.empty_like(logits), np.empty_like(logits)
        losses = np.empty(len(logits), self._dtype)
        by_predictions = np.empty_like(logits) if self._by_predictions is not None else None
        for row in range(len(logits)):
            part = slice(row, row + 1)
            found = self._by_logits.run(x=logits[part], target=targets[part])
            losses[row], by_logits[row] = found["loss"], found["slope"][0]
            predictions[row] = found["prediction"][0]
            if self._by_predictions is not None and by_predictions is not None:
                found = self._by_predictions.run(x=predictions[part], target=targets[part])
                by_predictions[row] = found["slope"][0]
        return Judged(logits, predictions, losses, by_logits, by_predictions)

    def _executor(
        self, graph: Graph, builder: Builder, loss: Value, x: Value, outputs: dict[str, Value]
    ) -> ReferenceExecutor:
        one = builder.apply("fill", value=1.0)
        slope = differentiate(graph, loss, one, [x])[x]
        outputs = {**outputs, "loss": loss, "slope": slope}
        return ReferenceExecutor(plan(graph, 1, outputs), self._dtype)


def _begun(columns: int) -> tuple[Graph, Builder]:
    graph = Graph()
    x = graph.input("x", (columns,))
    graph.input("target", (columns,))
    return graph, Builder(False, x, {}, graph)
