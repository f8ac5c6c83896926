"""The settings of a part of the document in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from playground.frozen import Frozen
from playground.network.activations.activation import Activation
from playground.network.initializers import Initializer
from playground.network.named import NamedPart

# Of the document, and not of what it computes.
_PLACES = ("id", "position", "colour", "type", "unknown_type")
_FROZEN = "frozen"
_COUNTED = ("units", "filters")
_MOST_LETTERS = 60


def settings_of(part: Frozen, leave_out: Collection[str] = ()) -> list[str]:
    """ "8 units", "ReLU", "no bias": what a reader has to know to build the same.

    What is seldom changed is left out where it is as usual.
    """
    said = _said(part, {*_PLACES, *leave_out})
    return sorted(said, key=lambda text: text == _FROZEN)  # what was done to it comes last


def label_of(part: NamedPart) -> str:
    """ "Huber (delta 2)": what it is called, with what is not as usual of it."""
    unusual = [
        text for text in _said(part, _PLACES) if text not in set(_said(type(part)(), _PLACES))
    ]
    return f"{part.label} ({', '.join(unusual)})" if unusual else part.label


def _said(part: Frozen, leave_out: Collection[str]) -> Iterator[str]:
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if name in leave_out or value is None:
            continue
        if value != field.default or not _seldom_changed(value):
            yield _in_words(name, (field.title or name).lower(), value)


def _seldom_changed(value: Any) -> bool:
    return isinstance(value, (bool, str, Initializer)) or value in (1, ())


def _in_words(name: str, title: str, value: Any) -> str:
    if isinstance(value, bool):
        return title if value else f"no {title}"
    if isinstance(value, Activation):
        return label_of(value)
    if isinstance(value, NamedPart):
        return f"{title} {label_of(value)}"
    if name in _COUNTED:
        return f"{value:,} {title if value != 1 else title.removesuffix('s')}"
    if isinstance(value, tuple):
        separator = "×" if len(value) <= 2 and name in ("kernel", "size", "stride") else ", "
        return f"{title} {_cut(separator.join(map(_plain, value)))}"
    return f"{title} {_cut(_plain(value))}"


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else f"{text[: _MOST_LETTERS - 1]}…"
