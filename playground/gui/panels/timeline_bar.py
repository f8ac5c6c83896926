"""The line through time: every moment of the run that is kept, to look at and to go on from."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QHideEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QToolButton,
    QWidget,
)

from playground.gui import theme
from playground.gui.frame import Frame
from playground.gui.icons import icon
from playground.gui.panels.timeline_ends import TimelineEnds, megabytes
from playground.gui.topics import mark
from playground.gui.widgets.moment_track import HEIGHT, MomentTrack, words_of
from playground.gui.widgets.play_back import PlayBack
from playground.training.moment import Moment
from playground.training.timeline import memory_of

_PAGE = 10  # a page is this part of the moments
_ROOMY_PX = 540  # narrower than this, icons stand for words
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)


class TimelineBar(QWidget):
    """A slim row: play back, the line over the run's epochs, and what to do with a moment.

    The arrow keys and the wheel go from moment to moment, Page Up and Page Down a tenth of them,
    Home to the first and End to the newest. The right button opens a menu.

    Attributes:
        track: the line. play_button, now_button, branch_button, memory_button.
        choices: the menu. best_action: its entry that goes to the best moment.

    Signals:
        travelled(Moment or None): this moment is to be shown; None is the newest.
        branch_requested(Moment): the run is to go on from there.
        bound_chosen(int): how many bytes the moments may take; also once, when it is first shown.
    """

    travelled = Signal(object)
    branch_requested = Signal(object)
    bound_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Timeline")
        mark(self, "timeline")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._moments: tuple[Moment, ...] = ()
        self._newest: Frame | None = None
        self._n_bytes = 0
        self._told_bound = False
        self._digits = 0
        self.track = MomentTrack(self)
        self.track.chosen.connect(self._take)
        self.play_button = _flat("run", "Play back", "Play the run back, moment by moment")
        mark(self.play_button, "button.play_back")
        self.play_button.clicked.connect(self.play)
        self._first_label, self._end_label = QLabel(), QLabel()
        for label, name in ((self._first_label, "Epoch shown"), (self._end_label, "Newest epoch")):
            label.setProperty("role", "muted")
            label.setAccessibleName(name)
        ends = self._ends = TimelineEnds()
        self.memory_button, self.choices = ends.memory_button, ends.choices
        self.now_button, self.branch_button = ends.now_button, ends.branch_button
        self.best_action = ends.best_action
        ends.now_requested.connect(self._go_now)
        ends.branch_requested.connect(self._branch)
        ends.best_requested.connect(self._go_best)
        ends.bound_chosen.connect(self._choose_bound)
        self._playing = PlayBack(self)
        self._playing.came_to.connect(self._play_on)
        self._playing.ended.connect(self._go_now)
        self._playing.playing_changed.connect(self._show_playing)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_2)
        for part in (self.play_button, self._first_label, self.track, self._end_label, self._ends):
            row.addWidget(part, int(part is self.track))
        self.setFixedHeight(HEIGHT)
        theme.notifier().theme_changed.connect(self._restyle)
        self._refresh()

    # What the window tells

    @Slot(object)
    def set_moments(self, moments: tuple[Moment, ...]) -> None:
        """Show these as kept; where the shown one is of a run that is gone, go back to now."""
        if moments is not self._moments:
            self._n_bytes, self._moments = memory_of(moments), moments
        shown = self.track.shown
        if shown is not None and not shown.steps and shown not in moments:
            self._choose(None)
        self._refresh()

    @Slot(object)
    def set_best(self, best: Moment | None) -> None:
        """Mark the best moment so far."""
        if best is not self.track.best:
            self.track.set_best(best)
            self._ends.set_best(best)

    @Slot(object)
    def show_newest(self, frame: Frame) -> None:
        """The run has come so far. Numbers are written when it rests, or with the moments."""
        self._newest = frame
        shown = self.track.shown
        if shown is not None and shown.steps > frame.steps:
            self._choose(None)
        if not frame.running:
            self._refresh()

    @Slot()
    def show_now(self) -> None:
        """Put the handle at the end; whoever asks shows the newest already."""
        self._playing.stop()
        self.track.set_shown(None)
        self._refresh()

    @property
    def shown(self) -> Moment | None:
        """The moment that is travelled to; None for the newest."""
        return self.track.shown

    @property
    def bound(self) -> int:
        """How many bytes the moments may take."""
        return self._ends.bound

    # Play back

    @property
    def is_playing(self) -> bool:
        """Whether it plays the run back."""
        return self._playing.is_playing

    @Slot()
    def play(self) -> None:
        """Play from the shown moment, or from the first; again pauses."""
        count, place = len(self.track.stops), self._place()
        if self.is_playing:
            self._playing.stop()
        elif count:
            self._playing.start(place if place < count else 0, count)

    @Slot(int)
    def _play_on(self, place: int) -> None:
        stops = self.track.stops
        self._show(stops[place] if place < len(stops) else None)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go along the moments."""
        page = max(1, len(self.track.stops) // _PAGE)
        match Qt.Key(event.key()):
            case Qt.Key.Key_Left | Qt.Key.Key_Down:
                self._go_by(-1)
            case Qt.Key.Key_Right | Qt.Key.Key_Up:
                self._go_by(1)
            case Qt.Key.Key_PageDown:
                self._go_by(-page)
            case Qt.Key.Key_PageUp:
                self._go_by(page)
            case Qt.Key.Key_Home:
                self._go_by(-len(self._moments) - 1)
            case Qt.Key.Key_End:
                self._choose(None)
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A notch is a moment."""
        turned = event.angleDelta().y() or -event.angleDelta().x()
        if turned:
            self._go_by(1 if turned > 0 else -1)
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring the line if the keyboard brought the focus."""
        self.track.set_ringed(event.reason() in _BY_KEYBOARD)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        self.track.set_ringed(False)
        super().focusOutEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu, where it was asked for."""
        self.choices.popup(event.globalPos())
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words or icons, as there is room."""
        super().resizeEvent(event)
        self._ends.set_roomy(self.width() >= _ROOMY_PX)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell the bound that was chosen in an earlier session."""
        super().showEvent(event)
        if not self._told_bound:
            self._told_bound = True
            self.bound_chosen.emit(self.bound)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing plays unseen."""
        self._playing.stop()
        super().hideEvent(event)

    # Inside

    def _place(self) -> int:
        """The place of the shown moment among the stops, or where it would be."""
        stops, shown = self.track.stops, self.track.shown
        if shown is None:
            return len(stops)
        return sum(moment.steps < shown.steps for moment in stops)

    def _go_by(self, moves: int) -> None:
        stops = self.track.stops
        at, shown = self._place(), self.track.shown
        thinned = shown is not None and (at >= len(stops) or stops[at] is not shown)
        if thinned and moves > 0:
            moves -= 1  # the one after it stands at its place
        to = max(0, at + moves)
        self._choose(stops[to] if to < len(stops) else None)

    @Slot(object)
    def _take(self, moment: Moment | None) -> None:
        """What the mouse has chosen; the track shows it already."""
        self._playing.stop()
        self._refresh()
        self.travelled.emit(moment)

    def _choose(self, moment: Moment | None) -> None:
        self._playing.stop()
        self._show(moment)

    def _show(self, moment: Moment | None) -> None:
        if moment is not self.track.shown:
            self.track.set_shown(moment)
            self._refresh()
            self.travelled.emit(moment)

    @Slot()
    def _go_best(self) -> None:
        if self.track.best is not None:
            self._choose(self.track.best)

    @Slot()
    def _go_now(self) -> None:
        self._choose(None)

    @Slot()
    def _branch(self) -> None:
        self._playing.stop()
        if self.track.shown is not None:
            self.branch_requested.emit(self.track.shown)

    @Slot(object)
    def _choose_bound(self, n_bytes: int) -> None:
        self.bound_chosen.emit(n_bytes)
        self._refresh()

    def _refresh(self) -> None:
        newest, shown = self._newest, self.track.shown
        end, steps = (newest.epoch, newest.steps) if newest is not None else (0, 0)
        end = max(end, self._moments[-1].epoch if self._moments else 0)
        instead = self._instead(steps)
        self.track.note = self._ends.show_memory(len(self._moments), self._n_bytes)
        self.track.set_moments(self._moments, end, steps, instead)
        self._widen(end)
        if instead:
            first = last = ""
        elif shown is None:
            first, last = "epoch 0", f"{end:,}"
        else:
            first, last = f"epoch {shown.epoch:,}", f"of {end:,}"
        _say(self._first_label, first, away=shown is not None)
        _say(self._end_label, last)
        for label in (self._first_label, self._end_label):
            label.setHidden(bool(instead))
        self._ends.set_away(shown is not None)
        self.play_button.setEnabled(bool(self.track.stops))
        if self.play_button.isEnabled():
            self.play_button.setToolTip("Play the run back, moment by moment.")
        else:
            self.play_button.setToolTip("There is nothing to play back before the first epoch.")
        self._describe(end, instead)

    def _instead(self, steps: int) -> str:
        """What is said where there is no line to draw."""
        if not steps:
            return "no epoch yet"
        if not self._moments:
            return f"No moment fits into {megabytes(self.bound)}: give the history more memory"
        return ""

    def _describe(self, end: int, instead: str) -> None:
        """Say to assistive tools where it stands."""
        shown = self.track.shown
        if instead:
            said, more = instead, "Train an epoch or two, then drag back in time."
        elif shown is None:
            said, more = f"epoch {end:,}, the newest", self.track.note
        else:
            said, more = f"epoch {shown.epoch:,} of {end:,}", words_of(shown)
        self.setAccessibleName(f"Timeline: {said}")
        self.setAccessibleDescription(more)

    def _widen(self, end: int) -> None:
        """Room for as many digits as there are, so that nothing jumps from number to number."""
        digits = len(f"{end:,}")
        if digits == self._digits:
            return
        self._digits = digits
        number = f"{10 ** (len(str(end)) - 1) * 8:,}"
        metrics = QFontMetrics(theme.font(12))
        # Of a fixed size in both ways: otherwise each new text lays the window out anew.
        height = metrics.height() + 2
        self._first_label.setFixedSize(metrics.horizontalAdvance(f"epoch {number}") + 2, height)
        self._end_label.setFixedSize(metrics.horizontalAdvance(f"of {number}") + 2, height)

    @Slot()
    def _show_playing(self) -> None:
        playing = self.is_playing
        self.play_button.setIcon(icon("pause" if playing else "run", "muted"))
        self.play_button.setAccessibleName("Pause the play-back" if playing else "Play back")

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self._show_playing()


def _say(label: QLabel, text: str, away: bool = False) -> None:
    """Write `text`; in the accent colour while one looks back."""
    if text != label.text():
        label.setText(text)
    role = "away" if away else "muted"
    if role != label.property("role"):
        label.setProperty("role", role)
        label.style().polish(label)


def _flat(icon_name: str, name: str, help_text: str) -> QToolButton:
    button = QToolButton()
    button.setProperty("flat", True)
    button.setIcon(icon(icon_name, "muted"))
    button.setIconSize(QSize(14, 14))
    button.setAccessibleName(name)
    button.setToolTip(help_text)
    return button
