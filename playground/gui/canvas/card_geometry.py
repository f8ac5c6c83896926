"""Where things are on a card."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF

from playground.gui import theme
from playground.gui.canvas.face import Chooser, Face, Stepper

LEAST_WIDTH, MOST_WIDTH = 128.0, 208.0
PAD = 10.0
ICON = 18.0
LOCK = 13.0
LOCK_PART = "lock"
_LOCK_REACH = 4.0
CURVE_WIDTH, CURVE_HEIGHT = 18.0, 9.0
PORT_RADIUS = 4.5
PORT_REACH = 12.0
_GRID = 8
_TITLE_HEIGHT, _CAPTION_HEIGHT = 18.0, 16.0
_COST_DOWN = 15.0
_ROW_HEIGHT, _ROW_GAP = 22.0, 4.0
_BUTTON_WIDTH = 19.0
_INSET = 5.0


def title_font() -> QFont:
    """For a card's title."""
    return theme.font(theme.TEXT_BODY, QFont.Weight.DemiBold)


def small_font() -> QFont:
    """For captions and labels."""
    return theme.font(theme.TEXT_SMALL)


def value_font() -> QFont:
    """For numbers in a stepper."""
    return theme.font(12, QFont.Weight.DemiBold)


def choice_font() -> QFont:
    """For what was chosen."""
    return theme.font(12)


@dataclass(frozen=True)
class CardGeometry:
    """Rectangles of a card, in its own coordinates.

    Attributes:
        rect: the card. title, name, icon, caption, cost, lock: what stands on top.
        parts: what can be clicked, by name: "minus", "plus", a field's name, "final", "loss",
            "lock".
        labels: the words before controls, with their text.
    """

    rect: QRectF
    title: QRectF
    name: QRectF
    icon: QRectF
    caption: QRectF
    cost: QRectF
    lock: QRectF
    parts: dict[str, QRectF]
    labels: tuple[tuple[str, QRectF], ...]

    @property
    def input_port(self) -> QPointF:
        """Where wires come in."""
        return QPointF(self.rect.left(), self.rect.center().y())

    @property
    def output_port(self) -> QPointF:
        """Where wires leave."""
        return QPointF(self.rect.right(), self.rect.center().y())


def measure(face: Face) -> CardGeometry:
    """Lay a face out: as wide as it needs, in steps of the grid."""
    title_width = text_width(title_font(), face.title)
    name_width = text_width(small_font(), face.name)
    top_width = title_width + (name_width + 6 if face.name else 0) + 8 + ICON
    rows_width = max((_row_width(row) for row in face.rows), default=0.0)
    lock_width = LOCK + 4 if face.frozen else 0.0
    caption_width = text_width(small_font(), face.caption) + lock_width
    inner = max(top_width, caption_width, text_width(small_font(), face.cost), rows_width)
    width = min(max(LEAST_WIDTH, ceil((inner + 2 * PAD) / _GRID) * _GRID), MOST_WIDTH)
    right = width - PAD

    title_width = min(title_width, width - 2 * PAD - 8 - ICON)
    title = QRectF(PAD, PAD, title_width, _TITLE_HEIGHT)
    icon = QRectF(right - ICON, PAD, ICON, ICON)
    name_left = title.right() + 6
    name = QRectF(name_left, PAD + 1, max(0.0, icon.left() - 8 - name_left), _TITLE_HEIGHT)
    caption = QRectF(PAD, title.bottom() + 1, width - 2 * PAD - lock_width, _CAPTION_HEIGHT)
    cost = QRectF(caption.translated(0, _COST_DOWN) if face.cost else caption)
    lock = QRectF(right - (ICON + LOCK) / 2, caption.center().y() - LOCK / 2, LOCK, LOCK)

    parts: dict[str, QRectF] = {}
    if face.frozen:
        parts[LOCK_PART] = lock.adjusted(-_LOCK_REACH, -_LOCK_REACH, _LOCK_REACH, _LOCK_REACH)
    labels: list[tuple[str, QRectF]] = []
    top = cost.bottom() + 6
    for row in face.rows:
        _place_row(row, top, right, parts, labels)
        top += _ROW_HEIGHT + _ROW_GAP
    bottom = top - _ROW_GAP if face.rows else cost.bottom()
    height = ceil((bottom + PAD) / 2) * 2
    return CardGeometry(
        QRectF(0, 0, width, height), title, name, icon, caption, cost, lock, parts, tuple(labels)
    )


def _place_row(
    row: tuple[Stepper | Chooser, ...],
    top: float,
    right: float,
    parts: dict[str, QRectF],
    labels: list[tuple[str, QRectF]],
) -> None:
    left = PAD
    for control in row:
        if control.label:
            label_width = text_width(small_font(), control.label)
            labels.append((control.label, QRectF(left, top, label_width, _ROW_HEIGHT)))
        if isinstance(control, Stepper):
            width = _stepper_width(control)
            left = right - width if control.label else left
            number = QRectF(left + _BUTTON_WIDTH, top, width - 2 * _BUTTON_WIDTH, _ROW_HEIGHT)
            parts["minus"] = QRectF(left, top, _BUTTON_WIDTH, _ROW_HEIGHT)
            parts["plus"] = QRectF(number.right(), top, _BUTTON_WIDTH, _ROW_HEIGHT)
            parts[control.field.name] = number
            left += width + 4
        elif control.label:
            least = PAD + text_width(small_font(), control.label) + 8 - _INSET
            begin = max(least, right + _INSET - _chooser_width(control))
            parts[control.part] = QRectF(begin, top, right + _INSET - begin, _ROW_HEIGHT)
        else:
            begin = left if left > PAD else PAD - _INSET
            parts[control.part] = QRectF(begin, top, right + _INSET - begin, _ROW_HEIGHT)


def _row_width(row: tuple[Stepper | Chooser, ...]) -> float:
    total = 0.0
    for control in row:
        if control.label:
            total += text_width(small_font(), control.label) + 8
        if isinstance(control, Stepper):
            total += _stepper_width(control) + 4
        else:
            total += _chooser_width(control) - _INSET
    return total


def _stepper_width(stepper: Stepper) -> float:
    return 2 * _BUTTON_WIDTH + max(24.0, text_width(value_font(), stepper.text))


def _chooser_width(chooser: Chooser) -> float:
    curve = CURVE_WIDTH + 5 if chooser.activation else 0.0
    return text_width(choice_font(), chooser.text) + curve + 2 * _INSET


# Widths of texts in px; networks have many cards that say the same.
_WIDTHS: dict[tuple[str, str], float] = {}
_MOST_WIDTHS = 20_000


def text_width(font: QFont, text: str) -> float:
    """How wide a text is, in whole px."""
    if not text:
        return 0.0
    key = font.key(), text
    if key not in _WIDTHS:
        if len(_WIDTHS) >= _MOST_WIDTHS:
            _WIDTHS.clear()
        _WIDTHS[key] = ceil(QFontMetricsF(font).horizontalAdvance(text))
    return _WIDTHS[key]
