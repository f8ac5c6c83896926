from __future__ import annotations

import csv
from io import StringIO

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.gui import theme
from playground.gui.views.worst_view import WorstView
from tests.judged import let_answer, shown_of, trained, truth_and_predictions, with_parameters
from tests.mouse import hover


@pytest.fixture
def view(qtbot):
    theme.apply_theme(QApplication.instance(), "light")
    result = WorstView(None)
    qtbot.addWidget(result)
    result.resize(345, 300)
    with qtbot.waitExposed(result):
        result.show()
    return result


def rows_of(samples):
    return [samples.row(number) for number in range(len(samples))]


def test_classes_come_in_the_order_of_the_surprise_at_the_true_one(view) -> None:
    session = trained("three_classes", 5)
    let_answer(view, shown_of(session))
    truth, predictions = truth_and_predictions(session, "validation")
    surprise = -np.log(predictions[np.arange(len(truth)), truth])
    samples = view.listing.samples
    found = [samples.loss(number) for number in range(len(samples))]
    np.testing.assert_allclose(found, np.sort(surprise)[::-1], rtol=1e-3, atol=1e-6)
    assert samples.row(0) == session.prepared.split.validation[surprise.argmax()]
    worst = int(surprise.argmax())
    assert samples.truth_words(0) == f"class {truth[worst]}"
    assert samples.answer_words(0).startswith(f"class {predictions[worst].argmax()}, ")
    assert samples.wrong(0)


def test_amounts_come_in_the_order_of_the_squared_error(view) -> None:
    session = trained("regression_surface", 20)
    let_answer(view, shown_of(session))
    truth, predictions = truth_and_predictions(session, "validation")
    order = np.argsort(-np.square(truth - predictions)[:, 0], kind="stable")
    assert (
        rows_of(view.listing.samples)[:20] == session.prepared.split.validation[order][:20].tolist()
    )


@pytest.mark.parametrize(
    ("name", "epochs", "said"),
    [
        ("text_classifier", 1, "the"),
        ("collaborative_filtering", 2, "user"),
        ("digits", 1, "1×8×8"),
        ("lstm", 1, "32×1"),
        ("spiral", 30, "x1"),
    ],
)
def test_a_sample_of_any_kind_says_what_it_is(view, name, epochs, said) -> None:
    let_answer(view, shown_of(trained(name, epochs)))
    samples = view.listing.samples
    assert said in " ".join(samples.features_words(number) for number in range(20))
    losses = [samples.loss(number) for number in range(len(samples))]
    assert losses == sorted(losses, reverse=True)
    assert len(list(csv.reader(StringIO(view.sheet().csv())))) == len(samples) + 1


def test_an_image_is_drawn_as_it_is_in_the_data(view) -> None:
    session = trained("digits", 1)
    let_answer(view, shown_of(session))
    listing = view.listing
    features = session.prepared.dataset.features[listing.samples.row(0)][0]
    np.testing.assert_array_equal(
        listing.pictures.pixels(listing.samples.row(0))[..., 1], np.uint8(features * 255 / 16 + 0.5)
    )
    image = listing.viewport().grab().toImage()
    # Right or wrong, a gap, and the picture of 40 px: five for each of the digit's.
    for y, x in ((3, 3), (0, 0), (7, 4)):
        seen = image.pixelColor(2 + 16 + 6 + 5 * x + 2, 4 + 5 * y + 2)
        assert seen.red() == pytest.approx(features[y, x] * 255 / 16, abs=2)


def test_the_pointer_and_the_keys_tell_which_row(view) -> None:
    let_answer(view, shown_of(trained("spiral", 30)))
    heard = []
    view.row_chosen.connect(heard.append)
    samples = view.listing.samples
    hover(view.listing.viewport(), view.listing.cell_box(1).center())
    assert heard[-1] == samples.row(1)
    assert view.listing.readout.text().startswith(f"row {samples.row(1)}")
    QTest.keyClick(view.listing, Qt.Key.Key_End)
    assert heard[-1] == samples.row(len(samples) - 1)
    assert view.listing.cell_box(view.listing.chosen).bottom() <= view.listing.viewport().height()


def test_a_choice_stays_with_its_sample_as_the_order_changes(view) -> None:
    session = trained("spiral", 30)
    let_answer(view, shown_of(session))
    view.listing.choose(7)
    row = view.listing.samples.row(7)
    shown = shown_of(session)
    shown.frame.parameters[:] *= 0.3
    let_answer(view, shown)
    assert view.listing.samples.row(view.listing.chosen) == row


def test_divergence_is_said_in_words(view) -> None:
    let_answer(view, with_parameters(shown_of(trained("spiral", 30)), np.nan))
    assert "diverged" in view.says
