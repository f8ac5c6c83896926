"""Pinning the present run: the button, the key, and what the legend does to pinned runs."""

from __future__ import annotations

from weakref import ref

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QToolButton

from playground.gui.icons import icon
from playground.gui.plots.run_legend import RunLegend
from playground.gui.runs import PinnedRun, Runs
from playground.gui.topics import mark
from playground.gui.views.shown import Shown
from playground.gui.views.view import View

_HELP = "Pin this run: it stays behind the next as a ghost, to compare them (P)"
_NOTHING = "There is nothing to pin yet. Press Run first."
_WIDE = 440
_NO_RUNS = "Runs can't be pinned in this window."


class Pinning(QObject):
    """What views of several runs have in common.

    Attributes:
        button: pins the present run, as the key P does while the view has the focus.
    """

    def __init__(self, view: View) -> None:
        super().__init__(view)
        self._document = ref(view.context.document)
        self._runs: Runs | None = getattr(view.context, "runs", None)
        self._shown: Shown | None = None
        self.button = QToolButton()
        self.button.setText("pin")
        self.button.setIcon(icon("favourite", "muted"))
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setProperty("toggle", True)
        self.button.setAccessibleName("Pin this run")
        mark(self.button, "pin")
        self.button.clicked.connect(self.pin)
        self._shortcut = QShortcut(QKeySequence(Qt.Key.Key_P), view)
        self._shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._shortcut.activated.connect(self.pin)
        if self._runs is not None:
            self._runs.changed.connect(view.stale)
        self._enable()

    @property
    def runs(self) -> tuple[PinnedRun, ...]:
        """Those that were pinned."""
        return self._runs.all if self._runs is not None else ()

    @property
    def can_pin(self) -> bool:
        """Whether there is a run that has measured anything."""
        shown = self._shown
        known = shown is not None and shown.curves is not None and len(shown.curves.epochs) > 0
        return self._runs is not None and known

    def set_shown(self, shown: Shown | None) -> None:
        """What pinning pins."""
        could, self._shown = self.can_pin, shown
        if could != self.can_pin:
            self._enable()

    def fit(self, width: int) -> None:
        """Say "pin" beside the picture of one where the header is `width` px wide."""
        style = Qt.ToolButtonStyle
        wide = width >= _WIDE
        self.button.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if wide else style.ToolButtonIconOnly
        )

    def serve(self, legend: RunLegend) -> None:
        """Do what its menu asks."""
        if self._runs is not None:
            legend.renamed.connect(self._runs.rename)
            legend.removed.connect(self._runs.remove)
            legend.cleared.connect(self._runs.clear)

    @Slot()
    def pin(self) -> None:
        """Pin the run as it is shown."""
        if self._runs is not None and self._shown is not None and self.can_pin:
            document = self._document()
            training = document.project.training if document is not None else None
            self._runs.pin(self._shown, training=training)

    def _enable(self) -> None:
        self.button.setEnabled(self.can_pin)
        why = _NO_RUNS if self._runs is None else _NOTHING
        self.button.setToolTip(_HELP if self.can_pin else why)
