"""Blocks: those that come with the program and those a person keeps, as files."""

from __future__ import annotations

import pytest

from playground.gui.blocks import Blocks
from playground.network.fragment import Fragment, parse_fragment
from playground.network.layers import LAYERS

OURS = ["Convolution and pooling", "Dense and dropout", "Residual block", "Transformer block"]


@pytest.fixture
def blocks(qapp):
    return Blocks()


@pytest.fixture
def folder(own_folders):
    return own_folders / "data" / "playground" / "blocks"


def block(title, units=3):
    return Fragment(title=title, nodes=(LAYERS["Dense"](id="dense_1", units=units),))


def test_a_block_that_is_kept_is_there_for_the_next_window_too(blocks, qtbot):
    with qtbot.waitSignal(blocks.changed):
        blocks.keep(block("My trunk"))
    other = Blocks()
    assert other.titles == [*OURS, "My trunk"]
    assert other.find("My trunk") == block("My trunk")
    assert other.own == {"My trunk"}


def test_a_block_of_the_same_title_gives_way_and_one_of_ours_comes_back(blocks):
    for units in (3, 7):
        blocks.keep(block("Residual block", units))
    assert blocks.find("Residual block").nodes[0].units == 7
    assert blocks.titles.count("Residual block") == 1
    blocks.remove("Residual block")
    assert len(blocks.find("Residual block").nodes) > 1
    blocks.remove("Residual block")
    assert blocks.titles == OURS


@pytest.mark.parametrize(
    ("one", "other"),
    [("שלום", "ブロック"), ("Block (1)", "Block 1"), ("ABC", "abc"), ("../up", "up")],
)
def test_blocks_whose_titles_differ_never_take_each_others_place(blocks, one, other):
    blocks.keep(block(one, 3))
    blocks.keep(block(other, 7))
    assert (blocks.find(one).nodes[0].units, blocks.find(other).nodes[0].units) == (3, 7)
    blocks.remove(one)
    assert blocks.own == {other}


def test_files_that_are_no_blocks_are_passed_over(folder, qapp):
    folder.mkdir(parents=True)
    (folder / "broken.json").write_text("{")
    (folder / "binary.json").write_bytes(b"\xff\xfe\x00")
    (folder / "other.json").write_text('{"format": 1}')
    (folder / "huge.json").write_text(" " * 5_000_001)
    (folder / "nameless.json").write_text(block("").model_dump_json(exclude_none=True))
    (folder / "folder.json").mkdir()
    assert Blocks().titles == [*OURS, "nameless"]


def test_a_block_that_can_not_be_kept_is_told_in_words(blocks, folder, qtbot):
    folder.parent.mkdir(parents=True)
    folder.write_text("a file where the folder should be")
    with qtbot.waitSignal(blocks.failed) as failed:
        blocks.keep(block("My trunk"))
    assert failed.args[0].startswith("The block can't be kept in ")
    assert "Errno" not in failed.args[0]
    assert blocks.titles == OURS


def test_a_title_of_eighty_letters_is_a_file_name_too(blocks):
    blocks.keep(block("m" * 80))
    assert "m" * 80 in Blocks().own
    assert parse_fragment(block("m" * 80).model_dump_json()).title == "m" * 80
