"""The second part of the gallery: public sets, used from where somebody has put them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QLabel, QListWidgetItem, QVBoxLayout, QWidget

from playground.data.reading import READERS
from playground.data.reading.known_sets import KnownSet, as_public, folders_of_sets, known_sets
from playground.data.reading.public_sets import PUBLIC_SETS, PublicSet
from playground.errors import UserError
from playground.gui import theme
from playground.gui.data.gallery.cards import KEY, Card, CardList, card_item, write_card
from playground.gui.icons import icon
from playground.gui.jobs import Jobs
from playground.gui.topics import mark
from playground.network.pairs import HEAD_LABELS

TOPIC = "data.public"
_CHOSEN = "public sets"
_TITLE = "Public sets, where you have them"
_MISSING = "Choose its folder…"


class PublicSets(QWidget):
    """A card for each public set that is known, and for whatever else lies beside them.

    A click or Enter uses one that was found; of another it asks where it lies.

    Attributes:
        list: the cards. told: where sets are looked for, or why a folder will not do.
        dialog: where a folder is chosen, while it is.

    Signals:
        told_of(str): what is to be said of the card that is chosen.
    """

    told_of = Signal(str)

    def __init__(
        self, jobs: Jobs, open_data: Callable[[str], None], parent: QWidget | None = None
    ) -> None:
        """`open_data` looks through a file or a folder."""
        super().__init__(parent)
        self._jobs, self._open = jobs, open_data
        self._found: dict[str, KnownSet] = {}
        self._in_use = ""
        self.dialog: QFileDialog | None = None
        self.title = QLabel(_TITLE)
        self.title.setProperty("role", "caption")
        self.told = QLabel()
        self.told.setProperty("role", "muted")
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.list = CardList("Public data sets")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, theme.SPACE_3, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        for widget in (self.title, self.told, self.list):
            rows.addWidget(widget)
        mark(self, TOPIC)
        mark(self.list, TOPIC)
        self._show(())
        self.list.itemActivated.connect(self._use)
        self.list.itemClicked.connect(self._use)
        self.list.currentItemChanged.connect(self._tell)

    def look(self) -> None:
        """Look again for what there is."""
        places = {name: QSettings().value(f"{_CHOSEN}/{name}", "", str) for name in PUBLIC_SETS}
        chosen = {name: Path(str(place)) for name, place in places.items() if place}
        self._jobs.start(partial(_found, chosen), self._show, self._say_error)

    def mark_used(self, path: str) -> bool:
        """Mark the set that is in use, by its path; whether it is one of these."""
        self._in_use = path
        keys = [key for key, known in self._found.items() if path and str(known.path) == path]
        return self.list.choose(keys[0] if keys else "")

    def narrow(self, task: str, words: list[str]) -> None:
        """Show those of a task ("all" for any) that have these words."""
        for item in self.list.cards():
            key = str(item.data(KEY))
            public = self._public(key)
            said = str(item.data(Qt.ItemDataRole.AccessibleTextRole)).lower()
            fits = task == "all" or (public is not None and public.task == task)
            item.setHidden(not (fits and all(word in said for word in words)))
        self.setVisible(any(not item.isHidden() for item in self.list.cards()))
        self.list.fit()

    def _public(self, key: str) -> PublicSet | None:
        known = self._found.get(key)
        return known.public if known is not None else PUBLIC_SETS.get(key)

    def _show(self, found: tuple[KnownSet, ...]) -> None:
        """The first of each public set takes its card; what else was found comes after them."""
        self._found = {}
        for known in found:
            name = known.public.name if known.public is not None else str(known.path)
            self._found[name if name not in self._found else str(known.path)] = known
        keys = [*PUBLIC_SETS, *(key for key in self._found if key not in PUBLIC_SETS)]
        if [item.data(KEY) for item in self.list.cards()] != keys:
            self.list.clear()
            for key in keys:
                self.list.addItem(card_item(key, *self._card(key, TOPIC)))
        for item in self.list.cards():
            card, _, tip = self._card(str(item.data(KEY)), TOPIC)
            write_card(item, card, tip)
        self.told.setText(
            "Nothing is fetched. A set is found by itself once it lies in "
            f"{folders_of_sets()[0]}; or choose its folder, or drop it on the window."
        )
        self.told.setProperty("role", "muted")
        self.told.style().polish(self.told)
        if self._in_use:
            self.mark_used(self._in_use)
        self.list.fit()

    def _card(self, key: str, topic: str) -> tuple[Card, str, str]:
        public, known = self._public(key), self._found.get(key)
        state = (_MISSING, "accent")
        if known is not None:
            state = (f"Found: {known.path.name}", "good")
        if public is None:
            assert known is not None
            reader = READERS[known.layout]
            own = ((known.label, "text"), (reader.label, "text"), state)
            return Card(own, icon("file", "muted")), topic, f"{reader.label}\n{known.path}"
        lines = (
            (public.label, "text"),
            (f"{HEAD_LABELS[public.task]} · {public.shape}", "text"),
            (public.size, "muted"),
            (public.origin, "muted"),
            (f"Licence: {public.licence}", "muted"),
            state,
        )
        where = "" if known is None else f"\n{known.path}"
        return Card(lines, icon(public.icon, "muted")), topic, f"{_words(public)}{where}"

    # Using

    @Slot(QListWidgetItem)
    def _use(self, item: QListWidgetItem) -> None:
        key = str(item.data(KEY))
        known = self._found.get(key)
        if known is None:
            self._ask(PUBLIC_SETS[key])
        else:
            self._open(str(known.path))

    def _ask(self, public: PublicSet) -> None:
        if self.dialog is not None:
            return
        dialog = QFileDialog(self.window(), f"Where {public.label} lies", str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(partial(self.take_folder, public))
        dialog.finished.connect(self._forget_dialog)
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    @Slot()
    def _forget_dialog(self) -> None:
        self.dialog = None

    def take_folder(self, public: PublicSet, folder: str) -> None:
        """Use a public set from a folder, and find it there from now on."""
        self._jobs.start(
            partial(as_public, Path(folder), public), self._take_known, self._say_error
        )

    def _take_known(self, known: KnownSet) -> None:
        assert known.public is not None
        QSettings().setValue(f"{_CHOSEN}/{known.public.name}", str(known.path))
        self.look()
        self._open(str(known.path))

    @Slot(QListWidgetItem)
    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        key = str(item.data(KEY))
        public, known = self._public(key), self._found.get(key)
        said = "" if public is None else _words(public)
        self.told_of.emit(" ".join([said, "" if known is None else f"It lies in {known.path}."]))

    def _say_error(self, message: str) -> None:
        self.told.setText(message)
        self.told.setProperty("role", "error")
        self.told.style().polish(self.told)


def _words(public: PublicSet) -> str:
    return (
        f"{public.about} {public.size.capitalize()}. {public.origin}. Licence: {public.licence}. "
        f"{public.link}"
    )


def _found(chosen: dict[str, Path]) -> tuple[KnownSet, ...]:
    """What lies where somebody said, and what lies where sets are looked for."""
    told = []
    for name, path in chosen.items():
        try:
            told.append(as_public(path, PUBLIC_SETS[name]))
        except UserError:
            continue  # It is no longer there: its card asks again.
    known = known_sets()
    return (*told, *(each for each in known if each.path not in [one.path for one in told]))
