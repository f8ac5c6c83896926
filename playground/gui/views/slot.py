"""A place for one view at a time: its picker, its menu, and the view."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from playground.data.prepare import Prepared
from playground.gui import theme
from playground.gui.help.question import Question
from playground.gui.icons import icon
from playground.gui.plots.compact_box import CompactBox
from playground.gui.run_words import glance_words
from playground.gui.topics import TOPIC_ROLE, mark
from playground.gui.views.catalogue import ANSWERS, CURVES, VIEWS
from playground.gui.views.view import View
from playground.gui.views.views import Views
from playground.network.heads import Head


class ViewSlot(QWidget):
    """Shows one of several views.

    A view that has nothing to say about the present data stays listed, with its reason, and gives
    way to the first that has.

    Attributes:
        picker: the choice of view. question: explains the one that is shown.
        more_button: saving, copying. present_button: full screen.
        header: the row of the three.
        note: of how many samples it is, where that is not all.

    Signals:
        present_requested(name): the view is to be shown full screen.
        chosen(name): another view is shown.
    """

    present_requested = Signal(str)
    chosen = Signal(str)

    def __init__(
        self,
        views: Views,
        names: Sequence[str],
        setting: str,
        accessible_name: str,
        suits: Mapping[str, str] | None = None,
        kind: Callable[[Prepared], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        names: the views to choose from.
        setting: where the choice is remembered, for each kind of data.
        accessible_name: what the place is for.
        suits: for kinds of data (see `kind_of`), which view to begin with if not the first.
        kind: tells kinds of data apart, if not `kind_of`.
        """
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self._views = views
        self._names = tuple(names)
        self._setting = setting
        self._suits = suits or {}
        self._kind_of = kind or kind_of
        self._kind = ""
        self._glance = ""
        self._wish = names[0]
        self._reasons: dict[str, str] = {}
        self._name = ""
        self.picker = CompactBox()
        self.picker.setAccessibleName(f"{accessible_name}: view")
        self.picker.set_entries([(VIEWS[name].label, name) for name in names], self._wish)
        for row, name in enumerate(names):
            self.picker.setItemData(row, VIEWS[name].help, Qt.ItemDataRole.ToolTipRole)
            self.picker.setItemData(row, f"view.{name}", TOPIC_ROLE)
        self.present_button = _tool(
            "present", "Show full screen, in large type (F11)", "Full screen"
        )
        self.more_button = _tool("more", "Save or copy the picture or its data", "Save or copy")
        mark(self.present_button, "present")
        mark(self.more_button, "save_view")
        mark(self.picker, "view_picker")
        self.question = Question(f"view.{names[0]}", "this view")
        self.header = QWidget()
        controls = QHBoxLayout(self.header)
        controls.setContentsMargins(0, 0, 0, 0)
        controls.setSpacing(0)
        for each in (self.picker, self.question, self.present_button, self.more_button):
            controls.addWidget(each)
        self._pages = QStackedWidget()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        rows.addWidget(self._pages, 1)
        self.note = QLabel()
        self.note.setProperty("role", "caption")
        self.note.setWordWrap(True)
        self.note.setToolTip("Training goes through all samples, and so do the curves' numbers.")
        self.note.hide()
        rows.addWidget(self.note)
        self.picker.activated.connect(self._choose_row)
        self.present_button.clicked.connect(self._present)
        self.more_button.clicked.connect(self._open_menu)

    @property
    def name(self) -> str:
        """Which view is shown; "" before the first."""
        return self._name

    @property
    def view(self) -> View | None:
        """The view that is shown."""
        return self._views.made(self._name) if self._name else None

    def choose(self, name: str) -> None:
        """Show this view, or say why not and keep to another."""
        if name in self._names:
            self._wish = name
            self._show_best()

    def set_facts(self, prepared: Prepared, head: Head, taken: Sequence[str] = ()) -> None:
        """What the data and head are; `taken` are views that stand elsewhere."""
        self._reasons = {}
        self._glance = glance_words(prepared)
        kind = self._kind_of(prepared)
        if kind != self._kind:
            self._kind = kind
            self._wish = self._remembered(kind)
        for name in self._names:
            reason = VIEWS[name].reason(prepared, head)
            if not reason and name in taken:
                reason = "It is shown in the other place."
            self._reasons[name] = reason
        self._mark()
        self._show_best()

    def holds(self, name: str) -> bool:
        """Whether this is the place of a view."""
        return name == self._name

    def leave(self, view: View) -> None:
        """Take `view` back in, after it was shown elsewhere."""
        self._pages.addWidget(view)
        if view.key == self._name:
            self._pages.setCurrentWidget(view)

    def _remembered(self, kind: str) -> str:
        """What was chosen for such data before, or what suits it."""
        suits = self._suits.get(kind, self._names[0])
        kept = str(QSettings().value(f"views/{self._setting}/{kind}", suits))
        return kept if kept in self._names else suits

    def _show_best(self) -> None:
        able = [name for name in self._names if not self._reasons.get(name)]
        name = self._wish if self._wish in able or not able else able[0]
        self.picker.blockSignals(True)
        self.picker.setCurrentIndex(self._names.index(name))
        self.picker.blockSignals(False)
        self.picker.updateGeometry()
        view = self._views.view(name)
        if self._pages.indexOf(view) < 0:
            self._pages.addWidget(view)
        self._pages.setCurrentWidget(view)
        if name != self._name:
            self._name = name
            mark(self.question, f"view.{name}")
            self.chosen.emit(name)
        looks = VIEWS[name].place == ANSWERS and name != CURVES
        self.note.setText(self._glance if looks else "")
        self.note.setVisible(bool(self.note.text()))

    def _mark(self) -> None:
        """Disable what has nothing to say, with the reason."""
        model = self.picker.model()
        assert isinstance(model, QStandardItemModel)
        for row, name in enumerate(self._names):
            reason = self._reasons.get(name, "")
            item = model.item(row)
            item.setEnabled(not reason)
            item.setToolTip(reason or VIEWS[name].help)

    @Slot(str)
    def choose_by_hand(self, name: str) -> None:
        """Show this view, and begin with it another time."""
        QSettings().setValue(f"views/{self._setting}/{self._kind}", name)
        self.choose(name)

    @Slot(int)
    def _choose_row(self, row: int) -> None:
        self.choose_by_hand(self._names[row])

    @Slot()
    def _present(self) -> None:
        if self._name:
            self.present_requested.emit(self._name)

    @Slot()
    def _open_menu(self) -> None:
        view = self.view
        if view is not None:
            below = QPoint(0, self.more_button.height())
            view.save_menu.open_at(self.more_button.mapToGlobal(below))


def kind_of(prepared: Prepared) -> str:
    """ "plane", "images", "sequences", "codes" or "table"."""
    dataset = prepared.dataset
    if dataset.on_plane:
        return "plane"
    if dataset.coded:
        return "codes"
    return {3: "images", 2: "sequences"}.get(len(dataset.feature_shape), "table")


def _tool(icon_name: str, help_text: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(icon_name, "muted"))
    button.setProperty("flat", True)
    button.setToolTip(help_text)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
