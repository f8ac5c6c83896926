"""The linear collapse lab: what is painted is the engine's, and the experiment can be made."""

from __future__ import annotations

import gc
from itertools import pairwise

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from playground.assets_path import examples_path
from playground.gui import theme
from playground.gui.document import Document
from playground.gui.plots import words
from playground.gui.plots.number_grid.fitting import fitted
from playground.gui.views.answers import Words
from playground.gui.views.bench import Bench
from playground.gui.views.collapse.work import AS_IF, MOST_SAMPLES, CollapseJob
from playground.gui.views.collapse_view import CollapseView
from playground.gui.views.view import Context
from playground.network.activations import Identity
from playground.network.affine.folding import runs
from playground.network.affine.reasons import why_no_fold
from playground.network.straightening import bending, with_activations
from playground.project.file import Project, open_project
from playground.project.session import ProjectSession
from playground.project.spec import ProjectSpec
from tests.judged import shown_of, with_parameters

LEFT = Qt.MouseButton.LeftButton


def project_of(*units, activation="identity", source="xor", head="binary", before=()):
    nodes = [dict(each) for each in before] + [
        {"id": f"dense_{number}", "type": "Dense", "units": count, "activation": activation}
        for number, count in enumerate(units, 1)
    ]
    parts = {"data": {"source": source, "samples": 120}, "head": {"type": head}}
    return ProjectSpec.model_validate({"name": "Test", "network": {"nodes": nodes}, **parts})


def session_of(spec, epochs=2):
    session = ProjectSession(Project(spec), device="numpy", dtype="float64")
    session.train(epochs)
    return session


@pytest.fixture
def view_of(qtbot):
    """Makes a view of a document; both are gone before the next test, not in the midst of it."""
    theme.apply_theme(QApplication.instance(), "light")
    made = []

    def make(spec):
        document = Document(spec)
        view = CollapseView(Context(document, None, None))
        made.extend((view, document))
        view.board.animated = False
        view.resize(820, 700)
        with qtbot.waitExposed(view):
            view.show()
        return view

    yield make
    for each in made:
        shiboken6.delete(each)
    gc.collect()


def let_fold(view, session, bench=None):
    shown = shown_of(session)
    view.set_data(shown.frame.prepared)
    view.show_result(view.request(shown).run(bench or Bench()))
    # The page is laid out now: once more, at its size.
    QApplication.processEvents()
    view.show_result(view.request(shown).run(bench or Bench()))


def numbers_on(view):
    """What cells say, by the name of their matrix."""
    found = {}
    for item in view.board.strip.items:
        for grid, text in zip((item.matrix, item.bias), item.texts, strict=False):
            if grid is not None:
                found[text.text.split("  ")[0]] = grid
    return found


def test_the_matrices_are_the_engines_and_fold_into_the_network(view_of, qtbot):
    spec = project_of(4, 3)
    session, view = session_of(spec), view_of(spec)
    let_fold(view, session)
    own = session.parameters()
    shown = numbers_on(view)
    assert list(shown) == ["W₁", "b₁", "W₂", "b₂", "W₃", "b₃"]
    for name, layer in (("₁", "dense_1"), ("₂", "dense_2"), ("₃", "head")):
        assert (shown[f"W{name}"].matrix.values == own[f"{layer}.weight"]).all()
        assert (shown[f"b{name}"].matrix.values[0] == own[f"{layer}.bias"]).all()
    written = [each.text for each in view.board.texts if each.role == "number"]
    assert written == [
        fitted(number, shown[f"{kind}{name}"].across.cell)
        for name, layer in (("₁", "dense_1"), ("₂", "dense_2"), ("₃", "head"))
        for kind, part in (("W", "weight"), ("b", "bias"))
        for number in own[f"{layer}.{part}"].ravel()
    ]
    assert "3 products in a row" in view.said.text()
    qtbot.mouseClick(view.fold_button, LEFT)
    assert list(numbers_on(view)) == ["W₁·W₂", "b₁·W₂ + b₂", "W₃", "b₃"]
    assert view.said.text().startswith("dense_1 and dense_2 are one layer: x·(W₁·W₂)")
    qtbot.mouseClick(view.fold_button, LEFT)
    (matrix, bias) = (grid.matrix.values for grid in numbers_on(view).values())
    raw = session.prepared.dataset.features
    given = session.prepared.feature_scaler.apply(raw)
    answers = 1.0 / (1.0 + np.exp(-(given @ matrix + bias)))
    np.testing.assert_allclose(answers, session.predict(raw), rtol=0, atol=1e-6)
    assert view.said.text() == (
        "One matrix (2×1) and one bias are left: 3 layers were one all along."
    )
    assert not view.fold_button.isEnabled()
    assert view.verdict.text().startswith("Equal: over 120 samples")
    assert view.shown.apart.largest < 1e-12
    assert words.number(view.shown.apart.largest, 2) in view.verdict.text()
    assert not view.kind_box.isVisible()
    sheet = view.sheet()
    assert [row[3] for row in sheet.rows] == [*matrix.ravel().tolist(), *bias.ravel().tolist()]
    qtbot.mouseClick(view.unfold_button, LEFT)
    assert len(view.runs) == 2


