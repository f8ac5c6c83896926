"""Data that one makes in the window: by a brush, a formula, and the numbers of a generator."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.data.prepare import prepare
from playground.data.sources import SOURCES
from playground.gui.data.make.page import MakePage
from playground.gui.data.pages import Surroundings
from playground.gui.document import Document
from playground.project.spec import ProjectSpec


@pytest.fixture
def page(qtbot):
    document = Document(ProjectSpec())
    made = MakePage(Surroundings(document, None, None, None, None))
    made.document = document
    qtbot.addWidget(made)
    made.resize(860, 560)
    made.show()
    yield made
    document.deleteLater()


def drag(easel, *places):
    """Press, go through places of the plane, let go: with the mouse."""
    spots = [QPoint(*np.rint(easel.area.to_pixels(np.array(p))).astype(int)) for p in places]
    QTest.mousePress(easel, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spots[0])
    for spot in spots[1:]:
        QTest.mouseMove(easel, spot)
    QTest.mouseRelease(easel, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spots[-1])


def data_of(page):
    return prepare(page.document.project.data).dataset


def test_strokes_become_data_and_each_is_undone_by_itself(page):
    paint, document = page.paint, page.document
    assert "Drag here" in paint.easel._hint
    drag(paint.easel, (-0.7, 0.5), (-0.3, 0.5))
    assert document.project.data.source == "painted"
    first = data_of(page)
    assert set(first.targets) == {0}
    assert np.abs(first.features - (-0.5, 0.5)).max() < 0.4
    assert "Only one class so far" in paint.told.text()
    paint.chips.chips[1].click()
    paint.tools.set_current("fill")
    drag(paint.easel, (-0.5, -0.9), (0.5, -0.9), (0.5, -0.2), (-0.5, -0.2))
    both = data_of(page)
    assert np.array_equal(both.features[: len(first.features)], first.features)
    new = both.features[both.targets == 1]
    assert len(new) == pytest.approx(150 * 0.7, rel=0.35)
    assert (new[:, 1] < -0.15).all()
    assert f"{len(new)} of class 1" in paint.told.text()
    paint.tools.set_current("erase")
    drag(paint.easel, (0.2, -0.5))
    assert len(data_of(page).features) < len(both.features)
    assert [document.undo_stack.text(i) for i in range(3)] == ["paint", "paint", "erase"]
    document.undo_stack.undo()
    assert np.array_equal(data_of(page).features, both.features)
    document.undo_stack.setIndex(0)
    assert document.project.data.source == "spiral"


def test_brushes_have_size_density_and_noise(page):
    paint = page.paint
    paint.reach.slider.setValue(paint.reach.slider.maximum())
    paint.density.slider.setValue(paint.density.slider.maximum())
    paint.noise.slider.setValue(paint.noise.slider.maximum())
    drag(paint.easel, (0.0, 0.0))
    made = data_of(page)
    assert len(made.features) == pytest.approx(2000 * np.pi * 0.6**2, rel=0.1)
    assert made.targets.mean() == pytest.approx(0.5, abs=0.06)
    (stroke,) = page.document.project.data.painting.strokes
    assert (stroke.radius, stroke.density, stroke.noise) == (0.6, 2000, 0.5)


def test_what_can_be_no_data_yet_waits_until_it_can(page):
    paint, document = page.paint, page.document
    paint.tools.set_current("point")
    drag(paint.easel, (0.1, 0.1))
    assert document.project.data.source == "spiral"
    assert len(paint.easel.places) == 1
    drag(paint.easel, (0.4, 0.1))
    assert data_of(page).features == pytest.approx(np.array([[0.1, 0.1], [0.4, 0.1]]), abs=0.01)
    paint.empty_button.click()
    assert len(paint.easel.places) == 0
    assert len(data_of(page).features) == 2
    paint.tools.set_current("fill")
    drag(paint.easel, (0.1, 0.1))
    assert "Draw around" in paint.easel._hint


def test_the_keyboard_paints_too(page):
    easel = page.paint.easel
    easel.setFocus()
    for _ in range(4):
        QTest.keyClick(easel, Qt.Key.Key_Right)
    QTest.keyClick(easel, Qt.Key.Key_Up)
    QTest.keyClick(easel, Qt.Key.Key_Return)
    (place,) = page.document.project.data.painting.strokes[0].path
    assert place == pytest.approx((0.2, 0.05))


def test_classes_and_values_are_painted_and_the_head_follows(page):
    paint, document = page.paint, page.document
    paint.kind.setCurrentIndex(paint.kind.findText("4 classes"))
    paint.kind.activated.emit(paint.kind.currentIndex())
    paint.chips.chips[3].click()
    drag(paint.easel, (-0.5, 0.0))
    assert document.project.head.name == "multiclass"
    assert set(data_of(page).targets) == {3}
    paint.kind.setCurrentIndex(paint.kind.findText("Values"))
    paint.kind.activated.emit(paint.kind.currentIndex())
    assert document.project.head.name == "regression"
    paint.value.slider.setValue(5)
    drag(paint.easel, (0.5, 0.0))
    assert set(data_of(page).targets[:, 0]) == {1.0, -0.5}
    assert not paint.chips.isVisible()


def test_a_formula_is_looked_at_while_it_is_typed_and_used_with_enter(page):
    page.ways.set_current("formula")
    formula, document = page.formula, page.document
    formula.line.setFocus()
    QTest.keyClicks(formula.line, "x1 * ")
    formula.look()
    assert "ends where" in formula.told.text()
    assert not formula.use_button.isEnabled()
    QTest.keyClick(formula.line, Qt.Key.Key_Return)
    assert document.project.data.source == "spiral"
    QTest.keyClicks(formula.line, "x2")
    QTest.keyClick(formula.line, Qt.Key.Key_Return)
    assert document.project.data.formula == "x1 * x2"
    made = data_of(page)
    assert np.corrcoef(made.features.prod(axis=1), made.targets[:, 0])[0, 1] > 0.9
    formula.line.setText("log(x1)")
    formula.look()
    assert "no height in the grey part" in formula.told.text()
    formula.examples[2].click()
    assert document.project.data.formula == formula.examples[2].text()
    assert document.undo_stack.count() == 2


def test_every_number_of_every_generator_can_be_turned(page):
    page.ways.set_current("generator")
    generator, document = page.generator, page.document
    for name in (n for n, s in SOURCES.items() if s.generated and s.parameters):
        generator.source.setCurrentIndex(generator.source.findData(name))
        generator.source.activated.emit(generator.source.currentIndex())
        assert document.project.data.source == name
        before = data_of(page)
        assert list(generator.sliders) == [p.name for p in SOURCES[name].parameters]
        for parameter in SOURCES[name].parameters:
            slider = generator.sliders[parameter.name]
            end, at = parameter.high, slider.slider.maximum()
            if end == parameter.default:
                end, at = parameter.low, 0
            slider.slider.setValue(at)
            assert dict(document.project.data.options)[parameter.name] == pytest.approx(
                end, abs=0.05 * (parameter.high - parameter.low)
            )
        generator.usual_button.click()
        assert document.project.data.options == ()
        assert np.array_equal(data_of(page).features, before.features)
    generator.seed.setValue(7)
    assert document.project.data.seed == 7
