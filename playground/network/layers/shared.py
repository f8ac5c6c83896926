"""A layer applied again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pydantic import Field

from playground.network.node import Catalogue, NodeSpec, Unknown
from playground.network.problems import Misfit

if TYPE_CHECKING:
    from playground.engine.graph import Value
    from playground.network.builder import Builder


class Shared(NodeSpec):
    """Another layer of the network, applied to another input with the same parameters.

    The parameters exist once, under the other layer's name, and learn from both uses: two towers
    that are alike (Bromley et al. 1993, "Signature verification using a siamese network").
    """

    catalogue = Catalogue(
        "Shared", "Merge", "shared", "Applies another layer again, with the same weights."
    )

    on_card = ("layer",)

    layer: str = Field(
        "", max_length=80, title="Layer", description="The name of the layer to apply again."
    )

    def build(self, builder: Builder, x: Value) -> Value:
        original = self._original(builder)
        with builder.with_parameters_of(original.id):
            return builder.build(original, x)

    def renamed(self, old: str, new: str) -> NodeSpec:
        return self.model_copy(update={"layer": new}) if self.layer == old else self

    def choices(self, field: str, nodes: Iterable[NodeSpec]) -> list[str]:
        """The layers that can be applied again: those that take one input, and no Shared."""
        return [node.id for node in nodes if _can_be_shared(node)]

    def _original(self, builder: Builder) -> NodeSpec:
        original = builder.nodes.get(self.layer)
        if original is not None and _can_be_shared(original):
            return original
        choices = self.choices("layer", builder.nodes.values())
        advice = f"Choose one of {', '.join(choices)}." if choices else "Add a layer to share."
        if not self.layer:
            what = f"{self.id} does not say which layer it applies again."
        elif original is None:
            what = f"{self.id} applies {self.layer} again, but there is no layer of that name."
        elif isinstance(original, Shared):
            what = f"{self.id} applies {self.layer} again, which is itself a Shared."
        else:
            what = f"{self.id} can't apply {self.layer} again, which is no layer of one input."
        raise Misfit(f"{what} {advice}", unfinished=True)


def _can_be_shared(node: NodeSpec) -> bool:
    return node.inputs == (1, 1) and not isinstance(node, Shared | Unknown)