def test_arrow_keys_walk_through_all_matrices(view_of):
    spec = project_of(3, activation="tanh")
    session, view = session_of(spec), view_of(spec)
    let_fold(view, session)
    own, board = session.parameters(), view.board
    keys = {">": Qt.Key.Key_Right, "<": Qt.Key.Key_Left, "v": Qt.Key.Key_Down, "^": Qt.Key.Key_Up}

    def walk(way):
        for each in way:
            QTest.keyClick(board, keys[each])
        return board.readout.text()

    def said(name, number):
        return f"{name}: {words.number(float(number), 6)}"

    assert walk(">") == said("W₁  2×3: row 1, column 1", own["dense_1.weight"][0, 0])
    assert walk("v>") == said("W₁  2×3: row 2, column 2", own["dense_1.weight"][1, 1])
    assert walk("vv") == said("b₁: column 2", own["dense_1.bias"][1])
    # Past the bend, to the next matrix, and no further than its end.
    assert walk(">>>>") == said("W₂  3×1: row 3, column 1", own["head.weight"][2, 0])
    assert walk("<") == said("b₁: column 3", own["dense_1.bias"][2])
    QTest.keyClick(board, Qt.Key.Key_Escape)
    assert board.spot is None


def test_samples_say_what_the_engine_says(view_of):
    spec = project_of(5, activation="tanh")
    session, view = session_of(spec), view_of(spec)
    let_fold(view, session)
    view.pages.set_current("samples")
    view.show_result(view.request(shown_of(session)).run(Bench()))
    table = view.comparison.table.grid.matrix
    for row, name in enumerate(table.rows):
        number = int(name.removeprefix("sample "))
        answer = float(session.predict(session.prepared.dataset.features[number][None])[0, 0])
        network, layer, apart = table.values[row]
        assert 1.0 / (1.0 + np.exp(-network)) == pytest.approx(answer, abs=1e-6)
        assert apart == pytest.approx(network - layer)
    written = [each.text for each in view.comparison.table.texts if each.role == "number"]
    assert len(written) > 6
    cell = view.comparison.table.grid.across.cell
    assert written == [fitted(each, cell) for each in table.values.ravel()[: len(written)]]
    # The first is the one that differs most.
    assert abs(table.values[0, 2]) == pytest.approx(view.shown.apart.largest)


