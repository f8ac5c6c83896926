"""The window: puts the parts together and carries what they say to one another."""

from __future__ import annotations

import sys
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from playground.data.prepare import prepare
from playground.gui import setup_view, theme
from playground.gui.autosave import Autosave
from playground.gui.closing import Closing
from playground.gui.collector import Collector
from playground.gui.controls import Controls
from playground.gui.data.opener import DataOpener
from playground.gui.data.pages import GALLERY, PAGES, TABLE, Surroundings
from playground.gui.data.review.review import Review
from playground.gui.data.split.held_out import HeldOut
from playground.gui.data.tab import DataTab
from playground.gui.display import Display
from playground.gui.document import Document
from playground.gui.exporting.outcome import Outcome
from playground.gui.file_drop import FileDrop
from playground.gui.files import Files
from playground.gui.help.helper import Helper
from playground.gui.icons import app_icon
from playground.gui.importing.importer import Importer
from playground.gui.importing.starter import Starter
from playground.gui.jobs import Jobs
from playground.gui.lessons.guide import Guide
from playground.gui.lessons.offering import Offering
from playground.gui.loader import Loader
from playground.gui.menus import Menus
from playground.gui.messages import Messages
from playground.gui.panels.centre import BUILD, DATA
from playground.gui.panels.data_panel import DataPanel
from playground.gui.panels.palette import Palette
from playground.gui.panels.right_column import OUTPUT, RightColumn
from playground.gui.panels.status_bar import StatusBar
from playground.gui.panels.timeline_bar import TimelineBar
from playground.gui.panels.transport import Transport
from playground.gui.presenter import Presenter
from playground.gui.projects import Projects
from playground.gui.recent import RecentFiles
from playground.gui.renderer import RendererThread
from playground.gui.run_link import RunLink
from playground.gui.runs import Runs
from playground.gui.trainer_thread import TrainerThread
from playground.gui.travel import Travel
from playground.gui.undoing import Undoing
from playground.gui.views.catalogue import COLLAPSE, CURVES, VIEWS
from playground.gui.views.view import Context
from playground.gui.views.views import Views
from playground.gui.window_state import keep_state
from playground.gui.work import WorkTaker
from playground.gui.workspace import INSTRUMENTS, Workspace
from playground.network.fragment import Fragment
from playground.network.problems import LinearStack
from playground.project.file import Project

if TYPE_CHECKING:
    from playground.gui.exporting.dialog import ExportDialog
    from playground.gui.exporting.exporter import Exporter

_LOW_PX = 800
# How soon one thread's Python gives way to another's that waits. The trainer asks for its turn
# after every stretch of compiled steps; at Python's own 5 ms it would mostly wait for the renderer.
SWITCH_S = 0.0003
PREPARE_AFTER_MS = 300  # once the window is on screen: imports that drawing curves needs


