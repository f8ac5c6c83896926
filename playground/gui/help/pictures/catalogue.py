"""Which picture is drawn by what."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from playground.gui.help.pictures import diagrams, engine_curves, ideas

Draw = Callable[[QPainter, QRectF], None]

_IDEAS: dict[str, Draw] = {
    "network": diagrams.draw_network,
    "neuron": diagrams.draw_neuron,
    "matrix": diagrams.draw_matrix,
    "convolution": diagrams.draw_convolution,
    "padding": diagrams.draw_padding,
    "pooling": diagrams.draw_pooling,
    "im2col": diagrams.draw_im2col,
    "banded": diagrams.draw_banded,
    "one_hot": diagrams.draw_one_hot,
    "confusion": diagrams.draw_confusion,
    "split": diagrams.draw_split,
    "batches": diagrams.draw_batches,
    "chain": diagrams.draw_chain,
    "dropout": diagrams.draw_dropout,
    "transfer": diagrams.draw_transfer,
    "heads": engine_curves.draw_heads,
    "losses": partial(engine_curves.draw_loss, "binary_cross_entropy"),
    "activations": ideas.draw_activations,
    "bias": ideas.draw_bias,
    "boundary": ideas.draw_boundary,
    "dead": ideas.draw_dead,
    "descent": ideas.draw_descent,
    "l1_l2": ideas.draw_penalties,
    "optimizers": ideas.draw_optimizers,
    "overfitting": ideas.draw_overfitting,
    "r2": ideas.draw_r2,
    "rates": ideas.draw_rates,
    "roc": ideas.draw_roc,
    "saturation": ideas.draw_saturation,
    "slope": ideas.draw_slope,
    "temperature": ideas.draw_temperature,
    "vanishing": ideas.draw_vanishing,
}
# Those of what a registry holds, by its prefix.
_KINDS: dict[str, Callable[[str, QPainter, QRectF], None]] = {
    "activation": engine_curves.draw_activation,
    "loss": engine_curves.draw_loss,
    "schedule": engine_curves.draw_schedule,
    "initializer": engine_curves.draw_initializer,
    "optimizer": engine_curves.draw_optimizer,
    "head": engine_curves.draw_head_of,
    "data": engine_curves.draw_data,
}


def is_known(name: str) -> bool:
    """Whether there is a picture called `name`."""
    return _drawer(name) is not None


def draw(name: str, painter: QPainter, box: QRectF) -> None:
    """Draw a picture into a box, in the theme's colours."""
    drawer = _drawer(name)
    if drawer is not None:
        painter.save()
        drawer(painter, box)
        painter.restore()


def _drawer(name: str) -> Draw | None:
    if name in _IDEAS:
        return _IDEAS[name]
    kind, _, which = name.partition(".")
    if kind not in _KINDS or (kind == "data" and not engine_curves.is_plane(which)):
        return None
    return partial(_KINDS[kind], which)
