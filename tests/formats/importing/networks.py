"""Networks that foreign weights are laid onto."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.preprocess import Standardiser
from playground.engine.graph import Shape
from playground.formats.importing import Matching, match, read_weights, slots_of
from playground.network.heads import HEADS
from playground.network.signature import Signature, Task
from playground.network.spec import NetworkSpec
from playground.training.trained import Trained

FILES = Path(__file__).parent / "files"


class Target:
    """A network of these nodes, for features of this shape; nothing learned."""

    def __init__(
        self,
        nodes: list[dict[str, Any]],
        features: Shape,
        outputs: int,
        head: str = "regression",
        task: Task = "regression",
    ) -> None:
        named = [{"id": f"layer_{place}", **node} for place, node in enumerate(nodes)]
        self.network = NetworkSpec.model_validate({"nodes": named})
        self.head = HEADS[head]()
        self.signature = Signature("made up", features, task, outputs)
        self.slots = slots_of(self.network, self.head, self.signature)

    def match(self, path: Path) -> Matching:
        """What matches of a file."""
        return match(read_weights(path), self.slots)

    def answers(self, weights: dict[str, NDArray[Any]], x: NDArray[Any]) -> NDArray[Any]:
        """What the network answers with these weights; each parameter is there."""
        ordered = {slot.name: weights[slot.name].astype(np.float32) for slot in self.slots}
        outputs = (self.signature.outputs,)
        scalers = Standardiser.identity(self.signature.features), Standardiser.identity(outputs)
        trained = Trained(self.network, self.head, self.signature, ordered, *scalers, (), ())
        return trained.predict(x)
