"""What every node of a network is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import ConfigDict, Field, model_serializer

from playground.frozen import Frozen

if TYPE_CHECKING:
    from playground.engine.graph import Value
    from playground.network.builder import Builder


@dataclass(frozen=True)
class Catalogue:
    """How a layer type is offered.

    Attributes:
        label: what people call it.
        family: the group it stands in.
        icon: the icon's *name*.
        help: one line.
    """

    label: str
    family: str
    icon: str
    help: str


class NodeSpec(Frozen):
    """A layer in a network: its place in the document, its fields, and how to build it.

    A layer type is a subclass in a file of its own under `layers/`, named as in files, with a
    `catalogue` and a `build`.
    """

    catalogue: ClassVar[Catalogue]

    id: str = Field(
        pattern=r"^[A-Za-z_][A-Za-z0-9_\-]*$",
        max_length=80,
        title="Name",
        description="How the layer and its weights are called.",
    )
    position: tuple[float, float] | None = Field(
        None, title="Position", description="Where its card stands on the canvas."
    )

    @property
    def type(self) -> str:
        """The layer type's name, as in files."""
        return type(self).__name__

    @model_serializer(mode="wrap")
    def _with_type(self, handler: Any) -> dict[str, Any]:
        fields: dict[str, Any] = handler(self)
        identity = fields.pop("id")
        if fields.get("position") is None:
            fields.pop("position", None)
        return {"id": identity, "type": self.type, **fields}

    def build(self, builder: Builder, x: Value) -> Value:
        """Add the layer to the graph.

        Args:
            builder: where to add; its scope is this node.
            x: what arrives.

        Returns:
            What leaves.

        Raises:
            Misfit: x is of a shape this layer can't take.
        """
        raise NotImplementedError


class Unknown(NodeSpec):
    """A placeholder for a layer type this version does not have; it keeps all its fields."""

    catalogue = Catalogue("Unknown", "", "unknown", "A layer type this version does not know.")
    model_config = ConfigDict(extra="allow")

    unknown_type: str

    @property
    def type(self) -> str:
        return self.unknown_type

    @model_serializer(mode="wrap")
    def _with_type(self, handler: Any) -> dict[str, Any]:
        fields: dict[str, Any] = handler(self)
        fields.pop("unknown_type")
        if fields.get("position") is None:
            fields.pop("position", None)
        return {"id": fields.pop("id"), "type": self.unknown_type, **fields}
