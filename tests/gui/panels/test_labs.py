"""The row of labs."""

from __future__ import annotations


def test_where_the_row_of_labs_has_no_room_it_is_a_list(window, user):
    window.show_view("losses")
    labs = window.centre.labs
    assert labs.tabs.isVisible()
    labs.resize(300, labs.height())
    assert not labs.tabs.isVisible()
    assert labs.slot.picker.isVisible()
    assert labs.slot.picker.currentText() == "Losses"
