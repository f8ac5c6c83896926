from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from playground.gui.widgets.banner import Banner


def test_the_buttons_of_the_message_before_are_gone_at_once(qtbot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.say("warning", "One.", [("Save as…", lambda: None)])
    banner.say("error", "Two.", [("Save as…", lambda: None), ("Overwrite it", lambda: None)])
    shown = [each for each in banner.findChildren(QPushButton) if not each.isHidden()]
    assert shown == banner.buttons
    assert len(shown) == 2
