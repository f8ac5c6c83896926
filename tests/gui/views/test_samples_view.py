from __future__ import annotations

from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.data.prepare import prepare
from playground.gui import theme
from playground.gui.views.samples_view import SamplesView
from playground.project.spec import ProjectSpec
from playground.training.session import Session
from tests.judged import (
    let_answer,
    shown_of,
    trained,
    truth_and_predictions,
    with_parameters,
    with_validation,
)
from tests.mouse import hover


@pytest.fixture
def view(qtbot):
    theme.apply_theme(QApplication.instance(), "light")
    result = SamplesView(None)
    qtbot.addWidget(result)
    result.resize(345, 300)
    with qtbot.waitExposed(result):
        result.show()
    return result


def show(view, session, shown=None) -> None:
    view.set_data(session.prepared)
    let_answer(view, shown or shown_of(session))


def choose(box, data) -> None:
    box.setCurrentIndex(box.findData(data))


def rows_of(samples):
    return [samples.row(number) for number in range(len(samples))]


def test_pictures_are_drawn_as_they_are_in_the_data_with_their_answers(view) -> None:
    session = trained("digits", 1)
    show(view, session)
    samples = view.samples
    assert rows_of(samples) == sorted(session.prepared.split.validation.tolist())
    image = view.grid.viewport().grab().toImage()
    for number in range(8):
        features = session.prepared.dataset.features[samples.row(number)][0]
        box = view.grid.picture_box(number)
        for y, x in ((4, 4), (2, 5)):
            place = (
                box.left() + (x + 0.5) * box.width() / 8,
                box.top() + (y + 0.5) * box.height() / 8,
            )
            seen = image.pixelColor(int(place[0]), int(place[1]))
            assert seen.red() == pytest.approx(features[y, x] * 255 / 16, abs=2)
        said = session.predict(session.prepared.dataset.features[[samples.row(number)]])
        assert samples.answer_short(number) == str(said.argmax())


def test_the_filters_let_through_what_they_say(view) -> None:
    session = trained("digits", 1)
    show(view, session)
    truth, predictions = truth_and_predictions(session, "validation")
    rows = session.prepared.split.validation
    choose(view.filter_box, "wrong")
    let_answer(view, shown_of(session))
    assert set(rows_of(view.samples)) == set(rows[predictions.argmax(1) != truth].tolist())
    assert f"wrong: {(predictions.argmax(1) != truth).sum():,}" in view.legend.accessibleName()
    choose(view.filter_box, 3)
    let_answer(view, shown_of(session))
    assert set(rows_of(view.samples)) == set(rows[truth == 3].tolist())


def test_a_wrong_answer_has_a_frame_and_a_right_one_has_none(view) -> None:
    session = trained("digits", 1)
    choose(view.filter_box, "all")
    show(view, session)
    samples = view.samples
    wrong = [samples.wrong(number) for number in range(len(samples))]
    number = wrong.index(True)
    view.grid.choose(number)
    view.grid.chosen = -1
    image = view.grid.viewport().grab().toImage()
    error = theme.current().error
    for each in (number, next(n for n in view.grid.seen() if not wrong[n])):
        box = view.grid.picture_box(each)
        framed = image.pixelColor(int(box.center().x()), int(box.bottom()) + 1).name() == error
        assert framed == wrong[each]


def test_keys_page_through_the_sheet_and_tell_which_row(view) -> None:
    show(view, trained("digits", 1))
    heard = []
    view.row_chosen.connect(heard.append)
    QTest.keyClick(view.grid, Qt.Key.Key_Home)
    QTest.keyClick(view.grid, Qt.Key.Key_PageDown)
    QTest.keyClick(view.grid, Qt.Key.Key_Right)
    chosen = view.grid.chosen
    assert chosen > view.grid.columns
    assert heard[-1] == view.samples.row(chosen)
    assert view.grid.viewport().rect().contains(view.grid.cell_box(chosen).toRect())
    hover(view.grid.viewport(), view.grid.cell_box(chosen).center())
    assert f"row {view.samples.row(chosen)}" in view.grid.readout.text()


