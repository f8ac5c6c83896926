"""The dialog that exports: what to choose from, what will be inside, and the verdict."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.exporting.exporter import Exporter
from playground.gui.exporting.moment import ExportMoment
from playground.gui.exporting.offer_list import OfferList
from playground.gui.exporting.offer_page import OfferPage
from playground.gui.exporting.offers import OFFERS, Offer
from playground.gui.exporting.outcome import Outcome
from playground.gui.exporting.outcome_bar import OutcomeBar
from playground.gui.jobs import Jobs
from playground.gui.topics import mark

_SIZE = (900, 620)
# How often what will be inside is looked at while the run goes on.
_LOOK_MS = 1000
_FORMAT, _FOLDER, _COMPARE = "export/format", "export/folder", "export/compare"
_FIRST = "onnx"


class ExportDialog(QDialog):
    """Stands beside the window, which goes on; Escape closes it.

    What goes out is the moment at which Export… was pressed.

    Attributes:
        offers: the list. page: what the chosen one is. outcome: how it goes, and the verdict.
        compare_box: whether the file is read back. moment_label: which epoch goes out.
        export_button: asks where. file_dialog: where it asks, while it does.
    """

    def __init__(self, exporter: Exporter, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export")
        self.setAccessibleName("Export")
        self.setModal(False)
        self.setProperty("role", "sheet")
        self.resize(*_SIZE)
        self._exporter = exporter
        self._moment: ExportMoment | None = None
        self._asked: tuple[Offer, ExportMoment] | None = None
        self.file_dialog: QFileDialog | None = None
        self.offers = OfferList()
        self.page = OfferPage(jobs)
        self.outcome = OutcomeBar()
        for part in (self, self.offers, self.page):
            mark(part, "export.which")
        mark(self.outcome, "export.check")
        self.compare_box = QCheckBox("Read it back and compare")
        mark(self.compare_box, "export.check")
        self.compare_box.setToolTip(
            "Read the file with another program, where there is one, and compare its answers"
        )
        self.compare_box.setChecked(QSettings().value(_COMPARE, "true") != "false")
        self.compare_box.toggled.connect(self._keep_compare)
        self.moment_label = QLabel()
        self.moment_label.setProperty("role", "muted")
        self.export_button = QPushButton("Export…")
        self.export_button.setProperty("primary", True)
        self.export_button.setDefault(True)
        self.export_button.clicked.connect(self.ask)
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self._look)
        self.offers.offer_chosen.connect(self._choose)
        self.offers.confirmed.connect(self.ask)
        self.outcome.cancel_requested.connect(exporter.cancel)
        self.outcome.place_requested.connect(self._ask_again)
        exporter.progressed.connect(self._show_progress)
        exporter.ended.connect(self._show_outcome)
        self._lay_out()

    @property
    def offer(self) -> Offer:
        """The one that is chosen."""
        return OFFERS[self.offers.current]

    def open_up(self) -> None:
        """Show it, with what was chosen last."""
        if not self.isVisible():
            if not self._exporter.busy:
                self.outcome.clear()
            self._look()
            kept = str(QSettings().value(_FORMAT, _FIRST))
            self.offers.choose(kept if kept in OFFERS else _FIRST)
        self.show()
        self.raise_()
        self.activateWindow()
        self.offers.setFocus(Qt.FocusReason.OtherFocusReason)

    # Exporting

    @Slot()
    def ask(self) -> None:
        """Ask where the chosen export of this moment goes."""
        self._look()
        self._tell_offers()
        if self._moment is not None and self.export_button.isEnabled():
            self._asked = self.offer, self._moment
            self._ask_where(*self._asked)

    @Slot()
    def _ask_again(self) -> None:
        """Another place for what could not be written."""
        if self._asked is not None:
            self._ask_where(*self._asked)

    def _ask_where(self, offer: Offer, moment: ExportMoment) -> None:
        folder = str(QSettings().value(_FOLDER, ""))
        if not Path(folder).is_dir():
            folder = str(Path.home())
        dialog = QFileDialog(self, f"Export as {offer.label}", folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{offer.label} (*{offer.suffix})")
        dialog.setDefaultSuffix(offer.suffix.removeprefix("."))
        dialog.selectFile(offer.file_name(moment))
        dialog.fileSelected.connect(partial(self.write, offer, moment))
        dialog.finished.connect(self._forget_file_dialog)
        self.file_dialog = dialog
        dialog.open()

    def write(self, offer: Offer, moment: ExportMoment, path: str) -> None:
        """Export to `path`, and remember where and as what."""
        if self._exporter.busy:
            return
        self._asked = offer, moment
        QSettings().setValue(_FOLDER, str(Path(path).parent))
        QSettings().setValue(_FORMAT, offer.name)
        self._exporter.write(offer, Path(path), moment, compare=self.compare_box.isChecked())
        self._tell_button()

    @Slot()
    def _forget_file_dialog(self) -> None:
        if self.file_dialog is not None:
            self.file_dialog.deleteLater()
            self.file_dialog = None

    # Showing

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the run while it can be seen."""
        super().showEvent(event)
        self._looking.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Follow it no more."""
        super().hideEvent(event)
        self._looking.stop()

    @Slot()
    def _look(self) -> None:
        """Take the moment that is shown; say what would be inside, if that is something else."""
        before, moment = self._moment, self._exporter.capture()
        self._moment = moment
        self.moment_label.setText("" if moment is None else f"Epoch {moment.epoch:,} goes out")
        if before is None or moment is None or not moment.is_like(before):
            self._tell_offers()

    def _tell_offers(self) -> None:
        """Say of each offer whether the run can go out so, and of the chosen one what it is."""
        moment = self._moment
        refused = {}
        if moment is not None:
            refused = {name: offer.refusal(moment) for name, offer in OFFERS.items()}
        self.offers.mark(refused)
        if self.offers.current:
            self._show_offer()

    @Slot(str)
    def _choose(self, name: str) -> None:
        if not self._exporter.busy:
            self.outcome.clear()
        self._show_offer()

    def _show_offer(self) -> None:
        self.page.show_offer(self.offer, self._moment, self._exporter.problem())
        self.compare_box.setVisible(self.offer.format is not None)
        self._tell_button()

    def _tell_button(self) -> None:
        """Why the button can't be pressed, where it can't."""
        reason = self.page.refusal
        if not reason and self._exporter.busy:
            reason = "Another export is under way."
        self.export_button.setEnabled(not reason)
        self.export_button.setToolTip(reason or "Choose where, and export (Enter)")
        self.export_button.setAccessibleDescription(reason)

    @Slot(float, str)
    def _show_progress(self, share: float, words: str) -> None:
        self.outcome.show_progress(share, words)
        self._tell_button()

    @Slot(object)
    def _show_outcome(self, outcome: Outcome) -> None:
        self.outcome.show_outcome(outcome)
        self._tell_button()

    @Slot(bool)
    def _keep_compare(self, on: bool) -> None:
        QSettings().setValue(_COMPARE, "true" if on else "false")

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(theme.SPACE_3)
        foot.addWidget(self.compare_box)
        foot.addStretch(1)
        foot.addWidget(self.moment_label)
        foot.addWidget(self.export_button)
        right = QVBoxLayout()
        right.setContentsMargins(theme.SPACE_4, theme.SPACE_4, theme.SPACE_4, theme.SPACE_4)
        right.setSpacing(theme.SPACE_3)
        right.addWidget(self.page, 1)
        right.addWidget(self.outcome)
        right.addLayout(foot)
        line = QFrame()
        line.setFixedWidth(1)
        line.setProperty("role", "divider")
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self.offers)
        columns.addWidget(line)
        columns.addLayout(right, 1)
