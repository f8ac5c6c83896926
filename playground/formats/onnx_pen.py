"""What writes nodes and constants into an ONNX graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Pen(Protocol):
    """Writes nodes and constants into a graph."""

    def add(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """A node; the name of what it gives."""
        ...

    def constant(self, name: str, array: NDArray[Any]) -> str:
        """A constant; its name."""
        ...
