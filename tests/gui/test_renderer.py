from __future__ import annotations

import numpy as np
import pytest

from playground.data.prepare import prepare
from playground.gui.frame import frame_of
from playground.gui.plots.curve_picture import CurveLook, CurveRequest
from playground.gui.plots.map_grid import cell_centres
from playground.gui.plots.map_picture import MapLook
from playground.gui.renderer import RendererThread, Request
from playground.training.session import Session

EXTENT = (-1.0, 1.0, -2.0, 2.0)
LOOK = MapLook(EXTENT, "binary", (0.0, 1.0), False)


@pytest.fixture
def renderer(qapp):
    made = RendererThread()
    yield made
    made.finish()


@pytest.fixture
def render(renderer, qtbot):
    """Asks for a picture and waits for it."""

    def ask(request):
        with qtbot.waitSignal(renderer.rendered) as rendered:
            renderer.request(request)
            assert renderer.busy
        assert not renderer.busy
        return rendered.args[0]

    return ask


def trained(project, epochs=2):
    session = Session(project.network, project.head, project.training, prepare(project.data))
    session.train(epochs)
    return session


def test_a_map_holds_the_networks_answers_at_the_centres_of_its_cells(render, project_of):
    session = trained(project_of())
    picture = render(Request(frame_of(session, 0.0, False), LOOK, 20, samples=False))
    assert picture.map.values.shape == (20, 20, 1)
    assert picture.map.values.dtype == np.float32
    assert picture.answers is None
    expected = session.predict(cell_centres(EXTENT, 20, 20)).reshape(20, 20, 1)
    np.testing.assert_allclose(picture.map.values, expected, rtol=1e-5, atol=1e-6)


def test_samples_are_answered_in_the_datas_order_and_the_targets_own_units(render, project_of):
    parts = {"data": {"source": "diabetes", "standardise_targets": True}}
    session = trained(project_of(**parts, head={"type": "regression"}))
    picture = render(Request(frame_of(session, 0.0, False), None, 1, samples=True))
    features = session.prepared.dataset.features
    assert picture.map is None
    np.testing.assert_allclose(picture.answers, session.predict(features), rtol=1e-4)
    assert picture.answers.mean() > 20


def test_another_network_is_drawn_with_its_own_layers(render, project_of):
    for units in (3, 7):
        project = project_of({"id": "dense_1", "type": "Dense", "units": units})
        session = trained(project)
        picture = render(Request(frame_of(session, 0.0, False), LOOK, 4, samples=False))
        expected = session.predict(cell_centres(EXTENT, 4, 4))
        np.testing.assert_allclose(
            picture.map.values.reshape(-1, 1), expected, rtol=1e-5, atol=1e-6
        )


def test_a_picture_belongs_to_the_moment_that_was_asked_for(render, project_of):
    session = trained(project_of(), epochs=1)
    request = Request(frame_of(session, 0.0, False), LOOK, 4, samples=False)
    before = render(request).map.values
    session.train(5)
    np.testing.assert_array_equal(render(request).map.values, before)
    later = render(Request(frame_of(session, 0.0, False), LOOK, 4, samples=False))
    assert later.request.frame.epoch == 6
    assert not np.array_equal(later.map.values, before)


def test_curves_are_laid_out_there_as_they_would_be_here(renderer, qtbot):
    epochs = np.arange(1000.0)
    values = {"train": 1.0 / (1.0 + epochs), "validation": np.full(1000, np.nan)}
    look = CurveLook(True, True, True, (0.0, 1.0), (0.0, 1.0), fitted=False, follow=True)
    request = CurveRequest(epochs, values, None, look)
    with qtbot.waitSignal(renderer.laid_out) as laid_out:
        renderer.lay_out(request)
        assert renderer.busy_with_curves
    assert not renderer.busy_with_curves
    (there,), here = laid_out.args, request.draw()
    assert there.request is request
    assert (there.x_range, there.y_range) == (here.x_range, here.y_range)
    for split in values:
        np.testing.assert_array_equal(there.lines[split].y, here.lines[split].y)
        assert there.lines[split].path == here.lines[split].path
    left, right = there.x_range
    assert left < 0.0 < np.log10(999.0) < right  # epoch 0 has no place on a log axis
    assert not there.kept[0]
    assert there.kept[1:].all()


def test_a_fault_in_laying_curves_out_leaves_it_ready_for_the_next(renderer, qtbot):
    class Faulty:
        def draw(self):
            raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        renderer.lay_out(Faulty())
        qtbot.waitUntil(lambda: not renderer.busy_with_curves)
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]
