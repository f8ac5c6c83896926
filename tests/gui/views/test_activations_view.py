"""The activation lab: what it shows is what the engine and PyTorch say of the same network."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.gui import theme
from playground.gui.document import Document
from playground.gui.plots.words import coordinate, number, percent
from playground.gui.runs import Runs
from playground.gui.views.activations.landing import ALL_UNITS
from playground.gui.views.activations_view import ActivationsView
from playground.gui.views.view import Context
from playground.project.file import Project
from playground.project.session import ProjectSession
from playground.project.spec import ProjectSpec
from tests.judged import let_answer, shown_of
from tests.mouse import hover

torch = pytest.importorskip("torch")
F = torch.nn.functional
Key = Qt.Key


def project_of(*activations: Any, **parts: Any) -> ProjectSpec:
    nodes = [
        {"id": f"dense_{n}", "type": "Dense", "units": 4, "activation": activation}
        for n, activation in enumerate(activations, 1)
    ]
    data = {"source": "circle", "samples": 60}
    return ProjectSpec.model_validate(
        {"name": "Test", "data": data, "network": {"nodes": nodes}, **parts}
    )


@pytest.fixture
def bed(qtbot):
    """Makes the view on a session, drawn as the window would."""
    theme.apply_theme(QApplication.instance(), "light")

    def make(session: ProjectSession) -> ActivationsView:
        context = Context(Document(session.project), None, None, Runs())  # type: ignore[arg-type]
        view = ActivationsView(context)
        qtbot.addWidget(view)
        context.document.setParent(view)  # its edits go with the window, as they do in real life
        view.resize(640, 480)
        with qtbot.waitExposed(view):
            view.show()
        view.stale.connect(lambda: let_answer(view, shown_of(session)))
        let_answer(view, shown_of(session))
        return view

    return make


def session_of(*activations: Any, epochs: int = 3, **parts: Any) -> ProjectSession:
    session = ProjectSession(Project(project_of(*activations, **parts)), device="numpy")
    session.train(epochs=epochs)
    return session


def sums(session: ProjectSession, layer: str, x: Any) -> Any:
    parameters = session.parameters()
    return x @ parameters[f"{layer}.weight"] + parameters[f"{layer}.bias"]


def texts_of(view: ActivationsView, role: str) -> list[str]:
    return [text.text for text in view.body.strip.texts() if text.role == role]


def test_what_passes_each_unit_and_all_layers_is_what_pytorch_says(bed) -> None:
    session = session_of("tanh", "elu")
    view = bed(session)
    x = session.prepared.train.features
    first = torch.tensor(sums(session, "dense_1", x))
    passes = (1.0 - torch.tanh(first) ** 2).mean(0)
    assert texts_of(view, "name") == ["1", "2", "3", "4"]
    assert texts_of(view, "passing") == [percent(float(each)) for each in passes]
    second = torch.tensor(sums(session, "dense_2", torch.tanh(first).numpy()))
    factors = float(passes.mean()), float(torch.where(second > 0, 1.0, second.exp()).mean())
    said = view.body.passes.text
    assert f"multiplied by {number(factors[0])} here" in said
    assert f"{number(factors[1])} (dense_2) × {number(factors[0])} (dense_1)" in said
    assert said.endswith(f"= {number(factors[0] * factors[1])}.")
    view.body.strip.unit_chosen.emit(2)
    low, high = number(float(first[:, 2].min())), number(float(first[:, 2].max()))
    assert f"Unit 3: its sums run from {low} to {high};" in view.body.said.text
    bars = view.body.chart.picture.bars
    counted, _ = np.histogram(first[:, 2].numpy().astype(np.float64), bars.edges)
    np.testing.assert_array_equal(bars.counts, counted)
    dots = view.body.chart.picture.dots
    np.testing.assert_allclose(dots.y, np.tanh(dots.x), rtol=1e-6)
    assert set(np.round(dots.x, 5)) == set(np.round(first[:, 2].numpy().astype(np.float64), 5))
    rows = list(view.sheet().rows)
    assert [row[2] for row in rows] == [1, 2, 3, 4]
    assert rows[2][5] == pytest.approx(float(passes[2]), rel=1e-5)


def test_a_dead_unit_is_named_and_what_would_happen_with_another_activation_is_said(bed) -> None:
    session = session_of("relu", epochs=0)
    parameters = session.parameters()
    parameters["dense_1.bias"] = np.array([0.0, 0.0, -90.0, 0.0], np.float32)
    session.load(parameters)
    view = bed(session)
    count = len(session.prepared.train)
    dead = f"Unit 3 is 0 for all {count} samples: it is dead; no gradient reaches its weights."
    assert view.body.said.text == dead
    train = session.prepared.train
    gradients = session.gradients(train.features, train.targets)
    assert not gradients["dense_1.weight"][:, 2].any()
    assert gradients["dense_1.weight"][:, [0, 1, 3]].any(0).all()
    assert view.body.said.alarm
    assert texts_of(view, "passing")[2] == "0%"
    hover(view.body.strip, view.body.strip.cell(2).center())
    assert view.body.strip.readout.text() == dead
    view.body.tiles.tiles["leaky_relu"].click()
    assert view.body.said.text.startswith("With Leaky ReLU here, nothing dies or saturates")
    assert texts_of(view, "passing")[2] == "10%"
    view.body.tiles.tiles["sigmoid"].click()
    assert "unit 3 would be saturated" in view.body.said.text
    assert not view.body.said.alarm


def test_curve_reading_and_sliders_are_those_of_pytorch_by_mouse_and_by_keys(bed) -> None:
    view = bed(session_of("elu"))
    chart, slider = view.body.chart, view.body.card.sliders.controls["alpha"].slider
    QTest.keyClick(chart, Key.Key_Home)
    for _ in range(5):
        QTest.keyClick(chart, Key.Key_Right)
    for _ in range(3):
        QTest.keyClick(slider, Key.Key_Right)
    alpha = view.activation.alpha
    assert alpha != 1.0
    x = torch.tensor([chart.cursor_at], dtype=torch.float64, requires_grad=True)
    y = F.elu(x, alpha)
    (slope,) = torch.autograd.grad(y.sum(), x)
    said = f"x {number(x.item())}    f {number(y.item())}    f′ {number(slope.item())}"
    assert chart.caption == said
    line = chart.picture.line("f")
    np.testing.assert_allclose(line.y, F.elu(torch.tensor(line.x), alpha), rtol=1e-9, atol=1e-12)
    hover(chart, chart.place_of(-1.0, 0.5))
    assert chart.cursor_at == pytest.approx(-1.0, abs=0.05)
    at = chart.place_of(1.25, 0.0).toPoint()
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=at)
    assert chart.cursor_at == pytest.approx(1.25, abs=0.05)
    assert "f′ 1" in chart.caption
    assert "these values" in view.body.card.use_button.text()


def test_several_are_laid_over_one_another_and_all_is_reached_by_keys(bed) -> None:
    view = bed(session_of("tanh"))
    tiles, strip = view.body.tiles, view.body.strip
    tiles.tiles["relu"].setFocus()
    QTest.keyClick(tiles.tiles["relu"], Key.Key_C)
    assert view.body.chart.picture.line("relu f") is not None
    assert "compared" in tiles.tiles["relu"].accessibleName()
    assert "in force" in tiles.tiles["tanh"].accessibleName()
    QTest.keyClick(tiles.tiles["relu"], Key.Key_Left)
    assert view.activation.name == "tanh"
    QTest.keyClick(tiles.tiles["tanh"], Key.Key_Right)
    QTest.keyClick(tiles.tiles["relu"], Key.Key_C)
    assert view.body.chart.picture.line("relu f") is None
    QTest.keyClick(strip, Key.Key_Right)
    QTest.keyClick(strip, Key.Key_Right)
    assert view.landing.unit == 1
    QTest.keyClick(strip, Key.Key_Home)
    assert view.landing.unit == ALL_UNITS
    view.body.slope_button.click()
    assert [line.key for line in view.body.chart.picture.lines] == ["f"]
    old = view.landing
    view.follow_selection(["head"])
    assert view.landing.layer.id == "head"
    view.show_result(old)  # what was asked for before comes late
    assert view.landing.layer.id == "head"
    assert "takes the derivative through this Sigmoid together" in view.body.passes.text
    view.body.tiles.tiles["relu"].click()
    assert not view.body.card.use_button.isEnabled()


def test_the_slopes_that_a_prelu_has_learned_are_the_curve_and_are_said(bed) -> None:
    session = session_of("prelu", epochs=20)
    view = bed(session)
    learned = session.parameters()["dense_1.slope"]
    low, high = number(float(learned.min())), number(float(learned.max()))
    assert view.body.said.text.endswith(f"the slopes learned below 0 run from {low} to {high}.")
    view.body.strip.unit_chosen.emit(1)
    assert f"learned below 0 is {number(float(learned[1]))};" in view.body.said.text
    line = view.body.chart.picture.line("f")
    slope = torch.tensor(learned[1:2].astype(np.float64))
    expected = F.prelu(torch.tensor(line.x), slope)
    np.testing.assert_allclose(line.y, expected, rtol=1e-6, atol=1e-9)


def test_a_softmax_shows_its_row_and_every_slope_as_pytorch_has_them(bed) -> None:
    session = session_of("tanh", data={"source": "iris"}, head={"type": "multiclass"})
    view = bed(session)
    view.follow_selection(["head"])
    panel = view.body.row_panel
    assert panel.isVisible()
    panel.sample_button.click()
    row = torch.tensor(panel.values, dtype=torch.float64)
    x = session.prepared.train.features[:1]
    expected = sums(session, "head", np.tanh(sums(session, "dense_1", x)))[0]
    np.testing.assert_allclose(row, expected, rtol=1e-5)
    QTest.keyClick(panel.sliders[1].slider, Key.Key_Right)
    row = torch.tensor(panel.values, dtype=torch.float64)
    y = torch.softmax(row, 0)
    slopes = torch.autograd.functional.jacobian(lambda z: torch.softmax(z, 0), row)
    results = [text for text in panel.picture.texts if text.role == "result"]
    assert [text.text for text in results] == [number(float(each)) for each in y]
    cells = {text.index: text.text for text in panel.picture.texts if text.role == "slope"}
    assert cells == {
        (i, j): coordinate(float(slopes[i, j]), 1.0) for i in range(3) for j in range(3)
    }


def test_a_swap_keeps_the_weights_pins_the_run_and_trains_on_from_the_same_start(
    open_window, user_of
) -> None:
    window = open_window(project_of("tanh", "tanh"))
    user = user_of(window)
    user.settle()
    user.step(3)
    window.show_view("activations")
    user.settle()
    view = window.views.view("activations")
    window.canvas.select(["dense_2"])
    user.wait(lambda: view.landing is not None and view.landing.layer.id == "dense_2")
    window.canvas.select(["dense_1"])
    user.wait(lambda: view.landing.layer.id == "dense_1")
    weights, start = user.weights(), user.frame.last["loss"][1]
    view.body.tiles.tiles["relu"].click()
    user.settle()
    user.click(view.body.card.use_button)
    user.wait(lambda: user.frame.network["dense_1"].activation.name == "relu")
    assert window.document.network["dense_1"].activation.name == "relu"
    np.testing.assert_array_equal(user.weights()["dense_1.weight"], weights["dense_1.weight"])
    (pinned,) = window.runs.all
    assert pinned.name == "tanh"
    assert "ReLU in place of tanh" in view.body.duel_bar.label.text or (
        "with ReLU" in view.body.duel_bar.label.text
    )
    user.wait(lambda: view.landing.in_force and view.activation.name == "relu")
    user.click(view.body.duel_bar.rerun_button)
    user.wait(lambda: user.frame.running and user.frame.epoch >= 3)
    user.pause()
    said = view.body.duel_bar.label.text
    assert f"epoch {user.frame.epoch:,}: validation loss" in said
    assert number(user.frame.last["loss"][1]) in said
    assert number(start) in said
    user.click(view.body.duel_bar.undo_button)
    user.settle()
    assert window.document.network["dense_1"].activation.name == "tanh"
    user.wait(lambda: view.activation.name == "tanh")
    assert view.body.duel_bar.isHidden()
