"""The page Split says what is really done with the data there is."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("source", "shown", "told", "counted"),
    [
        ("iris", "Same mixture of classes", "each class", "Class counts"),
        ("diabetes", "By chance", "values are of no classes", "Samples"),
        ("satellite", "By chance", "several labels at once", "Label counts"),
    ],
)
def test_only_classes_have_a_mixture(
    open_window, project_of, user_of, source, shown, told, counted
):
    window = open_window(project_of(data={"source": source}))
    user = user_of(window)
    user.settle()
    window.centre.show_tab("data")
    page = window.data_tab.show_page("split")
    user.settle()
    assert page.way.currentText() == shown
    assert told in page.told.text()
    assert page.caption.text() == page.sides.accessibleName()
    assert page.caption.text().startswith(counted)
    page.way.activated.emit(page.way.currentIndex())  # chosen again: nothing is split anew
    assert not window.document.undo_stack.count()
    mixed = page.way.model().item(page.way.findData("stratified"))
    assert mixed.isEnabled() == (shown == mixed.text())
