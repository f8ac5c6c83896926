"""The neurons view: its pictures, wires and dots say what the network's numbers are."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.assets_path import examples_path
from playground.data.dataset import Dataset
from playground.data.prepare import prepare, prepare_dataset
from playground.gui import theme
from playground.gui.frame import frame_of
from playground.gui.plots import words
from playground.gui.plots.colours import diverging
from playground.gui.plots.save_menu import save_picture
from playground.gui.views.bench import Bench
from playground.gui.views.neurons.aim import Aim, aim_at, box_of, number_of, settable
from playground.gui.views.neurons.popup import facts
from playground.gui.views.neurons.strips import smooth
from playground.gui.views.neurons_view import NeuronsView
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context
from playground.project.file import open_project
from playground.project.spec import ProjectSpec
from playground.project.templates import TEMPLATES
from playground.training.session import Session
from tests.mouse import hover

LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
EXAMPLES = [path.stem for path in sorted(examples_path().glob("*.json"))]


class Trainer(QObject):
    """Hears what the view asks of the trainer."""

    set_number = Signal(str, object, float)

    def __init__(self):
        super().__init__()
        self.heard = []
        self.set_number.connect(self._hear)

    def _hear(self, name, index, value):
        self.heard.append((name, tuple(index), value))


class Stage:
    """A view of a session, drawn without a window."""

    def __init__(self, session, qtbot, size=(820, 600)):
        self.session, self.trainer, self.bench = session, Trainer(), Bench()
        self.view = NeuronsView(Context(None, self.trainer, None))
        qtbot.addWidget(self.view)
        self.view.resize(*size)
        self.view.show()
        self.view.set_data(session.prepared)
        self.draw()

    @property
    def board(self):
        return self.view.board

    @property
    def picture(self):
        return self.board.picture

    def draw(self, **changes):
        frame = replace(frame_of(self.session, 0.0, False), **changes)
        for _ in range(2):  # the key beneath may have taken a row more
            job = self.view.request(Shown(frame, True, None, ()))
            if job is not None:
                self.view.show_result(job.run(self.bench))
            QApplication.processEvents()
        return self.picture

    def place_on_wire(self, source, source_unit, target, unit, across=0.2):
        """A place of the board on a wire, where others are not near."""
        strip = next(
            s for s in self.picture.strips if (s.wiring.source, s.wiring.target) == (source, target)
        )
        here = (strip.sources == source_unit) & (strip.targets == unit)
        start, end = float(strip.starts[here][0]), float(strip.ends[here][0])
        y = start + (end - start) * float(smooth(across))
        return QPoint(round(strip.left + across * strip.width), round(y))


@pytest.fixture(autouse=True)
def light(qapp):
    theme.apply_theme(QApplication.instance(), "light")
    yield
    theme.apply_theme(QApplication.instance(), "light")


@pytest.fixture
def stage(qtbot):
    return lambda session, size=(820, 600): Stage(session, qtbot, size)


def session_of(project, steps=20):
    session = Session(project.network, project.head, project.training, prepare(project.data))
    session.advance(steps)
    return session


@pytest.fixture
def small(project_of):
    """A trained network 2-4-3-1 on points in a circle."""
    layers = [("dense_1", 4, "tanh"), ("dense_2", 3, "sigmoid")]
    nodes = [{"id": n, "type": "Dense", "units": u, "activation": a} for n, u, a in layers]
    return session_of(project_of(*nodes), 200)


def pixels(image):
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4).copy()


def unit_pixels(sheet, unit):
    top = (unit - sheet.first) * sheet.height
    return pixels(sheet.image)[top : top + sheet.height]


def by_hand(session, features):
    """What leaves each layer of `small`, worked out in NumPy."""
    p = {name: array.astype(np.float64) for name, array in session.parameters().items()}
    first = np.tanh(features @ p["dense_1.weight"] + p["dense_1.bias"])
    second = 1.0 / (1.0 + np.exp(-(first @ p["dense_2.weight"] + p["dense_2.bias"])))
    return first, second


def colours_of(widget):
    return len(np.unique(pixels(widget.grab().toImage()).view(np.uint32)))


def test_a_units_picture_is_its_activation_over_the_plane(stage, small):
    shown = stage(small)
    picture, job = shown.picture, shown.picture.job
    side = picture.side
    raw = job.plane.points(job.extent, side, side)
    hidden = by_hand(small, small.prepared.feature_scaler.apply(raw))
    for name, activations in zip(("dense_1", "dense_2"), hidden, strict=True):
        for unit in range(activations.shape[1]):
            values = activations[:, unit]
            full = 0.5 * np.abs(values).max()  # full colour from half the largest on
            wished = diverging(values.reshape(side, side)[::-1], -full, full, dark=False)
            drawn = unit_pixels(picture.sheets[name], unit)
            assert np.abs(drawn.astype(int) - wished).max() <= 3
    answers = small.predict(raw)[:, 0].reshape(side, side)[::-1]
    drawn = unit_pixels(picture.sheets["head"], 0)
    assert np.abs(drawn.astype(int) - diverging(answers, 0.0, 1.0, dark=False)).max() <= 3


def test_the_pictures_stand_on_the_screen_where_the_board_says(stage, small):
    shown = stage(small)
    image = pixels(shown.board.grab().toImage())
    stand = shown.picture.board.stand("dense_1")
    for unit in stand.units:
        box, cells = stand.box(unit), unit_pixels(shown.picture.sheets["dense_1"], unit)
        ratio = shown.board.devicePixelRatioF()
        for across, down in ((0.5, 0.5), (0.25, 0.7), (0.8, 0.3)):
            x, y = box.left + across * box.width, box.top + down * box.height
            seen = image[round(y * ratio), round(x * ratio), :3].astype(int)
            near = cells[
                max(0, int(down * len(cells)) - 2) : int(down * len(cells)) + 3,
                max(0, int(across * len(cells)) - 2) : int(across * len(cells)) + 3,
                :3,
            ].astype(int)
            assert (seen >= near.min((0, 1)) - 6).all()
            assert (seen <= near.max((0, 1)) + 6).all()


def test_a_wire_has_the_colour_of_its_sign_and_the_width_of_its_amount(stage, small):
    weights = {name: np.zeros_like(array) for name, array in small.parameters().items()}
    weights["dense_1.weight"][0, 0] = -0.8
    weights["dense_1.weight"][1, 3] = 0.4
    small.load(weights)
    strip = stage(small).picture.strips[0]
    ink = pixels(strip.image)[:, :, 3].astype(float)
    colours = pixels(strip.image)
    column = strip.image.width() // 2

    def stretch(source, target):
        here = (strip.sources == source) & (strip.targets == target)
        middle = float(strip.starts[here][0] + strip.ends[here][0]) / 2.0 - strip.top
        rows = slice(round(middle) - 6, round(middle) + 7)
        return ink[rows, column].sum(), colours[round(middle), column]

    strong, blue = stretch(0, 0)
    weak, orange = stretch(1, 3)
    none, _ = stretch(0, 3)
    assert blue[2] > blue[0] + 60
    assert orange[0] > orange[2] + 60
    assert strong > 1.4 * weak > 4 * none > 0


def test_wires_have_the_weights_of_the_layer_the_strongest_at_full_strength(stage, small):
    strip = stage(small).picture.strips[-1]
    assert np.allclose(strip.values, small.parameters()["head.weight"][strip.sources, 0])
    assert np.abs(strip.shares).max() == pytest.approx(1.0)


def test_the_pointer_on_a_wire_says_its_number(stage, small):
    shown = stage(small)
    place = shown.place_on_wire("input", 0, "dense_1", 0)
    hover(shown.board, place)
    value = small.parameters()["dense_1.weight"][0, 0]
    words = shown.board.readout.text()
    assert words.startswith(f"{small.prepared.dataset.feature_names[0]} → dense_1 unit 1: ")
    said = float(words.rpartition(" ")[2].replace("−", "-"))
    assert said == pytest.approx(float(value), rel=0.01)


def test_clicking_a_wire_and_typing_sends_exactly_that_number(stage, small):
    shown = stage(small)
    place = shown.place_on_wire("dense_1", 3, "dense_2", 2)
    aim = aim_at(shown.picture, place.x(), place.y())
    QTest.mouseClick(shown.board, LEFT, NO_KEY, place)
    editor = shown.view.editor
    assert editor.isVisible()
    assert editor.geometry().intersected(shown.board.rect()) == editor.geometry()
    QTest.keyClicks(editor.field, "-1.25")
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    index = (aim.source_unit, aim.unit)
    assert shown.trainer.heard == [("dense_2.weight", index, -1.25)]
    QTest.mouseClick(editor.back_button, LEFT)
    before = float(small.parameters()["dense_2.weight"][index])
    assert shown.trainer.heard[-1] == ("dense_2.weight", index, before)
    QTest.keyClick(editor.field, Qt.Key.Key_Escape)
    assert not editor.isVisible()


def test_a_number_that_is_none_is_refused_in_words(stage, small):
    shown = stage(small)
    shown.view._edit(Aim("bias", "dense_1", 1))
    editor = shown.view.editor
    for typed in ("a lot", "nan", "1e99"):
        editor.field.setText(typed)
        QTest.keyClick(editor.field, Qt.Key.Key_Return)
    assert shown.trainer.heard == []
    assert "no number" in editor._now.text()


def test_a_bias_is_a_dot_that_can_be_clicked_and_set_by_its_slider(stage, small):
    shown = stage(small)
    x, y = shown.picture.board.stand("dense_2").dot(1)
    QTest.mouseClick(shown.board, LEFT, NO_KEY, QPoint(round(x), round(y)))
    editor = shown.view.editor
    assert editor.number.value == pytest.approx(float(small.parameters()["dense_2.bias"][1]))
    editor.slider.slider.setValue(editor.slider.slider.maximum())
    name, index, value = shown.trainer.heard[-1]
    assert (name, index) == ("dense_2.bias", (1,))
    assert value == pytest.approx(max(2.0, 1.5 * np.abs(small.parameters()["dense_2.bias"]).max()))
    QTest.mouseClick(shown.board, LEFT, NO_KEY, QPoint(3, 3))
    assert not editor.isVisible()


def test_a_number_that_was_set_shows_at_the_next_moment(stage, small):
    shown = stage(small)
    small.set_number("dense_1.weight", (1, 2), -3.5)
    picture = shown.draw()
    number = number_of(picture, Aim("wire", "dense_1", 2, "input", 1))
    assert (number.name, number.index, number.value) == ("dense_1.weight", (1, 2), -3.5)


def test_keys_go_from_unit_to_unit_and_wire_to_wire_and_set_a_number(stage, small):
    shown = stage(small)
    board = shown.board
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(board, key)
    aim = board.accent.aim
    assert (aim.kind, aim.layer) == ("unit", "dense_1")
    assert board.popup.isVisible()
    QTest.keyClick(board, Qt.Key.Key_Down, SHIFT)
    assert board.accent.aim == Aim("bias", "dense_1", aim.unit)
    QTest.keyClick(board, Qt.Key.Key_Down, SHIFT)
    assert board.accent.aim == Aim("wire", "dense_1", aim.unit, "input", 0)
    QTest.keyClick(board, Qt.Key.Key_Return)
    QTest.keyClicks(shown.view.editor.field, "0.5")
    QTest.keyClick(shown.view.editor.field, Qt.Key.Key_Return)
    assert shown.trainer.heard == [("dense_1.weight", (0, aim.unit), 0.5)]


def test_an_earlier_moment_is_looked_at_and_not_changed(stage, small):
    shown = stage(small)
    frame = frame_of(small, 0.0, False)
    job = shown.view.request(Shown(frame, False, None, ()))
    shown.view.show_result(job.run(shown.bench))
    shown.view._edit(Aim("bias", "dense_1", 1))
    assert not shown.view.editor.isVisible()
    assert "earlier moment" in shown.board.readout.text()


def test_a_click_on_a_card_chooses_its_layer(stage, small, qtbot):
    shown = stage(small)
    card = shown.picture.board.stand("dense_2").card
    with qtbot.waitSignal(shown.view.node_chosen) as chosen:
        QTest.mouseClick(shown.board, LEFT, NO_KEY, QPoint(int(card.left) + 20, int(card.top) + 16))
    assert chosen.args == ["dense_2"]


def test_a_wide_layer_shows_a_page_and_says_how_many_more(stage, project_of):
    node = {"id": "dense_1", "type": "Dense", "units": 512, "activation": "relu"}
    shown = stage(session_of(project_of(node), 3))
    stand = shown.picture.board.stand("dense_1")
    assert 8 <= stand.shown < 512
    assert stand.card.bottom <= shown.board.height()
    middle = QPointF(stand.card.left + 20.0, stand.card.top + 100.0)
    wheel = QWheelEvent(
        middle,
        shown.board.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        NO_KEY,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(shown.board, wheel)
    assert shown.draw().board.stand("dense_1").first == 6
    shown.board.point_at(Aim("unit", "dense_1", 6))
    for _ in range(40):
        QTest.keyClick(shown.board, Qt.Key.Key_PageDown)
        shown.draw()
    assert shown.picture.board.stand("dense_1").units[-1] == 511
    assert shown.picture.sheets["dense_1"].first == 512 - stand.shown
    assert sum(len(strip.values) for strip in shown.picture.strips) <= 1200


def test_a_filter_and_its_feature_map_are_the_weights_and_what_they_give(stage, example):
    torch = pytest.importorskip("torch")
    session = session_of(example("digits_cnn").spec, 40)
    shown = stage(session, (1200, 760))
    shown.view.sample_bar.number.setValue(17)
    picture = shown.draw()
    weight = session.parameters()["conv2d_1.weight"]
    bias = session.parameters()["conv2d_1.bias"]
    sample = session.prepared.feature_scaler.apply(session.prepared.dataset.features[[17]])
    given = torch.tensor(sample, dtype=torch.float32)
    maps = torch.conv2d(given, torch.tensor(weight), torch.tensor(bias), padding=1).relu()[0]
    for unit in range(len(weight)):
        most = np.abs(weight[unit]).max()
        kernel = diverging(weight[unit, 0], -most, most, dark=False)
        drawn = unit_pixels(picture.filters["conv2d_1"], unit)
        assert np.abs(drawn.astype(int) - kernel).max() <= 3
        answer = maps[unit].numpy()
        most = np.abs(answer).max() or 1.0
        drawn = unit_pixels(picture.sheets["conv2d_1"], unit)
        wished = diverging(answer, -float(most), float(most), dark=False)
        assert np.abs(drawn.astype(int) - wished).max() <= 6


def test_a_number_of_a_filter_is_clicked_and_set_by_hand(stage, example):
    session = session_of(example("digits_cnn").spec, 10)
    shown = stage(session, (1200, 760))
    aim = Aim("kernel", "conv2d_1", 2, entry=(0, 2, 1))
    box = box_of(shown.picture, aim)
    place = QPoint(round(box.left + box.width / 2), round(box.top + box.height / 2))
    hover(shown.board, place)
    assert shown.board.accent.aim == aim
    assert shown.board.popup.isVisible()
    weight = float(session.parameters()["conv2d_1.weight"][2, 0, 2, 1])
    assert facts(shown.picture, aim)[0] == f"channel 1, row 3, column 2: {words.number(weight)}"
    assert not shown.board.readout.isVisible()
    QTest.mouseClick(shown.board, LEFT, NO_KEY, place)
    editor = shown.view.editor
    assert not shown.board.popup.isVisible()
    assert editor.number.value == weight
    title = editor._title
    assert title.text() == "filter of conv2d_1 channel 3: channel 1, row 3, column 2"
    assert title.height() >= title.heightForWidth(title.width()) > title.fontMetrics().height()
    assert title.geometry().bottom() < editor.slider.geometry().top()
    QTest.keyClicks(editor.field, "0.75")
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    assert shown.trainer.heard == [("conv2d_1.weight", (2, 0, 2, 1), 0.75)]
    session.set_number(*shown.trainer.heard[0])
    assert number_of(shown.draw(), aim).value == 0.75
    assert editor.isVisible()
    QTest.keyClick(editor.field, Qt.Key.Key_Escape)
    # By keys: the bias, then the filter, number by number.
    shown.board.point_at(Aim("bias", "conv2d_1", 2))
    for entry in ((0, 0, 0), (0, 0, 1)):
        QTest.keyClick(shown.board, Qt.Key.Key_Down, SHIFT)
        assert shown.board.accent.aim == Aim("kernel", "conv2d_1", 2, entry=entry)
    # Another kernel has taken its place, with no such number.
    smaller = example("digits_cnn").spec.model_dump(mode="json")
    next(n for n in smaller["network"]["nodes"] if n["id"] == "conv2d_1")["kernel"] = 1
    shown.board.point_at(Aim("kernel", "conv2d_1", 2, entry=(0, 2, 2)))
    shown.session = session_of(ProjectSpec.model_validate(smaller), 1)
    shown.draw()
    assert shown.board.accent.aim is None


def test_numbers_too_small_to_be_pointed_at_are_left_to_the_keys(stage, example):
    shown = stage(session_of(example("digits_cnn").spec, 1))
    box = box_of(shown.picture, Aim("kernel", "conv2d_2", 0, entry=(0, 1, 1)))
    assert box.width < 4.0
    found = aim_at(shown.picture, box.left + box.width / 2, box.top + box.height / 2)
    assert found == Aim("unit", "conv2d_2", 0)
    assert len(settable(shown.picture, "conv2d_2", 0)) == 1 + 8 * 3 * 3


def test_many_features_are_shown_over_the_plane_that_was_chosen(stage, example):
    shown = stage(session_of(example("wine").spec))
    names = shown.session.prepared.dataset.feature_names
    shown.view.plane_picker.choose(2, 6)
    picture = shown.draw()
    values = picture.values["input"].reshape(len(names), picture.side, picture.side)
    assert np.ptp(values[2], axis=0).max() < 1e-5 < np.ptp(values[2], axis=1).min()
    assert np.ptp(values[6], axis=1).max() < 1e-5 < np.ptp(values[6], axis=0).min()
    others = [n for n in range(len(names)) if n not in (2, 6)]
    assert np.ptp(values[others], axis=(1, 2)).max() < 1e-5
    held = unit_pixels(picture.sheets["input"], others[0])[..., :3]
    assert held.min() > 215, "a feature at its mean is pale"
    said = shown.view.legend.accessibleName()
    assert names[2] in said
    assert names[6] in said
    assert "the other 11 features at their mean" in said


def test_in_slow_motion_each_unit_says_what_the_sample_does_there(stage, small):
    torch = pytest.importorskip("torch")
    shown = stage(small)
    picture = shown.draw(sample=5)
    prepared, p = small.prepared, small.parameters()
    x = torch.tensor(prepared.feature_scaler.apply(prepared.dataset.features[[5]])).float()
    first = torch.tanh(x @ torch.tensor(p["dense_1.weight"]) + torch.tensor(p["dense_1.bias"]))
    first.retain_grad() if first.requires_grad else first.requires_grad_(True)
    sums = first @ torch.tensor(p["dense_2.weight"]) + torch.tensor(p["dense_2.bias"])
    head = torch.sigmoid(sums) @ torch.tensor(p["head.weight"]) + torch.tensor(p["head.bias"])
    target = torch.tensor([[float(prepared.dataset.targets[5])]])
    torch.nn.functional.binary_cross_entropy_with_logits(head, target).backward()
    passing = picture.passing
    assert passing.values["dense_1"] == pytest.approx(first[0].detach().numpy(), abs=1e-5)
    assert passing.slopes["dense_1"] == pytest.approx(first.grad[0].numpy(), abs=1e-5)
    assert "gradient of the loss" in shown.view.legend.accessibleName()
    assert shown.board._timer.isActive()
    shown.draw()
    assert not shown.board._timer.isActive()
    assert shown.picture.passing is None


@pytest.mark.parametrize("name", [*EXAMPLES, *TEMPLATES])
def test_every_example_and_template_is_drawn(name, stage):
    project = TEMPLATES[name].project() if name in TEMPLATES else None
    project = project or open_project(examples_path() / f"{name}.json").spec
    shown = stage(session_of(project, 2), (640, 420))
    board = shown.picture.board
    assert {stand.layer.id for stand in board.stands} >= {"input", "head"}
    for stand in board.stands:
        assert stand.shown >= 1
        last = stand.box(stand.units[-1])
        assert last.bottom <= stand.card.bottom
        assert stand.card.left < stand.picture.left
        assert last.right <= stand.card.right
        assert 0.0 <= stand.card.top <= stand.card.bottom <= board.height
    assert colours_of(shown.board) > 20
    theme.apply_theme(QApplication.instance(), "dark")
    shown.draw()
    assert colours_of(shown.board) > 20


def test_diverged_weights_are_grey_and_said_so(stage, small):
    shown = stage(small)
    frame = frame_of(small, 0.0, False)
    broken = np.full_like(frame.parameters, np.nan)
    picture = shown.draw(parameters=broken)
    assert not picture.finite
    assert "training diverged" in shown.view.legend.accessibleName()
    shown.board.point_at(Aim("unit", "dense_1", 0))
    shown.board.grab()
    grey = unit_pixels(picture.sheets["dense_1"], 0)[..., :3].reshape(-1, 3)
    assert len(np.unique(grey, axis=0)) == 1
    assert not pixels(picture.strips[0].image).any()
    huge = np.full_like(frame.parameters, 1e38)
    shown.draw(parameters=huge, sample=0)
    shown.board.grab()


@pytest.mark.parametrize("case", ["one value", "three samples"])
def test_data_with_nothing_to_tell_is_drawn_all_the_same(case, stage, project_of):
    project = project_of(training={"batch_size": 1})
    features = np.zeros((8, 3)) + 2.0 if case == "one value" else np.eye(3)
    targets = np.arange(len(features)) % 2
    dataset = Dataset(features, targets, "binary", ("a", "b", "c"), ("no", "yes"))
    prepared = prepare_dataset(project.data, dataset)
    session = Session(project.network, project.head, project.training, prepared)
    shown = stage(session)
    assert colours_of(shown.board) > 10
    shown.board.point_at(Aim("unit", "dense_1", 0))
    shown.board.grab()


def test_a_network_too_deep_to_be_seen_is_told_in_a_sentence(stage, small, project_of):
    shown = stage(small)
    nodes = [{"id": f"d{k}", "type": "Dense", "units": 2} for k in range(2000)]
    deep = project_of(*nodes).network
    frame = replace(frame_of(small, 0.0, False), network=deep)
    assert shown.view.request(Shown(frame, True, None, ())) is None
    assert "2,000 layers" in shown.board.message
    assert colours_of(shown.board) > 3


def test_it_can_be_saved_as_a_drawing_with_text(stage, small, tmp_path):
    shown = stage(small)
    save_picture(shown.view, tmp_path / "neurons.svg")
    drawing = (tmp_path / "neurons.svg").read_text()
    for name in ("dense_1", "Binary head", "4 · tanh"):
        assert name in drawing


def test_the_sheet_has_every_number_of_the_network(stage, small):
    table = list(csv.DictReader(StringIO(stage(small).view.sheet().csv())))
    assert {row["layer"] for row in table} == {"input", "dense_1", "dense_2", "head"}
    for name, array in small.parameters().items():
        layer, _, kind = name.rpartition(".")
        found = [float(r["value"]) for r in table if (r["layer"], r["quantity"]) == (layer, kind)]
        assert sorted(found) == pytest.approx(sorted(map(float, array.ravel())))
    one = [r for r in table if r["layer"] == "dense_2" and r["input"] == "dense_1 unit 2"]
    assert [float(r["value"]) for r in one] == pytest.approx(
        small.parameters()["dense_2.weight"][1].tolist()
    )


def test_branches_stand_over_each_other_and_merge(stage, project_of):
    nodes = [
        {"id": "a", "type": "Dense", "units": 3},
        {"id": "b", "type": "Dense", "units": 5},
        {"id": "both", "type": "Concatenate"},
        {"id": "out", "type": "Dense", "units": 8},
        {"id": "sum", "type": "Add"},
    ]
    links = [
        ["input", "a"],
        ["input", "b"],
        ["a", "both"],
        ["b", "both"],
        ["both", "out"],
        ["out", "sum"],
        ["both", "sum"],
        ["sum", "head"],
    ]
    shown = stage(session_of(project_of(*nodes, links=links), 3), (900, 620))
    board = shown.picture.board
    a, b = board.stand("a").card, board.stand("b").card
    assert a.left == b.left
    assert a.bottom < b.top
    wirings = {(w.source, w.target): w for w in shown.picture.plan.wirings}
    assert wirings["b", "both"].run == "one"
    assert wirings["b", "both"].offset == 3
    assert wirings["both", "sum"].run == "one"
    assert wirings["both", "out"].run == "weights"