def test_a_table_holds_features_truth_and_prediction(view) -> None:
    session = trained("breast_cancer", 2)
    show(view, session)
    model = view.table.item_model
    names = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    assert names[:3] == ["row", "true", "predicted"]
    assert names[3:] == list(session.prepared.dataset.feature_names)
    dataset = session.prepared.dataset
    for number in (0, 50):
        row = int(model.index(number, 0).data())
        assert model.index(number, 1).data() == dataset.target_names[dataset.targets[row]]
        said = session.predict(dataset.features[[row]])[0, 0]
        assert model.index(number, 2).data().startswith(dataset.target_names[int(said >= 0.5)])
        assert float(model.index(number, 3).data()) == pytest.approx(
            dataset.features[row, 0], rel=0.01
        )


def test_amounts_and_words_have_columns_of_their_own(view) -> None:
    session = trained("collaborative_filtering", 2)
    show(view, session)
    model = view.table.item_model
    assert model.columns == ["row", "true stars", "pred. stars", "user", "item"]
    assert view.filter_box.isHidden()
    row = int(model.index(0, 0).data())
    said = session.predict(session.prepared.dataset.features[[row]])[0, 0]
    assert float(model.index(0, 2).data()) == pytest.approx(said, rel=0.01)
    assert model.index(0, 3).data() == str(int(session.prepared.dataset.features[row, 0]))
    session = trained("text_classifier", 1)
    show(view, session)
    dataset = session.prepared.dataset
    row = int(model.index(0, 0).data())
    expected = [dataset.vocabulary[int(code)] for code in dataset.features[row] if code]
    assert model.index(0, model.columnCount() - 1).data() == " ".join(expected)


def test_sequences_are_small_line_plots(view) -> None:
    session = trained("lstm", 1)
    show(view, session)
    box = view.grid.picture_box(0)
    image = view.grid.viewport().grab().toImage()
    sequence = session.prepared.dataset.features[view.samples.row(0), :, 0]
    ground = theme.current().chip
    inked = []
    for x in range(int(box.left()) + 3, int(box.right()) - 3):
        column = [image.pixelColor(x, y).name() for y in range(int(box.top()), int(box.bottom()))]
        places = [y for y, colour in enumerate(column) if colour != ground]
        inked.append(-np.mean(places))
    along = np.interp(np.linspace(0, 31, len(inked)), np.arange(32), sequence)
    assert np.corrcoef(along, inked)[0, 1] > 0.8


def test_a_hundred_thousand_samples_are_scrolled_quickly(view) -> None:
    project = ProjectSpec.model_validate(
        {
            "name": "Many",
            "data": {"source": "spiral", "samples": 100_000},
            "network": {"nodes": [{"id": "dense_1", "type": "Dense", "units": 2}]},
        }
    )
    parts = project.network, project.head, project.training, prepare(project.data)
    session = Session(*parts, device="numpy")
    show(view, session)
    assert view.table.item_model.rowCount() == 50_000
    started = perf_counter()
    for share in range(10):
        bar = view.table.verticalScrollBar()
        bar.setValue(bar.maximum() * share // 10)
        view.table.viewport().grab()
    assert perf_counter() - started < 20.0  # a second and less on a usual machine


def test_a_network_that_has_diverged_keeps_its_samples_in_sight(view) -> None:
    session = trained("digits", 1)
    show(view, session, with_parameters(shown_of(session), np.nan))
    assert view.samples.answer_short(0) == "not a number"
    assert view.says == ""
    view.grab()
    session = trained("breast_cancer", 2)
    show(view, session, with_parameters(shown_of(session), np.nan))
    assert view.table.item_model.index(0, 2).data() == "not a number"


def test_nothing_wrong_is_said_in_words(view) -> None:
    session = trained("three_classes", 5)
    view.set_data(session.prepared)
    choose(view.filter_box, "wrong")
    truth, predictions = truth_and_predictions(session, "validation")
    rows = session.prepared.split.validation[predictions.argmax(1) == truth]
    let_answer(view, with_validation(shown_of(session), rows))
    assert view.says == "No validation sample is answered wrongly."
    let_answer(view, with_validation(shown_of(session), rows[:0]))
    assert "aside for validation" in view.says
    view.clear()
    assert view.sheet() is None
