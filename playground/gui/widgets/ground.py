"""Scrolled areas that stand on whatever is beneath them."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea


def show_ground(scroll: QScrollArea) -> None:
    """Let what lies under `scroll` be seen between its contents, which it has already."""
    for each in (scroll.viewport(), scroll.widget()):
        if each is not None:
            each.setAutoFillBackground(False)
