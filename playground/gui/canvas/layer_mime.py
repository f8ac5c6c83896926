"""What is on its way from the palette to the canvas: a layer type, or a part of a network."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

from playground.errors import UserError
from playground.network.fragment import Fragment, parse_fragment
from playground.network.layers import LAYERS

LAYER_MIME = "application/x-playground-layer"
FRAGMENT_MIME = "application/x-playground-fragment"
# What stands between the cells of a table, in each of the first lines.
_SEPARATORS = ("\t", ",", ";", "|")
_LOOKED_AT = 5


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


def fragment_mime(fragment: Fragment) -> QMimeData:
    """A part of a network, for the clipboard or a drag; as text too, so that it can be read."""
    text = fragment.model_dump_json(exclude_none=True)
    data = QMimeData()
    data.setData(FRAGMENT_MIME, text.encode())
    data.setText(text)
    return data


def table_of(data: QMimeData) -> str:
    """The rows of a table that `data` carries, as text; "" where it is something else."""
    if data.hasFormat(FRAGMENT_MIME) or not data.hasText():
        return ""
    text = data.text().strip()
    lines = text.splitlines()[:_LOOKED_AT]
    if len(lines) < 2 or text[0] in "{[":
        return ""
    parted = any(all(sign in line for line in lines) for sign in _SEPARATORS)
    return data.text() if parted else ""


def fragment_of(data: QMimeData) -> Fragment:
    """The part of a network that `data` carries, also as plain text from elsewhere.

    Raises:
        UserError: it carries none.
    """
    if data.hasFormat(FRAGMENT_MIME):
        return parse_fragment(bytes(data.data(FRAGMENT_MIME).data()).decode("utf-8", "replace"))
    if data.hasText():
        return parse_fragment(data.text())
    raise UserError("There is nothing to paste. Copy layers with Ctrl+C first.")
