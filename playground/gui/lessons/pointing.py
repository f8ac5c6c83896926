"""From a place that a lesson names to the control in the window, and the way to it where hidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtWidgets import QAbstractButton, QWidget

from playground.gui.lessons.watch import DRAWER_TABS
from playground.gui.panels.centre import BUILD
from playground.gui.panels.right_column import OUTPUT, TABS
from playground.gui.topics import widgets_of
from playground.gui.views.catalogue import ANSWERS, CENTRE, CURVES, INSIDE, LABS, VIEWS
from playground.gui.workspace import INSTRUMENTS
from playground.lessons.parts import PARTS, Part
from playground.lessons.phrase import Args
from playground.lessons.places import Place

if TYPE_CHECKING:
    from playground.gui.main_window import MainWindow

_AROUND_POINT = 12  # px on each side of a point of a wire


@dataclass(frozen=True)
class Target:
    """Something to be seen. Attributes: widget; rect: the part of it that is meant."""

    widget: QWidget
    rect: QRect

    @property
    def is_chosen(self) -> bool:
        """Whether it is a tab, and the one that is chosen."""
        button = self.widget
        return isinstance(button, QAbstractButton) and button.isCheckable() and button.isChecked()

    def within(self, window: QWidget) -> QRect:
        """As much of it as can be seen, in the window's coordinates; empty for nothing."""
        seen = self.widget.visibleRegion().boundingRect().intersected(self.rect)
        if seen.isEmpty() or not self.widget.isVisible():
            return QRect()
        return QRect(self.widget.mapTo(window, seen.topLeft()), seen.size())


def find_target(window: MainWindow, place: Place) -> Target | None:
    """The control; where it is hidden behind a tab, the tab; None where there is none."""
    return _FIND[place.kind.name](window, place.args)


def view_target(window: MainWindow, name: str) -> Target | None:
    """A view, or the way to it."""
    return _view(window, {"view": name})


def reveal(window: MainWindow, place: Place) -> None:
    """Bring a place to where it can be seen."""
    args, name = place.args, place.kind.name
    view = PARTS[name].view if name in PARTS else args.get("view")
    if view is not None:
        window.show_view(view)
    elif name == "tab {tab}":
        _open_tab(window, args["tab"])
    elif name == "canvas" or "layer" in args:
        window.centre.show_tab(BUILD)
        if "layer" in args and args["layer"] in window.canvas.network_scene.cards:
            window.canvas.reveal(args["layer"])
    elif name == "palette {type}":
        window.palette_panel.search.clear()
        window.palette_panel.show_tile(args["type"])
    elif name.startswith(("data", "noise", "samples")):
        window.data_panel.fold_button.setChecked(False)


def _open_tab(window: MainWindow, tab: str) -> None:
    if tab in DRAWER_TABS:
        window.drawer.show_panel(DRAWER_TABS[tab])
    elif tab in TABS:
        window.right.tabs.set_current(tab)
    else:
        window.centre.show_tab(tab)


# Where things are

Find = Callable[["MainWindow", Args], Target | None]


def _whole(widget: QWidget | None) -> Target | None:
    return None if widget is None else Target(widget, widget.rect())


def _control(part: str, name: str = "") -> Find:
    """A part of the window, or a control in it."""

    def found(window: MainWindow, args: Args) -> Target | None:
        widget = getattr(window, part)
        return _whole(getattr(widget, name) if name else widget)

    return found


def _source(window: MainWindow, args: Args) -> Target | None:
    return _whole(window.data_panel.gallery.get(args["source"]))


def _tile(window: MainWindow, args: Args) -> Target | None:
    return _whole(window.palette_panel.tiles.get(args["type"]))


def _tab(window: MainWindow, args: Args) -> Target | None:
    tab = args["tab"]
    if tab in DRAWER_TABS:
        return _whole(window.drawer.tabs.button(DRAWER_TABS[tab]))
    return _whole((window.right if tab in TABS else window.centre).tabs.button(tab))


def _view(window: MainWindow, args: Args) -> Target | None:
    name = args["view"]
    view = window.views.made(name)
    return _whole(view) if view is not None and view.isVisible() else _whole(_way(window, name))


