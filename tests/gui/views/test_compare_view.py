from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.data.prepare import prepare
from playground.gui import theme
from playground.gui.document import Document
from playground.gui.frame import frame_of
from playground.gui.plots.colours import class_colour, diverging_lut
from playground.gui.plots.map_grid import cell_centres
from playground.gui.runs import Runs
from playground.gui.views.bench import Bench
from playground.gui.views.compare_maps import CELLS
from playground.gui.views.compare_view import CompareView
from playground.gui.views.shown import RunCurves, Shown
from playground.gui.views.view import Context
from playground.project.spec import ProjectSpec
from playground.training.session import Session

Role = Qt.ItemDataRole


def project_with(units: int = 4, source: str = "circle", **training: object) -> ProjectSpec:
    return ProjectSpec.model_validate(
        {
            "name": "Test",
            "data": {"source": source, "samples": 100},
            "network": {"nodes": [{"id": "dense_1", "type": "Dense", "units": units}]},
            "head": {"type": "multiclass" if source == "iris" else "binary"},
            "training": {"optimizer": {"type": "adam", "learning_rate": 0.03}, **training},
        }
    )


def trained(project: ProjectSpec, epochs: int, seed: int = 0) -> Session:
    parts = project.network, project.head, project.training, prepare(project.data)
    session = Session(*parts, device="numpy", seed=seed)
    session.train(epochs)
    return session


def shown_of(session: Session) -> Shown:
    history = session.history
    epochs = history.epochs()
    steps = epochs * -(-len(session.prepared.train) // session.batch_size)
    curves = RunCurves(epochs, steps, 0.01 * epochs, {n: history.series(n) for n in history.names})
    return Shown(frame_of(session, 0.0, False), True, curves, ())


class Bed:
    """A view on a bench, drawn as the window would."""

    def __init__(self, view: CompareView, runs: Runs) -> None:
        self.view, self.runs, self.bench = view, runs, Bench()

    def pin(self, session: Session, project: ProjectSpec, name: str = "") -> int:
        run = self.runs.pin(shown_of(session), name, project.training)
        assert run is not None
        return run.number

    def draw(self, shown: Shown) -> None:
        for _ in range(8):  # new maps come a few at a time
            job = self.view.request(shown)
            if job is not None:
                self.view.show_result(job.run(self.bench))
            QApplication.processEvents()

    def cell(self, name: str, title: str) -> tuple[object, str, bool]:
        """A cell's value, its text, and whether it is bold."""
        model = self.view.numbers.table.item_model
        row = [each.name for each in model.rows].index(name)
        column = [each.title for each in model.columns].index(title)
        index = model.index(row, column)
        font = model.data(index, Role.FontRole)
        bold = font is not None and font.weight() == QFont.Weight.Bold
        return model.value(row, column), str(model.data(index)), bold


@pytest.fixture
def bed(qtbot, qapp) -> Bed:
    theme.apply_theme(qapp, "light")
    runs = Runs()
    document = Document(project_with())
    view = CompareView(Context(document, None, None, runs))  # type: ignore[arg-type]
    qtbot.addWidget(view)
    view.resize(860, 620)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    return Bed(view, runs)


def test_without_a_pinned_run_it_says_how_to_pin_one_and_does_it(bed) -> None:
    bed.view.clear()
    assert "Press Run" in bed.view._invitation.text()
    assert not bed.view.invite_button.isEnabled()
    session = trained(project_with(), 5)
    bed.draw(shown_of(session))
    assert "Pin this one" in bed.view._invitation.text()
    assert not bed.view.numbers.table.isVisible()
    QTest.mouseClick(bed.view.invite_button, Qt.MouseButton.LeftButton)
    bed.draw(shown_of(session))
    assert bed.view.numbers.table.isVisible()
    assert [row.name for row in bed.view.rows] == ["this run", "run 1"]


def test_the_table_holds_what_the_sessions_measure(bed) -> None:
    first, second = trained(project_with(4), 30), trained(project_with(8), 60, seed=1)
    bed.pin(first, project_with(4), "small")
    bed.draw(shown_of(second))
    titles = {"accuracy": "Accuracy", "balanced_accuracy": "Balanced accuracy", "f1": "F1"}
    for split, row in (("validation", 0), ("train", 1)):
        bed.view.numbers.split_switch.setCurrentIndex(row)
        bed.draw(shown_of(second))
        for name, session in (("small", first), ("this run", second)):
            for metric, value in session.metrics(split).items():
                assert bed.cell(name, titles[metric])[0] == value
            assert bed.cell(name, "Loss")[0] == session.loss(split)
            assert bed.cell(name, "Epochs")[0] == session.epoch
            numbers = sum(array.size for array in session.parameters().values())
            assert bed.cell(name, "Parameters")[0] == numbers
        losses = {"small": first.loss(split), "this run": second.loss(split)}
        best = min(losses, key=lambda name: losses[name])
        assert [bed.cell(name, "Loss")[2] for name in losses] == [name == best for name in losses]


def test_what_runs_differ_in_is_said_in_words(bed) -> None:
    wide = project_with(8, batch_size=5)
    bed.pin(trained(wide, 3), wide, "wide")
    bed.draw(shown_of(trained(project_with(4), 3)))
    assert bed.cell("wide", "Network")[1] == "2-8-1 tanh"
    assert bed.cell("this run", "Network")[1] == "2-4-1 tanh"
    assert bed.cell("wide", "Data")[1] == "same"
    assert bed.view.numbers.differences.text() == (
        "wide: 2-8-1 tanh, not 2-4-1 tanh; Adam 0.03 · batch 5, not Adam 0.03 · batch 16."
    )


def test_a_click_on_a_heading_orders_the_runs(bed) -> None:
    project = project_with()
    for epochs in (20, 5, 40):
        bed.pin(trained(project, epochs), project, f"{epochs}")
    bed.draw(shown_of(trained(project, 10)))
    heads, model = bed.view.numbers.table.horizontalHeader(), bed.view.numbers.table.item_model
    column = [each.title for each in model.columns].index("Loss")
    place = heads.sectionViewportPosition(column) + 10
    point = heads.viewport().rect().topLeft()
    point.setX(place)
    point.setY(8)
    QTest.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=point)
    losses = [model.value(row, column) for row in range(4)]
    assert losses == sorted(losses)
    bed.draw(shown_of(trained(project, 60)))
    losses = [model.value(row, column) for row in range(4)]
    assert losses == sorted(losses)


