"""Why a fold stops at what bends, in words."""

from __future__ import annotations

from playground.network.activations import ACTIVATIONS, HardSigmoid, LeakyRelu, PRelu, Relu
from playground.network.affine.folding import Run
from playground.network.affine.kinks import has_kinks
from playground.network.affine.row import Piece, Row
from playground.network.spec import HEAD, NetworkSpec

_BY_OP = {activation.op: activation.label for activation in ACTIVATIONS.values() if activation.op}
_BY_OP |= {"gelu_tanh": "GELU"}
# What each of these does that no matrix can.
_OF_LAYERS = {
    "max_pool": "passes on the largest of several numbers, and which one that is changes",
    "layer_norm": "divides each sample by its own spread",
    "multiply": "multiplies numbers of the sample with each other",
    "pair_products": "multiplies numbers of the sample with each other",
    "row_dot": "multiplies numbers of the sample with each other",
    "normalize_rows": "divides each vector by its own length",
    "embedding": "looks its rows up by number, which is no sum of amounts",
    "simple_rnn": "bends its numbers at every step",
    "gru": "has gates: it multiplies numbers of the sample with each other",
    "lstm": "has gates: it multiplies numbers of the sample with each other",
    "attention_scores": "weighs the steps of a sample by the sample itself",
}
_FROM_PIECES = (Relu.label, LeakyRelu.label, PRelu.label, HardSigmoid.label)


def bend_label(piece: Piece, network: NetworkSpec) -> str:
    """What stands between, in a word or two: "tanh", "Max pooling"."""
    ops = [node.op for node in piece.stretch.bends]
    labels = dict.fromkeys(_BY_OP[op] for op in ops if op in _BY_OP)
    if labels and all(op in _BY_OP for op in ops):
        return " and ".join(labels)
    layer = piece.stretch.bends[0].scope
    return network[layer].catalogue.label if layer in network else layer


def why_no_fold(row: Row, place: int, network: NetworkSpec) -> str:
    """Why the fold stops at the bend at a place of a row, in a sentence or two."""
    piece = row.pieces[place]
    label = bend_label(piece, network)
    first = piece.stretch.bends[0]
    layer = first.scope
    if not all(node.op in _BY_OP for node in piece.stretch.bends):
        odd = next(node for node in piece.stretch.bends if node.op not in _BY_OP)
        return f"{odd.scope} {_does(odd.op)}: no matrix does that."
    if len(piece.layers) > 1:
        return (
            f"{label} of {layer} stands in a branch that ends in {piece.layers[-1]}: what comes "
            "of both branches together is no x·W."
        )
    before, after = _neighbours(row, place)
    if first.op == "softmax":
        return (
            f"{label} stands {before}{after}: it divides by a sum over all units, so it is no x·W."
        )
    return f"{label} stands {before}{after}: {_formula(row, place, label)} is no x·W."


def _neighbours(row: Row, place: int) -> tuple[str, str]:
    """ "between a", " and b"."""
    before = row.pieces[place - 1] if place else None
    after = row.pieces[place + 1] if place + 1 < len(row.pieces) else None
    if before is None:
        return "before ", _name(after) if after else "everything"
    if after is None:
        return "after ", _name(before)
    return f"between {_name(before)}", f" and {_name(after)}"


def _name(piece: Piece) -> str:
    return "the head" if piece.layers[-1] == HEAD else piece.layers[-1]


def _formula(row: Row, place: int, label: str) -> str:
    """ "tanh(x·W₁ + b₁)·W₂"."""
    number = sum(piece.is_product for piece in row.pieces[:place])
    own = subscript(number)
    within = f"x·W{own} + b{own}" if number else "x"
    if number > 1:
        within = f"…·W{own} + b{own}"
    return f"{label}({within})·W{subscript(number + 1)}"


def subscript(number: int) -> str:
    """12 as "₁₂"."""
    return "".join(chr(ord("₀") + int(digit)) for digit in str(number))


def narrowest(row: Row, run: Run) -> tuple[int, str, str] | None:
    """The least numbers that pass between two products of a run, and the names of the two.

    None where there is only one product.
    """
    if not run.is_folded:
        return None
    place = min(range(run.first, run.last), key=lambda index: row.pieces[index].outputs)
    return row.pieces[place].outputs, _name(row.pieces[place]), _name(row.pieces[place + 1])


def why_no_regions(row: Row, network: NetworkSpec) -> str:
    """Why a plane is not cut into regions in which the network is linear, or ""."""
    for piece in row.bends:
        for node in piece.stretch.bends:
            if has_kinks(node):
                continue
            if node.op in _BY_OP:
                others = ", ".join(_FROM_PIECES[:-1])
                return (
                    f"{_BY_OP[node.op]} of {node.scope} is smooth: it bends a little everywhere, "
                    f"so there are no regions in which the network is linear. {others} and "
                    f"{_FROM_PIECES[-1]} are made of straight pieces."
                )
            return (
                f"{node.scope} {_does(node.op)}. Regions are found of units that bend by "
                "themselves, as ReLU does."
            )
    return ""


def _does(op: str) -> str:
    return _OF_LAYERS.get(op, "is no sum of its numbers, each times a fixed one")
