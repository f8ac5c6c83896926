"""Augmentation is switched on and off on the page Preparation, where the data is of pictures."""

from __future__ import annotations

import pytest

from playground.data.augment import Augment
from playground.data.prepare import prepare
from playground.gui.data.pages import Surroundings
from playground.gui.data.preparation.page import PreparationPage
from playground.gui.data.review.review import Review
from playground.gui.document import Document
from playground.project.spec import ProjectSpec


@pytest.fixture
def document(qtbot):
    made = Document(ProjectSpec())
    yield made
    made.deleteLater()


def test_pictures_are_changed_at_training_time_as_the_switches_say(document, qtbot):
    review = Review(document)
    page = PreparationPage(Surroundings(document, None, review, None, None))
    qtbot.addWidget(page)
    page.show()
    page.set_data(prepare(document.project.data))
    assert page.augment.isHidden()
    document.set_data(source="shapes")
    page.set_data(prepare(document.project.data))
    assert not page.augment.isHidden()
    page.augment.flip.click()
    page.augment.rotate.slider.setValue(20)
    assert document.project.data.augment == Augment(flip=True, rotate=20.0)
    document.undo_stack.undo()
    assert document.project.data.augment == Augment(flip=True)
    page.set_data(prepare(document.project.data))
    assert page.augment.rotate.value == 0
    document.set_data(source="spiral")
    assert document.project.data.augment == Augment()
    review.finish()
