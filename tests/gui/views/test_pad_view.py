"""The drawing pad: what it gives the network, and what it says of the answer."""

from __future__ import annotations

import csv
from io import StringIO
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.data.dataset import Dataset
from playground.data.prepare import prepare_dataset
from playground.data.spec import DataSpec
from playground.gui import theme
from playground.gui.plots.pad_ink import Drawing, Manner, ink_box
from playground.gui.views.bench import Bench
from playground.gui.views.pad_view import PadView
from playground.network.heads import HEADS
from playground.network.spec import NetworkSpec
from playground.training.session import Session
from playground.training.spec import TrainingSpec
from tests.judged import let_answer, shown_of, trained, with_parameters, with_validation
from tests.mouse import hover

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NO_MODIFIER, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
# Digits as strokes of (across, down) in shares of the pad.
SEVEN = [[(0.27, 0.14), (0.73, 0.14), (0.42, 0.9)]]
FOUR = [[(0.45, 0.1), (0.25, 0.55), (0.75, 0.55)], [(0.6, 0.3), (0.6, 0.9)]]


@pytest.fixture
def view(qtbot):
    theme.apply_theme(QApplication.instance(), "light")
    result = PadView(None)
    qtbot.addWidget(result)
    result.resize(345, 330)
    with qtbot.waitActive(result):
        result.show()
        result.activateWindow()
    return result


def draw(canvas, strokes, button=LEFT, scale=1.0, off=(0.0, 0.0)):
    rows, columns = canvas.manner.shape
    for stroke in strokes:
        places = [
            canvas.place_of(
                ((y - 0.5) * scale + 0.5 + off[1]) * rows,
                ((x - 0.5) * scale + 0.5 + off[0]) * columns,
            )
            for x, y in stroke
        ]
        way = [
            start + (end - start) * share
            for start, end in pairwise(places)
            for share in np.linspace(0.0, 1.0, 6)
        ]
        QTest.mousePress(canvas, button, NO_MODIFIER, way[0].toPoint())
        for place in way[1:]:
            hover(canvas, place, button)
        QTest.mouseRelease(canvas, button, NO_MODIFIER, way[-1].toPoint())


def likeliest(view):
    return view.result.answer.names[int(view.result.answer.values.argmax())]


@pytest.mark.parametrize("name", ["digits", "digits_cnn"])
def test_a_sample_on_the_pad_is_answered_as_predict_answers_it(view, name):
    session = trained(name, 3)
    prepared, shown, bench = session.prepared, shown_of(session), Bench()
    view.set_data(prepared)
    for place in range(6):
        view.put_sample(place)
        let_answer(view, shown, bench)
        image = prepared.dataset.features[prepared.split.validation[place]]
        assert (view.result.image == image[0]).all()
        expected = session.predict(image[None])[0]
        np.testing.assert_allclose(view.result.predictions, expected, atol=1e-6)
        np.testing.assert_allclose(view.result.answer.values, expected, atol=1e-6)


def test_the_bars_are_as_long_as_the_probabilities(view):
    session = trained("digits", 1)
    view.set_data(session.prepared)
    view.put_sample(4)
    let_answer(view, shown_of(session))
    values = view.result.answer.values
    assert len(view.bars.rows()) == 10
    image = view.bars.grab().toImage()
    widest = view.bars.bar_of(int(values.argmax())).width() / values.max()
    for number, value in enumerate(values):
        bar = view.bars.bar_of(number)
        assert bar.width() == pytest.approx(widest * value, abs=0.01)
        if bar.width() > 6.0:
            middle = image.pixelColor(round(bar.center().x()), round(bar.center().y()))
            beyond = image.pixelColor(round(bar.right()) + 2, round(bar.center().y()))
            assert middle != beyond


def test_strokes_of_the_mouse_are_recognised_as_they_are_drawn(view):
    session = trained("digits_cnn", 12)
    shown, bench = shown_of(session), Bench()
    view.set_data(session.prepared)
    for strokes, digit in ((SEVEN, "7"), (FOUR, "4")):
        view.canvas.clear()
        draw(view.canvas, strokes)
        let_answer(view, shown, bench)
        assert likeliest(view) == digit
        assert view.canvas.drawing.ink.max() == 1.0


