"""What straight cuts tell apart, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.gui.plots import words

if TYPE_CHECKING:
    from playground.data.dataset import Task
    from playground.gui.plots.hidden_job import Cuts


def cut_words(layer: str, cuts: Cuts, task: Task) -> str:
    """ "A straight cut here tells 97% of the validation samples right; in the input space, …" """
    here = words.percent(max(cuts.layer.share, 0.0))
    before = "" if cuts.features is None else words.percent(max(cuts.features.share, 0.0))
    if task == "regression":
        text = (
            f"A straight fit to what leaves {layer} explains {here} of the validation targets' "
            "variance"
        )
        return f"{text}; to the input, {before}." if before else f"{text}."
    cut = "A straight cut here tells" if task == "binary" else "Straight cuts here tell"
    what = "labels" if task == "multilabel" else "samples"
    text = f"{cut} {here} of the validation {what} right"
    return f"{text}; in the input space, {before}." if before else f"{text}."


def cut_help(cuts: Cuts) -> str:
    """How that was found."""
    here = cuts.layer
    space = f"all {here.dimensions:,} numbers of the layer"
    if here.reduced:
        space += ", brought to their strongest components"
    again = "" if cuts.features is None else ", and once more to their features"
    kind = here.kind[0].upper() + here.kind[1:]
    return (
        f"{kind}, fitted to {here.fitted:,} training samples by {space}{again}; judged on "
        f"{here.judged:,} validation samples."
    )
