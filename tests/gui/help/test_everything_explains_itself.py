"""No control, heading, metric, column or menu entry of the real window is without help."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from playground.assets_path import examples_path
from playground.gui.canvas import menus as canvas_menus
from playground.gui.data.pages import PAGES
from playground.gui.glossary.glossary import glossary
from playground.gui.help.keys_card import KeysCard
from playground.gui.importing.dialog import ImportDialog
from playground.gui.importing.importer import _read as read_weights
from playground.gui.panels.setup_card import SetupCard
from playground.gui.setup_view import hideable
from playground.gui.topics import own_topic, topic_at
from playground.gui.views.catalogue import VIEWS
from playground.network.spec import HEAD
from playground.training.metrics import LABELS
from tests.gui.help.explained import in_menu, unexplained


@pytest.fixture
def whole(open_window, example):
    """The window with everything in it that there is to open."""
    window = open_window(example("spiral"))
    for name in VIEWS:
        window.views.view(name)
        window.show_view(name)
        QApplication.processEvents()
    window.centre.show_tab("data")
    for page in PAGES:
        window.data_tab.show_page(page)
        QApplication.processEvents()
    for panel in window.drawer._keys:
        window.drawer.show_panel(panel)
        QApplication.processEvents()
    for tab in ("code", "learn", "output"):
        window.right.tabs.set_current(tab)
    window.loader.show_templates()
    window.loader._gallery.close()
    window.show_export()
    window.export_dialog.close()
    window.helper.open_glossary()
    window.helper.dialog.close()
    project = window.document.project
    file = next(examples_path().glob("*.playground"))
    ImportDialog(*read_weights(file, project), project, "", window)
    SetupCard(window.document, hideable(window), window)
    KeysCard(window)
    window.centre.show_tab("build")
    return window


def test_everything_in_the_window_explains_itself(whole, user_of):
    assert unexplained(whole) == {}
    _menus_of_the_canvas(whole)
    _places_of_the_canvas(whole)
    _nothing_is_explained_that_is_nowhere(whole)
    _axes_and_columns(whole, user_of(whole))


def _menus_of_the_canvas(window):
    canvas = window.canvas
    scene = canvas.network_scene
    for identity in ("input", "dense_1", HEAD):
        canvas.select([identity])
        assert in_menu(canvas_menus.part_menu(canvas, identity)) == {}
    assert in_menu(canvas_menus.ground_menu(canvas, canvas.middle())) == {}
    assert in_menu(canvas_menus.wire_menu(canvas, next(iter(scene.wires.values())))) == {}


def _places_of_the_canvas(window):
    """Each part of a card, a port, a wire and the ground have topics of their own."""
    canvas = window.canvas
    canvas.fit()

    def topic(point):
        place = canvas.mapFromScene(point)
        return topic_at(canvas.viewport(), place)

    card = canvas.network_scene.cards["dense_1"]
    assert topic(card.scene_rect().topLeft() + QPoint(20, 14)) == "layer.Dense"
    assert topic(canvas.control_rect("dense_1", "activation").center()) == "activation.elu"
    assert topic(canvas.control_rect("dense_1", "units").center()) == "field.Dense.units"
    assert topic(canvas.control_rect("dense_1", "plus").center()) == "card.steppers"
    assert topic(canvas.port_point("dense_1", "output")) == "port"
    assert topic(canvas.wire_point("dense_1", "dense_2")) == "link"
    assert topic(canvas.control_rect(HEAD, "final").center()) == "final_activation"
    assert topic(canvas.control_rect(HEAD, "loss").center()) == "loss.binary_cross_entropy"
    assert topic(canvas.middle() + QPoint(0, 150)) == "canvas"
    canvas.select(["dense_2"])
    assert canvas.topic_in_focus() == "layer.Dense"


def _axes_and_columns(window, user):
    """A plot's axes say what they count, a table's columns what they hold."""
    user.step()
    user.settle()
    plot = user.curves
    rect = plot.view.rect()
    left, bottom = QPoint(4, rect.center().y()), QPoint(rect.center().x(), rect.bottom() - 4)
    inside = rect.center()
    said = [topic_at(plot.view.viewport(), place) for place in (left, bottom, inside)]
    assert said == ["loss", "epoch", "view.curves"]
    window.drawer.show_panel("analysis")
    table = window.workspace.analysis.table
    header = table.horizontalHeader()
    topics = [
        topic_at(header.viewport(), QPoint(header.sectionViewportPosition(at) + 4, 8))
        for at in range(header.count())
    ]
    assert topics[0] == "field.id"
    assert {"shape", "parameter", "multiply_adds", "receptive_field"} <= set(topics)


def _nothing_is_explained_that_is_nowhere(window):
    """Every entry is linked to from another, or explains something in the window."""
    linked = {glossary().find(link).key for entry in glossary().values() for link in entry.links}
    marked = {own_topic(each) for each in window.findChildren(QWidget)} - {""}
    shown = {entry.key for topic in marked if (entry := glossary().find(topic)) is not None}
    assert [key for key in glossary() if key not in linked | shown] == []


@pytest.mark.parametrize("metric", LABELS)
def test_every_metric_is_explained_with_its_formula(metric):
    assert glossary()[f"metric.{metric}"].formula