def test_a_map_is_what_its_run_predicts_whatever_the_network_is_now(bed) -> None:
    small, large = project_with(4), project_with(16)
    first = trained(small, 250)
    number = bed.pin(first, small)
    second = trained(large, 10, seed=5)
    bed.draw(shown_of(second))
    extent = bed.view.maps._extent
    cells = cell_centres(extent, CELLS, CELLS)
    for of, session in ((number, first), (0, second)):
        picture = bed.view._known_maps.pictures[of]
        assert picture.look.extent == extent
        expected = session.predict(cells).reshape(CELLS, CELLS, 1)
        np.testing.assert_allclose(picture.values, expected, atol=1e-6)
    # The sure places of the pinned one have its colours on the screen, its samples theirs.
    assert [row.number for row in bed.view.rows][1] == number
    image = bed.view.maps.grab().toImage()
    area, ratio = bed.view.maps.area(1), image.devicePixelRatio()

    def seen(place: np.ndarray) -> np.ndarray:
        x, y = (place * ratio).astype(int)
        return np.array(QColor(image.pixel(int(x), int(y))).getRgb()[:3])

    dataset, split = first.prepared.dataset, first.prepared.split
    dots = area.to_pixels(dataset.features[split.validation])
    lut = diverging_lut(False)[:, :3].astype(int)
    candidates = np.random.default_rng(0).uniform(-0.95, 0.95, (400, 2))
    places, answers = area.to_pixels(candidates), first.predict(candidates)[:, 0]
    apart = np.linalg.norm(places[:, None] - dots[None], axis=2).min(axis=1) > 8.0
    sure = np.flatnonzero(apart & (np.abs(answers - 0.5) > 0.47))
    assert {round(float(answers[row])) for row in sure} == {0, 1}
    for row in sure:
        said = lut[round(255 * float(answers[row]))]
        assert np.abs(seen(places[row]) - said).max() <= 12
    lonely = np.linalg.norm(dots[:, None] - dots[None], axis=2) + 99.0 * np.eye(len(dots))
    for dot in np.flatnonzero(lonely.min(axis=1) > 8.0):
        truth = int(dataset.targets[split.validation][dot])
        expected = np.array(class_colour("binary", truth))
        assert np.abs(seen(dots[dot]) - expected).max() <= 12


