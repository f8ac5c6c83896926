"""A positive number to type or to step through, as a caption above it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.widgets import two_line
from playground.gui.widgets.rates import next_rate, parsed_rate, previous_rate, rate_text
from playground.gui.widgets.two_line import Density


class RatePicker(QWidget):
    """A two-line control whose value is typed, or stepped through 1, 3 and 10.

    The wheel and the arrow keys step. What is typed counts at once if it is a number in range; if
    it is not, the box is marked, says what it takes, and goes back when it is left.

    Attributes:
        field: the line that is typed in.

    Signals:
        rate_changed(float): a new rate by hand, live; `set_rate` emits nothing.
    """

    rate_changed = Signal(float)

    def __init__(
        self,
        caption: str = "Learning rate",
        minimum: float = 1e-8,
        maximum: float = 100.0,
        parent: QWidget | None = None,
        short_caption: str = "Rate",
    ) -> None:
        super().__init__(parent)
        self._caption = caption
        self._short_caption = short_caption
        self._density = Density.ROOMY
        self._minimum, self._maximum = minimum, maximum
        self._rate = min(max(0.01, minimum), maximum)
        self._warning: str | None = None
        self._reason = ""
        self._refused = False
        self.field = QLineEdit(rate_text(self._rate), self)
        self.field.setProperty("bare", True)
        self.field.setAccessibleName(caption)
        self.field.installEventFilter(self)
        self.field.textEdited.connect(self._take_text)
        self.field.editingFinished.connect(self._settle)
        self.setFocusProxy(self.field)
        self.setAccessibleName(caption)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(two_line.HEIGHT)
        self._tell()
        theme.notifier().theme_changed.connect(self._restyle)

    @property
    def rate(self) -> float:
        """The rate in force."""
        return self._rate

    def set_rate(self, rate: float) -> None:
        """Show `rate`; what is being typed stays."""
        self._rate = rate
        if not self.field.hasFocus() or parsed_rate(self.field.text()) != rate:
            self.field.setText(rate_text(rate))
            self._refuse(False)

    def set_warning(self, text: str | None) -> None:
        """Mark the rate as doubtful and say why; None takes the mark away."""
        self._warning = text
        self._tell()

    def set_reason(self, reason: str) -> None:
        """Disable, saying why; "" enables."""
        self._reason = reason
        self.setEnabled(not reason)
        self._tell()

    def sizeHint(self) -> QSize:
        """Wide enough for a small rate."""
        return self.size_at(self._density)

    def size_at(self, density: Density) -> QSize:
        """The size in px that shows a small rate whole at a density."""
        return two_line.size_for(self._words(density), "0.00003", False, True, density.padding)

    def set_density(self, density: Density) -> None:
        """Say it in as much room as there is."""
        if density is not self._density:
            self._density = density
            self._place_field()
            self.updateGeometry()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The number is as wide as there is room for."""
        self._place_field()
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Step with the arrow keys; draw the ring as the focus comes and goes."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
                self._step(event.key() == Qt.Key.Key_Up)
                return True
        elif event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step with the wheel."""
        if event.angleDelta().y():
            self._step(event.angleDelta().y() > 0)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press anywhere on the control is a press on its number."""
        self.field.setFocus(Qt.FocusReason.MouseFocusReason)
        self.field.selectAll()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and the caption; the number draws itself."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = self.isEnabled() and self.underMouse() and not self.field.hasFocus()
        doubtful = self._refused or self._warning is not None
        box = QRectF(self.rect())
        two_line.draw_box(painter, box, hovered, self.field.hasFocus(), doubtful)
        caption, padding = self._words(self._density), self._density.padding
        two_line.draw_caption(painter, self.width(), caption, self.isEnabled(), padding)
        if doubtful:
            two_line.draw_mark(painter, self.width(), padding)

    @Slot(str)
    def _take_text(self, text: str) -> None:
        rate = parsed_rate(text)
        allowed = rate is not None and self._minimum <= rate <= self._maximum
        self._refuse(not allowed)
        if rate is not None and allowed:
            self._change(rate)

    @Slot()
    def _settle(self) -> None:
        """Write the rate in force as it is usually written."""
        self.field.setText(rate_text(self._rate))
        self._refuse(False)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()

    def _step(self, upwards: bool) -> None:
        rate = next_rate(self._rate) if upwards else previous_rate(self._rate)
        rate = min(max(rate, self._minimum), self._maximum)
        self.field.setText(rate_text(rate))
        self._refuse(False)
        self._change(rate)

    def _change(self, rate: float) -> None:
        if rate != self._rate:
            self._rate = rate
            self.rate_changed.emit(rate)

    def _refuse(self, refused: bool) -> None:
        self._refused = refused
        self._tell()

    def _words(self, density: Density) -> str:
        return self._caption if density is Density.ROOMY else self._short_caption

    def _place_field(self) -> None:
        self.field.setFont(two_line.value_font())
        # The line edit keeps 2 px free on its left.
        left = self._density.padding - 2
        width = self.width() - left - self._density.padding
        self.field.setGeometry(left, round(two_line.VALUE_TOP), width, round(two_line.VALUE_HEIGHT))

    def _tell(self) -> None:
        low, high = rate_text(self._minimum), rate_text(self._maximum)
        takes = (
            f"A number from {low} to {high}. The wheel and the arrow keys step through 1, 3, 10."
        )
        text = self._reason or (takes if self._refused else self._warning or takes)
        self.setToolTip(text)
        self.field.setAccessibleDescription(text)
        self.update()
