"""What a project has to say, above the canvas."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton


def test_notes_give_way_to_what_takes_room_and_stay_away_once_they_are_closed(
    open_window, user_of, project_of
):
    window = open_window(project_of(notes="Look at this."))
    user = user_of(window)
    assert window.notes.isVisible()
    window.show_view("matrices")
    assert not window.notes.isVisible()
    window.centre.show_tab("build")
    assert window.notes.isVisible()
    user.click(window.notes.findChild(QToolButton))
    window.show_view("matrices")
    window.centre.show_tab("build")
    assert not window.notes.isVisible()
