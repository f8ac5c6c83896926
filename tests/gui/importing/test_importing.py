"""A file is imported by hand: what matches is shown, taken in, undone and done again."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog
from safetensors.numpy import save_file

from playground.gui.importing import importer
from playground.gui.importing.match_model import MATCH, PARAMETER, SOURCE
from playground.project.file import Project
from playground.project.session import ProjectSession
from tests.formats.trained import session
from tests.gui.test_file_drop import drag, drop, files
from tests.project.documents import project

LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def torch_like(path, seed=1):
    """Weights of a network 2-4-1 as PyTorch keeps them; the dict of what they are here."""
    random = np.random.default_rng(seed)
    first, last = random.normal(size=(2, 4)), random.normal(size=(4, 1))
    here = {
        "dense_1.weight": first, "dense_1.bias": np.arange(4.0),
        "head.weight": last, "head.bias": np.array([0.5]),
    }  # fmt: skip
    there = {
        "0.weight": first.T, "0.bias": here["dense_1.bias"],
        "2.weight": last.T, "2.bias": here["head.bias"],
    }  # fmt: skip
    arrays = {name: np.ascontiguousarray(a, np.float32) for name, a in there.items()}
    save_file(arrays, path, {"format": "pt"})
    return {name: array.astype(np.float32) for name, array in here.items()}


@pytest.fixture
def importing(window, user):
    """Reads a file and waits for the dialog."""

    def read(path):
        window.importer.read(str(path))
        user.wait(lambda: window.importer.dialog is not None)
        dialog = window.importer.dialog
        user.wait(dialog.isVisible)
        return dialog

    yield read
    if window.importer.dialog is not None:
        window.importer.dialog.reject()
    user.settle()


def has(user, wanted):
    weights = user.weights()
    return all(np.allclose(weights[name], array, atol=1e-6) for name, array in wanted.items())


def back(window, user):
    """To the window, once the dialog is gone; without a window manager nobody else sees to it."""
    user.wait(lambda: window.importer.dialog is None)
    window.activateWindow()
    user.wait(window.isActiveWindow)


def click_cell(dialog, row, column, user):
    table = dialog.table
    place = table.visualRect(dialog.model.index(row, column)).center()
    if column == PARAMETER:  # on the box
        place.setX(table.visualRect(dialog.model.index(row, column)).left() + 14)
    QTest.mouseClick(table.viewport(), LEFT, NO_KEYS, place)


def test_weights_go_onto_the_network_are_taken_back_and_come_again(
    window, user, importing, tmp_path
):
    user.step(3)
    before, epoch = user.weights(), user.frame.epoch
    wanted = torch_like(tmp_path / "x.safetensors")
    dialog = importing(tmp_path / "x.safetensors")
    assert dialog.summary.text() == "4 of 4 parameters match (by shape, in order)."
    assert dialog.model.index(0, MATCH).data() == "by shape, in order, transposed"
    assert dialog.weights_button.isDefault()
    user.click(dialog.weights_button)
    user.wait(lambda: has(user, wanted) and user.frame.epoch == 0)
    assert "4 parameters have the weights of x.safetensors" in window.banner.label.text()
    assert window.document.undo_stack.undoText() == "import weights from x.safetensors"
    assert [run.name for run in window.runs.all] == [f"to epoch {epoch:,}"]
    back(window, user)
    user.step(2)
    after = user.weights()
    user.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, window)
    user.wait(lambda: user.frame.epoch == epoch and has(user, before))
    user.wait(lambda: len(user.curve_epochs) == epoch + 1)
    user.press(
        Qt.Key.Key_Z,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        window,
    )
    user.wait(lambda: user.frame.epoch == 2 and has(user, after))


def test_a_reset_comes_back_to_the_imported_weights(window, user, importing, tmp_path):
    wanted = torch_like(tmp_path / "x.safetensors")
    user.click(importing(tmp_path / "x.safetensors").weights_button)
    user.wait(lambda: has(user, wanted))
    back(window, user)
    user.step(2)
    assert not has(user, wanted)
    user.press(Qt.Key.Key_R, widget=window)
    user.wait(lambda: user.frame.epoch == 0 and has(user, wanted))


def test_another_project_starts_from_weights_of_its_own(
    window, user, importing, project_of, tmp_path
):
    wanted = torch_like(tmp_path / "x.safetensors")
    user.click(importing(tmp_path / "x.safetensors").weights_button)
    user.wait(lambda: has(user, wanted))
    window.document.undo_stack.setClean()
    window.projects.leave_for(Project(project_of(name="Other")))
    user.wait(lambda: window.document.project.name == "Other" and not has(user, wanted))


def test_rows_are_ticked_and_chosen_by_mouse_and_by_keyboard(window, user, importing, tmp_path):
    torch_like(tmp_path / "x.safetensors")
    dialog = importing(tmp_path / "x.safetensors")
    click_cell(dialog, 0, PARAMETER, user)
    assert dialog.model.matching.count == 3
    assert dialog.weights_button.text() == "Import 3 arrays onto this network"
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog.model.matching.count == 4
    click_cell(dialog, 1, SOURCE, user)
    user.wait(lambda: dialog.table.findChild(QComboBox) is not None)
    box = dialog.table.findChild(QComboBox)
    user.wait(lambda: box.view().isVisible())
    assert box.accessibleName() == "What goes into dense_1.bias"
    QTest.keyClick(box.view(), Qt.Key.Key_Home)
    QTest.keyClick(box.view(), Qt.Key.Key_Return)
    user.wait(lambda: dialog.model.matching.matches[1].source is None)
    assert dialog.model.index(1, MATCH).data() == "left as it is"
    user.wait(lambda: dialog.table.findChild(QComboBox) is None)
    QTest.keyClick(dialog.table, Qt.Key.Key_F2)
    user.wait(lambda: dialog.table.findChild(QComboBox) is not None)
    box = dialog.table.findChild(QComboBox)
    user.wait(lambda: box.view().isVisible())
    QTest.keyClick(box.view(), Qt.Key.Key_End)
    QTest.keyClick(box.view(), Qt.Key.Key_Return)
    user.wait(lambda: dialog.model.matching.matches[1].how == "hand")
    assert dialog.model.index(1, MATCH).data() == "by hand"
    user.click(dialog.none_button)
    assert not dialog.weights_button.isEnabled()
    assert "Nothing is ticked" in dialog.weights_button.toolTip()


def test_escape_does_nothing_at_all(window, user, importing, tmp_path):
    before = user.weights()
    torch_like(tmp_path / "x.safetensors")
    dialog = importing(tmp_path / "x.safetensors")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    user.settle()
    assert window.importer.dialog is None
    assert has(user, before)
    assert window.document.undo_stack.count() == 0


@pytest.mark.parametrize("suffix", [".onnx", ".playground"])
def test_a_whole_network_takes_the_place_of_this_one_in_one_edit(
    window, user, importing, tmp_path, suffix
):
    nodes = [{"id": name, "type": "Dense", "units": 6, "activation": "relu"} for name in ("a", "b")]
    one = ProjectSession(project(network={"nodes": nodes}), device="numpy")
    one.train(2)
    path = tmp_path / f"x{suffix}"
    one.save(path) if suffix == ".playground" else one.export(path)
    user.step(2)
    former, before = window.document.network, user.weights()
    dialog = importing(path)
    assert "2 layers and the binary head" in dialog.whole.text()
    assert dialog.network_button.isDefault()
    user.click(dialog.network_button)
    wanted = {name: array.astype(np.float32) for name, array in one.parameters().items()}
    user.wait(lambda: user.frame.network.bare() == one.network.bare() and has(user, wanted))
    assert window.document.undo_stack.count() == 1
    assert window.document.undo_stack.undoText() == f"import the network of x{suffix}"
    back(window, user)
    user.step(1)
    later = user.weights()
    window.document.undo_stack.undo()
    user.wait(lambda: user.frame.network == former and has(user, before))
    assert user.frame.epoch == 2
    window.document.undo_stack.redo()
    user.wait(lambda: user.frame.network.bare() == one.network.bare() and has(user, later))


def test_going_back_over_an_import_in_one_go_ends_where_it_began(window, user, importing, tmp_path):
    before = user.weights()
    window.document.set_training(batch_size=5)
    wanted = torch_like(tmp_path / "x.safetensors")
    user.click(importing(tmp_path / "x.safetensors").weights_button)
    user.wait(lambda: has(user, wanted))
    window.document.set_node_field("dense_1", "units", 7)
    user.wait(lambda: user.weights()["dense_1.weight"].shape == (2, 7))
    grown = user.weights()
    window.document.go_to(0)
    user.wait(lambda: user.weights()["dense_1.weight"].shape == (2, 4) and has(user, before))
    window.document.go_to(3)
    user.wait(lambda: user.weights()["dense_1.weight"].shape == (2, 7))
    assert np.allclose(user.weights()["dense_1.weight"], grown["dense_1.weight"], atol=1e-6)


def test_a_network_for_other_samples_says_why_it_cannot_be_this_one(
    window, user, importing, tmp_path
):
    session("multilabel").export(tmp_path / "x.npz")
    other = ProjectSession(project(data={"source": "iris"}, head="multiclass"), device="numpy")
    other.export(tmp_path / "iris.npz")
    dialog = importing(tmp_path / "iris.npz")
    assert not dialog.network_button.isEnabled()
    assert "It takes samples of 4, and those of circle are 2" in dialog.whole.text()


def test_what_cannot_be_read_is_said_in_the_banner(window, user, tmp_path):
    (tmp_path / "model.pt").write_bytes(b"PK\x03\x04")
    window.importer.read(str(tmp_path / "model.pt"))
    user.wait(lambda: "runs code when it is opened" in window.banner.label.text())
    assert window.importer.dialog is None


def test_a_broken_network_takes_no_weights_and_says_so(window, user, importing, tmp_path):
    torch_like(tmp_path / "x.safetensors")
    window.document.disconnect_nodes("dense_1", "head")
    user.settle()
    dialog = importing(tmp_path / "x.safetensors")
    assert not dialog.weights_button.isEnabled()
    assert "mend them" in dialog.summary.text()


def test_a_file_of_weights_dropped_on_the_window_is_imported(window, user, importing, tmp_path):
    torch_like(tmp_path / "x.safetensors")
    told = drag(window, files(tmp_path / "x.safetensors"))
    assert told.isAccepted()
    assert window.file_drop.label.text() == "Import from x.safetensors"
    drop(window, files(tmp_path / "x.safetensors"))
    user.wait(lambda: window.importer.dialog is not None)
    assert window.importer.dialog.model.matching.count == 4


def test_the_key_asks_for_a_file(window, user):
    user.press(Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier, window)
    user.wait(lambda: window.importer.file_dialog is not None)
    dialog = window.findChild(QFileDialog)
    assert dialog.windowTitle() == "Import weights or a network"
    assert "*.safetensors" in dialog.nameFilters()[0]
    dialog.reject()
    user.settle()


def test_reading_that_takes_a_while_says_so_and_can_be_cancelled(
    window, user, tmp_path, monkeypatch
):
    torch_like(tmp_path / "x.safetensors")
    going_on = threading.Event()
    read = importer.read_found
    monkeypatch.setattr(importer, "read_found", lambda path: going_on.wait(30) and read(path))
    window.importer.read(str(tmp_path / "x.safetensors"))
    user.wait(lambda: window.banner.label.text() == "Reading x.safetensors…")
    user.click(window.banner.buttons[0])
    assert not window.banner.isVisible()
    going_on.set()
    user.settle()
    assert window.importer.dialog is None


def test_a_network_that_wants_other_scaling_offers_it_in_one_click(
    window, user, importing, tmp_path
):
    now = window.document.project.data.standardise
    data = {"source": "circle", "samples": 80, "standardise": not now}
    ProjectSession(project(data=data), device="numpy").export(tmp_path / "x.npz")
    user.click(importing(tmp_path / "x.npz").network_button)
    user.wait(lambda: "This is the network of x.npz now." in window.banner.label.text())
    assert "standardised" in window.banner.label.text()
    user.click(window.banner.buttons[0])
    assert window.document.project.data.standardise is not now
    user.settle()
