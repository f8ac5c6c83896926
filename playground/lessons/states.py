"""What can be so in the window, or be done, for a lesson to notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playground.lessons.phrase import Args
from playground.lessons.sights import SIGHTS, Sight
from playground.lessons.situation import Since, Situation
from playground.network.node import NodeSpec
from playground.registry import Registry

Holds = Callable[[Args, Situation, Since], bool]


@dataclass(frozen=True)
class State:
    """Something that is so or is not.

    Attributes:
        name: the phrase that says it. help: one line for whoever writes a lesson.
        holds: whether it is so.
    """

    name: str
    help: str
    holds: Holds


def _node(args: Args, now: Situation) -> NodeSpec | None:
    layer = args["layer"]
    return next((node for node in now.project.network if node.id == layer), None)


def _activation(args: Args, now: Situation, since: Since) -> bool:
    chosen = getattr(_node(args, now), "activation", None)
    return getattr(chosen, "name", None) == args["activation"]


def _other_activation(args: Args, now: Situation, since: Since) -> bool:
    return _node(args, now) is not None and not _activation(args, now, since)


def _has_type(args: Args, now: Situation, since: Since) -> bool:
    return any(node.type == args["type"] for node in now.project.network)


def _frozen(args: Args, now: Situation, since: Since) -> bool:
    node = _node(args, now)
    return node is not None and node.frozen


def _seen(sight: Sight) -> list[State]:
    """That something was pointed at, anywhere or at a certain layer."""

    def holds(args: Args, now: Situation, since: Since) -> bool:
        return sight.name in since.sights

    def holds_of(args: Args, now: Situation, since: Since) -> bool:
        return f"{sight.name} of {args['layer']}" in since.sights

    where = f"{sight.help}, was pointed at in the view {sight.view}"
    return [
        State(f"seen {sight.name}", where, holds),
        State(f"seen {sight.name} of {{layer}}", f"{where}, of this layer", holds_of),
    ]


STATES: Registry[State] = Registry(
    "condition",
    [
        State("running", "the run goes on by itself", lambda args, now, since: now.running),
        State("paused", "the run rests", lambda args, now, since: not now.running),
        State(
            "diverged",
            "a run has ended in this step since its numbers were no longer finite",
            lambda args, now, since: since.diverged,
        ),
        State(
            "looking back",
            "an earlier moment is shown, chosen on the timeline",
            lambda args, now, since: not now.live,
        ),
        State(
            "view {view}",
            "a view can be seen",
            lambda args, now, since: args["view"] in now.views,
        ),
        State(
            "tab {tab}",
            "a tab is chosen, in the middle, on the right or in the drawer",
            lambda args, now, since: args["tab"] in now.tabs,
        ),
        State(
            "selected {layer}",
            "a card is selected on the canvas",
            lambda args, now, since: args["layer"] in now.selected,
        ),
        State("activation of {layer} is {activation}", "it is the chosen one", _activation),
        State(
            "activation of {layer} is not {activation}",
            "any other one is chosen",
            _other_activation,
        ),
        State(
            "final activation is {final}",
            "what turns the last sums into answers",
            lambda args, now, since: now.project.head.final == args["final"],
        ),
        State(
            "loss is {loss}",
            "what training makes small",
            lambda args, now, since: now.project.head.loss_part.name == args["loss"],
        ),
        State(
            "head is {head}",
            "the chosen end of the network",
            lambda args, now, since: now.project.head.name == args["head"],
        ),
        State(
            "optimizer is {optimizer}",
            "the chosen one",
            lambda args, now, since: now.project.training.optimizer.name == args["optimizer"],
        ),
        State(
            "device is {device}",
            "the chosen one",
            lambda args, now, since: now.device == args["device"],
        ),
        State(
            "regularization is {penalty}",
            "what large weights cost",
            lambda args, now, since: now.project.training.regularization.type == args["penalty"],
        ),
        State(
            "data is {source}",
            "the samples are of this source",
            lambda args, now, since: now.project.data.source == args["source"],
        ),
        State("has {type}", "the network has a layer of this type", _has_type),
        State(
            "no {type}",
            "the network has no layer of this type",
            lambda args, now, since: not _has_type(args, now, since),
        ),
        State("frozen {layer}", "training leaves the layer as it is", _frozen),
        State(
            "free {layer}",
            "training changes the layer",
            lambda args, now, since: _node(args, now) is not None and not _frozen(args, now, since),
        ),
        State(
            "stepped into {phase}",
            "in the view steps: the instruction is of this phase",
            lambda args, now, since: now.noticed.choices.get("phase") == args["phase"],
        ),
        State(
            "face {face}",
            "in the view matrices: a convolution is shown so: sliding, im2col or banded",
            lambda args, now, since: now.noticed.choices.get("face") == args["face"],
        ),
        State(
            "page {page} of steps",
            "in the view steps: instruction, check or rate is chosen",
            lambda args, now, since: now.noticed.choices.get("page") == args["page"],
        ),
        State(
            "experiment is {experiment}",
            "it is what the head lab tries",
            lambda args, now, since: now.noticed.choices.get("experiment") == args["experiment"],
        ),
        *(state for sight in SIGHTS.values() for state in _seen(sight)),
    ],
)
