from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.gui.canvas.layer_mime import layer_mime, layer_type_of
from playground.gui.icons import icon_names
from playground.gui.panels.palette import Palette
from playground.network.layers import LAYERS
from playground.network.node import Catalogue, NodeSpec


@pytest.fixture
def palette(qtbot):
    palette = Palette()
    qtbot.addWidget(palette)
    with qtbot.waitActive(palette):
        palette.show()
        palette.activateWindow()
    return palette


@pytest.fixture
def new_type(monkeypatch):
    """A layer type that the window has never heard of."""

    class Mirror(NodeSpec):
        catalogue = Catalogue("Mirror", "Optics", "flatten", "Turns everything round.")

    monkeypatch.setitem(LAYERS._entries, "Mirror", Mirror)
    return Mirror


def test_every_layer_type_is_offered(palette):
    assert set(palette.tiles) == set(LAYERS)
    for name, tile in palette.tiles.items():
        assert tile.toolTip().startswith(LAYERS[name].catalogue.help)
        assert tile.accessibleName()


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_type_has_its_icon(layer):
    assert LAYERS[layer].catalogue.icon in icon_names()


def test_a_new_layer_type_shows_up_by_itself(new_type, qtbot):
    palette = Palette()
    qtbot.addWidget(palette)
    assert palette.tiles["Mirror"].text() == "Mirror"
    assert layer_type_of(layer_mime("Mirror")) == "Mirror"


def test_typing_filters_and_enter_inserts_the_first_match(palette, qtbot):
    QTest.keyClicks(palette.search, "drop")
    assert palette.shown_types() == ["Dropout"]
    with qtbot.waitSignal(palette.insert_requested) as requested:
        QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert requested.args == ["Dropout"]
    QTest.keyClick(palette.search, Qt.Key.Key_Escape)
    assert palette.search.text() == ""
    assert set(palette.shown_types()) == set(palette.tiles)


def test_a_search_that_finds_nothing_says_so_and_inserts_nothing(palette, qtbot):
    QTest.keyClicks(palette.search, "zzz")
    assert palette.shown_types() == []
    assert palette.message() == "No layer is called “zzz”."
    with qtbot.assertNotEmitted(palette.insert_requested):
        QTest.keyClick(palette.search, Qt.Key.Key_Return)


def test_enter_in_an_empty_search_inserts_nothing(palette, qtbot):
    with qtbot.assertNotEmitted(palette.insert_requested):
        QTest.keyClick(palette.search, Qt.Key.Key_Return)


def test_a_double_click_inserts(palette, qtbot):
    with qtbot.waitSignal(palette.insert_requested) as requested:
        QTest.mouseDClick(
            palette.tiles["Dense"],
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            QPoint(20, 12),
        )
    assert requested.args == ["Dense"]


def test_arrows_move_through_the_tiles_and_enter_inserts(palette, qtbot):
    palette.search.setFocus()
    QTest.keyClick(palette.search, Qt.Key.Key_Down)
    first, second = palette.shown_types()[:2]
    assert palette.tiles[first].hasFocus()
    QTest.keyClick(palette.tiles[first], Qt.Key.Key_Right)
    assert palette.tiles[second].hasFocus()
    with qtbot.waitSignal(palette.insert_requested) as requested:
        QTest.keyClick(palette.tiles[second], Qt.Key.Key_Return)
    assert requested.args == [second]
    QTest.keyClick(palette.tiles[second], Qt.Key.Key_Up)
    assert palette.search.hasFocus()


def test_tiles_keep_their_height_in_a_low_window_and_scroll_to_the_one_in_focus(palette, qtbot):
    palette.fill()
    palette.resize(220, 250)
    qtbot.wait(1)
    assert {tile.height() for tile in palette.tiles.values()} == {30}
    last = list(palette.block_tiles.values())[-1]
    first = palette.tiles[palette.shown_types()[0]]
    assert first.visibleRegion().boundingRect() == first.rect()
    assert last.visibleRegion().isEmpty()
    first.setFocus()
    for _ in range(len(palette.tiles)):
        QTest.keyClick(palette.focusWidget(), Qt.Key.Key_Down)
    reached = palette.focusWidget()
    assert reached in palette.block_tiles.values()
    assert reached.y() == last.y()
    assert reached.visibleRegion().boundingRect() == reached.rect()


def test_a_favourite_stands_first_and_is_remembered(palette, qtbot):
    palette.set_favourite("LSTM", True)
    assert palette.shown_types()[0] == "LSTM"
    other = Palette()
    qtbot.addWidget(other)
    assert other.shown_types()[0] == "LSTM"
    palette.set_favourite("LSTM", False)
    assert palette.shown_types()[0] == "Input"


def test_what_is_looked_at_is_explained_in_one_line(palette):
    palette.tiles["Dropout"].setFocus()
    assert palette.help_line == LAYERS["Dropout"].catalogue.help


def test_a_block_that_was_kept_is_offered_found_and_can_be_removed(palette, qtbot):
    block = palette.blocks.find("Residual block").model_copy(update={"title": "My own"})
    palette.blocks.keep(block)
    assert "My own" in palette.shown_blocks()
    QTest.keyClicks(palette.search, "my own")
    assert (palette.shown_types(), palette.shown_blocks()) == ([], ["My own"])
    with qtbot.waitSignal(palette.block_requested) as requested:
        QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert requested.args == ["My own"]
    palette.blocks.remove("My own")
    palette.blocks.remove("Residual block")
    QTest.keyClick(palette.search, Qt.Key.Key_Escape)
    assert "My own" not in palette.shown_blocks()
    assert "Residual block" in palette.shown_blocks()
