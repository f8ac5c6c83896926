from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.data.prepare import prepare
from playground.gui import theme
from playground.gui.document import Document
from playground.gui.frame import frame_of
from playground.gui.runs import Runs
from playground.gui.views.bench import Bench
from playground.gui.views.curves_view import CurvesView
from playground.gui.views.shown import RunCurves, Shown
from playground.gui.views.view import Context
from playground.project.spec import ProjectSpec
from playground.training.session import Session
from tests.mouse import hover

LEFT, NO_MODIFIER = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
PROJECT = ProjectSpec.model_validate(
    {
        "name": "Test",
        "data": {"source": "circle", "samples": 100},
        "network": {"nodes": [{"id": "dense_1", "type": "Dense", "units": 4}]},
        "training": {"optimizer": {"type": "adam", "learning_rate": 0.03}, "batch_size": 10},
    }
)


def session_of(project: ProjectSpec = PROJECT, seed: int = 0) -> Session:
    parts = project.network, project.head, project.training, prepare(project.data)
    return Session(*parts, device="numpy", seed=seed)


def shown_of(session: Session, *, timed: bool = True) -> Shown:
    """What the window would show of it; each epoch took a little longer than the one before."""
    history = session.history
    epochs = history.epochs()
    steps = epochs * -(-len(session.prepared.train) // session.batch_size)
    seconds = 0.01 * epochs**1.1 if timed else np.full(len(epochs), np.nan)
    curves = RunCurves(epochs, steps, seconds, {n: history.series(n) for n in history.names})
    return Shown(frame_of(session, 0.0, False), True, curves, ())


def draw(view: CurvesView, shown: Shown) -> None:
    job = view.request(shown)
    if job is not None:
        view.show_result(job.run(Bench()))
    QApplication.processEvents()


@pytest.fixture
def runs(qapp) -> Runs:
    theme.apply_theme(qapp, "light")
    return Runs()


@pytest.fixture
def view(qtbot, runs) -> CurvesView:
    document = Document(PROJECT)
    made = CurvesView(Context(document, None, None, runs))  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.resize(420, 320)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture(scope="module")
def session() -> Session:
    made = session_of()
    made.train(60)
    return made


def raw(view: CurvesView, split: str):
    """The drawn line, not smoothed, on linear axes."""
    view.plot.smooth_button.set_strength("off")
    view.plot.log_y_button.setChecked(False)
    line = view.plot.view.lines[split].line
    return line.x, line.y


def test_a_drawn_curve_is_the_history(view, session) -> None:
    draw(view, shown_of(session))
    for split, values in zip(("train", "validation"), session.history.series("loss"), strict=True):
        x, y = raw(view, split)
        np.testing.assert_array_equal(x, session.history.epochs())
        np.testing.assert_array_equal(y, values)
    # And where that stands on the screen is coloured so.
    box = view.plot.view.getViewBox()
    place = box.mapViewToScene(QPointF(30.0, session.history.series("loss")[0][30])).toPoint()
    image = view.plot.view.grab().toImage()
    ratio = image.devicePixelRatio()
    near = [
        QColor(image.pixel(round(ratio * place.x()) + dx, round(ratio * place.y()) + dy)).name()
        for dx in (-1, 0, 1)
        for dy in (-1, 0, 1)
    ]
    assert theme.LIGHT.train in near


@pytest.mark.parametrize(("unit", "row"), [("step", 1), ("seconds", 2)])
def test_steps_and_seconds_are_those_of_the_run(view, session, unit, row) -> None:
    shown = shown_of(session)
    draw(view, shown)
    view.plot.x_box.setCurrentIndex(row)
    x, _ = raw(view, "validation")
    np.testing.assert_array_equal(x, getattr(shown.curves, f"{unit}s".replace("ss", "s")))
    assert unit in view.plot.view._x_axis.labelText


def test_a_run_without_times_is_drawn_by_epoch_and_says_why(view, session) -> None:
    draw(view, shown_of(session))
    view.plot.x_box.setCurrentIndex(2)
    draw(view, shown_of(session, timed=False))
    assert view.plot.x_box.unit == "epoch"
    item = view.plot.x_box.model().item(2)
    assert not item.isEnabled()
    assert "without its times" in item.toolTip()
    assert view.plot.view._x_axis.labelText == "epoch"


def test_the_best_epoch_is_numpys(view, session) -> None:
    draw(view, shown_of(session))
    losses, accuracies = (session.history.series(name)[1] for name in ("loss", "accuracy"))
    best = int(np.argmin(losses))
    assert view.plot.view._best.pos() == QPointF(best, np.log10(losses[best]))
    assert view.plot.legend.accessibleName().endswith(f"best epoch {best}")
    view.plot.quantity_box.setCurrentIndex(view.plot.quantity_box.findData("accuracy"))
    best = int(np.argmax(accuracies))
    assert view.plot.view._best.pos() == QPointF(best, accuracies[best])


def test_a_ghost_stays_where_it_was_while_the_run_goes_on(view, runs, qtbot) -> None:
    session = session_of()
    session.train(20)
    draw(view, shown_of(session))
    losses = session.history.series("loss")
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_P)
    (run,) = runs.all
    session.train(20)
    draw(view, shown_of(session))
    view.plot.smooth_button.set_strength("off")
    for split, values in zip(("train", "validation"), losses, strict=True):
        line = view.plot.view.ghosts.items[run.number, split].line
        np.testing.assert_array_equal(line.x, np.arange(21.0))
        np.testing.assert_allclose(line.y, np.log10(values))
    assert len(view.plot.view.lines["train"].line.x) == 41
    np.testing.assert_array_equal(run.final["loss"], [values[-1] for values in losses])
    assert str(run.words) == "2-4-1 tanh · Adam 0.03 · batch 10"


