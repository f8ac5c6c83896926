"""Data looked at: what is drawn is what was counted, and other data takes its place."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from playground.data.looking import facts_of
from playground.data.prepare import prepare
from playground.data.spec import DataSpec
from playground.data.split_spec import SplitSpec
from playground.data.tables.table import Column
from playground.gui.data.look.page import LookPage, facts_in_words
from playground.gui.data.look.work import Looked
from playground.gui.data.pages import Surroundings
from playground.gui.jobs import Jobs

LONG = 30_000


@pytest.fixture
def look(qtbot):
    jobs = Jobs()
    page = LookPage(Surroundings(None, jobs, None, None, None))
    page.resize(820, 520)
    qtbot.addWidget(page)
    page.show()

    def at(source, key, **fields):
        page.pages.set_current(key)
        page.set_data(prepare(DataSpec(source=source, **fields)))
        qtbot.waitUntil(lambda: page._looked is not None and not jobs.busy, timeout=LONG)
        return page

    at.jobs = jobs
    yield at
    jobs.finish()


def wait(qtbot, look):
    qtbot.waitUntil(lambda: not look.jobs.busy, timeout=LONG)


def test_the_bars_of_a_column_are_its_rows(look, qtbot):
    page = look("wine", "columns")
    data = prepare(DataSpec(source="wine")).dataset
    assert page.list.count() == 14
    spread = page.spread.spread
    assert spread.counts.sum() == 178
    for k in range(3):
        expected, _ = np.histogram(data.features[data.targets == k, 0], spread.edges)
        assert np.array_equal(spread.counts[k], expected)
    assert page.facts.text() == facts_in_words(
        facts_of(Column("alcohol", "number", data.features[:, 0])), spread
    )
    area = page.spread._area()
    inside = area.to_pixels(np.array([(spread.edges[0] + spread.edges[1]) / 2, 0.5]))
    said = page.spread.text_at(QPointF(*inside))
    assert f"{int(spread.counts[1, 0])} of cultivar 2" in said
    page.list.setCurrentRow(13)
    wait(qtbot, look)
    assert page.spread.name == "class"
    assert page.spread.spread.words == ("cultivar 2", "cultivar 1", "cultivar 3")
    assert "59" in page.spread.text_at(QPointF(5, 30))


def test_a_cell_of_the_correlations_opens_its_points(look, qtbot):
    page = look("iris", "together")
    found = page.correlations.found
    data = prepare(DataSpec(source="iris")).dataset.features
    np.testing.assert_allclose(found.values, np.corrcoef(data.T))
    box, cell = page.correlations.cells()
    spot = QPoint(round(box.left() + 2.5 * cell), round(box.top() + 0.5 * cell))
    assert f"{found.values[0, 2]:.2f}" in page.correlations.text_at(QPointF(spot))
    QTest.mouseClick(
        page.correlations, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot
    )
    wait(qtbot, look)
    assert page.pages.current == "scatter"
    assert page.scatter.cloud.names == (found.names[0], found.names[2])
    assert np.array_equal(page.scatter.cloud.places, data[:, [0, 2]])
    place = page.scatter.area().to_pixels(data[7, [0, 2]])
    assert "sepal length" in page.scatter.text_at(QPointF(*place))


def test_the_map_is_that_of_the_first_components(look):
    page = look("breast_cancer", "map")
    cloud = page.map.cloud
    assert len(cloud.places) == 569
    spread = cloud.places.std(axis=0)
    assert spread[0] > spread[1] > 0
    assert abs(np.corrcoef(cloud.places.T)[0, 1]) < 1e-6
    assert "of the variance" in cloud.names[0]


@pytest.mark.parametrize("source", ["digits", "reviews", "wine", "regions", "diabetes", "signals"])
def test_samples_and_sides_of_every_kind_of_data(look, qtbot, source):
    page = look(source, "samples", split=SplitSpec(test=0.2))
    prepared = prepare(DataSpec(source=source, split=SplitSpec(test=0.2)))
    assert page.samples.groups
    for _, row in page.samples.places():
        assert row in prepared.split.train
    assert not page.samples.grab().isNull()
    page.pages.set_current("sides")
    wait(qtbot, look)
    assert np.array_equal(page.sides.counts[0], page.sides.counts[1:].sum(axis=0))
    assert "test" in page.sides.text_at(QPointF(30, 10))
    assert not page.sides.grab().isNull()


def test_of_other_data_nothing_of_the_old_is_left(look, qtbot):
    page = look("wine", "columns")
    page.set_data(prepare(DataSpec(source="iris")))
    page.set_data(prepare(DataSpec(source="diabetes")))
    wait(qtbot, look)
    assert page.list.count() == 11
    assert page.spread.spread.counts.sum() == 442
    assert page.key.names == ()


def test_of_large_data_a_sample_is_drawn_and_said(look):
    page = look("spiral", "scatter", samples=9000)
    assert len(page.scatter.cloud.places) == 4000
    assert "4,000 of 9,000 samples, drawn by chance" in page.note.text()


def test_data_that_has_no_plane_says_why():
    cloud = Looked.of(prepare(DataSpec(source="ratings"))).components()
    assert len(cloud.places) == 0
    assert "nothing lies between two of them" in cloud.note
