from __future__ import annotations

from playground.gui.widgets.banner import Banner


def test_the_buttons_of_the_message_before_are_gone_at_once(qtbot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.say("warning", "One.", [("Save as…", lambda: None)])
    (old,) = banner.buttons
    qtbot.waitUntil(old.isVisible)
    banner.say("error", "Two.", [("Save as…", lambda: None), ("Overwrite it", lambda: None)])
    assert not old.isVisible()
    assert old not in banner.buttons
    qtbot.waitUntil(lambda: all(button.isVisible() for button in banner.buttons))