def test_the_cursor_stands_at_the_moment_travelled_to(view, session) -> None:
    shown = shown_of(session)
    draw(view, shown)
    assert not view.plot.view.moment_line.isVisible()
    away = replace(shown, live=False, frame=replace(shown.frame, epoch=25, steps=125))
    draw(view, away)
    assert view.plot.view.moment_line.isVisible()
    assert view.plot.view.moment_line.value() == 25.0
    train, validation = (values[25] for values in session.history.series("loss"))
    said = view.plot.legend.accessibleName()
    assert said.startswith(f"train {train:.3g}, validation {validation:.3g}")
    assert "at epoch 25" in said
    view.plot.x_box.setCurrentIndex(1)
    assert view.plot.view.moment_line.value() == 125.0
    view.plot.x_box.setCurrentIndex(2)
    assert view.plot.view.moment_line.value() == pytest.approx(shown.curves.seconds[25])


def test_the_read_out_tells_of_every_run(view, runs, session) -> None:
    other = session_of(seed=3)
    other.train(40)
    runs.pin(shown_of(other), name="before")
    draw(view, shown_of(session))
    box = view.plot.view.getViewBox()
    place = box.mapViewToScene(QPointF(30.0, box.viewRect().center().y()))
    hover(view.plot.view.viewport(), QPoint(round(place.x()), round(place.y())))
    lines = view.plot.view.readout.text().split("\n")
    epoch = int(lines[0].removeprefix("epoch "))
    assert 29 <= epoch <= 31
    mine, its = session.history.series("loss"), other.history.series("loss")
    assert lines[1:] == [
        f"train {mine[0][epoch]:.3g}",
        f"validation {mine[1][epoch]:.3g}",
        f"before: train {its[0][epoch]:.3g}, validation {its[1][epoch]:.3g}",
    ]


def test_a_ghost_is_hidden_renamed_and_removed_in_the_legend(view, runs, session, qtbot) -> None:
    run = runs.pin(shown_of(session))
    draw(view, shown_of(session))
    legend = view.plot.legend
    place = legend.box_of(run.number).center().toPoint()
    QTest.mouseClick(legend, LEFT, NO_MODIFIER, place)
    assert view.plot.view.ghosts.items == {}
    QTest.mouseClick(legend, LEFT, NO_MODIFIER, place)
    assert len(view.plot.view.ghosts.items) == 2

    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, legend.mapToGlobal(place))
    QApplication.sendEvent(legend, event)
    actions = {action.text(): action for action in legend.menu.actions()}
    actions["Rename"].trigger()
    legend.menu.close()
    legend.editor.setText("first try")
    QTest.keyClick(legend.editor, Qt.Key.Key_Return)
    draw(view, shown_of(session))
    assert runs.all[0].name == "first try"
    assert "first try" in legend.accessibleName()

    legend.setFocus()
    QTest.keyClick(legend, Qt.Key.Key_Right)
    QTest.keyClick(legend, Qt.Key.Key_Delete)
    assert runs.all == ()


