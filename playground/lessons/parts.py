"""Parts of views that a lesson can point at, beside the views as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from playground.registry import Registry


@dataclass(frozen=True)
class Part:
    """Something in a view.

    Attributes:
        name: as in "run of heads". view: where it is. help: one line for whoever writes a lesson.
    """

    name: str
    view: str
    help: str


PARTS: Registry[Part] = Registry(
    "part of a view",
    [
        Part("run of heads", "heads", "the button that trains both heads"),
        Part("experiment of heads", "heads", "the choice of what is tried"),
        Part("verdict of heads", "heads", "what the numbers say"),
        Part("next of steps", "steps", "the button that runs one instruction"),
        Part("phase of steps", "steps", "the button that runs on to the next phase"),
        Part("formula of steps", "steps", "the formula, with symbols and with numbers"),
        Part("check of steps", "steps", "the tab that checks a gradient"),
        Part("rate of steps", "steps", "the tab that tries learning rates"),
        Part("take of steps", "steps", "the button that takes the step in the run"),
        Part("threshold of losses", "losses", "the tab where the threshold is moved"),
        Part("slider of losses", "losses", "the slider of the threshold, once that tab is chosen"),
        Part("measure of race", "race", "the button that begins the race"),
        Part("network of matrices", "matrices", "the neurons above the matrices"),
        Part("product of matrices", "matrices", "the layer that is shown large"),
        Part("sliding of matrices", "matrices", "the tab where a kernel slides over the image"),
        Part("im2col of matrices", "matrices", "the tab where windows are rows"),
        Part("banded matrix of matrices", "matrices", "the tab where a convolution is one matrix"),
        Part("play of matrices", "matrices", "the button that works it out by hand"),
        Part("fold of collapse", "collapse", "the button that multiplies two matrices into one"),
        Part("bend of collapse", "collapse", "the button that takes activations out, or puts in"),
    ],
)
