"""Saving, opening and exporting, from the window."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from playground.project.file import open_project
from tests import own

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def save(window, user):
    """Saves the window's project and waits until it is there."""

    def save_(path):
        with user.bot.waitSignal(window.files.saved, timeout=30_000) as saved:
            window.files.save_to(str(path))
        return saved.args[0]

    return save_


@pytest.fixture
def open_file(window, user):
    """Opens a file in the window and waits until it is shown."""

    def open_(path):
        with user.bot.waitSignal(window.files.opened, timeout=30_000):
            window.files.open(str(path))
        user.settle()

    return open_


def test_a_document_is_saved_and_opened_again_the_same(window, user, save, open_file, tmp_path):
    user.click_canvas(window.canvas.control_rect("dense_1", "plus").center())
    document = window.document.project
    assert window.isWindowModified()
    path = tmp_path / "network.json"
    assert save(path) == path
    assert not window.isWindowModified()
    assert "Saved network.json" in window.banner.label.text()
    window.document.set_head("binary_softmax")
    window.document.undo_stack.setClean()
    open_file(path)
    assert window.document.project == document
    assert window.document.path == path
    assert not window.document.undo_stack.canUndo()
    assert not window.isWindowModified()


def test_a_run_is_saved_with_its_weights_and_gone_on_from(
    window, user, save, open_file, tmp_path, project_of
):
    user.step(3)
    kept = user.weights()
    path = save(tmp_path / "run.playground")
    user.step()
    expected = user.weights()
    open_file(path)
    user.wait(lambda: user.frame.epoch == 3)
    for name, weights in user.weights().items():
        np.testing.assert_array_equal(weights, kept[name])
    user.wait(lambda: len(user.curve_epochs) == 4)
    np.testing.assert_array_equal(user.curve_epochs, range(4))
    user.step()
    for name, weights in user.weights().items():
        np.testing.assert_array_equal(weights, expected[name])


def test_opening_while_it_trains_shows_the_new_project_at_rest(
    window, user, open_file, example, project_of
):
    user.run(epochs=2)
    open_file(example("three_classes").path)
    user.wait(lambda: user.frame.head.name == "multiclass")
    assert user.frame.epoch == 0
    assert not user.frame.running
    assert not window.transport._running
    assert window.document.project.name in window.windowTitle()
    user.run(epochs=1)
    user.pause()


@pytest.mark.parametrize("contents", [b"{", b"PK\x03\x04 not a zip", b'{"format": 7}', b""])
def test_a_broken_file_says_so_in_place_and_nothing_changes(window, user, tmp_path, contents):
    path = tmp_path / "broken.json"
    path.write_bytes(contents)
    user.step()
    before, epoch = window.document.project, user.frame.epoch
    with user.bot.waitSignal(window.files.failed):
        window.files.open(str(path))
    assert window.banner.isVisible()
    assert "broken.json" in window.banner.label.text()
    assert "Traceback" not in window.banner.label.text()
    assert window.document.project is before
    assert user.frame.epoch == epoch


def test_a_place_that_cannot_be_written_says_so_and_the_edits_stay_unsaved(window, user, tmp_path):
    window.document.set_head("binary_softmax")
    with user.bot.waitSignal(window.files.not_saved):
        window.files.save_to(str(tmp_path / "nowhere" / "network.json"))
    assert "nowhere" in window.banner.label.text()
    assert window.isWindowModified()
    (elsewhere,) = window.banner.buttons
    user.click(elsewhere)
    user.wait(lambda: window.files._dialog is not None and window.files._dialog.isVisible())
    window.files._dialog.reject()


def test_a_copy_that_cannot_be_written_is_offered_another_place_too(window, user, tmp_path):
    with user.bot.waitSignal(window.files.not_copied):
        window.files.save_to(str(tmp_path / "nowhere" / "network.json"), copy=True)
    assert "No copy was saved" in window.banner.label.text()
    (elsewhere,) = window.banner.buttons
    assert elsewhere.text() == "Save a copy elsewhere…"
    window.banner.dismiss()


def test_a_name_with_a_point_in_it_gets_the_suffix_too(window, user, save, tmp_path):
    assert save(tmp_path / "network v1.2").name == "network v1.2.playground"
    assert open_project(tmp_path / "network v1.2.playground").run is not None


def test_an_edit_made_while_it_is_saved_is_not_taken_for_saved(window, user, tmp_path):
    window.document.set_head("binary_softmax")
    with user.bot.waitSignal(window.files.saved):
        window.files.save_to(str(tmp_path / "network.json"))
        window.document.set_training(batch_size=4)
    assert window.isWindowModified()
    assert open_project(tmp_path / "network.json").spec.training.batch_size != 4


