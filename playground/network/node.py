"""What every node of a network is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, get_args

from pydantic import ConfigDict, Field, model_serializer

from playground.frozen import Frozen
from playground.network.canvas_parts import ID_PATTERN, Colour, Place
from playground.network.sight import Sight, beside

if TYPE_CHECKING:
    from playground.engine.graph import Shape, Value

# A field's `json_schema_extra` where it is rarely changed, so that no card shows it.
DETAIL: dict[str, Any] = {"detail": True}


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


_SELDOM = ("frozen", "rate_factor")


def rate_factor_field(what: str) -> Any:
    """The field of a layer or a head that its learning rate is times.

    With reused layers below 1 and a new head at 1 (discriminative fine-tuning: Howard and Ruder
    2018, section 3.2), what was learned before changes slowly, and what is new learns fast.

    Args:
        what: what moves at that rate: "its weights move at".
    """
    return Field(
        1.0,
        ge=0.0,
        le=1000.0,
        title="Rate factor",
        description=f"How many times the learning rate {what}. Below 1 for reused layers, "
        "so that they change slowly.",
        json_schema_extra=DETAIL,
    )


class NodeSpec(Frozen):
    """A layer in a network: its place in the document, its fields, and how to build it.

    A layer type is a subclass in a file of its own under `layers/`, named as in files, with a
    `catalogue` and a `build`.

    Class attribute `inputs`: the least and the most links into it, None for any number. Each link
    brings one operand, in the links' order. Class attribute `on_card`: the fields, each a choice
    among names, that the layer's card shows.
    """

    catalogue: ClassVar[Catalogue]
    inputs: ClassVar[tuple[int, int | None]] = (1, 1)
    on_card: ClassVar[tuple[str, ...]] = ()

    id: str = Field(
        pattern=ID_PATTERN,
        max_length=80,
        title="Name",
        description="How the layer and its weights are called: letters, digits, _ and -, "
        "no digit first.",
    )
    position: Place | None = Field(
        None, title="Position", description="Where its card stands on the canvas."
    )
    colour: Colour | None = Field(
        None, title="Colour", description="A colour of its card, to tell parts apart."
    )
    frozen: bool = Field(
        False,
        title="Frozen",
        description="Training leaves its weights as they are, and it acts as when it only answers: "
        "no dropout, no new running statistics.",
    )

    rate_factor: float = rate_factor_field("its weights move at")

    @property
    def type(self) -> str:
        """The layer type's name, as in files."""
        return type(self).__name__

    @model_serializer(mode="wrap")
    def _with_type(self, handler: Any) -> dict[str, Any]:
        fields: dict[str, Any] = handler(self)
        identity = fields.pop("id")
        for name, field in type(self).model_fields.items():
            if field.default is None and getattr(self, name) is None:
                fields.pop(name, None)
        self._leave_out_what_is_usual(fields)
        return {"id": identity, "type": self.type, **fields}

    def _leave_out_what_is_usual(self, fields: dict[str, Any]) -> None:
        """What most layers are without is not written."""
        for name in _SELDOM:
            if getattr(self, name) == NodeSpec.model_fields[name].default:
                fields.pop(name, None)

    def choices(self, field: str, nodes: Iterable[NodeSpec]) -> list[str]:
        """What there is to choose from for a field of `on_card`, in a network of these nodes."""
        return list(get_args(type(self).model_fields[field].annotation))

    def renamed(self, old: str, new: str) -> NodeSpec:
        """This node after another was renamed; only one that names others has to follow."""
        return self

    # Typed so loosely that a layer can name its operands: `build(builder, x)`, `(builder, a, b)`.
    def build(self, *args: Any, **kwargs: Any) -> Value:
        """Add the layer to the graph.

        Args:
            args: the `Builder` to add to, its scope being this node, then what arrives: one value
                a link, in the links' order, as many as `inputs` allows.

        Returns:
            What leaves.

        Raises:
            Misfit: what arrives is of a shape this layer can't take.
        """
        raise NotImplementedError

    def sees(self, shapes: Sequence[Shape], sights: Sequence[Sight]) -> Sight:
        """What the numbers that leave see of a sample; here, what they see that stand there.

        Args:
            shapes: of what arrives, a link each.
            sights: what that sees.
        """
        return beside(sights)


class Unknown(NodeSpec):
    """A placeholder for a layer type this version does not have; it keeps all its fields."""

    catalogue = Catalogue("Unknown", "", "unknown", "A layer type this version does not know.")
    inputs = (0, None)
    model_config = ConfigDict(extra="allow")

    unknown_type: str

    @property
    def type(self) -> str:
        return self.unknown_type

    @model_serializer(mode="wrap")
    def _with_type(self, handler: Any) -> dict[str, Any]:
        fields: dict[str, Any] = handler(self)
        fields.pop("unknown_type")
        for name in ("position", "colour"):
            if fields.get(name) is None:
                fields.pop(name, None)
        self._leave_out_what_is_usual(fields)
        return {"id": fields.pop("id"), "type": self.unknown_type, **fields}
