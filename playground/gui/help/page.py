"""An entry of the glossary, laid out to be read."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.glossary.entry import Entry
from playground.gui.glossary.glossary import glossary
from playground.gui.glossary.markup import html
from playground.gui.help.picture_box import PictureBox

_READ = (
    Qt.TextInteractionFlag.TextSelectableByMouse
    | Qt.TextInteractionFlag.LinksAccessibleByMouse
    | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
)


class EntryPage(QWidget):
    """Family, title, picture, text, formula, table and links of one entry.

    Attributes:
        entry: the one that is shown; None before the first.
        text, parts, see: the labels with links; Tab goes from link to link, Enter follows one.

    Signals:
        link_chosen(key).
    """

    link_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry: Entry | None = None
        self._family = _label("caption")
        self.title = _label("title")
        self.title.setWordWrap(True)
        self.picture = PictureBox()
        self.text = _linked()
        self.formula = _label("formula")
        self.formula.setWordWrap(True)
        self.formula.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._origin = _label("caption")
        self._origin.setWordWrap(True)
        self._table = QFrame()
        self._rows = QGridLayout(self._table)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(theme.SPACE_4)
        self._rows.setVerticalSpacing(theme.SPACE_1)
        self.parts = _linked()
        self.see = _linked()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_2)
        heading = QVBoxLayout()
        heading.setSpacing(0)
        heading.addWidget(self._family)
        heading.addWidget(self.title)
        column.addLayout(heading)
        column.addWidget(self.picture)
        column.addWidget(self.text)
        column.addWidget(self.formula)
        column.addWidget(self._origin)
        column.addWidget(self._table)
        column.addWidget(self.parts)
        column.addWidget(self.see)
        column.addStretch(1)
        for label in (self.text, self.parts, self.see):
            label.linkActivated.connect(self.link_chosen)
        theme.notifier().theme_changed.connect(self._restyle)

    def show_entry(self, entry: Entry) -> None:
        """Show another entry."""
        self.entry = entry
        self.setAccessibleName(entry.title)
        self.setAccessibleDescription(entry.plain)
        self._family.setText(entry.family)
        self.title.setText(entry.title)
        self.picture.show_picture(entry.picture)
        self.formula.setText(entry.formula)
        self.formula.setVisible(bool(entry.formula))
        origin = entry.origin[:1].upper() + entry.origin[1:]
        self._origin.setText(f"{origin}." if origin else "")
        self._origin.setVisible(bool(origin))
        self._show_rows(entry)
        self._restyle()

    def _show_rows(self, entry: Entry) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, (left, right) in enumerate(entry.rows):
            key, meaning = _label("value"), _label("")
            key.setText(left)
            meaning.setText(right)
            for column, each in enumerate((key, meaning)):
                each.setWordWrap(True)
                self._rows.addWidget(each, row, column, Qt.AlignmentFlag.AlignTop)
        self._rows.setColumnStretch(1, 1)
        self._table.setVisible(bool(entry.rows))

    @Slot()
    def _restyle(self) -> None:
        """Links are in the theme's accent."""
        if self.entry is None:
            return
        colour = theme.current().accent
        self.text.setText(html(self.entry.text, colour))
        of = "Settings" if "." in self.entry.key else "There are"
        self.parts.setText(f"{of}: {_links(self.entry.parts, colour)}.")
        self.parts.setVisible(bool(self.entry.parts))
        others = [key for key in self.entry.see if key not in self.entry.parts]
        self.see.setText(f"See also {_links(others, colour)}.")
        self.see.setVisible(bool(others))


def _links(keys: Iterable[str], colour: str) -> str:
    found = (glossary().find(key) for key in keys)
    links = (
        f'<a href="{each.key}" style="color: {colour}; text-decoration: none;">'
        f"{escape(each.title)}</a>"
        for each in found
        if each is not None
    )
    return ", ".join(links)


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    return label


def _linked() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(_READ)
    label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return label
