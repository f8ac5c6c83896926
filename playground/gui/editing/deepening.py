"""A layer that changes nothing yet: what was learned goes on as it was."""

from __future__ import annotations

from playground.gui.document import Document
from playground.network import edits
from playground.network.activations import Identity, Relu
from playground.network.initializers import Eye
from playground.network.layers.dense import Dense
from playground.network.spec import HEAD, Link

# What is unchanged by applying it once more.
_IDEMPOTENT = (Identity, Relu)


def deepen(document: Document, link: Link) -> str | None:
    """Put a Dense on a wire that starts as the identity, and learns from there; its id.

    As wide as what passes, its weights the identity matrix, its biases 0 (Chen et al. 2016,
    "Net2Net", section 2.3). After a ReLU it has a ReLU, which changes nothing either; else no
    function, so that choosing one is the next step.
    """
    source = link[0]
    shape = document.traced.shapes().get(source)
    if shape is None or len(shape) > 2:
        document.refused.emit(
            "A layer that changes nothing can only go where vectors or sequences pass."
        )
        return None
    before = document.network[source] if source != HEAD else None
    own = getattr(before, "activation", None)
    activation = own if isinstance(own, _IDEMPOTENT) else Identity()
    node = Dense(
        id=document.fresh_id("Dense"),
        units=shape[-1],
        activation=activation,
        initializer=Eye(),
    )
    document.edit(
        "insert a layer that changes nothing", network=edits.insert(document.network, node, link)
    )
    return node.id if node.id in document.network else None
