"""Numbers of certain views, for a lesson to speak of; known while the view can be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.registry import Registry


@dataclass(frozen=True)
class Reading:
    """A number of a view.

    Attributes:
        name: what lessons call it. view: where it is. help: one line for whoever writes a lesson.
        kind: how it is written.
    """

    name: str
    view: str
    help: str
    kind: Literal["count", "share", "number"] = "number"


READINGS: Registry[Reading] = Registry(
    "number of a view",
    [
        Reading("epochs of the lab", "heads", "of both networks of the head lab", "count"),
        Reading("left score", "heads", "the left network's main metric on validation samples"),
        Reading("right score", "heads", "the same of the right one"),
        Reading("instruction", "steps", "how many have run", "count"),
        Reading("loss of the batch", "steps", "of the step that is taken apart"),
        Reading("gradient by backpropagation", "steps", "of the number that is checked"),
        Reading("gradient by nudging", "steps", "the same, as a finite difference"),
        Reading("gradient error", "steps", "how far apart they are, as a share"),
        Reading("regions", "regions", "in each of which the network is one matrix", "count"),
        Reading("threshold", "losses", "of the first label, where it is moved"),
        Reading(
            "found",
            "losses",
            "how many that are a yes are taken for one, at that threshold",
            "count",
        ),
        Reading("missed", "losses", "how many are taken for a no that are a yes", "count"),
        Reading("false alarms", "losses", "how many are taken for a yes that are none", "count"),
        Reading("narrow lead", "race", "times as fast as the next, with the narrowest layers"),
        Reading("heats", "race", "how many were run", "count"),
        Reading("executors", "race", "how many take part", "count"),
        Reading("pieces left", "collapse", "products and bends in the row, as folded", "count"),
        Reading("difference", "collapse", "of one layer and the whole network, at its largest"),
    ],
)