def test_a_fold_stops_at_a_bend_and_shows_where_it_would_be_wrong(view_of, qtbot):
    spec = project_of(6, 6, activation="tanh")
    session, view = session_of(spec, 20), view_of(spec)
    let_fold(view, session)
    qtbot.mouseClick(view.fold_button, LEFT)
    assert view.said.text() == (
        "tanh stands between dense_1 and dense_2: tanh(x·W₁ + b₁)·W₂ is no x·W."
    )
    assert view.said.property("role") == "warning"
    walls = [item for item in view.board.strip.items if item.is_wall]
    assert [wall.texts[0].text for wall in walls] == ["tanh", "tanh"]
    assert view.board.refused == walls[0].run.first
    plane = view.shown.plane
    row, _ = plane.apart.where
    where = plane.places[row]
    own = session.parameters()
    given = session.prepared.feature_scaler.apply(where[None])
    straight, bent = given, given
    for layer in ("dense_1", "dense_2"):
        straight = straight @ own[f"{layer}.weight"] + own[f"{layer}.bias"]
        bent = np.tanh(bent @ own[f"{layer}.weight"] + own[f"{layer}.bias"])
    straight, bent = (each @ own["head.weight"] + own["head.bias"] for each in (straight, bent))
    assert plane.apart.largest == pytest.approx(abs(float((bent - straight)[0, 0])), rel=1e-6)
    assert view.comparison.difference.ring == pytest.approx(tuple(where))
    drawn = view.comparison.difference.picture.at(*where)
    assert float(drawn[0]) == pytest.approx(float((bent - straight)[0, 0]), rel=1e-4)
    assert words.number(plane.apart.largest, 2) in view.verdict.text()
    # The next press looks at the next bend.
    qtbot.mouseClick(view.fold_button, LEFT)
    assert "between dense_2 and the head" in view.said.text()
    before = view.shown.plane.apart.largest
    view.kind_box.setCurrentIndex(1)
    view.show_result(view.request(shown_of(session)).run(Bench()))
    assert (
        np.square(view.shown.plane.apart.differences).mean()
        < np.square(plane.apart.differences).mean()
    )
    assert view.shown.plane.apart.largest < before


def test_activations_are_taken_out_and_put_back_in_one_edit_each(view_of, qtbot):
    nodes = [{"id": "c", "type": "Activation", "activation": "elu"}]
    spec = project_of(4, 3, activation="relu", before=nodes)
    view = view_of(spec)
    document = view.context.document
    let_fold(view, session_of(spec))
    assert view.straight_button.text() == "Take the activations out"
    qtbot.mouseClick(view.straight_button, LEFT)
    kinds = [document.network[each].activation.name for each in ("c", "dense_1", "dense_2")]
    assert kinds == ["identity"] * 3
    assert document.undo_stack.count() == 1
    assert view.straight_button.text() == "Put them back"
    let_fold(view, session_of(document.project))
    assert view.shown.apart.is_equal
    assert view.folds == 0
    qtbot.mouseClick(view.straight_button, LEFT)
    assert document.project.network == spec.network
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.project.network == spec.network
    assert view.straight_button.text() == "Take the activations out"


def test_a_straight_network_is_offered_a_bend(view_of, qtbot):
    view = view_of(project_of(4))
    let_fold(view, session_of(project_of(4)))
    assert view.straight_button.text() == "Put tanh between"
    qtbot.mouseClick(view.straight_button, LEFT)
    assert view.context.document.network["dense_1"].activation.name == "tanh"


def test_a_narrow_layer_bounds_the_rank(view_of, qtbot):
    flat = [{"id": "flat", "type": "Flatten"}]
    spec = project_of(12, 2, source="digits", head="multiclass", before=flat)
    session, view = session_of(spec, 1), view_of(spec)
    let_fold(view, session)
    assert view.pages.current == "samples"
    assert f"{MOST_SAMPLES} samples" in view.verdict.text()
    qtbot.mouseClick(view.all_button, LEFT)
    assert view.said.text().endswith(
        "Only 2 numbers pass between dense_2 and the head, so its rank is at most 2; it is 2."
    )
    (item,) = view.board.strip.items
    assert item.texts[0].text == "W₁·W₂·W₃  64×10"
    assert np.linalg.matrix_rank(item.matrix.matrix.values) == 2


def test_items_stand_side_by_side_within_the_board(view_of):
    for units in ((3,), (8, 8), (6, 2, 6), (40, 30), (5, 5, 5, 5, 5)):
        spec = project_of(*units, activation="tanh")
        view = view_of(spec)
        let_fold(view, session_of(spec, 1))
        items = view.board.strip.items
        for item in items:
            for text in item.texts:
                assert text.box.left() >= -1.0
                assert text.box.right() <= view.board.width() + 1.0
        for left, right in pairwise(items):
            assert left.box.right() < right.box.left()


