"""The list of instructions, with breakpoints in its margin."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from playground.engine.ops import OPS
from playground.gui import theme
from playground.gui.views.steps.rows import Row, rows_of, state_words
from playground.training.stepping.breakpoints import Breakpoints
from playground.training.stepping.op_words import title_of, told
from playground.training.stepping.stepper import Stepper

Index = QModelIndex | QPersistentModelIndex
_MARGIN = 18
_HEIGHT, _HEADING = 36, 26
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class InstructionModel(QAbstractListModel):
    """Rows of one step.

    Attributes:
        rows: what is listed. stepper: of whose instructions. breakpoints: which are marked.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.stepper: Stepper | None = None
        self.breakpoints = Breakpoints()

    def set_stepper(self, stepper: Stepper | None) -> None:
        """List another step's."""
        self.beginResetModel()
        self.stepper = stepper
        self.rows = [] if stepper is None else rows_of(stepper)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Headings and instructions."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a screen reader says, and a tool tip."""
        if not index.isValid() or self.stepper is None:
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if row.number is None:
                return f"{row.text} phase"
            marked = ", breakpoint" if row.number in self.breakpoints.instructions else ""
            return f"{told(row.number)}: {row.text}, {row.detail}{marked}"
        if role == Qt.ItemDataRole.ToolTipRole and row.number is not None:
            title = title_of(self.stepper.instructions[row.number].op)
            formula = OPS[self.stepper.instructions[row.number].op].formula
            return f"{title}\n{formula}\n{state_words(self.stepper, row.number)}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings can't be gone to."""
        if not index.isValid() or self.rows[index.row()].number is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def row_of(self, number: int) -> int:
        """Where an instruction stands."""
        return next(place for place, row in enumerate(self.rows) if row.number == number)


class _Delegate(QStyledItemDelegate):
    """Draws a row: the margin with its breakpoint, the number, the formula, what memory holds."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines, or one for a heading."""
        model = cast(InstructionModel, index.model())
        heading = model.rows[index.row()].number is None
        return QSize(120, _HEADING if heading else _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw it."""
        model = cast(InstructionModel, index.model())
        row, stepper = model.rows[index.row()], model.stepper
        assert stepper is not None
        box = QRectF(option.rect)
        palette = theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.number is None:
            painter.setFont(theme.font(theme.TEXT_SMALL, QFont.Weight.DemiBold))
            painter.setPen(QColor(palette.muted))
            painter.drawText(box.adjusted(6, 4, 0, 0), _LEFT, row.text.upper())
            painter.restore()
            return
        current = row.number == stepper.position - 1
        if current:
            painter.fillRect(box.adjusted(0, 1, 0, -1), QColor(palette.accent_soft))
            painter.fillRect(
                QRectF(box.left(), box.top() + 1, 3, box.height() - 2), QColor(palette.accent)
            )
        self._draw_margin(painter, box, model, row.number)
        ran = row.number < stepper.position
        text = QRectF(box.left() + _MARGIN + 24, box.top() + 3, 0, 16)
        text.setRight(box.right() - 18)
        painter.setFont(theme.font(theme.TEXT_SMALL))
        painter.setPen(QColor(palette.muted))
        number = QRectF(box.left() + _MARGIN - 2, text.top(), 22, 16)
        painter.drawText(number, _RIGHT, str(told(row.number)))
        below = text.translated(0, 15)
        shown = painter.fontMetrics().elidedText(
            row.detail, Qt.TextElideMode.ElideRight, round(below.width())
        )
        painter.drawText(below.adjusted(4, 0, 0, 0), _LEFT, shown)
        weight = QFont.Weight.DemiBold if current else QFont.Weight.Normal
        painter.setFont(theme.font(theme.TEXT_SMALL + 1, weight))
        painter.setPen(QColor(palette.text if ran else palette.muted))
        shown = painter.fontMetrics().elidedText(
            row.text, Qt.TextElideMode.ElideRight, round(text.width()) - 4
        )
        painter.drawText(text.adjusted(4, 0, 0, 0), _LEFT, shown)
        if ran:
            self._draw_memory(painter, box, stepper, row.number)
        painter.restore()

    def _draw_margin(
        self, painter: QPainter, box: QRectF, model: InstructionModel, number: int
    ) -> None:
        if number in model.breakpoints.instructions:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.current().error))
            painter.drawEllipse(QPointF(box.left() + 10, box.center().y()), 4.5, 4.5)

    def _draw_memory(self, painter: QPainter, box: QRectF, stepper: Stepper, number: int) -> None:
        """A dot: held and yet to be read. A ring: only still there. Nothing: written over."""
        if not stepper.origins.held(number, stepper.position):
            return
        colour = QColor(theme.current().accent)
        place = QPointF(box.right() - 9, box.center().y())
        needed = stepper.origins.needed(number, stepper.position)
        painter.setPen(QPen(colour, 1.2))
        painter.setBrush(colour if needed else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(place, 3.0, 3.0)


class InstructionList(QListView):
    """Click an instruction to go there; click left of it, or press F9, for a breakpoint.

    Attributes:
        instructions: the model.

    Signals:
        position_wanted(int): to be where so many instructions have run.
        breakpoint_toggled(int): on this instruction.
    """

    position_wanted = Signal(int)
    breakpoint_toggled = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Instructions of the step")
        self.instructions = InstructionModel(self)
        self.setModel(self.instructions)
        self.setItemDelegate(_Delegate(self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(176)
        self.setMouseTracking(True)
        theme.notifier().theme_changed.connect(self._restyle)

    @property
    def stepper(self) -> Stepper | None:
        """Whose instructions are listed."""
        return self.instructions.stepper

    def set_stepper(self, stepper: Stepper | None) -> None:
        """List another step's."""
        self.instructions.set_stepper(stepper)

    def set_breakpoints(self, breakpoints: Breakpoints) -> None:
        """Mark these."""
        self.instructions.breakpoints = breakpoints
        self.viewport().update()

    def show_position(self) -> None:
        """Mark the current instruction and bring it into view."""
        stepper = self.stepper
        if stepper is None:
            return
        if stepper.position:
            row = self.instructions.row_of(stepper.position - 1)
            index = self.instructions.index(row)
            selection = self.selectionModel()
            selection.blockSignals(True)
            self.setCurrentIndex(index)
            selection.blockSignals(False)
            self.scrollTo(index)
        else:
            self.scrollToTop()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go back and on; Home and End to the ends."""
        stepper = self.stepper
        ways = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -10,
            Qt.Key.Key_PageDown: 10,
        }
        if stepper is None:
            super().keyPressEvent(event)
        elif event.key() in ways:
            wanted = stepper.position + ways[Qt.Key(event.key())]
            self.position_wanted.emit(min(max(wanted, 0), len(stepper.instructions)))
        elif event.key() == Qt.Key.Key_Home:
            self.position_wanted.emit(0)
        elif event.key() == Qt.Key.Key_End:
            self.position_wanted.emit(len(stepper.instructions))
        else:
            event.ignore()  # a list would search for what is typed; Space belongs to the run

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there, or toggle the breakpoint where the margin is pressed."""
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        number = self.instructions.rows[index.row()].number
        if number is None:
            return
        if event.position().x() < _MARGIN + 2:
            self.breakpoint_toggled.emit(number)
        else:
            self.position_wanted.emit(number + 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The margin has a hand of its own."""
        inside = event.position().x() < _MARGIN + 2
        shape = Qt.CursorShape.PointingHandCursor if inside else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Twice is once and once again."""
        self.mousePressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Rows are as high as their text."""
        super().changeEvent(event)
        self.viewport().update()

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.viewport().update()
