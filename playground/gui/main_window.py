"""The window: puts the parts together and carries what they say to one another."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QVBoxLayout, QWidget

from playground.data.prepare import Prepared, prepare
from playground.errors import UserError
from playground.formats.export import Report
from playground.gui import theme
from playground.gui.canvas.view import Canvas
from playground.gui.document import Document
from playground.gui.files import Files, keep_unsaved, unsaved_path
from playground.gui.frame import Frame
from playground.gui.icons import app_icon
from playground.gui.jobs import Jobs
from playground.gui.menus import Menus
from playground.gui.panels.data_panel import DataPanel
from playground.gui.panels.notes_card import NotesCard
from playground.gui.panels.output_panel import OutputPanel
from playground.gui.panels.palette import Palette
from playground.gui.panels.status_bar import StatusBar
from playground.gui.panels.transport import Transport
from playground.gui.renderer import Picture, RendererThread
from playground.gui.run_link import RunLink
from playground.gui.trainer import Curves, TrainerThread
from playground.gui.widgets.banner import Banner
from playground.project.file import Project
from playground.training.run_state import RunState

REFRESH_MS = 16
PREPARE_AFTER_MS = 300  # once the window is on screen: imports that drawing curves needs
CALM_RATE = 0.1  # offered at most, when a run has diverged
MAP_EVERY = 2
PACE_EVERY = 12  # refreshes between two updates of numbers that are read, not watched


class MainWindow(QMainWindow):
    """Everything there is to see.

    Attributes:
        document: the project and its edits.
        transport, data_panel, palette_panel, canvas, output, status, banner: the parts.
        files: opening, saving, exporting. jobs: what runs in the background.
        trainer, renderer: the two threads.
        frame: the newest frame that was shown.
    """

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.document = Document(project.spec, self)
        self.document.path = project.path
        self.jobs = Jobs(self)
        self.files = Files(self.document, self.jobs, self)
        self.trainer = TrainerThread(self)
        self.renderer = RendererThread(self)
        self.frame: Frame | None = None
        self._curves: Curves | None = None
        self._drawn: Frame | None = None
        self._refreshes = 0
        self._loading: str | None = None
        self._next: Project | None = None  # what is shown as soon as the present one is kept
        self._kept_is_this = False  # whether what is kept unsaved is the project that is shown
        self._build()
        self.run_link = RunLink(self.document, self.trainer, self)
        self.menus = Menus(self)
        self._connect()
        self._show_title()
        self.output.set_data(prepare(project.spec.data))
        self.run_link.begin(project.run)
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._refresh)
        self._timer.start()
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._preparing = QTimer(self)
        self._preparing.setSingleShot(True)
        self._preparing.timeout.connect(self.output.curves.prepare)
        self._preparing.start(PREPARE_AFTER_MS)

    # Building

    def _build(self) -> None:
        self.setWindowIcon(app_icon())
        self.setMinimumSize(1100, 640)
        self.resize(1440, 900)
        self.transport = Transport(self.document)
        self.data_panel = DataPanel(self.document)
        self.palette_panel = Palette()
        self.banner = Banner()
        self.canvas = Canvas(self.document)
        self.output = OutputPanel()
        self.status = StatusBar(self.document)
        middle = QWidget()
        self.notes = NotesCard(self.document, middle)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.notes)
        column.addWidget(self.canvas, 1)
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._columns.setHandleWidth(1)
        self._columns.setChildrenCollapsible(False)
        for part, stretch in ((self._left(), 0), (middle, 1), (self.output, 0)):
            self._columns.addWidget(part)
            self._columns.setStretchFactor(self._columns.count() - 1, stretch)
        self._columns.setSizes([240, 820, 380])
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.transport)
        rows.addWidget(_line())
        rows.addWidget(self._columns, 1)
        rows.addWidget(_line())
        rows.addWidget(self.status)
        self.setCentralWidget(whole)

    def _left(self) -> QWidget:
        panel = QWidget()
        panel.setMinimumWidth(240)
        rows = QVBoxLayout(panel)
        rows.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_2, theme.SPACE_2)
        rows.setSpacing(theme.SPACE_3)
        rows.addWidget(self.data_panel)
        rows.addWidget(self.palette_panel, 1)
        return panel

    def _connect(self) -> None:
        self.transport.run_requested.connect(self.trainer.run)
        self.transport.pause_requested.connect(self.trainer.pause)
        self.transport.step_requested.connect(self._step)
        self.transport.reset_requested.connect(self._reset)
        self.transport.theme_button.clicked.connect(self.switch_theme)
        self.transport.device.value_chosen.connect(self.trainer.use_device)
        self.data_panel.source_chosen.connect(self.choose_source)
        self.palette_panel.insert_requested.connect(self._insert)
        self.status.node_chosen.connect(self.canvas.center_on_node)
        self.document.data_changed.connect(self._show_data)
        self.document.refused.connect(self._say_error)
        self.document.replaced.connect(self._show_title)
        self.document.undo_stack.cleanChanged.connect(self._show_title)
        self.renderer.rendered.connect(self._show_picture)
        self.trainer.trainer.stopped.connect(self._say_stopped)
        self.trainer.trainer.refused.connect(self._say_refused)
        self.trainer.trainer.state_taken.connect(self.files.save_with)
        self.trainer.trainer.state_taken.connect(self._go_on)
        self.files.state_wanted.connect(self.trainer.take_state)
        self.files.frame_wanted.connect(self._export_newest)
        self.files.opened.connect(self._leave_for)
        self.files.saved.connect(self._say_saved)
        self.files.exported.connect(self._say_exported)
        self.files.failed.connect(self._say_error)
        self.output.views.current_changed.connect(self._forget_picture)
        for keys, slot in (("Space", self.transport.toggle), ("F", self.canvas.fit)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(slot)

    # What the person asks for

    @Slot(str)
    def choose_source(self, name: str) -> None:
        """Load data in the background, then use it."""
        self._loading = name
        self.data_panel.set_busy(name)
        spec = self.document.data_with(source=name)
        self.jobs.start(partial(prepare, spec), self._use_source, self._fail_source)

    @Slot(object)
    def _use_source(self, prepared: Prepared) -> None:
        """Use what was loaded, unless something else has been asked for since."""
        if self._loading == prepared.spec.source:
            self._loading = None
            self.document.set_data(source=prepared.spec.source)
            self.data_panel.set_busy(None)

    @Slot(str)
    def _fail_source(self, message: str) -> None:
        self._loading = None
        self.data_panel.set_busy(None)
        self._say_error(message)

    @Slot(str)
    def _insert(self, layer_type: str) -> None:
        self.canvas.insert_layer(layer_type)

    @Slot(str)
    def _step(self, kind: str) -> None:
        (self.trainer.step_batch if kind == "batch" else self.trainer.step_epoch).emit()

    @Slot(bool)
    def _reset(self, new: bool) -> None:
        self.output.clear_run()
        self.banner.dismiss()
        if new:
            seed = (self.document.project.training.seed + 1) % 2**32
            self.document.set_training(seed=seed)
        else:
            self.trainer.reset.emit(self.document.project.training.seed)

    @Slot()
    def switch_theme(self) -> None:
        """From light to dark and back; remembered."""
        name: theme.ThemeName = "light" if theme.current().dark else "dark"
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply_theme(application, name)
        QSettings().setValue("theme", name)

    @Slot(object)
    def _leave_for(self, project: Project) -> None:
        """Show this project; the run of one left unsaved is asked for before, to keep it."""
        if self.document.undo_stack.isClean():
            self.show_project(project)
        else:
            self._next = project
            self.trainer.take_state.emit()

    @Slot(object)
    def _go_on(self, state: RunState | None) -> None:
        if self._next is not None:
            project, self._next = self._next, None
            self.show_project(project, state)

    def show_project(self, project: Project, state: RunState | None = None) -> None:
        """Leave the present project and show this one.

        Args:
            state: the run of the present project, to be kept with it if it is unsaved.
        """
        left_unsaved = not self.document.undo_stack.isClean()
        if left_unsaved:
            self._keep(state)
        self._loading = None
        brought_back = project.path == unsaved_path()
        self._kept_is_this = brought_back and not left_unsaved
        if brought_back:
            # It is still to be saved, and not there.
            self.document.replace(project.spec, None)
            self.document.undo_stack.resetClean()
        else:
            self.document.replace(project.spec, project.path)
        self.output.clear_run()
        self.output.set_data(prepare(project.spec.data))
        self.run_link.begin(project.run)
        self.canvas.fit()
        self._offer_unsaved() if left_unsaved else self.banner.dismiss()

    @Slot()
    def _export_newest(self) -> None:
        newest = self.trainer.trainer.newest
        if newest is None or self.document.traced.errors:
            self._say_error("There is nothing to export until the network's problems are mended.")
        else:
            self.files.export_frame(newest)

    # What the threads say

    @Slot()
    def _refresh(self) -> None:
        """Show what is newest; called at display rate."""
        trainer = self.trainer.trainer
        frame = trainer.newest
        if frame is None:
            self._show_no_run()
            return
        self._refreshes += 1
        if frame is not self.frame:
            self.frame = frame
            self.transport.show_frame(frame)
            if self._refreshes % PACE_EVERY == 0 or not frame.running:
                self.transport.set_pace(frame)
                self.status.show_frame(frame)
                self.output.show_frame(frame)
        if trainer.curves is not self._curves:
            self._curves = trainer.curves
            if trainer.curves is not None:
                self.output.show_curves(trainer.curves)
        if frame is not self._drawn and not self.renderer.busy and self._may_draw(frame):
            request = self.output.request(frame)
            if request is not None:
                self._drawn = frame
                self.renderer.request(request)

    def _show_no_run(self) -> None:
        """Nothing can be trained: what was there of another run goes."""
        if self.frame is not None:
            self.frame = self._drawn = self._curves = None
            self.transport.set_epoch(0)
            self.transport.set_running(False)

    def _may_draw(self, frame: Frame) -> bool:
        """Whether it is time for a map: while it runs, every second refresh is often enough."""
        return not frame.running or self._refreshes % MAP_EVERY == 0

    @Slot(object)
    def _show_picture(self, picture: Picture) -> None:
        self.output.show_picture(picture)

    @Slot()
    def _forget_picture(self) -> None:
        self._drawn = None

    @Slot()
    def _show_data(self) -> None:
        self.output.set_data(prepare(self.document.project.data))

    @Slot(str)
    def _say_stopped(self, message: str) -> None:
        if message:
            rate = self.document.project.training.optimizer.learning_rate
            calmer = min(rate / 10, CALM_RATE)
            self.banner.say(
                "error",
                message,
                [
                    (f"Rate {calmer:g}, reset", partial(self._calm_down, calmer)),
                    ("Reset", partial(self._reset, False)),
                ],
            )

    def _calm_down(self, rate: float) -> None:
        self.document.set_learning_rate(rate)
        self._reset(False)

    @Slot(str)
    def _say_refused(self, message: str) -> None:
        fixes = [p for p in self.document.traced.errors if p.fix is not None]
        if not fixes:
            self._say_error(message)
            return
        fix = fixes[0].fix
        assert fix is not None
        self.banner.say("error", message, [(fix.label, partial(self.document.apply_fix, fix))])

    @Slot(str)
    def _say_error(self, message: str) -> None:
        self.banner.say("error", message)

    @Slot(object)
    def _say_saved(self, path: Path) -> None:
        self.document.path = path
        if self.document.project == self.files.written:
            self.document.undo_stack.setClean()
        if self._kept_is_this:
            self._kept_is_this = False
            _discard_unsaved()
        self._show_title()
        self.banner.say("ok", f"Saved {path.name}.")

    @Slot(object)
    def _say_exported(self, report: Report) -> None:
        snippet = report.format.snippet.format(file=report.path.name)
        self.banner.say(
            "ok" if report.agrees else "error",
            str(report),
            [("Copy code to load it", partial(_copy, snippet))],
        )

    @Slot()
    def _show_title(self) -> None:
        name = self.document.project.name
        self.setWindowTitle(f"{name}[*] – Playground")
        self.setWindowModified(not self.document.undo_stack.isClean())

    @property
    def settled(self) -> bool:
        """Whether everything that was asked for is on screen."""
        newest = self.trainer.trainer.newest
        if newest is None:
            return bool(self.document.traced.errors) and not self.jobs.busy
        drawn = newest is self._drawn and not self.renderer.busy
        return not newest.running and drawn and not self.jobs.busy

    # Leaving, and coming back

    def offer_unsaved(self) -> None:
        """Offer what was left unsaved the last time, if anything was."""
        if unsaved_path().exists():
            self._offer_unsaved()

    def _offer_unsaved(self) -> None:
        self.banner.say(
            "warning",
            "The project you left was not saved; it is kept.",
            [("Bring it back", self._bring_back), ("Discard", _discard_unsaved)],
        )

    def _bring_back(self) -> None:
        self.files.open(str(unsaved_path()))

    def _keep(self, state: RunState | None) -> None:
        try:
            keep_unsaved(self.document.project, state)
        except UserError as error:
            self._say_error(str(error))

    def closeEvent(self, event: QCloseEvent) -> None:
        """End both threads; what is unsaved is kept, so nothing is asked."""
        self._timer.stop()
        self._preparing.stop()
        state = self.trainer.finish()
        self.renderer.finish()
        self.jobs.finish()
        if not self.document.undo_stack.isClean():
            self._keep(state)
        QSettings().setValue("geometry", self.saveGeometry())
        super().closeEvent(event)


def _copy(text: str) -> None:
    QApplication.clipboard().setText(text)


def _discard_unsaved() -> None:
    unsaved_path().unlink(missing_ok=True)


def _line() -> QWidget:
    line = QWidget()
    line.setFixedHeight(1)
    line.setProperty("role", "line")
    line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return line
