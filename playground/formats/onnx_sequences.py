"""Ops of sequences as ONNX has them: recurrent operators, and attention of plain products."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.engine.graph import Node

# Which of our gates comes when in ONNX: input, output, forget, cell; update, reset, hidden.
_LSTM_GATES = (0, 3, 1, 2)
_GRU_GATES = (1, 0, 2)
# ONNX's number for the type, which its library would tell; that is imported only when needed.
_INT64 = 7


class SequenceWriter:
    """Writes them by adding nodes and constants, which the whole writer knows how to do."""

    def add(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        raise NotImplementedError

    def constant(self, name: str, array: NDArray[Any]) -> str:
        raise NotImplementedError

    def _number(self, name: str, number: Any) -> str:
        raise NotImplementedError

    def simple_rnn(self, node: Node, inputs: list[str], output: str) -> str:
        """ONNX's RNN."""
        bend = "Relu" if node.attributes["relu"] else "Tanh"
        return self._recurrent("RNN", node, inputs, output, (0,), activations=[bend])

    def gru(self, node: Node, inputs: list[str], output: str) -> str:
        """ONNX's GRU, the reset gate after the product."""
        return self._recurrent("GRU", node, inputs, output, _GRU_GATES, linear_before_reset=1)

    def lstm(self, node: Node, inputs: list[str], output: str) -> str:
        """ONNX's LSTM."""
        return self._recurrent("LSTM", node, inputs, output, _LSTM_GATES)

    def _recurrent(
        self,
        operator: str,
        node: Node,
        inputs: list[str],
        output: str,
        order: tuple[int, ...],
        **attributes: Any,
    ) -> str:
        """Step first (T, N, F), gates in ONNX's order, weights (directions, G·H, F)."""
        x, weight, recurrent, *biases = inputs
        units = node.output.shape[1]
        places = np.concatenate([np.arange(gate * units, (gate + 1) * units) for gate in order])
        gates = self.constant(f"{output}.gates", places)
        first = self.constant(f"{output}.first", np.array([0], np.int64))

        def turned(name: str, kind: str) -> str:
            rows = self.add("Transpose", [name], f"{output}.{kind}_rows", perm=[1, 0])
            sorted_ = self.add("Gather", [rows, gates], f"{output}.{kind}_gates", axis=0)
            return self.add("Unsqueeze", [sorted_, first], f"{output}.{kind}")

        bias = [
            self.add("Gather", [name, gates], f"{output}.bias_{place}", axis=0)
            for place, name in enumerate(biases)
        ]
        if len(bias) == 1:
            bias.append(
                self.constant(f"{output}.no_bias", np.zeros(len(places), np.float32)),
            )
        both = self.add("Concat", bias, f"{output}.both_biases", axis=0)
        operands = [
            self.add("Transpose", [x], f"{output}.steps", perm=[1, 0, 2]),
            turned(weight, "weight"),
            turned(recurrent, "recurrent"),
            self.add("Unsqueeze", [both, first], f"{output}.biases"),
        ]
        states = self.add(operator, operands, f"{output}.states", hidden_size=units, **attributes)
        second = self.constant(f"{output}.second", np.array([1], np.int64))
        one_way = self.add("Squeeze", [states, second], f"{output}.one_way")
        return self.add("Transpose", [one_way], output, perm=[1, 0, 2])

    def embedding(self, node: Node, inputs: list[str], output: str) -> str:
        """Rounded, held within the table, and looked up."""
        x, table = inputs
        half = self._number(f"{output}.half", 0.5)
        least = self._number(f"{output}.least", 0.0)
        most = self._number(f"{output}.most", node.inputs[1].shape[0] - 1)
        rounded = self.add("Add", [x, half], f"{output}.rounded")
        held = self.add("Clip", [rounded, least, most], f"{output}.held")
        rows = self.add("Cast", [held], f"{output}.rows", to=_INT64)
        return self.add("Gather", [table, rows], output, axis=0)

    def attention_scores(self, node: Node, inputs: list[str], output: str) -> str:
        """Queries times keys, by head, scaled."""
        heads = node.attributes["heads"]
        (steps, width), (others, _) = node.inputs[0].shape, node.inputs[1].shape
        size = width // heads
        query = self._by_head(inputs[0], (steps, heads, size), f"{output}.query", [0, 2, 1, 3])
        key = self._by_head(inputs[1], (others, heads, size), f"{output}.key", [0, 2, 3, 1])
        product = self.add("MatMul", [query, key], f"{output}.product")
        scale = self._number(f"{output}.scale", node.attributes["scale"])
        return self.add("Mul", [product, scale], output)

    def attention_mix(self, node: Node, inputs: list[str], output: str) -> str:
        """Weights times values, by head, scaled."""
        heads = node.inputs[0].shape[0]
        others, width = node.inputs[1].shape
        shape = (others, heads, width // heads)
        value = self._by_head(inputs[1], shape, f"{output}.value", [0, 2, 1, 3])
        mixed = self.add("MatMul", [inputs[0], value], f"{output}.product")
        turned = self.add("Transpose", [mixed], f"{output}.turned", perm=[0, 2, 1, 3])
        whole = self._reshaped(turned, node.output.shape, f"{output}.whole")
        scale = self._number(f"{output}.scale", node.attributes["scale"])
        return self.add("Mul", [whole, scale], output)

    def causal_mask(self, node: Node, inputs: list[str], output: str) -> str:
        """The number wherever a step would look ahead."""
        seen = self.constant(f"{output}.seen", np.tri(*node.output.shape[-2:], dtype=bool))
        value = self._number(f"{output}.value", node.attributes["value"])
        return self.add("Where", [seen, *inputs, value], output)

    def _by_head(self, x: str, shape: tuple[int, ...], name: str, order: list[int]) -> str:
        parted = self._reshaped(x, shape, f"{name}_parted")
        return self.add("Transpose", [parted], name, perm=order)

    def _reshaped(self, x: str, shape: tuple[int, ...], name: str) -> str:
        """The batch, whatever it is, then `shape`."""
        wanted = self.constant(f"{name}.shape", np.array([-1, *shape], np.int64))
        return self.add("Reshape", [x, wanted], name)
