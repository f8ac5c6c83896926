"""The matrices view: every number on it is the engine's, and neurons and numbers are linked."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.assets_path import examples_path
from playground.data.prepare import prepare
from playground.gui import theme
from playground.gui.frame import frame_of
from playground.gui.plots import words
from playground.gui.plots.save_menu import save_picture
from playground.gui.views.bench import Bench
from playground.gui.views.matrices.aim import Aim
from playground.gui.views.matrices.exhibits.product_parts import weights_of
from playground.gui.views.matrices.overview_painter import texts_of
from playground.gui.views.matrices.samples_row import BATCH
from playground.gui.views.matrices_view import MatricesView
from playground.gui.views.neurons.strips import smooth
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context
from playground.network.spec import HEAD, INPUT
from playground.project.file import open_project
from playground.project.templates import TEMPLATES
from playground.training.probe import LOGITS, Probe
from playground.training.session import Session
from tests.mouse import hover


class Stage:
    """The view of a session, drawn without a window."""

    def __init__(self, session, qtbot, size=(820, 700)):
        self.session, self.bench = session, Bench()
        self.view = MatricesView(Context(None, None, None))
        qtbot.addWidget(self.view)
        self.view.resize(*size)
        self.view.show()
        self.view.set_data(session.prepared)
        self.draw()

    def draw(self, **changes):
        frame = replace(frame_of(self.session, 0.0, False), **changes)
        job = self.view.request(Shown(frame, True, None, ()))
        if job is not None:
            self.view.show_result(job.run(self.bench))
        QApplication.processEvents()

    def choose(self, layer):
        self.view._choose_layer(layer)
        QApplication.processEvents()

    def numbers(self, key):
        """What is written in a grid, by cell."""
        texts = self.view.board.texts
        return {t.index: t.text for k, t in texts if k == key and t.role == "number"}

    def hover_board(self, aim):
        hover(self.view.board, self.view.board.cell_box(aim).center().toPoint())

    def hover_unit(self, layer, unit):
        hover(self.view.overview, self.view.overview.place_of(layer, unit).toPoint())

    @property
    def overview_texts(self):
        return texts_of(self.view.picture, self.view.overview.layout_)

    @property
    def rows(self):
        return list(self.view.picture.rows)

    def engine(self, rows=None):
        """The engine's own values for the samples that are shown, by a probe, and its loss."""
        session, rows = self.session, self.rows if rows is None else rows
        probe = Probe(session.network, session.head, session.signature)
        prepared = session.prepared
        targets = prepared.dataset.targets[rows]
        if prepared.dataset.task == "regression":
            targets = prepared.target_scaler.apply(targets.astype(np.float64))
        features = prepared.feature_scaler.apply(prepared.dataset.features[rows])
        encoded = session.head.encode(targets, session.signature)
        return probe.flow(session.snapshot().parameters, features, encoded)


@pytest.fixture(autouse=True)
def light(qapp):
    theme.apply_theme(QApplication.instance(), "light")


@pytest.fixture
def stage(qtbot):
    return lambda session, size=(820, 700): Stage(session, qtbot, size)


def session_of(project, steps=20):
    session = Session(project.network, project.head, project.training, prepare(project.data))
    session.advance(steps)
    return session


def example(name, steps=20):
    return session_of(open_project(examples_path() / f"{name}.json").spec, steps)


@pytest.fixture
def small(project_of):
    """A trained network 2-4-3-1 on points in a circle."""
    layers = [("dense_1", 4, "tanh"), ("dense_2", 3, "sigmoid")]
    nodes = [{"id": n, "type": "Dense", "units": u, "activation": a} for n, u, a in layers]
    return session_of(project_of(*nodes), 200)


def says(value):
    """How a number may be written: with three digits, or fewer in a narrow cell."""
    value = float(value)
    return {words.shortest(value), *(words.number(value, digits) for digits in (3, 2, 1))}


def assert_written(written, values):
    """Every number of a grid, and no other, is written."""
    assert len(written) == values.size
    for index, text in written.items():
        assert text in says(values[index]), f"{text} is not {values[index]} at {index}"