def test_a_pinned_map_is_made_once(bed) -> None:
    project = project_with()
    number = bed.pin(trained(project, 5), project)
    bed.draw(shown_of(trained(project, 6)))
    before = bed.view._known_maps.pictures[number]
    bed.draw(shown_of(trained(project, 7)))
    assert bed.view._known_maps.pictures[number] is before
    theme.apply_theme(QApplication.instance(), "dark")
    bed.draw(shown_of(trained(project, 7)))
    assert bed.view._known_maps.pictures[number].look.dark
    theme.apply_theme(QApplication.instance(), "light")


def test_other_data_is_named_and_what_is_not_on_a_plane_has_no_map(bed) -> None:
    iris, circle = project_with(source="iris"), project_with()
    bed.pin(trained(iris, 5), iris, "flowers")
    bed.draw(shown_of(trained(circle, 5)))
    assert "“flowers”: measured on other data" in bed.view.numbers.warning.text()
    assert "4 features" in bed.view.maps._tiles[1].reason
    assert not bed.cell("flowers", "Loss")[2]
    bed.draw(shown_of(trained(iris, 5)))
    bed.runs.clear()
    bed.pin(trained(iris, 5), iris)
    bed.draw(shown_of(trained(iris, 5)))
    assert bed.view._no_maps.isVisible()
    assert not bed.view.maps.isVisible()


def test_weights_that_diverged_are_drawn_and_told_of(bed) -> None:
    project = project_with()
    session = trained(project, 5)
    shown = shown_of(session)
    nan = np.full_like(shown.frame.parameters, np.nan)
    pairs = dict.fromkeys(shown.frame.last, (np.nan, np.nan))
    lost = replace(shown, frame=replace(shown.frame, parameters=nan, last=pairs))
    bed.runs.pin(lost, "lost")
    bed.draw(shown)
    assert bed.cell("lost", "Loss")[1] == "–"
    assert np.isnan(bed.view._known_maps.pictures[1].values).all()
    bed.draw(lost)
    assert not bed.view.grab().isNull()


def test_a_run_is_renamed_and_removed_in_the_table(bed) -> None:
    project = project_with()
    bed.pin(trained(project, 5), project)
    bed.draw(shown_of(trained(project, 5)))
    model = bed.view.numbers.table.item_model
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    model.setData(model.index(1, 0), "before")
    bed.draw(shown_of(trained(project, 5)))
    assert [row.name for row in bed.view.rows] == ["this run", "before"]
    bed.view.numbers.table.setCurrentIndex(model.index(1, 0))
    QTest.keyClick(bed.view.numbers.table, Qt.Key.Key_Delete)
    assert bed.runs.all == ()


def test_the_sheet_is_the_table_of_both_splits(bed) -> None:
    project = project_with()
    session = trained(project, 12)
    bed.pin(session, project, "a")
    bed.draw(shown_of(session))
    rows = list(csv.DictReader(StringIO(bed.view.sheet().csv())))
    assert [row["run"] for row in rows] == ["this run", "a"]
    for row in rows:
        assert float(row["validation accuracy"]) == session.metrics("validation")["accuracy"]
        assert float(row["train accuracy"]) == session.metrics("train")["accuracy"]
        assert (row["epochs"], row["steps"]) == ("12", str(session.steps))
        assert row["training"] == "Adam 0.03 · batch 16"