def _way(window: MainWindow, name: str) -> QWidget | None:
    """What leads to a view that is hidden."""
    centre, place = window.centre, VIEWS[name].place
    if place == CENTRE:
        return centre.tabs.button(name)
    if place == LABS:
        here = centre.tabs.current == LABS and centre.labs is not None
        return centre.labs.tabs.button(name) if here and centre.labs else centre.tabs.button(LABS)
    if place == INSIDE:
        here = window.drawer.is_open and window.drawer.tabs.current == INSTRUMENTS
        return window.workspace.instruments.picker if here else _drawer_tab(window)
    assert place == ANSWERS
    if window.right.tabs.current != OUTPUT:
        return window.right.tabs.button(OUTPUT)
    slot = window.output.curves if name == CURVES else window.output.answers
    return slot.picker


def _drawer_tab(window: MainWindow) -> QAbstractButton:
    return window.drawer.tabs.button(INSTRUMENTS)


def _on_canvas(find: Callable[[MainWindow, Args], QRectF | None]) -> Find:
    """Something on the canvas; while it is hidden, the tab that shows it."""

    def found(window: MainWindow, args: Args) -> Target | None:
        if window.centre.tabs.current != BUILD:
            return _whole(window.centre.tabs.button(BUILD))
        box = find(window, args)
        if box is None:
            return None
        shown = window.canvas.mapFromScene(box).boundingRect()
        return Target(window.canvas.viewport(), shown)

    return found


def _network(window: MainWindow, args: Args) -> QRectF | None:
    return window.canvas.network_scene.content_rect()


def _card(window: MainWindow, args: Args) -> QRectF | None:
    cards = window.canvas.network_scene.cards
    return cards[args["layer"]].scene_rect() if args["layer"] in cards else None


def _part(*parts: str) -> Find:
    """What there is of these parts of a card, else the card."""

    def box(window: MainWindow, args: Args) -> QRectF | None:
        card = window.canvas.network_scene.cards.get(args["layer"])
        if card is None:
            return None
        found = [card.part_rect(part) for part in parts if part in card.geometry.parts]
        whole = QRectF()
        for each in found:
            whole = whole.united(each)
        return whole if found else card.scene_rect()

    return _on_canvas(box)


def _wire(window: MainWindow, args: Args) -> QRectF | None:
    wire = window.canvas.network_scene.wires.get((args["layer"], args["to"]))
    if wire is None:
        return None
    corner = QPoint(_AROUND_POINT, _AROUND_POINT)
    return QRectF(wire.point() - corner, wire.point() + corner)


def _part_of_view(part: Part) -> Find:
    """A part of a view; while the view is hidden, the way to it."""

    def found(window: MainWindow, args: Args) -> Target | None:
        view = window.views.made(part.view)
        if view is None or not view.isVisible():
            return _whole(_way(window, part.view))
        return _whole(view.part(part.name))

    return found


def _topic(window: MainWindow, args: Args) -> Target | None:
    """The control about a topic, in one view or anywhere; while it is hidden, the way to it."""
    name = args.get("view")
    view = window.views.made(name) if name else None
    if name and (view is None or not view.isVisible()):
        return _whole(_way(window, name))
    found = widgets_of(view if view is not None else window, args["topic"])
    return _whole(found[0]) if found else None


_FIND: dict[str, Find] = {
    "run": _control("transport", "run_button"),
    "reset": _control("transport", "reset_button"),
    "step": _control("transport", "step_button"),
    "pace": _control("transport", "pace"),
    "epoch": _control("transport", "epoch_counter"),
    "head": _control("transport", "head"),
    "loss": _control("transport", "loss"),
    "optimizer": _control("transport", "optimizer"),
    "learning rate": _control("transport", "rate"),
    "batch size": _control("transport", "batch"),
    "regularization": _control("transport", "regularization"),
    "stop": _control("transport", "stop"),
    "device": _control("transport", "device"),
    "export": _control("transport", "export_button"),
    "menu": _control("transport", "menu_button"),
    "timeline": _control("timeline"),
    "canvas": _on_canvas(_network),
    "drawer": _control("drawer"),
    "data": _control("data_panel"),
    "noise": _control("data_panel", "noise"),
    "samples": _control("data_panel", "samples"),
    "data {source}": _source,
    "palette {type}": _tile,
    "tab {tab}": _tab,
    "view {view}": _view,
    "card {layer}": _on_canvas(_card),
    "activation of {layer}": _part("activation", "final"),
    "units of {layer}": _part("minus", "plus", "units", "filters"),
    "rate of {layer}": _part("minus", "plus", "rate"),
    "lock of {layer}": _part("lock"),
    "wire {layer} {to}": _on_canvas(_wire),
    **{part.name: _part_of_view(part) for part in PARTS.values()},
    "topic {topic}": _topic,
    "topic {topic} in {view}": _topic,
}