class MainWindow(QMainWindow):
    """Everything there is to see.

    Attributes:
        document: the project and its edits.
        transport, data_panel, palette_panel, canvas, drawer, output, right, status, banner:
            the parts.
        files: opening and saving. work: what there is to save. autosave: keeps what is not saved.
        recent: the files of late. importer: weights and networks from files.
        export_dialog: asks what a run is to be exported as; None before the first.
        file_drop: files dragged here. starter: starts from a trained network.
        controls: run, step, reset. closing: what is unsaved is kept before.
        jobs: what runs in the background. loader: data and templates.
        helper: explains what is pointed at.
        projects: from one project to the next. messages: what the banner says.
        review: a file of one's own that is looked through. opener: chooses and pastes such.
        data_tab: the tab Data. held_out: judges by the test set.
        guide: leads through lessons. offering: offers them.
        trainer, renderer: the two threads. display: shows what they have.
        views: every view of a run. runs: those that were pinned. presenter: shows views full
            screen. travel: to earlier moments and back.
    """

    def __init__(self, project: Project) -> None:
        super().__init__()
        sys.setswitchinterval(SWITCH_S)
        self.document = Document(project.spec, self)
        self.document.path = project.path
        self.jobs = Jobs(self)
        self.undoing = Undoing(self.document, self.jobs, self)
        self.trainer = TrainerThread(self)
        self.work = WorkTaker(self.document, self.trainer, self)
        self.files = Files(self.document, self.jobs, self.work, self)
        self.autosave = Autosave(self.document, self.trainer, self.work, self.files.claim, self)
        self.recent = RecentFiles(self.files.open, self.jobs, self)
        self.importer = Importer(self.document, self.trainer, self.jobs, self)
        self.review = Review(self.document, self)
        self.opener = DataOpener(self.review, self)
        self.file_drop = FileDrop(self, self.files.open, self.importer.read, self.review.open)
        self.renderer = RendererThread(self)
        self.runs = Runs(self)
        context = Context(self.document, self.trainer, self.jobs, self.runs)
        self.views = Views(context, self)
        self._collector = Collector(self.jobs, self.trainer.trainer, self)
        self.export_dialog: ExportDialog | None = None
        self._build()
        self.projects = Projects(
            self.document, self.files, self.autosave, self.jobs, self.banner, self
        )
        self.controls = Controls(self)
        self.messages = Messages(
            self.banner, self.document, self.controls.reset_to_same_start, self
        )
        self.loader = Loader(self)
        self.starter = Starter(self.document, self.trainer, self.jobs, self.banner, self)
        self.run_link = RunLink(self.document, self.trainer, self)
        self.closing = Closing(self)
        self.presenter = Presenter(self)
        self.helper = Helper(self)
        self.transport.help_button.clicked.connect(self.helper.ask_whats_this)
        self.menus = Menus(self)
        self._connect()
        self._show_title()
        self._show_setup()
        self._show_data()
        self._note_recent()
        self.run_link.begin(project.run, project.run_spec)
        self.projects.begin(project)
        self.display = Display(
            self.trainer.trainer,
            self.trainer.pulse,
            self.renderer,
            self.views,
            self.transport,
            self.status,
            self.timeline,
            self,
        )
        self.display.numbers_wanted.connect(self.canvas.network_scene.show_run)
        self.travel = Travel(self.display, self.timeline, self.trainer, self.runs, self)
        self.guide = Guide(self)
        self.offering = Offering(self, self.guide)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._preparing = QTimer(self)
        self._preparing.setSingleShot(True)
        self._preparing.timeout.connect(self._prepare_plots)
        self._preparing.start(PREPARE_AFTER_MS)

    # Building

    def _build(self) -> None:
        self.setWindowIcon(app_icon())
        self.setMinimumSize(1180, 640)
        self.resize(1440, 900)
        self.transport = Transport(self.document)
        self.data_panel = DataPanel(self.document)
        self.palette_panel = Palette(margin=theme.SPACE_2)
        self.held_out = HeldOut(self.trainer, self.jobs, self)
        surroundings = Surroundings(
            self.document,
            self.jobs,
            self.review,
            self.data_panel.source_chosen.emit,
            self.held_out.judge,
        )
        self.data_tab = DataTab(surroundings)
        self.workspace = Workspace(self.document, self.undoing, self.views, self.data_tab)
        self.banner, self.notes = self.workspace.banner, self.workspace.notes
        self.canvas, self.drawer = self.workspace.canvas, self.workspace.drawer
        self.inspector, self.centre = self.workspace.inspector, self.workspace.centre
        self.right = RightColumn(self.document, self.views)
        self.output = self.right.output
        self.status = StatusBar(self.document)
        self.timeline = TimelineBar()
        self.status.add_timeline(self.timeline)
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._columns.setObjectName("columns")
        self._columns.setHandleWidth(1)
        self._columns.setChildrenCollapsible(False)
        for part, stretch in ((self._left(), 0), (self.workspace, 1), (self.right, 0)):
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
        rows.setContentsMargins(theme.SPACE_3, theme.SPACE_2, 0, theme.SPACE_2)
        rows.setSpacing(theme.SPACE_3)
        data = QHBoxLayout()
        data.setContentsMargins(0, 0, theme.SPACE_2, 0)
        data.addWidget(self.data_panel)
        rows.addLayout(data)
        rows.addWidget(self.palette_panel, 1)
        return panel

    def _connect(self) -> None:
        self.transport.run_requested.connect(self.controls.run)
        self.transport.pause_requested.connect(self.trainer.pause)
        self.transport.step_requested.connect(self.controls.step)
        self.transport.pace_chosen.connect(self.trainer.set_pace)
        self.transport.reset_requested.connect(self.controls.reset)
        self.transport.theme_button.clicked.connect(self.switch_theme)
        self.transport.device.value_chosen.connect(self.trainer.use_device)
        self.palette_panel.insert_requested.connect(self._insert)
        self.palette_panel.block_requested.connect(self._insert_block)
        self.palette_panel.left.connect(self._go_to_canvas)
        self.palette_panel.blocks.failed.connect(self.messages.say_error)
        self.canvas.block_kept.connect(self._keep_block)
        self.status.node_chosen.connect(self.canvas.center_on_node)
        self.right.node_chosen.connect(self.canvas.center_on_node)
        self.canvas.selection_changed.connect(self.right.show_selection)
        self.status.problem_list.matrix_wanted.connect(self._show_matrix)
        self.loader.template_taken.connect(self.controls.reset_to_same_start)
        self.loader.template_taken.connect(self.canvas.fit)
        self.document.data_changed.connect(self._show_data)
        self.document.changed.connect(self._show_facts)
        self.document.setup_changed.connect(self._show_setup)
        self.document.replaced.connect(self._show_setup)
        self.document.changed.connect(self._show_title)
        self.document.refused.connect(self.messages.say_error)
        self.document.undo_stack.cleanChanged.connect(self._show_title)
        trainer = self.trainer.trainer
        trainer.stopped.connect(self.messages.say_stopped)
        trainer.finished.connect(self.controls.say_finished)
        self.runs.told.connect(self.messages.say_notice)
        self.views.node_chosen.connect(self.canvas.center_on_node)
        self.views.rerun_wanted.connect(self.controls.run_again)
        self.canvas.selection_changed.connect(self.views.follow_selection)
        trainer.noticed.connect(self.messages.say_notice)
        trainer.kept.connect(self.canvas.notes.tell)
        trainer.refused.connect(self.messages.say_refused)
        self.projects.shown.connect(self._show_project)
        self.canvas.table_pasted.connect(self.review.paste)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self.data_tab)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self.opener.paste)
        self.review.opened.connect(self._show_review)
        self.data_panel.gallery_button.clicked.connect(self.show_gallery)
        self.review.changed.connect(self._make_room_for_review)
        self.centre.tabs.current_changed.connect(self._make_room_for_review)
        self.review.used.connect(self._train_on_it)
        self.files.failed.connect(self.messages.say_error)
        self.importer.failed.connect(self.messages.say_error)
        self.importer.told.connect(self.messages.say_done)
        self.importer.advised.connect(self.messages.say_scaling)
        self.importer.beginning.connect(self.controls.leave_run)
        self.importer.waiting.connect(partial(self.messages.say_reading, self.importer.cancel))
        self.importer.waited.connect(self.banner.dismiss)
        self.undoing.failed.connect(self.messages.say_error)
        self.undoing.waiting.connect(self.messages.say_preparing)
        self.undoing.waited.connect(self.banner.dismiss)
        self.starter.failed.connect(self.messages.say_error)
        self.starter.beginning.connect(self.controls.leave_run)
        for written in (self.files.saved, self.files.copied):
            written.connect(self.recent.note)
        for keys, slot in (("Space", self.transport.toggle), ("F", self.canvas.fit)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(slot)

    @Slot()
    def _prepare_plots(self) -> None:
        self.jobs.start(_import_plots, self._plots_imported, self.messages.say_error)

    def _plots_imported(self, imported: None) -> None:
        view = self.views.made(CURVES)
        if view is not None:
            view.prepare()
        self.data_tab.prepare()

    # What the person asks for

    @Slot(str)
    def _insert(self, layer_type: str) -> None:
        self.canvas.add_layer(layer_type)

    @Slot()
    def _go_to_canvas(self) -> None:
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _insert_block(self, title: str) -> None:
        fragment = self.palette_panel.blocks.find(title)
        self.canvas.clipboard.insert(fragment, None, None)

    @Slot(object)
    def _keep_block(self, fragment: Fragment) -> None:
        self.palette_panel.blocks.keep(fragment)
        self.messages.say_done(f"“{fragment.title}” is in the palette, under Blocks.")

    @Slot()
    def switch_theme(self) -> None:
        """From light to dark and back; remembered."""
        name: theme.ThemeName = "light" if theme.current().dark else "dark"
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply_theme(application, name)
        QSettings().setValue("theme", name)

    @cached_property
    def exporter(self) -> Exporter:
        """Writes what runs come to. Made at first use, so that the window opens without it."""
        from playground.gui.exporting.exporter import Exporter

        made = Exporter(self)
        made.ended.connect(self._say_exported)
        return made

    @Slot()
    def show_export(self) -> None:
        """Open the dialog that exports."""
        if self.export_dialog is None:
            from playground.gui.exporting.dialog import ExportDialog

            self.export_dialog = ExportDialog(self.exporter, self.jobs, self)
        self.export_dialog.open_up()

    @Slot(object)
    def _say_exported(self, outcome: Outcome) -> None:
        """The dialog says it itself, while it can be seen."""
        if self.export_dialog is None or not self.export_dialog.isVisible():
            self.messages.say_exported(outcome)

    @Slot(object)
    def _show_matrix(self, stack: LinearStack) -> None:
        """The single matrix that layers in a row equal: in the lab that folds them."""
        from playground.gui.views.collapse_view import CollapseView

        self.show_view(COLLAPSE)
        view = self.views.view(COLLAPSE)
        assert isinstance(view, CollapseView)
        view.show_stack(stack)

    @Slot()
    def _show_review(self) -> None:
        """The file that is looked through."""
        self.centre.show_tab(DATA)
        page = self.data_tab.show_page(TABLE)
        page.begin()

    @Slot()
    def show_gallery(self) -> None:
        """All data that comes with the program."""
        self.centre.show_tab(DATA)
        self.data_tab.show_page(GALLERY)

    @Slot()
    def _make_room_for_review(self) -> None:
        """While a file is looked through, its table has the room of what the run answers."""
        self.right.setVisible(not (self.review.active and self.centre.tabs.current == DATA))

    @Slot(bool)
    def _train_on_it(self, began: bool) -> None:
        """A file is in use: what was built for it is shown, and trains."""
        if began:
            self.controls.reset_to_same_start()
            self.centre.show_tab(BUILD)
            self.canvas.fit()
            self.controls.run()

    def show_view(self, name: str, _checked: bool = False) -> None:
        """Bring a view to where it can be seen."""
        match VIEWS.find(name).place:
            case "centre":
                self.centre.show_tab(name)
            case "labs":
                self.centre.show_lab(name)
            case "inside":
                self.drawer.show_panel(INSTRUMENTS)
                self.workspace.instruments.choose(name)
            case _:
                self.right.tabs.set_current(OUTPUT)
                place = self.output.curves if name == CURVES else self.output.answers
                place.choose(name)

    # What the document says

    @Slot(object)
    def _show_project(self, project: Project) -> None:
        self.loader.forget()
        self.travel.back()
        self.views.clear()
        self.review.leave()
        self._show_data()
        self.run_link.begin(project.run, project.run_spec)
        self._note_recent()
        self.canvas.fit()
        self._show_title()

    @Slot()
    def _show_data(self) -> None:
        prepared = prepare(self.document.project.data).glance
        self.views.set_data(prepared)
        self._show_facts()

    @Slot()
    def _show_facts(self) -> None:
        """Offer the views that have something to say."""
        project = self.document.project
        prepared = prepare(project.data).glance
        for place in (self.centre, self.output, self.workspace.instruments):
            place.set_facts(prepared, project.head)

    @Slot()
    def _show_setup(self) -> None:
        setup_view.apply(self.document.project.setup, self)

    def _note_recent(self) -> None:
        if self.document.path is not None:
            self.recent.note(self.document.path)

    @Slot()
    def _show_title(self) -> None:
        name = self.document.project.name
        self.setWindowTitle(f"{name}[*] – Playground")
        self.setWindowModified(not self.document.undo_stack.isClean())

    @property
    def settled(self) -> bool:
        """Whether everything that was asked for is on screen."""
        broken = self.trainer.trainer.newest is None and bool(self.document.traced.errors)
        return (broken or self.display.settled) and not self.jobs.busy

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low window has no room for what is said of the data."""
        super().resizeEvent(event)
        self.data_panel.set_terse(self.height() < _LOW_PX)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End both threads; what is unsaved is kept, so nothing is asked."""
        self.guide.before_close()
        if not self.closing.keep():
            event.ignore()
            return
        self._preparing.stop()
        for part in (
            self.guide,
            self.loader,
            self.review,
            self.data_tab,
            self.presenter,
            self.exporter,
            self.display,
            self.views,
            self.trainer,
            self.renderer,
            self.jobs,
            self._collector,
            self.autosave,
        ):
            part.finish()
        self.files.claim.release()
        keep_state(self)
        super().closeEvent(event)


def _import_plots() -> None:
    """Import what curves and the tab Data need: long enough that the window should not wait."""
    import_module("pyqtgraph")
    for page in PAGES.values():
        import_module(page.path.partition(":")[0])


def _line() -> QWidget:
    line = QWidget()
    line.setFixedHeight(1)
    line.setProperty("role", "line")
    line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return line