def test_every_number_of_every_layer_is_the_engines(stage, small):
    shown, learned = stage(small), small.parameters()
    flow = shown.engine()
    arriving = {"dense_1": INPUT, "dense_2": "dense_1", HEAD: "dense_2"}
    for layer, source in arriving.items():
        shown.choose(layer)
        weight, bias = learned[f"{layer}.weight"], learned[f"{layer}.bias"]
        assert_written(shown.numbers("w"), weight)
        assert_written(shown.numbers("b"), bias[None, :])
        assert_written(shown.numbers("x"), flow.values[source])
        product = flow.values[source] @ weight
        assert_written(shown.numbers("product"), product)
        last = "answer" if layer == HEAD else "output"
        assert_written(shown.numbers(last), flow.values[layer])
        sums = flow.values[LOGITS] if layer == HEAD else product + bias
        assert_written(shown.numbers("sums"), sums)
    shown.choose("loss")
    assert set(shown.numbers("losses").values()) <= says(flow.loss)


def test_pointing_at_a_neuron_lights_its_column_and_says_its_sum(stage, small):
    shown = stage(small)
    view, learned = shown.view, small.parameters()
    shown.hover_unit("dense_2", 1)  # while another layer is shown large
    assert view.shown_id == "dense_2"
    lights = view.board.scene.lights(view.board.aim)
    assert lights["w"].columns == {1}
    assert lights["b"].cells == lights["output"].cells == lights["sums"].cells == {(0, 1)}
    flow = shown.engine()
    x, w = flow.values["dense_1"][0], learned["dense_2.weight"][:, 1]
    b = float(learned["dense_2.bias"][1])
    z, y = float(x @ w + b), float(flow.values["dense_2"][0, 1])

    def factor(value):
        text = words.number(float(value))
        return f"({text})" if text.startswith("−") else text

    terms = " + ".join(f"{factor(a)} · {factor(c)}" for a, c in zip(x, w, strict=True))
    said = f"dense_2, unit 2 = {terms} + {factor(b)} = {words.number(z)}; "
    said += f"Sigmoid({words.number(z)}) = {words.number(y)}"
    assert view.caption.text() == said
    touch = view.overview.touch
    assert (touch.layer, touch.unit, touch.source_unit) == ("dense_2", 1, None)
    hover(view.overview, QPoint(2, 2))
    assert view.shown_id == "dense_1"  # what was chosen comes back
    assert view.board.aim is None


def test_pointing_at_a_weight_lights_its_wire_and_the_units_that_it_joins(stage, small):
    shown = stage(small)
    view = shown.view
    shown.hover_board(Aim("w", (1, 2)))
    touch = view.overview.touch
    assert touch.units == {(INPUT, 1), ("dense_1", 2)}
    assert (touch.layer, touch.unit, touch.source_unit) == ("dense_1", 2, 1)
    weight = small.parameters()["dense_1.weight"][1, 2]
    assert f"has the weight {words.number(float(weight))}." in view.caption.text()
    shown.hover_board(Aim("x", (0, 0)))
    lights = view.board.scene.lights(view.board.aim)
    assert lights["w"].rows == {0}
    assert view.overview.touch.source_unit == 0
    # And from the wire to its weight.
    wires = next(w for w in view.overview.layout_.wires if w.layer == "dense_1")
    x0, y0, x1, y1 = wires.ends[[tuple(p) for p in wires.pairs].index((1, 2))]
    at = QPoint(round(x0 + 0.9 * (x1 - x0)), round(y0 + float(smooth(0.9)) * (y1 - y0)))
    hover(view.overview, at)
    assert view.board.aim == Aim("w", (1, 2))


def test_it_is_worked_out_by_hand_term_by_term(stage, small):
    shown = stage(small)
    view, learned = shown.view, small.parameters()
    bar, scene = view.play_bar, view.board.scene
    x = shown.engine().values[INPUT][0]
    w, b = learned["dense_1.weight"], learned["dense_1.bias"]
    assert scene.length == 4 * (2 + 1 + 1)  # two terms, the bias, tanh
    QTest.mouseClick(bar.forward_button, Qt.MouseButton.LeftButton)
    assert bar.beat == 0
    moment = view.board.moment
    assert moment.partial == ("product", (0, 0), pytest.approx(x[0] * w[0, 0], rel=1e-6))
    assert shown.numbers("product") == shown.numbers("sums") == {}
    for beat in range(1, 8):
        QTest.keyClick(view.board, Qt.Key.Key_BracketRight)
        moment = view.board.moment
        assert moment.says == view.caption.text()
        known = {key: len(shown.numbers(key)) for key in ("product", "sums", "output")}
        unit, step = divmod(beat, 4)
        wanted = [(unit, unit, unit), (unit + 1, unit, unit), (unit + 1, unit + 1, unit)]
        assert tuple(known.values()) == [*wanted, (unit + 1,) * 3][step]
    z = float(x @ w[:, 1] + b[1])
    assert moment.point == (pytest.approx(z, rel=1e-5), pytest.approx(np.tanh(z), rel=1e-5))
    assert f"tanh({words.number(z)}) = {words.number(float(np.tanh(z)))}" in view.caption.text()
    QTest.keyClick(view.board, Qt.Key.Key_BracketLeft)
    assert bar.beat == 6
    bar.speed.setCurrentIndex(bar.speed.count() - 1)
    QTest.keyClick(view.board, Qt.Key.Key_Return)
    assert bar.is_playing
    for _ in range(400):
        if not bar.is_playing:
            break
        QTest.qWait(20)
    assert bar.beat == -1  # at the end all numbers are there
    assert_written(shown.numbers("output"), np.tanh(x @ w + b)[None, :])
    bar.toggle()
    view.hide()
    assert not bar.is_playing