def test_what_is_drawn_lies_under_the_pointer(view):
    session = trained("digits", 1)
    view.set_data(session.prepared)
    view.centre_button.setChecked(False)
    draw(view.canvas, [[(0.1, 0.3), (0.9, 0.3)]])
    image = view.canvas.grab().toImage()
    palette = theme.current()
    on, off = (view.canvas.place_of(8 * y, 4.0).toPoint() for y in (0.3, 0.8))
    assert image.pixelColor(on) == QColor(palette.text)
    assert image.pixelColor(off) == QColor(palette.card)
    seen = view.canvas.drawing.seen(view.canvas.manner, centred=False)
    assert seen[2, 1:7].min() > 8.0
    assert seen[5:].max() == 0.0


def test_centred_a_small_drawing_is_seen_as_a_large_one(view):
    session = trained("digits", 1)
    view.set_data(session.prepared)
    manner, seen = view.canvas.manner, []
    for scale, off in ((1.0, (0.0, 0.0)), (0.6, (0.1, -0.15))):
        view.canvas.clear()
        draw(view.canvas, SEVEN, scale=scale, off=off)
        seen.append(view.canvas.drawing.seen(manner, centred=True))
        plain = view.canvas.drawing.seen(manner, centred=False)
        box = ink_box(manner.shares(plain))
    assert box[1] - box[0] < 7
    assert [ink_box(manner.shares(each))[1] - ink_box(manner.shares(each))[0] for each in seen] == [
        8,
        8,
    ]
    assert np.corrcoef(seen[0].ravel(), seen[1].ravel())[0, 1] > 0.8
    assert seen[1].max() <= 16.0


