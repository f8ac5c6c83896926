"""What an offer is: what will be inside, how it is loaded, and how it begins."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.exporting.bullets import Bullets
from playground.gui.exporting.moment import ExportMoment
from playground.gui.exporting.offers import Offer
from playground.gui.icons import icon
from playground.gui.jobs import Jobs
from playground.gui.widgets.code_view import CodeView
from playground.gui.widgets.segmented import Segmented
from playground.network.analysis import bytes_words

_COPIED_MS = 1500
LOAD, LINES = "load", "lines"
_WAITING = "Writing its first lines…"


class OfferPage(QWidget):
    """Shows one offer at one moment.

    Attributes:
        title, suffix, help: what it is.
        reason: why it can't be, in place of the rest.
        inside: what will be in it, a line each. size_label: about how large it will be.
        tabs: code that loads it, or its first lines. code: what of the two is shown.
        copy_button: copies that.
    """

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._offer: Offer | None = None
        self._moment: ExportMoment | None = None
        self._lines = ""
        self.title, self.suffix, self.help = _label("title"), _label("muted"), _label("muted")
        self.help.setWordWrap(True)
        self.reason = _label("warning")
        self.reason.setWordWrap(True)
        self.reason.setAccessibleName("Why it can't be exported so")
        self._mark = QLabel()
        self.inside = Bullets()
        self.inside.setAccessibleName("What will be inside")
        self.size_label = _label("muted")
        self.tabs = Segmented(
            [
                (LOAD, "How to load it", "Code that loads the file and uses it"),
                (LINES, "First lines", "How the file begins"),
            ]
        )
        self.tabs.setAccessibleName("What is shown of it")
        self.code = CodeView()
        self.copy_button = QToolButton()
        self.copy_button.setIcon(icon("copy"))
        self.copy_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.copy_button.clicked.connect(self._copy)
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(_COPIED_MS)
        self._copied.timeout.connect(self._label_copy)
        self.tabs.current_changed.connect(self._show_code)
        self._whole = QWidget()
        self._below = QWidget()
        self._lay_out()
        self._label_copy()

    @property
    def refusal(self) -> str:
        """Why what is shown can't be exported, or ""."""
        return self.reason.text()

    def show_offer(self, offer: Offer, moment: ExportMoment | None, problem: str) -> None:
        """Show an offer; of no moment, `problem` says why there is none."""
        fresh = offer is not self._offer
        self._offer, self._moment = offer, moment
        self.title.setText(offer.label)
        self.suffix.setText(offer.suffix)
        self.help.setText(offer.help)
        refusal = problem if moment is None else offer.refusal(moment)
        self.reason.setText(refusal)
        self._mark.setPixmap(icon("warning", "warning").pixmap(18, 18))
        self._refused.setVisible(bool(refusal))
        self._whole.setVisible(not refusal)
        if refusal or moment is None:
            return
        self.inside.show_lines(offer.contents(moment))
        size = offer.size(moment)
        self.size_label.setText(f"about {bytes_words(size)}" if size is not None else "")
        if fresh:
            self._lines = ""
        self._offer_code(offer, moment)

    def _offer_code(self, offer: Offer, moment: ExportMoment) -> None:
        loads = bool(offer.snippet(moment, Path(offer.file_name(moment))))
        wanted = {LOAD: loads, LINES: offer.has_lines}
        if not wanted[self.tabs.current]:
            self.tabs.set_current(LOAD if loads else LINES)
        both = loads and offer.has_lines
        self.tabs.setVisible(both)
        self._only.setVisible(not both)
        self._only.setText("HOW TO LOAD IT" if loads else "FIRST LINES")
        self._below.setVisible(loads or offer.has_lines)
        self._show_code()

    @Slot()
    def _show_code(self) -> None:
        offer, moment = self._offer, self._moment
        if offer is None or moment is None or not self._below.isVisibleTo(self):
            return
        self._label_copy()
        self.code.colour_python(_is_python(offer, self.tabs.current))
        if self.tabs.current == LOAD:
            self.code.setAccessibleName("Code that loads it")
            text = offer.snippet(moment, Path(offer.file_name(moment)))
            self.code.show_code(text, faded=False)
            return
        self.code.setAccessibleName("Its first lines")
        self.code.show_code(self._lines or _WAITING, faded=not self._lines)
        if not self._lines:
            take = partial(self._take_lines, offer)
            self._jobs.start(partial(offer.first_lines, moment), take, take)

    def _take_lines(self, offer: Offer, text: str) -> None:
        if offer is self._offer:
            self._lines = text
            if self.tabs.current == LINES:
                self.code.show_code(text, faded=False)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code.toPlainText())
        self.copy_button.setText("Copied")
        self._copied.start()

    @Slot()
    def _label_copy(self) -> None:
        self.copy_button.setText("Copy")
        what = "the code" if self.tabs.current == LOAD else "the lines"
        self.copy_button.setToolTip(f"Copy {what}")
        self.copy_button.setAccessibleName(f"Copy {what}")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_2)
        head.addWidget(self.title)
        head.addWidget(self.suffix, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        self._refused = QFrame()
        self._refused.setProperty("role", "card")
        refused = QHBoxLayout(self._refused)
        refused.setContentsMargins(*[theme.SPACE_3] * 4)
        refused.setSpacing(theme.SPACE_2)
        refused.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        refused.addWidget(self.reason, 1)
        caption = QHBoxLayout()
        caption.addWidget(_heading("INSIDE"))
        caption.addStretch(1)
        caption.addWidget(self.size_label)
        self._only = _heading("")
        bar = QHBoxLayout()
        bar.addWidget(self.tabs)
        bar.addWidget(self._only)
        bar.addStretch(1)
        bar.addWidget(self.copy_button)
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, theme.SPACE_2, 0, 0)
        below.setSpacing(theme.SPACE_2)
        below.addLayout(bar)
        below.addWidget(self.code, 1)
        whole = QVBoxLayout(self._whole)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.SPACE_1)
        whole.addLayout(caption)
        whole.addWidget(self.inside)
        whole.addWidget(self._below, 1)
        whole.addStretch(0)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        rows.addLayout(head)
        rows.addWidget(self.help)
        rows.addSpacing(theme.SPACE_3)
        rows.addWidget(self._refused)
        rows.addWidget(self._whole, 1)
        rows.addStretch(0)


def _is_python(offer: Offer, tab: str) -> bool:
    """A C header is loaded by a program in C; of what is written, only source is Python."""
    return offer.suffix != ".h" if tab == LOAD else offer.suffix == ".py"


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    return label


def _heading(text: str) -> QLabel:
    label = _label("heading")
    label.setText(text)
    return label
