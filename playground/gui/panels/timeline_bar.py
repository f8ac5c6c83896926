"""The line through time: every moment of the run that is kept, to look at and to go on from."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QSettings, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QActionGroup,
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
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from playground.gui import theme
from playground.gui.frame import Frame
from playground.gui.icons import icon
from playground.gui.widgets.moment_track import HEIGHT, MomentTrack, words_of
from playground.training.moment import Moment
from playground.training.timeline import DEFAULT_BYTES

MB = 1_000_000
BOUNDS = tuple(count * MB for count in (64, 128, 256, 512, 1000))
SETTING = "history_bound"
PLAY_TICK_MS = 40
# A play-back takes as long as this, and less where there are few moments.
PLAY_S, PLAY_S_A_MOMENT = 10.0, 0.25
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
        bound: how many bytes the moments may take.

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
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.bound = _kept_bound()
        self._moments: tuple[Moment, ...] = ()
        self._newest: Frame | None = None
        self._n_bytes = 0
        self._told_bound = False
        self._digits = 0
        self.track = MomentTrack(self)
        self.track.chosen.connect(self._take)
        self.play_button = _flat("run", "Play back", "Play the run back, moment by moment")
        self.play_button.clicked.connect(self.play)
        self._first_label, self._end_label = QLabel(), QLabel()
        for label, name in ((self._first_label, "Epoch shown"), (self._end_label, "Newest epoch")):
            label.setProperty("role", "muted")
            label.setAccessibleName(name)
        self._make_ends()
        self._playing = QTimer(self)
        self._playing.setInterval(PLAY_TICK_MS)
        self._playing.timeout.connect(self._play_on)
        self._began, self._first = 0.0, 0
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
            self._moments = moments
            self._n_bytes = sum(moment.n_bytes for moment in moments)
        shown = self.track.shown
        if shown is not None and not shown.steps and shown not in moments:
            self._choose(None)
        self._refresh()

    @Slot(object)
    def set_best(self, best: Moment | None) -> None:
        """Mark the best moment so far."""
        if best is not self.track.best:
            self.track.set_best(best)
            self.best_action.setVisible(best is not None)
            if best is not None:
                self.best_action.setText(f"Go to the best, epoch {best.epoch:,}")

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
        self.stop()
        self.track.set_shown(None)
        self._refresh()

    @property
    def shown(self) -> Moment | None:
        """The moment that is travelled to; None for the newest."""
        return self.track.shown

    # Play back

    @property
    def is_playing(self) -> bool:
        """Whether it plays the run back."""
        return self._playing.isActive()

    @Slot()
    def play(self) -> None:
        """Play from the shown moment, or from the first; again pauses."""
        if self.is_playing:
            self.stop()
            return
        stops = self.track.stops
        if not stops:
            return
        at = self._place()
        self._first = 0 if at >= len(stops) else at
        self._began = perf_counter()
        self._playing.start()
        self._show_playing()
        self._choose(stops[self._first], by_hand=False)

    @Slot()
    def stop(self) -> None:
        """Rest on the moment that is shown."""
        if self.is_playing:
            self._playing.stop()
            self._show_playing()

    @Slot()
    def _play_on(self) -> None:
        stops = self.track.stops
        whole = min(PLAY_S, PLAY_S_A_MOMENT * len(stops))
        at = self._first + int((perf_counter() - self._began) / max(whole, 1e-9) * len(stops))
        if at >= len(stops):
            self.stop()
            self._choose(None)
        else:
            self._choose(stops[at], by_hand=False)

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
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Tell the bound that was chosen in an earlier session."""
        super().showEvent(event)
        if not self._told_bound:
            self._told_bound = True
            self.bound_chosen.emit(self.bound)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing plays unseen."""
        self.stop()
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
        self.stop()
        self._refresh()
        self.travelled.emit(moment)

    def _choose(self, moment: Moment | None, by_hand: bool = True) -> None:
        if by_hand:
            self.stop()
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
        self.stop()
        if self.track.shown is not None:
            self.branch_requested.emit(self.track.shown)

    @Slot(QAction)
    def _choose_bound(self, action: QAction) -> None:
        self.bound = int(action.data())
        QSettings().setValue(SETTING, self.bound)
        self.bound_chosen.emit(self.bound)
        self._refresh()

    def _refresh(self) -> None:
        newest, shown = self._newest, self.track.shown
        end, steps = (newest.epoch, newest.steps) if newest is not None else (0, 0)
        end = max(end, self._moments[-1].epoch if self._moments else 0)
        instead = self._instead(steps)
        self._show_memory()
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
        self._ends.setCurrentIndex(int(shown is not None))
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
            return f"No moment fits into {_megabytes(self.bound)}: give the history more memory"
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

    def _show_memory(self) -> None:
        used = (
            f"{self._n_bytes / MB:,.1f}"
            if self._n_bytes < 10 * MB
            else f"{self._n_bytes / MB:,.0f}"
        )
        text, count = f"{used} of {_megabytes(self.bound)}", len(self._moments)
        note = f"{count:,} moment{'s' * (count != 1)}, {text}"
        if note == self.track.note:
            return
        self.track.note = note
        self.memory_button.setText(text)
        self.memory_button.setAccessibleName(f"Memory of the timeline: {note}")
        self.memory_button.setToolTip(
            f"{note} of memory. Where it gets full, moments are kept less densely. Click to choose "
            "how much they may take."
        )

    def _widen(self, end: int) -> None:
        """Room for as many digits as there are, so that nothing jumps from number to number."""
        digits = len(f"{end:,}")
        if digits == self._digits:
            return
        self._digits = digits
        number = f"{10 ** (len(str(end)) - 1) * 8:,}"
        metrics = QFontMetrics(theme.font(12))
        self._first_label.setFixedWidth(metrics.horizontalAdvance(f"epoch {number}") + 2)
        self._end_label.setFixedWidth(metrics.horizontalAdvance(f"of {number}") + 2)

    def _fit(self) -> None:
        roomy = self.width() >= _ROOMY_PX
        style = Qt.ToolButtonStyle
        words = style.ToolButtonTextOnly if roomy else style.ToolButtonIconOnly
        for button in (self.now_button, self.branch_button):
            button.setToolButtonStyle(words)

    def _show_playing(self) -> None:
        playing = self.is_playing
        self.play_button.setIcon(icon("pause" if playing else "run", "muted"))
        self.play_button.setAccessibleName("Pause the play-back" if playing else "Play back")

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self._show_playing()

    def _make_ends(self) -> None:
        """What stands right of the line: memory at the newest, what to do at earlier moments."""
        self.memory_button = QToolButton()
        self.memory_button.setProperty("toggle", True)
        self.memory_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.memory_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.choices = self._make_menu()
        self.memory_button.setMenu(self.choices)
        self.now_button = _small("now", "Now", "Show the newest moment again (End)")
        self.now_button.clicked.connect(self._go_now)
        self.branch_button = _small(
            "branch",
            "Go on from here",
            "Train on from this moment. The run as it is now is pinned, to compare with.",
        )
        self.branch_button.setProperty("toggle", None)
        self.branch_button.setProperty("chip", True)
        self.branch_button.clicked.connect(self._branch)
        self._ends = QStackedWidget()
        self._ends.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for parts in ((self.memory_button,), (self.now_button, self.branch_button)):
            page = QWidget()
            row = QHBoxLayout(page)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.SPACE_1)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
            self._ends.addWidget(page)

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        self.best_action = menu.addAction("Go to the best")
        self.best_action.triggered.connect(self._go_best)
        self.best_action.setVisible(False)
        menu.addSection("Memory for moments")
        self._bounds = QActionGroup(menu)
        for bound in BOUNDS:
            action = menu.addAction(_megabytes(bound))
            action.setData(bound)
            action.setCheckable(True)
            action.setChecked(bound == self.bound)
            self._bounds.addAction(action)
        self._bounds.triggered.connect(self._choose_bound)
        return menu


def _kept_bound() -> int:
    """The bound that was chosen last."""
    kept = QSettings().value(SETTING, DEFAULT_BYTES)
    bound = int(kept) if isinstance(kept, int | str) and str(kept).isdecimal() else DEFAULT_BYTES
    return bound if bound in BOUNDS else DEFAULT_BYTES


def _megabytes(count: int) -> str:
    return f"{count // MB:,} MB" if count < 1000 * MB else f"{count / (1000 * MB):g} GB"


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


def _small(icon_name: str, text: str, help_text: str) -> QToolButton:
    button = QToolButton()
    button.setProperty("toggle", True)
    button.setIcon(icon(icon_name))
    button.setIconSize(QSize(14, 14))
    button.setText(text)
    button.setAccessibleName(text)
    button.setToolTip(help_text)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
