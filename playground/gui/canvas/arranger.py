"""Puts cards in their places, at once or gliding."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Slot
from PySide6.QtGui import QGuiApplication

from playground.gui.canvas.layout import Link, Position, Size, complete

GLIDE_MS = 140
# More cards than this go to their places at once.
_MOST_GLIDING = 120


class Arranger(QObject):
    """Knows where every card stands or is gliding to.

    Attributes:
        animated: whether cards may glide; off where there is no screen.
        targets: where cards stand when nothing moves any more.
    """

    def __init__(
        self,
        place: Callable[[str, float, float], None],
        placed: Callable[[frozenset[str]], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.animated = QGuiApplication.platformName() != "offscreen"
        self.targets: dict[str, Position] = {}
        self._place = place
        self._placed = placed
        self._asked: tuple[object, ...] = ()
        self._starts: dict[str, Position] = {}
        self._now: dict[str, Position] = {}
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(GLIDE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.valueChanged.connect(self._advance)

    def arrange(
        self,
        order: Sequence[str],
        links: Sequence[Link],
        sizes: Mapping[str, Size],
        stored: Mapping[str, Position],
        area: Size,
        together: Sequence[Sequence[str]] = (),
        *,
        animated: bool,
    ) -> None:
        """Send every card to its place: the stored one, or the layout's for `area` (px)."""
        asked = (order, links, sizes, stored, area, together)
        if asked != self._asked:
            self._asked = asked
            self.targets = complete(order, links, sizes, stored, area, together)
        self._glide.stop()
        self._starts = {
            name: self._now.get(name, place)
            for name, place in self.targets.items()
            if self._now.get(name) != place
        }
        if animated and self.animated and self._starts and len(self.targets) <= _MOST_GLIDING:
            self._put({name: self._now.get(name, place) for name, place in self.targets.items()})
            self._glide.start()
        else:
            self._put(self.targets)

    def put(self, places: Mapping[str, Position]) -> None:
        """Move cards at once; their targets stay what they were."""
        moved = [
            name
            for name, place in places.items()
            if name in self.targets and self._now.get(name) != place
        ]
        for name in moved:
            self._now[name] = places[name]
            self._place(name, *places[name])
        self._placed(frozenset(moved))

    def _put(self, places: Mapping[str, Position]) -> None:
        """`put`, of all cards: also those that stand already, which may have grown."""
        for name, place in places.items():
            self._now[name] = place
            self._place(name, *place)
        self._placed(frozenset(places))

    def forget(self, name: str) -> None:
        """A card is gone."""
        self._now.pop(name, None)
        self._starts.pop(name, None)
        self.targets.pop(name, None)
        self._asked = ()

    def clear(self) -> None:
        """All cards are gone."""
        self._glide.stop()
        self._now.clear()
        self._starts.clear()
        self.targets = {}
        self._asked = ()

    @Slot(object)
    def _advance(self, progress: float) -> None:
        places = {}
        for name, (x, y) in self._starts.items():
            to_x, to_y = self.targets[name]
            places[name] = (x + (to_x - x) * progress, y + (to_y - y) * progress)
        self.put(places)