def test_smoothing_has_strengths_and_leaves_the_raw_curve(view, session) -> None:
    draw(view, shown_of(session))
    values, roughness = session.history.series("accuracy")[1], {}
    view.plot.quantity_box.setCurrentIndex(view.plot.quantity_box.findData("accuracy"))
    for strength in ("light", "medium", "strong"):
        view.plot.smooth_button.set_strength(strength)
        np.testing.assert_array_equal(view.plot.view.raw_lines["validation"].line.y, values)
        assert view.plot.view.raw_lines["validation"].isVisible()
        roughness[strength] = np.abs(np.diff(view.plot.view.lines["validation"].line.y, 2)).sum()
    assert roughness["strong"] < roughness["medium"]


def test_a_part_is_shown_until_all_is_asked_for(view, session) -> None:
    draw(view, shown_of(session))
    plot = view.plot.view
    assert not plot.all_button.isVisible()
    plot.getViewBox().setXRange(10.0, 20.0, padding=0)
    plot.getViewBox().sigRangeChangedManually.emit([True, False])
    draw(view, shown_of(session))
    assert plot.getViewBox().viewRange()[0] == pytest.approx([10.0, 20.0])
    assert plot.all_button.isVisible()
    QTest.mouseClick(plot.all_button, LEFT)
    assert plot.getViewBox().viewRange()[0][1] >= 60.0
    assert not plot.all_button.isVisible()


def test_the_table_holds_the_run_and_then_its_ghosts(view, runs, session) -> None:
    other = session_of(seed=3)
    other.train(5)
    runs.pin(shown_of(other), name="=sum(A1)")
    draw(view, shown_of(session))
    rows = list(csv.DictReader(StringIO(view.sheet().csv())))
    assert len(rows) == 61 + 6
    assert [rows[0]["run"], rows[61]["run"]] == ["this run", "'=sum(A1)"]
    for key, row in (("train", 0), ("validation", 1)):
        told = [float(each[f"{key} accuracy"]) for each in rows[:61]]
        np.testing.assert_array_equal(told, session.history.series("accuracy")[row])
    assert [each["step"] for each in rows[:3]] == ["0", "5", "10"]


def test_pinned_runs_are_bounded_and_the_oldest_leaves_with_a_word(runs, session) -> None:
    told: list[str] = []
    runs.told.connect(told.append)
    for _ in range(13):
        runs.pin(shown_of(session))
    assert [run.name for run in runs.all] == [f"run {n}" for n in range(2, 14)]
    assert told == ["“run 1” is no longer pinned: 12 runs are kept."]
    assert len({run.colour for run in runs.all}) == 6


def test_pinning_an_earlier_moment_keeps_the_curves_up_to_it(runs, session) -> None:
    shown = shown_of(session)
    away = replace(shown, live=False, frame=replace(shown.frame, epoch=25))
    run = runs.pin(away)
    assert run.curves.epochs[-1] == 25.0
    assert len(run.curves.series["loss"][0]) == 26


@pytest.mark.parametrize("broken", ["nan", "single", "negative", "nothing"])
def test_what_can_not_be_drawn_says_why(view, session, broken) -> None:
    shown = shown_of(session)
    curves, nan = shown.curves, np.full(61, np.nan)
    made = {
        "nan": RunCurves(curves.epochs, curves.steps, curves.seconds, {"loss": (nan, nan)}),
        "single": RunCurves(
            *[each[:1] for each in (curves.epochs, curves.steps, curves.seconds)],
            {"loss": (np.ones(1), np.ones(1))},
        ),
        "negative": RunCurves(
            curves.epochs, curves.steps, curves.seconds, {"loss": (-np.ones(61), nan)}
        ),
        "nothing": None,
    }[broken]
    draw(view, replace(shown, curves=made))
    message = view.plot._message
    if broken == "single":
        assert not message.isVisible()
        view.plot.log_x_button.setChecked(True)
    assert message.isVisible()
    words = {"nan": "finite", "single": "log x", "negative": "log y", "nothing": "Press Run"}
    assert words[broken] in message.text()
    view.clear()
    assert "Press Run" in message.text()
