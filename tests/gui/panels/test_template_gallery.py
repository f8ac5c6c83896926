"""The gallery of templates over the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from playground.gui import theme
from playground.gui.canvas.family_colours import family_colour
from playground.gui.icons import icon_names
from playground.gui.panels.template_gallery import TemplateGallery
from playground.project.templates import TEMPLATES

KEY = Qt.Key


@pytest.fixture
def gallery(window, user):
    """The gallery, open beneath the window's Run button, and what was chosen in it."""
    gallery = TemplateGallery(window)
    gallery.chosen = []
    gallery.template_chosen.connect(gallery.chosen.append)
    gallery.show_beneath(window.transport.run_button)
    user.wait(gallery.isVisible)
    yield gallery
    gallery.close()
    gallery.deleteLater()


def focused(gallery):
    return next(name for name, tile in gallery.tiles.items() if tile.hasFocus())


@pytest.mark.parametrize("name", ["logistic_regression", "transformer"])
def test_a_click_chooses_a_template_and_closes_the_gallery(gallery, user, name):
    user.click(gallery.tiles[name])
    assert gallery.chosen == [name]
    assert not gallery.isVisible()


def test_arrow_keys_lead_through_the_tiles_and_enter_chooses(gallery, user):
    names = list(TEMPLATES)
    for key, place in (
        (KEY.Key_Right, 1),
        (KEY.Key_Down, 4),
        (KEY.Key_Down, 7),
        (KEY.Key_Down, 7),
        (KEY.Key_Left, 6),
        (KEY.Key_Up, 3),
    ):
        QTest.keyClick(gallery.tiles[focused(gallery)], key)
        assert focused(gallery) == names[place]
    QTest.keyClick(gallery.tiles[names[3]], KEY.Key_Return)
    assert gallery.chosen == [names[3]]
    assert not gallery.isVisible()


def test_escape_closes_it_and_chooses_nothing(gallery):
    QTest.keyClick(gallery.tiles[focused(gallery)], KEY.Key_Escape)
    assert not gallery.isVisible()
    assert gallery.chosen == []


def test_it_stays_within_the_smallest_window(window, gallery, user):
    gallery.close()
    window.resize(window.minimumSize())
    user.settle()
    gallery.show_beneath(window.transport.device)
    place = QRect(window.mapFromGlobal(gallery.pos()), gallery.size())
    assert window.rect().contains(place)


def test_every_sentence_is_seen_whole_and_every_tile_says_what_it_is(gallery):
    for tile in gallery.tiles.values():
        wrap = int(Qt.TextFlag.TextWordWrap)
        metrics = QFontMetrics(tile.words_font)
        needed = metrics.boundingRect(tile.words, wrap, tile.template.help)
        assert tile.words.contains(needed), tile.template.help
        assert tile.template.label in tile.accessibleName()
        assert tile.accessibleDescription() == tile.template.help
        assert tile.template.icon in icon_names()


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_picture_has_a_box_in_the_colour_of_each_family(gallery, name):
    theme.apply_theme(QApplication.instance(), name)
    for tile in gallery.tiles.values():
        image = tile.grab().toImage()
        drawn = {
            image.pixelColor(x, y).name()
            for x in range(image.width())
            for y in range(0, image.height() // 2, 2)
        }
        families = {node.catalogue.family for node in tile.template.project().network}
        assert {family_colour(family).name() for family in families} <= drawn
        assert QColor(theme.current().text).name() not in drawn


def test_the_window_trains_each_of_them_and_one_undo_brings_all_back(window, user):
    for name in TEMPLATES:
        train_and_take_back(window, user, name)


def train_and_take_back(window, user, name):
    document, before = window.document, window.document.project
    document.use_template(TEMPLATES[name])
    assert document.undo_stack.count() == 1
    assert {problem.severity for problem in document.problems} <= {"note"}
    assert window.notes.isVisible()
    assert document.project.notes in [label.text() for label in window.notes.findChildren(QLabel)]
    # Two may have the same data: the newest frame may still be one of the template before.
    user.wait(lambda: user.frame.prepared.spec == document.project.data)
    user.wait(lambda: user.frame.network == document.network)
    user.step()
    user.settle()
    boxes = list(window.canvas.network_scene.boxes().values())
    assert len(boxes) == len(document.network.nodes) + 1
    for place, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[place + 1 :])
    document.undo_stack.undo()
    assert document.project == before
    assert not window.notes.isVisible()