def test_too_large_a_matrix_is_not_written_out(view_of, monkeypatch):
    from playground.network.affine import row

    monkeypatch.setattr(row, "MOST_NUMBERS", 10)
    spec = project_of(20)
    view = view_of(spec)
    shown = shown_of(session_of(spec))
    view.set_data(shown.frame.prepared)
    view.show_result(view.request(shown).run(Bench()))
    assert view.says.startswith("The matrix of dense_1 would have 40 numbers.")


@pytest.mark.parametrize("activation", ["relu", "identity"])
@pytest.mark.parametrize("value", [1e12, float("nan")])
def test_weights_that_have_run_away_are_said_to_have(view_of, activation, value):
    spec = project_of(6, 6, activation=activation)
    view = view_of(spec)
    session = session_of(spec)
    let_fold(view, session)
    away = with_parameters(shown_of(session), value)
    view.show_result(view.request(away).run(Bench()))
    assert "diverged" in view.says


def test_what_is_folded_slides_together(view_of, qtbot):
    view = view_of(project_of(4, 3))
    session, bench = session_of(project_of(4, 3)), Bench()
    let_fold(view, session, bench)
    view.board.animated = True
    qtbot.mouseClick(view.fold_button, LEFT)
    assert view.board.playing
    before = view.board.grab().toImage()
    # A run that goes on meanwhile brings new numbers and does not end it.
    view.show_result(view.request(shown_of(session)).run(bench))
    assert view.board.playing
    qtbot.waitUntil(lambda: not view.board.playing, timeout=30_000)
    assert view.board.grab().toImage() != before
    assert len(view.board.strip.items) == 2


def test_the_list_of_problems_leads_to_the_folded_matrix(open_window, user_of):
    window = open_window(project_of(3))
    user, problems = user_of(window), window.status.problem_list
    user.wait_ready()
    user.click(window.status.problems_button)
    user.wait(problems.isVisible)
    buttons = {each.text(): each for each in problems.findChildren(QPushButton) if each.isVisible()}
    user.click(buttons["Show the matrix"])
    assert not problems.isVisible()
    view = window.views.view("collapse")
    user.wait(view.isVisible)
    user.settle()
    assert [run.is_folded for run in view.runs] == [True]
    weights = user.weights()
    (item,) = view.board.strip.items
    folded = weights["dense_1.weight"].astype(float) @ weights["head.weight"].astype(float)
    np.testing.assert_allclose(item.matrix.matrix.values, folded, atol=1e-12)
    # The experiment, as a person makes it: a bend comes in, and the weights stay.
    user.click(view.straight_button)
    user.wait(lambda: view.shown is not None and bool(view.shown.row.bends))
    user.settle()
    np.testing.assert_array_equal(user.weights()["dense_1.weight"], weights["dense_1.weight"])
    assert not view.shown.apart.is_equal
    user.click(view.fold_button)
    assert view.said.text().startswith("tanh stands between dense_1 and the head")


@pytest.mark.soak
@pytest.mark.parametrize("name", sorted(path.stem for path in examples_path().glob("*.json")))
def test_every_example_folds_once_its_activations_are_out(name):
    spec = open_project(examples_path() / f"{name}.json").spec
    given = dict.fromkeys(bending(spec.network), Identity())
    straight = spec.model_copy(update={"network": with_activations(spec.network, given)})
    session = ProjectSession(Project(straight), device="numpy")
    session.train(1)
    shown = CollapseJob(shown_of(session).frame, AS_IF, None, None).run(Bench())
    if isinstance(shown, Words):
        assert "would have" in shown.text
        return
    row = shown.row
    if row.bends:
        for place, piece in enumerate(row.pieces):
            assert piece.is_product or why_no_fold(row, place, straight.network)
    else:
        assert shown.apart.is_equal
        assert len(runs(row, len(row.joints))) == 1
