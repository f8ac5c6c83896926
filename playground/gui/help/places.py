"""Where in the window the control of an entry is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from playground.gui.glossary.entry import Entry
from playground.gui.glossary.glossary import glossary
from playground.gui.help.flash import Flash
from playground.gui.topics import own_topic


def places_of(home: QWidget, entry: Entry) -> list[QWidget]:
    """The controls of a window that can be seen and that an entry explains."""
    found = []
    for each in home.findChildren(QWidget):
        topic = own_topic(each)
        if topic and each.isVisible() and _means(topic, entry) and each.window() is home:
            found.append(each)
    return found


def show_place(home: QWidget, entry: Entry) -> bool:
    """Point out the control of an entry; whether there is one."""
    places = places_of(home, entry)
    if not places:
        return False
    home.activateWindow()
    Flash(places[0])
    return True


def _means(topic: str, entry: Entry) -> bool:
    if topic == entry.key:
        return True
    found = glossary().find(topic)
    return found is not None and found.key == entry.key
