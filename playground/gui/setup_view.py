"""Makes a window look as a teacher's set-up says: parts hidden, controls of locked parts disabled.

What may not be changed is decided in the document; here it is only shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from playground.gui.panels.right_column import CODE, LEARN
from playground.gui.workspace import INSTRUMENTS
from playground.project.setup import Setup, lock_reason

if TYPE_CHECKING:
    from playground.gui.main_window import MainWindow

Part = QWidget | QAction
SetReason = Callable[[str], None]

# Where a tool tip waits while a reason stands in its place.
_KEPT = "tool_tip_when_free"


def apply(setup: Setup, window: MainWindow) -> None:
    """Show the window as `setup` says; what it doesn't name is shown and free."""
    for name, parts in _hides(window).items():
        for part in parts:
            part.setVisible(name not in setup.hidden)
    window.right.offer(
        output=not {"output", "curves"} <= set(setup.hidden),
        code="code" not in setup.hidden,
        learn="lessons" not in setup.hidden,
    )
    for name, controls in _locks(window).items():
        reason = lock_reason(name) if name in setup.locked else ""
        for set_reason in controls:
            set_reason(reason)


def hideable(window: MainWindow) -> tuple[str, ...]:
    """The names of what this window can hide."""
    return tuple(_hides(window))


def _hides(window: MainWindow) -> dict[str, Iterable[Part]]:
    """Each part that can be hidden, and what goes with it: menu entries lose their keys too."""
    transport, data, output = window.transport, window.data_panel, window.output
    return {
        "data_gallery": data.gallery.values(),
        "data_sliders": [data.sliders],
        "layers": [window.palette_panel],
        "notes": [window.notes] if window.document.project.notes else [],
        "head": [transport.head],
        "loss": [transport.loss],
        "optimizer": [transport.optimizer],
        "rate": [transport.rate],
        "batch": [transport.batch],
        "regularization": [transport.regularization],
        "stop": [transport.stop],
        "pace": [transport.pace],
        "step": [transport.step_button, *transport.step_actions()],
        "device": [transport.device],
        "export": [transport.export_button, window.menus.file.export],
        "output": [output.answers, output.answers.header],
        "curves": [output.lower_part],
        **{name: [window.centre.tabs.button(name)] for name in window.centre.slots},
        "inside": [window.drawer.tabs.button(INSTRUMENTS)],
        "timeline": [window.timeline],
        "drawer": [window.drawer],
        "code": [window.right.tabs.button(CODE)],
        "lessons": [window.right.tabs.button(LEARN)],
    }


def _locks(window: MainWindow) -> dict[str, Iterable[SetReason]]:
    """Each part that can be locked, and what disables its controls with a reason."""
    transport, data, palette = window.transport, window.data_panel, window.palette_panel
    sliders = (data.noise, data.samples, data.classes, data.per_class, data.validation)
    return {
        "network": [
            *_disabling(
                palette.search,
                palette.templates_button,
                *palette.tiles.values(),
                *palette.block_tiles.values(),
            ),
            partial(window.inspector.lock, "network"),
        ],
        "data": _disabling(*data.gallery.values(), data.redraw_button, data.class_picker, *sliders),
        "head": [
            transport.head.set_reason,
            transport.loss.set_reason,
            partial(window.inspector.lock, "head"),
        ],
        "training": [
            transport.optimizer.set_reason,
            transport.rate.set_reason,
            transport.batch.set_reason,
            transport.regularization.set_reason,
            transport.stop.set_reason,
            *_disabling(transport.new_start),
            partial(window.inspector.lock, "training"),
        ],
    }


def _disabling(*parts: Part) -> list[SetReason]:
    return [partial(_disable, part) for part in parts]


def _disable(part: Part, reason: str) -> None:
    """Disable, the reason in the tool tip's place; "" enables, and gives the tool tip back."""
    kept = part.property(_KEPT)
    if reason and kept is None:
        part.setProperty(_KEPT, part.toolTip())
    if reason:
        part.setToolTip(reason)
    elif kept is not None:
        part.setToolTip(kept)
        part.setProperty(_KEPT, None)
    part.setEnabled(not reason)