def test_a_project_with_an_error_is_saved_with_all_it_has(
    open_window, user_of, project_of, tmp_path
):
    project = project_of({"id": "mystery_1", "type": "Mystery", "petals": 5})
    window = open_window(project)
    path = tmp_path / "mystery.playground"
    with user_of(window).bot.waitSignal(window.files.saved, timeout=30_000):
        window.files.save_to(str(path))
    assert open_project(path).spec == project


def test_nothing_is_exported_of_a_network_with_an_error(window, user, tmp_path):
    window.document.disconnect_nodes("dense_1", "head")
    window.exporter.export_to(str(tmp_path / "network.onnx"), "onnx")
    assert "mended" in window.banner.label.text()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("name", "suffix"), [("npz", ".npz"), ("safetensors", ".safetensors")])
def test_every_other_format_is_written_with_its_suffix(window, user, tmp_path, name, suffix):
    with user.bot.waitSignal(window.exporter.ended, timeout=30_000) as ended:
        window.exporter.export_to(str(tmp_path / "weights"), name)
    report = ended.args[0].report
    assert report.path == tmp_path / f"weights{suffix}"
    assert report.agrees
    (copy,) = window.banner.buttons
    assert copy.text() == "Copy code to load it"


def test_opening_another_over_unsaved_edits_offers_them_with_their_run(
    window, user, open_file, example
):
    window.document.set_training(batch_size=32)
    user.step(2)
    edited, weights = window.document.project, user.frame.parameters
    open_file(example("xor").path)
    user.wait(lambda: window.document.project.name == example("xor").name)
    assert window.banner.isVisible()
    user.click(window.banner.buttons[0])
    user.wait(lambda: window.document.project == edited)
    user.wait(lambda: user.frame.epoch == 2)
    np.testing.assert_array_equal(user.frame.parameters, weights)


def test_a_broken_project_does_not_inherit_the_run_before(
    window, user, open_file, tmp_path, project_of
):
    user.step(3)
    path = tmp_path / "mystery.json"
    mystery = project_of({"id": "mystery_1", "type": "Mystery"}, name="Mystery")
    path.write_text(mystery.model_dump_json())
    open_file(path)
    user.wait(lambda: user.frame is None)
    user.wait(lambda: window.transport.epoch_counter.text() == "000,000")
    window.document.remove_nodes(["mystery_1"])
    user.wait(lambda: user.frame is not None)
    user.settle()
    assert user.frame.epoch == 0
    assert len(user.curve_epochs) == 0


def test_ctrl_s_saves_where_the_project_came_from(window, user, save, tmp_path):
    path = save(tmp_path / "network.json")
    window.document.set_head("binary_softmax")
    with user.bot.waitSignal(window.files.saved):
        user.press(Qt.Key.Key_S, CTRL)
    assert open_project(path).spec.head.name == "binary_softmax"


def test_a_copy_is_another_file_and_the_document_stays_with_its_own(window, user, save, tmp_path):
    path = save(tmp_path / "network.json")
    window.document.set_head("binary_softmax")
    with user.bot.waitSignal(window.files.copied):
        window.files.save_to(str(tmp_path / "copy.playground"), copy=True)
    assert "a copy, copy.playground" in window.banner.label.text()
    assert window.document.path == path
    assert window.isWindowModified()
    copied = open_project(tmp_path / "copy.playground")
    assert copied.spec == window.document.project
    assert copied.run is not None
    assert open_project(path).spec != window.document.project


def test_a_project_whose_data_has_moved_opens_once_it_is_shown_where(window, user, save, tmp_path):
    data = own.write_rows(tmp_path / "people.csv", own.rows())
    path = own.write_project(tmp_path / "x.json", data)
    (tmp_path / "far" / "away").mkdir(parents=True)
    moved = data.rename(tmp_path / "far" / "away" / "guests.csv")
    before = window.document.project
    with user.bot.waitSignal(window.files.data_missing, timeout=30_000) as missing:
        window.files.open(str(path))
    user.settle()
    assert window.document.project == before
    assert f"People is about {data}, and nothing is there" in window.banner.label.text()
    (button,) = window.banner.buttons
    assert button.text() == "Choose where it is…"
    user.click(button)
    dialog = window.files._dialog
    assert dialog.windowTitle() == "Where is people.csv?"
    with user.bot.waitSignal(window.files.opened, timeout=30_000):
        dialog.fileSelected.emit(str(moved))
    dialog.close()
    user.settle()
    assert missing.args[0].path == path == window.document.path
    assert window.document.project.data.file.path == str(moved)
    assert window.isWindowModified()
    save(path)
    assert open_project(path).spec.data.file.path == str(moved)
    assert not window.isWindowModified()