def test_softmax_and_cross_entropy_are_taken_apart(stage):
    torch = pytest.importorskip("torch")
    shown = stage(example("iris", 60), (820, 760))
    shown.choose(HEAD)
    flow = shown.engine()
    z = torch.from_numpy(flow.values[LOGITS].copy()).double()
    assert_written(shown.numbers("exponentials"), torch.exp(z).numpy())
    assert_written(shown.numbers("total"), torch.exp(z).sum(1, keepdim=True).numpy())
    assert_written(shown.numbers("answer"), torch.softmax(z, 1).numpy())
    shown.choose("loss")
    true = int(shown.session.prepared.dataset.targets[shown.rows[0]])
    terms = np.zeros((1, 3))
    terms[0, true] = -float(torch.log_softmax(z, 1)[0, true])
    assert_written(shown.numbers("terms"), terms)
    assert_written(shown.numbers("losses"), np.array([[flow.loss]]))
    assert flow.loss == pytest.approx(terms.sum(), rel=1e-5)
    scene = shown.view.board.scene
    assert [scene.moment(k).shown["terms"] for k in range(scene.length)] == [1, 2, 3, 3]


@pytest.mark.parametrize("name", ["multi_label", "bounded_regression", "diabetes"])
def test_a_batch_passes_through_together_and_its_loss_is_the_engines(stage, name):
    session = example(name, 10)
    shown = stage(session)
    shown.view.samples.set_current(BATCH)
    shown.draw()
    assert shown.rows == session.next_rows().tolist()[:64]
    flow = shown.engine()
    for layer, source in (("dense_1", INPUT), (HEAD, session.network.sources(HEAD)[0])):
        shown.choose(layer)
        grids = {grid.matrix.key: grid.matrix.values for grid in shown.view.board.scene.grids}
        np.testing.assert_array_equal(grids["x"], flow.values[source])
        last = grids["answer" if layer == HEAD else "output"]
        np.testing.assert_array_equal(last, flow.values[layer])
    shown.choose("loss")
    sentences = [t.text for k, t in shown.view.board.texts if t.role == "sentence"]
    assert sentences[-1].endswith(f": {words.number(flow.loss)}.")
    written = [text for what, text, _ in shown.overview_texts if what == "loss value"]
    assert written == [words.number(flow.loss)]


