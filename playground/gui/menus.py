"""The window's menu, and the shortcuts in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from playground.gui import setup_view
from playground.gui.file_menu import FileMenu
from playground.gui.icons import icon
from playground.gui.menu_entry import add_entry
from playground.gui.panels.centre import BUILD
from playground.gui.panels.setup_card import SetupCard
from playground.gui.topics import mark
from playground.gui.views.catalogue import ANSWERS, CENTRE, INSIDE, LABS, VIEWS, named

if TYPE_CHECKING:
    from playground.gui.main_window import MainWindow


class Menus(QObject):
    """File, edit, view and help, behind the button at the end of the bar; the export dialog.

    Attributes:
        menu: the whole. file: files.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.menu = QMenu(window)
        mark(self.menu, "menu")
        self.menu.setToolTipsVisible(True)
        self._fill()
        button = window.transport.menu_button
        button.setMenu(self.menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        window.transport.export_button.clicked.connect(window.show_export)
        for action in window.transport.actions_with_keys():
            window.addAction(action)
        window.status.setup_requested.connect(self._show_setup_by_chip)

    def _fill(self) -> None:
        window = self._window
        stack = window.document.undo_stack
        undo = stack.createUndoAction(self, "Undo")
        undo.setShortcut(QKeySequence.StandardKey.Undo)
        undo.setIcon(icon("undo"))
        mark(undo, "undo")
        redo = stack.createRedoAction(self, "Redo")
        redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        redo.setIcon(icon("redo"))
        for action, go in ((undo, window.undoing.undo), (redo, window.undoing.redo)):
            action.triggered.disconnect()  # from the stack itself, which would wait for large data
            action.triggered.connect(go)
        mark(redo, "undo")
        self.file = FileMenu(window, self.menu)
        self.menu.addMenu(self.file)
        self.menu.addSeparator()
        for action in (undo, redo):
            self.menu.addAction(action)
            window.addAction(action)
        self.menu.addSeparator()
        palette = window.palette_panel
        self._add("Find a layer", "search", QKeySequence("Ctrl+F"), palette.begin_search)
        self._add(
            "Templates…", "templates", QKeySequence("Ctrl+Shift+N"), window.loader.show_templates
        )
        self.menu.addMenu(self._make_views())
        self._add(
            "Full screen", "present", None, window.presenter.present_what_is_pointed_at
        ).setText("Full screen\tF11")
        self._add("Output or code", None, QKeySequence("Ctrl+K"), window.right.switch)
        self._add("Open or close the drawer", None, QKeySequence("Ctrl+J"), window.drawer.toggle)
        self._add("Tidy the canvas", "tidy", QKeySequence("Ctrl+L"), window.canvas.tidy)
        self._add("Fit the canvas", "fit", None, window.canvas.fit).setText("Fit the canvas\tF")
        self._add("Light or dark", "dark", QKeySequence("Ctrl+T"), window.switch_theme)
        self.menu.addSeparator()
        self._add("Teacher's set-up…", "teacher", None, self._show_setup)
        self.menu.addMenu(self._make_help())
        self._add("Quit", "close", QKeySequence("Ctrl+Q"), window.close)

    def _add(self, text: str, icon_name: str | None, keys: Any, slot: Any) -> QAction:
        return add_entry(self.menu, self._window, text, icon_name, keys, slot)

    def _make_views(self) -> QMenu:
        """Every view there is, by its place."""
        window = self._window
        menu = QMenu("Views", self.menu)
        menu.setIcon(icon("attention"))
        mark(menu, "view")
        menu.setToolTipsVisible(True)
        build = menu.addAction("Build")
        build.setToolTip("Edit the network")
        mark(build, "canvas")
        build.triggered.connect(partial(window.centre.show_tab, BUILD))
        keyed = [build]
        for place in (CENTRE, LABS, ANSWERS, INSIDE):
            if place != CENTRE and named(place):
                menu.addSeparator()
            for name in named(place):
                action = menu.addAction(VIEWS[name].label)
                action.setToolTip(VIEWS[name].help)
                mark(action, f"view.{name}")
                action.triggered.connect(partial(window.show_view, name))
                keyed += [action] if place == CENTRE else []
        for number, action in enumerate(keyed, 1):
            action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            window.addAction(action)
        return menu

    def _make_help(self) -> QMenu:
        """What explains the program."""
        window, helper = self._window, self._window.helper
        menu = QMenu("Help", self.menu)
        menu.setIcon(icon("help"))
        mark(menu, "whats_this")
        menu.setToolTipsVisible(True)
        add = partial(add_entry, menu, window)
        about = add("Explain what is pointed at", None, None, helper.explain)
        about.setText("Explain what is pointed at\tF1")
        about.setToolTip("Or, while the mouse rests, what the keyboard is on")
        this = add("What's this?", None, QKeySequence("Shift+F1"), helper.ask_whats_this)
        this.setToolTip("The next click explains what it falls on instead of doing it")
        lessons = add("Lessons", "lesson", QKeySequence("Ctrl+Shift+L"), window.right.show_learn)
        lessons.setToolTip("Short guided tours, here in the window")
        add("Glossary…", "search", QKeySequence("Ctrl+?"), helper.open_glossary)
        add("Keys and gestures", None, QKeySequence("Ctrl+F1"), helper.show_keys)
        return menu

    @Slot()
    def _show_setup(self) -> None:
        self._open_setup(self._window.transport.menu_button)

    @Slot()
    def _show_setup_by_chip(self) -> None:
        self._open_setup(self._window.status.setup_button)

    def _open_setup(self, beside: QWidget) -> None:
        window = self._window
        card = SetupCard(window.document, setup_view.hideable(window), window)
        card.save_requested.connect(window.files.save)
        card.show_near(beside)
