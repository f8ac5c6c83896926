"""What the lab says, with the network's own numbers."""

from __future__ import annotations

from collections.abc import Sequence

from playground.gui.plots import words
from playground.gui.views.collapse.naming import bias_name, layers_of, matrix_name
from playground.gui.views.collapse.work import AS_IF, Apart, Collapsed
from playground.network.affine.folding import Run, product_of
from playground.network.affine.reasons import narrowest, why_no_fold
from playground.network.fixes import in_a_row


def folded(shown: Collapsed, runs: Sequence[Run], refused: int) -> str:
    """How far the fold is, or why it stops."""
    row = shown.row
    if refused >= 0:
        return why_no_fold(row, refused, shown.frame.network)
    done = [run for run in runs if run.is_folded]
    if len(runs) == 1 and not row.bends:
        return _whole(shown, runs[0])
    if done:
        last = done[-1]
        name, bias = matrix_name(row, last), bias_name(row, last)
        layers = in_a_row(layers_of(row, last))
        return f"{layers} are one layer: x·({name}) + ({bias}).{_rank(shown, last)}"
    count = len(row.products)
    if not row.bends:
        return (
            f"{count} products in a row, with nothing between. Press Fold: the first two become "
            "one, (x·W₁ + b₁)·W₂ + b₂ = x·(W₁·W₂) + (b₁·W₂ + b₂)."
        )
    if row.joints:
        return "Press Fold: two products with nothing between become one."
    return "Between all products something bends. Press Fold to see why nothing folds."


def _whole(shown: Collapsed, run: Run) -> str:
    row = shown.row
    if not run.is_folded:
        return "The network is a single layer already: one matrix, one bias."
    count = run.last - run.first + 1
    return (
        f"One matrix ({row.inputs:,}×{row.outputs:,}) and one bias are left: {count} layers were "
        f"one all along.{_rank(shown, run)}"
    )


def _rank(shown: Collapsed, run: Run) -> str:
    """ " Only 2 numbers pass between a and b, so its rank is at most 2; it is 2."."""
    product = product_of(shown.maps, run)
    found = narrowest(shown.row, run)
    if product is None or found is None:
        return ""
    least, before, after = found
    if least >= min(product.shape):
        return ""
    numbers = "one number passes" if least == 1 else f"{least:,} numbers pass"
    return (
        f" Only {numbers} between {before} and {after}, so its rank is at most {least:,}; it is "
        f"{product.rank:,}."
    )


def verdict(shown: Collapsed, axes: tuple[str, str]) -> str:
    """How far one layer and the network are apart, and where."""
    if shown.apart is None:
        return (
            "Without what bends the sizes would not fit together, so there is no such layer. "
            "Choose the best single layer."
        )
    apart, count = shown.apart, len(shown.rows)
    largest = words.number(apart.largest, 2)
    if apart.is_equal:
        return (
            f"Equal: over {count:,} samples the one layer and the whole network differ by at most "
            f"{largest}, which is float64's rounding."
        )
    which = "with the bends left out" if shown.kind == AS_IF else "the best there is,"
    text = f"One layer {which} is off by up to {largest} over {count:,} samples"
    if shown.plane is not None:
        row, _ = shown.plane.apart.where
        x, y = shown.plane.places[row].tolist()
        most = words.number(shown.plane.apart.largest, 2)
        text += (
            f", here by {most} at {axes[0]} {words.number(x, 2)}, {axes[1]} {words.number(y, 2)} "
            "(the ring)"
        )
    return f"{text}."


def number_row(apart: Apart, index: int, output: int) -> tuple[float, float, float]:
    """What the network says of a sample, what the layer says, and the difference."""
    network, layer = float(apart.sums[index, output]), float(apart.layer[index, output])
    return network, layer, network - layer
