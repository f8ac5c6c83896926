"""Hundreds of layers: the canvas stays whole, and its pace is told (`-s` shows it).

Nothing here asserts a time: machines differ. `pytest -s -k pace_of_a_large_network` prints how
long an edit, a frame of a drag and a frame of a zoom take.
"""

from __future__ import annotations

from statistics import median
from time import perf_counter

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.gui.canvas.layout import Box
from playground.gui.canvas.view import Canvas
from playground.gui.document import Document
from playground.project.spec import ProjectSpec


def residual(n_nodes):
    """Blocks of two Dense with a way round them, as many as make about `n_nodes`."""
    nodes = [{"id": "first", "type": "Dense"}]
    links, last = [["input", "first"]], "first"
    for block in range((n_nodes - 1) // 3):
        a, b, c = f"a_{block}", f"b_{block}", f"add_{block}"
        nodes += [{"id": a, "type": "Dense"}, {"id": b, "type": "Dense"}, {"id": c, "type": "Add"}]
        links += [[last, a], [a, b], [b, c], [last, c]]
        last = c
    return {"nodes": nodes, "links": [*links, [last, "head"]]}


def chain(n_nodes):
    return {"nodes": [{"id": f"dense_{n}", "type": "Dense"} for n in range(n_nodes)]}


@pytest.fixture
def open_large(qtbot):
    def open_(network):
        project = ProjectSpec.model_validate({"data": {"source": "circle"}, "network": network})
        document = Document(project)
        canvas = Canvas(document)
        document.setParent(canvas)
        canvas.animated = False
        canvas.resize(830, 600)
        qtbot.addWidget(canvas)
        with qtbot.waitExposed(canvas):
            canvas.show()
        return canvas

    return open_


def ms(calls):
    """How long each call took, with the painting that it asked for."""
    taken = []
    for call in calls:
        begin = perf_counter()
        call()
        QApplication.processEvents()
        taken.append(1000 * (perf_counter() - begin))
    return taken


@pytest.mark.parametrize("network", [chain, residual])
def test_the_pace_of_a_large_network(open_large, network):
    canvas = open_large(network(300))
    document, scene = canvas.document, canvas.network_scene
    name = document.network.order()[150]
    where = scene.boxes()[name]
    places = [{name: (where.x + 3 * n, where.y + 2 * n)} for n in range(40)]
    drag = ms([lambda place=place: scene.arranger.put(place) for place in places])
    factors = [1.03] * 40 + [1 / 1.03] * 40
    zoom = ms([lambda f=f: canvas.zoom_by(f, QPointF(0, 0)) for f in factors])
    dense = next(node.id for node in document.network if node.type == "Dense")
    edits = ms([lambda n=n: document.set_node_field(dense, "units", n) for n in range(9, 19)])
    print(
        f"\n300 layers, {network.__name__}: a frame of a drag {median(drag):.1f} ms "
        f"(worst {max(drag):.1f}), of a zoom {median(zoom):.1f} (worst {max(zoom):.1f}), "
        f"an edit {median(edits):.1f}"
    )
    assert document.network[dense].units == 18
    assert scene.cards[dense].face.stepper.value == 18


@pytest.mark.parametrize("network", [chain, residual])
def test_two_thousand_layers_open_with_no_card_over_another(open_large, network):
    begin = perf_counter()
    canvas = open_large(network(2000))
    QApplication.processEvents()
    print(f"\n2,000 layers, {network.__name__}: open after {perf_counter() - begin:.2f} s")
    boxes = sorted(canvas.network_scene.boxes().values(), key=lambda box: (box.y, box.x))
    assert len(boxes) >= 2000
    assert not any(one.overlaps(other) for one, other in near(boxes))


def near(boxes: list[Box]):
    """Pairs of boxes that could overlap at all: those whose heights meet."""
    for at, box in enumerate(boxes):
        for other in boxes[at + 1 :]:
            if other.y >= box.y + box.height:
                break
            yield box, other


def test_a_map_shows_a_network_that_is_not_all_in_sight(open_large):
    canvas = open_large(chain(60))
    assert not canvas.minimap.isVisible()
    canvas.zoom_to_full()
    assert canvas.minimap.isVisible()
    before = canvas.middle()
    QTest.mouseClick(canvas.minimap, Qt.MouseButton.LeftButton, pos=canvas.minimap.rect().center())
    assert canvas.middle() != before
    content = canvas.network_scene.content_rect().center()
    assert (canvas.middle() - content).manhattanLength() < 60
    canvas.fit()
    assert not canvas.minimap.isVisible()
