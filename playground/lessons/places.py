"""Places of the window that a lesson can point at."""

from __future__ import annotations

from dataclasses import dataclass

from playground.lessons.names import Names
from playground.lessons.parts import PARTS
from playground.lessons.phrase import Args, find, unknown
from playground.registry import Registry


@dataclass(frozen=True)
class PlaceKind:
    """A kind of place.

    Attributes:
        name: the phrase it is called by. help: one line for whoever writes a lesson.
    """

    name: str
    help: str


@dataclass(frozen=True)
class Place:
    """A place, as a lesson names it: "run", "activation of dense_1"."""

    text: str
    kind: PlaceKind
    args: Args


def parse_place(text: str, names: Names) -> Place:
    """The place that a line of a lesson names.

    Raises:
        UserError: there is none; with the nearest that it could have meant.
    """
    words = text.split()
    found = find(PLACES.values(), words, names)
    if found is None:
        raise unknown("place to point at called", text, PLACES)
    return Place(" ".join(words), *found)


PLACES: Registry[PlaceKind] = Registry(
    "place",
    [
        PlaceKind("run", "the Run button"),
        PlaceKind("reset", "the button that starts over"),
        PlaceKind("step", "the button that takes one step"),
        PlaceKind("pace", "how fast a run goes"),
        PlaceKind("epoch", "the counter of epochs"),
        PlaceKind("head", "the choice of the task head, in the bar"),
        PlaceKind("loss", "the choice of the loss, in the bar"),
        PlaceKind("optimizer", "the choice of the optimizer"),
        PlaceKind("learning rate", "the learning rate, in the bar"),
        PlaceKind("batch size", "the choice of the batch size"),
        PlaceKind("regularization", "the choice of the price on large weights"),
        PlaceKind("stop", "what ends a run by itself"),
        PlaceKind("device", "what it trains on"),
        PlaceKind("export", "the button that takes the result out"),
        PlaceKind("menu", "the menu of everything else"),
        PlaceKind("timeline", "the line of moments at the bottom"),
        PlaceKind("canvas", "the network"),
        PlaceKind("drawer", "the panels beneath the canvas"),
        PlaceKind("data", "the gallery of data"),
        PlaceKind("noise", "the slider of the data's noise"),
        PlaceKind("samples", "the slider of how many samples there are"),
        PlaceKind("data {source}", "one source in the gallery"),
        PlaceKind("palette {type}", "a layer type in the palette"),
        PlaceKind("tab {tab}", "a tab, in the middle, on the right or in the drawer"),
        PlaceKind("view {view}", "a view, or the way to it while it is hidden"),
        PlaceKind("card {layer}", "a card on the canvas"),
        PlaceKind("activation of {layer}", "the choice of activation on a card"),
        PlaceKind("units of {layer}", "how many units, on a card"),
        PlaceKind("rate of {layer}", "the rate, on the card of a Dropout layer"),
        PlaceKind("lock of {layer}", "the lock on the card of a frozen layer"),
        PlaceKind("wire {layer} {to}", "the wire from one card to another"),
        *(PlaceKind(part.name, f"in the view {part.view}: {part.help}") for part in PARTS.values()),
        PlaceKind("topic {topic}", "a control, by the entry of the glossary that explains it"),
        PlaceKind("topic {topic} in {view}", "the same, within one view"),
    ],
)
