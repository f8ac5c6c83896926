"""The buttons of a calculation by hand, and what keeps it going."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.plots.compact_box import CompactBox

# What is offered, and how long a beat takes.
_SPEEDS = (("Slow", 1500), ("Normal", 600), ("Fast", 150), ("Very fast", 40))


class PlayBar(QWidget):
    """Play, pause, a step forwards and back, everything at once, and how fast.

    Attributes:
        beat: which is shown; −1: everything is.
        play_button, back_button, forward_button, all_button, speed: what is pressed.

    Signals:
        beat_changed(int): another beat is to be shown, −1 for everything.
    """

    beat_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Calculation by hand")
        self.beat, self._length = -1, 0
        self.play_button = _tool("run", "Work it out by hand, term by term (Enter)", "Play")
        self.back_button = _arrow(Qt.ArrowType.LeftArrow, "A step back ([)", "Step back")
        self.forward_button = _arrow(
            Qt.ArrowType.RightArrow, "A step forwards (])", "Step forwards"
        )
        self.all_button = QToolButton()
        self.all_button.setText("All")
        self.all_button.setToolTip("Show every number at once")
        self.all_button.setAccessibleName("Show every number")
        self.all_button.setProperty("toggle", True)
        self.speed = CompactBox()
        self.speed.setAccessibleName("Speed of the calculation")
        self.speed.setProperty("aside", True)
        self.speed.set_entries([(label, str(ms)) for label, ms in _SPEEDS], str(_SPEEDS[1][1]))
        self.place = QLabel()
        self.place.setProperty("role", "caption")
        self.place.setFixedWidth(84)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_1)
        row.addWidget(self.place)
        for each in (self.back_button, self.play_button, self.forward_button, self.all_button):
            row.addWidget(each)
        row.addWidget(self.speed)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self.play_button.clicked.connect(self.toggle)
        self.back_button.clicked.connect(self.back)
        self.forward_button.clicked.connect(self.forward)
        self.all_button.clicked.connect(self.show_all)
        self.speed.activated.connect(self._set_speed)
        self._tell()

    @property
    def is_playing(self) -> bool:
        """Whether it goes on by itself."""
        return self._timer.isActive()

    def set_length(self, length: int) -> None:
        """How many beats there are; one that is beyond them shows everything."""
        self._length = length
        if self.beat >= length:
            self.show_all()
        self._tell()

    def rewind(self) -> None:
        """Another layer is shown: all of it."""
        self.show_all()

    @Slot()
    def toggle(self) -> None:
        """Play, or rest."""
        if self.is_playing:
            self._timer.stop()
        elif self._length:
            self._set_speed()
            self._timer.start()
            if self.beat < 0:
                self._go_to(0)
        self._tell()

    @Slot()
    def forward(self) -> None:
        """The next beat; after the last, everything."""
        self._timer.stop()
        self._go_to(self.beat + 1 if self.beat + 1 < self._length else -1)

    @Slot()
    def back(self) -> None:
        """The beat before; before the first, everything."""
        self._timer.stop()
        self._go_to(self._length - 1 if self.beat < 0 else self.beat - 1)

    @Slot()
    def show_all(self) -> None:
        """Show every number."""
        self._timer.stop()
        self._go_to(-1)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing moves where nobody looks."""
        super().hideEvent(event)
        self._timer.stop()
        self._tell()

    def _go_to(self, beat: int) -> None:
        beat = beat if self._length else -1
        changed, self.beat = beat != self.beat, beat
        self._tell()
        if changed:
            self.beat_changed.emit(beat)

    def _tell(self) -> None:
        able = self._length > 0
        for each in (self.play_button, self.back_button, self.forward_button, self.speed):
            each.setEnabled(able)
        self.all_button.setEnabled(able and self.beat >= 0)
        name = "Pause" if self.is_playing else "Play"
        if self.play_button.accessibleName() != name:
            self.play_button.setIcon(icon("pause" if self.is_playing else "run"))
            self.play_button.setAccessibleName(name)
        self.place.setText(f"{self.beat + 1:,} of {self._length:,}" if self.beat >= 0 else "")

    @Slot()
    def _tick(self) -> None:
        if self.beat + 1 >= self._length:
            self.show_all()
        else:
            self._go_to(self.beat + 1)

    @Slot()
    def _set_speed(self) -> None:
        self._timer.setInterval(int(self.speed.currentData()))


def _tool(icon_name: str, help_text: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(icon_name))
    button.setProperty("flat", True)
    button.setFixedSize(QSize(28, 26))
    button.setToolTip(help_text)
    button.setAccessibleName(name)
    return button


def _arrow(arrow: Qt.ArrowType, help_text: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setArrowType(arrow)
    button.setProperty("tiny", True)
    button.setFixedSize(QSize(22, 22))
    button.setToolTip(help_text)
    button.setAccessibleName(name)
    return button
