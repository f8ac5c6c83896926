"""Cards with units: rectangles, and what lies where on them."""

from __future__ import annotations

from dataclasses import dataclass

from playground.gui.views.neurons.plan import Layer

FOOT_HEIGHT = 20.0


@dataclass(frozen=True)
class Box:
    """A rectangle in px."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def holds(self, x: float, y: float) -> bool:
        """Whether a place lies in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True)
class Stand:
    """A layer's card, and the units on it.

    Attributes:
        layer: whose it is.
        card: the card.
        first: the first unit that is shown. shown: how many are.
        picture: the picture of the first unit shown. step: from one to the next, downwards.
        filter_left: where the pictures of filters begin; None without.
        label: left and width of the units' names; None without.
    """

    layer: Layer
    card: Box
    first: int
    shown: int
    picture: Box
    step: float
    filter_left: float | None
    label: tuple[float, float] | None

    @property
    def units(self) -> range:
        """The units that are shown."""
        return range(self.first, self.first + self.shown)

    @property
    def paged(self) -> bool:
        """Whether there are more than are shown."""
        return self.shown < self.layer.units

    @property
    def foot(self) -> Box:
        """Where it says how many more there are."""
        card = self.card
        return Box(card.left, card.bottom - FOOT_HEIGHT - 4.0, card.width, FOOT_HEIGHT)

    def box(self, unit: int) -> Box:
        """The picture of a unit."""
        down = (unit - self.first) * self.step
        box = self.picture
        return Box(box.left, box.top + down, box.width, box.height)

    def filter_box(self, unit: int) -> Box:
        """The picture of its filter."""
        box = self.box(unit)
        assert self.filter_left is not None
        return Box(self.filter_left, box.top, box.height, box.height)

    def dot(self, unit: int) -> tuple[float, float]:
        """The middle of the dot of its bias."""
        box = self.box(unit)
        left = box.left if self.filter_left is None else self.filter_left
        return left - 8.0, box.top + box.height / 2.0

    def height_of(self, unit: int) -> float:
        """The middle of a unit, downwards."""
        box = self.box(unit)
        return box.top + box.height / 2.0

    def unit_at(self, x: float, y: float) -> int | None:
        """The unit whose picture, name or filter lies at a place."""
        if not self.card.left < x < self.card.right:
            return None
        row = int((y - self.picture.top + (self.step - self.picture.height) / 2.0) // self.step)
        return self.first + row if 0 <= row < self.shown else None


@dataclass(frozen=True)
class Board:
    """Where everything stands.

    Attributes:
        width, height: of all of it, in px; wider than the widget where it has to be scrolled.
        stands: a card for each layer.
    """

    width: float
    height: float
    stands: tuple[Stand, ...]

    def stand(self, identity: str) -> Stand:
        """The card of a layer."""
        return next(each for each in self.stands if each.layer.id == identity)

    def stand_at(self, x: float, y: float) -> Stand | None:
        """The card at a place."""
        return next((each for each in self.stands if each.card.holds(x, y)), None)
