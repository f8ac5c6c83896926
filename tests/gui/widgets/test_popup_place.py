from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from playground.gui.widgets.popup_place import place_by_left, place_by_right


@pytest.mark.parametrize("place", [place_by_left, place_by_right])
@pytest.mark.parametrize("corner", [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (0.4, 0.4)])
def test_a_popup_stays_on_the_screen_and_off_what_opens_it(qtbot, place, corner):
    opener, popup = QWidget(), QWidget()
    for widget in (opener, popup):
        qtbot.addWidget(widget)
    popup.resize(300, 200)
    screen = opener.screen().availableGeometry()
    across, down = screen.width() - 80, screen.height() - 30
    opener.setGeometry(QRect(round(corner[0] * across), round(corner[1] * down), 80, 30))
    place(popup, opener)
    assert screen.contains(popup.geometry())
    assert not popup.geometry().intersects(opener.geometry())
