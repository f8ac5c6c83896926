"""A layer type on its way from the palette to the canvas."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

from playground.network.layers import LAYERS

LAYER_MIME = "application/x-playground-layer"


def layer_mime(layer_type: str) -> QMimeData:
    """What a drag of `layer_type` carries."""
    data = QMimeData()
    data.setData(LAYER_MIME, layer_type.encode())
    return data


def layer_type_of(data: QMimeData) -> str | None:
    """The layer type that `data` carries, or None for anything else."""
    if not data.hasFormat(LAYER_MIME):
        return None
    layer_type = data.data(LAYER_MIME).toStdString()
    return layer_type if layer_type in LAYERS else None