def test_a_large_matrix_is_zoomed_until_its_numbers_are_read(stage):
    shown = stage(example("digits", 5))
    board = shown.view.board
    assert shown.numbers("w") == {}
    place = board.cell_box(Aim("w", (30, 20))).center().toPoint()
    hover(board, place)
    before = board.aim
    for _ in range(14):
        wheel = QWheelEvent(
            QPointF(place),
            QPointF(board.mapToGlobal(place)),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(board, wheel)
    written, weight = shown.numbers("w"), shown.session.parameters()["dense_1.weight"]
    assert before.cell in written
    assert len(written) < 300
    for index, text in written.items():
        assert text in says(weight[index])
    # Results stay beneath their columns, and x beside the rows of W.
    grids = {grid.matrix.key: grid for grid in board.scene.grids}
    assert grids["sums"].across == grids["w"].across
    assert abs(grids["x"].across.seen[0] - grids["w"].down.seen[0]) <= 1
    board.reset_zoom()
    assert shown.numbers("w") == {}


def test_layers_that_are_no_product_are_shown_as_what_they_are(stage):
    for name in ("resnet_block", "text_classifier", "transformer", "collaborative_filtering"):
        session = session_of(TEMPLATES[name].project(), 1)
        shown = stage(session)
        flow = shown.engine()
        for station in shown.view.picture.worked.stations:
            shown.choose(station.id)
            if station.windowed is not None:
                assert shown.view.page.numbers.id == station.id
                assert shown.view.board.scene is None
                continue
            keys = {grid.matrix.key for grid in shown.view.board.scene.grids}
            assert ("w" in keys) == (station.type in ("Dense", HEAD)), station.id
            for key, text in shown.view.board.texts:
                if key == "out" and text.role == "number" and station.type != "Embedding":
                    index = text.index if station.output.ndim == 2 else (0, *text.index)
                    assert text.text in says(flow.values[station.id][index])
            for grid in shown.view.board.scene.grids:
                aim = Aim(grid.matrix.key, (0, 0))
                assert shown.view.board.scene.says(aim)
                assert shown.view.board.scene.lights(aim)


def test_of_a_sequence_each_step_is_a_row(stage):
    shown = stage(session_of(TEMPLATES["transformer"].project(), 1))
    shown.choose("dense_1")
    scene, flow = shown.view.board.scene, shown.engine()
    units = flow.values["dense_1"].shape[2]
    grids = {grid.matrix.key: grid.matrix.values for grid in scene.grids}
    np.testing.assert_array_equal(grids["output"], flow.values["dense_1"][0])
    shown.hover_unit("dense_1", 3 * units + 2)
    assert shown.view.board.aim == Aim("output", (3, 2))
    assert shown.view.overview.touch.units == {("dense_1", 3 * units + 2)}
    assert shown.view.caption.text().startswith("dense_1, unit 3, t 4 = ")


def test_keys_walk_through_the_numbers_and_the_layers(stage, small):
    shown = stage(small)
    view, board = shown.view, shown.view.board
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(board, key)
    assert board.aim == Aim("product", (0, 1))  # from the last row of W into the results
    assert view.caption.accessibleDescription().startswith("dense_1, unit 2 = ")
    QTest.keyClick(board, Qt.Key.Key_PageDown)
    assert view.shown_id == "dense_2"
    QTest.keyClick(view.overview, Qt.Key.Key_Right)
    assert view.shown_id == HEAD
    QTest.keyClick(view.overview, Qt.Key.Key_Left)
    QTest.keyClick(view.overview, Qt.Key.Key_Down)
    QTest.keyClick(view.overview, Qt.Key.Key_Down)
    assert board.aim == Aim("output", (0, 1))


def test_it_follows_the_run_and_keeps_what_is_pointed_at(stage, small):
    shown = stage(small)
    shown.hover_board(Aim("w", (0, 1)))
    before = shown.numbers("w")
    small.advance(300)
    shown.draw()
    assert shown.view.board.aim == Aim("w", (0, 1))
    assert shown.numbers("w") != before
    assert_written(shown.numbers("w"), small.parameters()["dense_1.weight"])
    weight = float(small.parameters()["dense_1.weight"][0, 1])
    assert words.number(weight) in shown.view.caption.text()


@pytest.mark.parametrize("broken", [np.nan, np.inf, 1e30])
def test_numbers_that_are_none_are_said_to_be_none(stage, small, broken):
    shown = stage(small)
    parameters = small.snapshot().parameters
    parameters[:6] = broken
    shown.draw(parameters=parameters)
    for layer in ("dense_1", "dense_2", HEAD, "loss"):
        shown.choose(layer)
        shown.view.grab()
        for grid in shown.view.board.scene.grids:
            assert shown.view.board.scene.says(Aim(grid.matrix.key, (0, 0)))
        for beat in range(shown.view.board.scene.length):
            assert shown.view.board.scene.moment(beat).says
    shown.choose("dense_1")
    shown.hover_board(Aim("output", (0, 0)))
    wanted = {np.nan: "= not a number", np.inf: "∞", 1e30: "1e30"}[broken]
    assert wanted in shown.view.caption.text()


def test_its_numbers_can_be_taken_along(stage, small):
    shown = stage(small)
    rows = list(csv.DictReader(StringIO(shown.view.sheet().csv())))
    weights = {(r["row"], r["column"]): r["value"] for r in rows if r["matrix"] == "w"}
    learned = small.parameters()["dense_1.weight"]
    assert float(weights["x2", "unit 3"]) == pytest.approx(float(learned[1, 2]), rel=1e-7)
    assert len(weights) == learned.size


def test_in_the_real_window_a_neuron_is_a_column(open_window, user_of, example):
    """From the first start: one click on the tab, one move of the mouse."""
    window = open_window(example("spiral"))
    user = user_of(window)
    user.step(3)
    user.click(window.centre.tabs.button("matrices"))
    view = window.views.view("matrices")
    user.wait(lambda: view.picture is not None and view.board.scene is not None)
    user.settle()
    hover(view.overview, view.overview.place_of("dense_1", 4).toPoint())
    lights = view.board.scene.lights(view.board.aim)
    assert lights["w"].columns == {4}
    assert view.caption.text().startswith("dense_1, unit 5 = ")
    session = window.trainer.trainer._session
    weight = session.parameters()["dense_1.weight"]
    texts = [t for key, t in view.board.texts if key == "w" and t.role == "number"]
    assert {t.index for t in texts} == set(np.ndindex(weight.shape))
    for text in texts:
        assert text.text in says(weight[text.index])
    # The column is framed in the accent, the wires into the neuron are drawn above.
    image = view.board.grab().toImage()
    box = view.board.scene.grid("w").cell_box(0, 4)
    edge = image.pixelColor(round(box.left()), round(box.center().y()))
    assert edge.blue() > 180 > edge.red()
    assert view.overview.touch.layer == "dense_1"
    # An earlier moment shows its own numbers.
    user.step(20)
    moments = window.trainer.trainer.moments
    window.display.travel(moments[0])
    user.wait(lambda: view.picture.job.frame.steps == moments[0].steps)
    weight = view.picture.worked.station("dense_1").product.weight
    np.testing.assert_array_equal(
        weight.ravel(), moments[0].parameters[: weight.size].astype(np.float32)
    )
    window.display.travel(None)
    user.settle()


def test_a_saved_drawing_has_the_numbers_in_it(stage, small, tmp_path):
    shown = stage(small)
    save_picture(shown.view, tmp_path / "matrices.svg")
    drawing = (tmp_path / "matrices.svg").read_text()
    for text in (*shown.numbers("w").values(), *shown.numbers("output").values(), "unit 4"):
        assert f">{text}<" in drawing


@pytest.mark.soak
@pytest.mark.parametrize("batch", [False, True])
def test_every_cell_and_every_beat_of_every_project_can_be_pointed_at(stage, batch):
    """Exhaustive: what is said, lit and touched, of all templates and examples."""
    random = np.random.default_rng(0)
    names = [path.stem for path in sorted(examples_path().glob("*.json"))]
    sessions = [lambda n=n: example(n, 3) for n in names]
    sessions += [lambda t=t: session_of(t.project(), 1) for t in TEMPLATES.values()]
    for make in sessions:
        session = make()
        shown = stage(session, (640, 480))
        shown.view.samples.set_current(BATCH if batch else "one")
        shown.draw()
        flow = shown.engine()
        for identity in shown.view.picture.ids:
            shown.choose(identity)
            scene = shown.view.board.scene
            if scene is None:
                continue
            values = {grid.matrix.key: grid.matrix.values for grid in scene.grids}
            station = shown.view.picture.case(identity).station
            if "w" in values:
                last = values["answer" if identity == HEAD else scene.results[-1].key]
                np.testing.assert_array_equal(
                    last, flow.values[identity].reshape(last.shape), err_msg=identity
                )
            for grid in scene.grids:
                rows, columns = grid.matrix.shape
                for row in {0, rows - 1, int(random.integers(rows))}:
                    for column in {0, columns - 1, int(random.integers(columns))}:
                        aim = Aim(grid.matrix.key, (row, column))
                        assert scene.says(aim)
                        assert "not a number" not in scene.says(aim)
                        for key, lights in scene.lights(aim).items():
                            other = scene.grid(key)
                            assert other is not None
                            assert all(r < other.matrix.shape[0] for r in lights.rows)
                            assert all(c < other.matrix.shape[1] for c in lights.columns)
                        for layer, unit in scene.touch(aim).units:
                            count = shown.view.overview.layout_.by_id[layer].units
                            assert 0 <= unit < count or len(station.output.shape) > 2
            for beat in {0, scene.length - 1, *random.integers(0, scene.length or 1, 12).tolist()}:
                if 0 <= beat < scene.length:
                    moment = scene.moment(int(beat))
                    assert moment.says
                    assert set(moment.shown) <= {*values, "product"}
        shown.view.close()


def test_what_was_worked_out_ahead_comes_with_the_picture(stage, small):
    shown = stage(small)
    frame = frame_of(shown.session, 0.0, False)
    picture = shown.view.request(Shown(frame, True, None, ())).run(Bench())
    assert weights_of(picture.case(shown.view.shown_id))._pixels