def test_the_right_button_rubs_out_and_undo_brings_it_back(view):
    view.set_data(trained("digits", 1).prepared)
    canvas = view.canvas
    draw(canvas, [[(0.2, 0.5), (0.8, 0.5)]])
    drawn = canvas.drawing
    draw(canvas, [[(0.5, 0.2), (0.5, 0.8)]], RIGHT)
    rows, columns = canvas.manner.fine_shape
    assert drawn.ink[rows // 2, columns // 2] == 1.0
    assert canvas.drawing.ink[rows // 2, columns // 2] == 0.0
    assert canvas.drawing.ink[rows // 2, columns // 4] == 1.0
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Z, CTRL)
    assert canvas.drawing is drawn
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert canvas.drawing.is_empty
    QTest.keyClick(canvas, Qt.Key.Key_Z, CTRL)
    assert canvas.drawing is drawn
    QTest.keyClick(canvas, Qt.Key.Key_Z, CTRL)
    assert canvas.drawing.is_empty
    QTest.keyClick(canvas, Qt.Key.Key_Z, CTRL)


def test_its_keys_are_not_the_windows(view):
    kind = QEvent.Type.ShortcutOverride
    for key, modifier in ((Qt.Key.Key_Z, CTRL), (Qt.Key.Key_Right, NO_MODIFIER)):
        event = QKeyEvent(kind, key, modifier)
        event.ignore()
        QApplication.sendEvent(view.canvas, event)
        assert event.isAccepted()


def test_arrow_keys_step_through_the_validation_samples(view):
    prepared = trained("digits", 1).prepared
    view.set_data(prepared)
    rows = prepared.split.validation
    view.canvas.setFocus()
    for key, place in ((Qt.Key.Key_Right, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_Left, 0)):
        QTest.keyClick(view.canvas, key)
        assert (view.canvas.drawing.sample == prepared.dataset.features[rows[place], 0]).all()
        truth = prepared.dataset.target_names[prepared.dataset.targets[rows[place]]]
        assert view.note.text() == f"Validation sample {rows[place]:,}, truly {truth}."
    QTest.mouseClick(view.take_button, LEFT)
    assert view.canvas.drawing.sample is not None
    draw(view.canvas, SEVEN)
    assert view.note.text().endswith("drawn on.")


def test_an_empty_pad_asks_nothing_and_says_what_to_do(view):
    session = trained("digits", 1)
    assert view.request(shown_of(session)) is None
    image = view.canvas.grab().toImage()
    middle = round(view.canvas.box.center().y())
    shades = {image.pixel(x, y) for x in range(40, 160) for y in range(middle - 6, middle + 6)}
    assert len(shades) > 5
    assert view.sheet() is None
    assert not view.bars.rows()


def test_data_that_is_no_picture_of_one_channel_says_so(view):
    assert view.request(shown_of(trained("spiral", 1))) is None
    assert view.message.isVisible()
    assert "these samples are none" in view.message.text()


def test_a_diverged_network_and_a_missing_split_are_said_in_words(view):
    session = trained("digits", 1)
    view.set_data(session.prepared)
    draw(view.canvas, SEVEN)
    let_answer(view, with_parameters(shown_of(session), np.nan))
    assert "diverged" in view.note.text()
    assert not view.bars.rows()
    shown = with_validation(shown_of(session), np.zeros(0, np.int64))
    view.request(shown)
    view.take_sample()
    view.step(1)
    assert view.canvas.drawing.is_empty


@pytest.mark.parametrize(
    ("head", "task"),
    [("binary", "binary"), ("multilabel", "multilabel"), ("regression", "regression")],
)
def test_other_heads_answer_too(view, head, task):
    random = np.random.default_rng(0)
    images = random.uniform(0.0, 1.0, (60, 1, 12, 9))
    flat = images.reshape(60, -1)
    targets = {
        "binary": (flat[:, 0] > 0.5).astype(np.int64),
        "multilabel": (flat[:, :3] > 0.5).astype(np.int64),
        "regression": flat[:, :2] * 30.0,
    }[task]
    names = {"binary": ("no", "yes"), "multilabel": ("a", "b", "c"), "regression": ("p", "q")}[task]
    data = Dataset(images, targets, task, (), names)
    session = Session(
        NetworkSpec(nodes=[{"id": "flatten_1", "type": "Flatten"}]),
        HEADS[head](),
        TrainingSpec.model_validate({"optimizer": "adam"}),
        prepare_dataset(DataSpec(source="own"), data),
        device="numpy",
    )
    session.train(3)
    view.set_data(session.prepared)
    view.put_sample(0)
    let_answer(view, shown_of(session))
    row = session.prepared.split.validation[:1]
    expected = session.predict(images[row])[0]
    answer = view.result.answer
    assert answer.names == names
    if task == "binary":
        assert answer.values == pytest.approx([1.0 - expected[0], expected[0]], abs=1e-6)
        assert answer.chosen.sum() == 1
    else:
        assert answer.values == pytest.approx(expected, abs=1e-5)
    table = list(csv.reader(StringIO(view.sheet().csv())))
    assert len(table) == 1 + len(names) + 12 * 9
    assert float(table[-1][1]) == images[row[0], 0, 11, 8]


def test_dark_ink_on_light_paper_is_drawn_the_other_way_round():
    random = np.random.default_rng(1)
    images = np.full((20, 1, 10, 10), 255.0)
    images[:, :, 3:7, 4:6] = random.uniform(0.0, 60.0, (20, 1, 4, 2))
    data = Dataset(images, np.arange(20) % 2, "binary", (), ("a", "b"))
    prepared = prepare_dataset(DataSpec(source="own"), data)
    manner = Manner.of(prepared)
    assert manner.paper == 255.0
    assert manner.middle == pytest.approx((0.5, 0.5))
    assert manner.reach == pytest.approx(0.4)
    stroke = np.zeros(manner.fine_shape, np.float32)
    stroke[: manner.fine] = 1.0
    seen = Drawing().marked(manner, stroke, rubbing=False).seen(manner, centred=False)
    assert seen[0] == pytest.approx(manner.full)
    assert (seen[1:] == 255.0).all()


def test_the_pen_paints_in_the_colours_of_the_theme(view):
    view.set_data(trained("digits", 1).prepared)
    draw(view.canvas, [[(0.1, 0.5), (0.9, 0.5)]])
    theme.apply_theme(QApplication.instance(), "dark")
    image = view.canvas.grab().toImage()
    assert image.pixelColor(view.canvas.place_of(4.0, 4.0).toPoint()) == QColor(theme.DARK.text)
    theme.apply_theme(QApplication.instance(), "light")
