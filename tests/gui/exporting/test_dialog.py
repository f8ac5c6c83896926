"""The dialog that exports, by mouse and keys."""

from __future__ import annotations

import shutil
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QFileDialog,
    QLineEdit,
    QWidget,
)

from playground.formats import FORMATS
from playground.gui.exporting.offers import OFFERS

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
REPORTS = ("pdf", "html")
SOME = ["safetensors", "numpy", "predictions", "html"]  # one of each kind


class Exports:
    """A person in front of the dialog."""

    def __init__(self, window, user):
        self.window, self.user = window, user

    @property
    def dialog(self):
        return self.window.export_dialog

    def open(self):
        """By its keys."""
        self.user.press(Qt.Key.Key_E, CTRL, self.window)
        self.user.wait(lambda: self.dialog is not None and self.dialog.isVisible())
        return self.dialog

    def choose(self, name):
        """Click an entry of the list."""
        offers = self.dialog.offers
        offers.scrollToItem(offers.item_of(name))
        place = offers.visualItemRect(offers.item_of(name)).center()
        QTest.mouseClick(offers.viewport(), LEFT, pos=place)
        assert offers.current == name

    def export(self, path):
        """Press Export…, type where, and press Enter; the verdict."""
        self.user.click(self.dialog.export_button)
        self.say_where(path)
        self.user.wait(lambda: self.dialog.outcome.outcome is not None)
        return self.dialog.outcome.outcome

    def say_where(self, path):
        """Type a path into the file dialog that is open, and press its button."""
        self.user.wait(lambda: self.dialog.file_dialog is not None)
        asking = self.dialog.file_dialog
        line = asking.findChild(QLineEdit, "fileNameEdit")
        line.setText(str(path))  # typed letters would open a list of what begins alike
        self.user.press(Qt.Key.Key_Return, widget=line)
        self.user.wait(lambda: self.dialog.file_dialog is None)


@pytest.fixture
def exports_of(user_of, monkeypatch):
    """Makes the person in front of a window's export dialog."""
    # The desktop's own file dialog, where there is one, is not ours to press.
    option = QFileDialog.Option.DontUseNativeDialog
    opened = QFileDialog.open

    def open_(dialog):
        dialog.setOption(option)
        opened(dialog)

    monkeypatch.setattr(QFileDialog, "open", open_)
    return lambda window: Exports(window, user_of(window))


@pytest.fixture
def exports(window, user, exports_of):
    """The person in front of `window`'s dialog, a trained network behind it."""
    user.step(2)
    user.settle()
    return exports_of(window)


def test_keys_and_the_button_open_it_and_escape_closes_it(window, user, exports):
    dialog = exports.open()
    assert dialog.focusWidget() is dialog.offers
    assert not dialog.isModal()
    user.press(Qt.Key.Key_Escape, widget=dialog.offers)
    user.wait(lambda: not dialog.isVisible())
    user.click(window.transport.export_button)
    user.wait(dialog.isVisible)
    assert window.export_dialog is dialog


def test_every_format_is_chosen_with_the_arrow_keys_and_says_what_will_be_inside(
    window, user, exports
):
    dialog = exports.open()
    user.press(Qt.Key.Key_Home, widget=dialog.offers)
    seen = []
    for _ in OFFERS:
        offer = dialog.offer
        seen.append(offer.name)
        page = dialog.page
        assert page.title.text() == offer.label
        assert page.suffix.text() == offer.suffix
        assert page.help.text() == offer.help
        assert page.refusal or page.inside.lines
        assert dialog.export_button.isEnabled() is not bool(page.refusal)
        if offer.format is not None and not page.refusal:
            assert page.code.toPlainText() == offer.snippet(
                dialog._moment, Path(offer.file_name(dialog._moment))
            )
        user.press(Qt.Key.Key_Down, widget=dialog.offers)
    assert seen == list(OFFERS)
    assert set(FORMATS) | set(REPORTS) == set(OFFERS)


@pytest.mark.parametrize(
    "names", [SOME, pytest.param([*OFFERS], marks=pytest.mark.soak)], ids=["some", "all"]
)
def test_formats_are_written_where_it_was_asked(window, user, exports, tmp_path, names):
    dialog = exports.open()
    dialog.compare_box.setChecked(False)
    for name in names:
        offer = OFFERS[name]
        exports.choose(name)
        if dialog.page.refusal:
            continue
        path = tmp_path / name / f"network{offer.suffix}"
        path.parent.mkdir()
        outcome = exports.export(path)
        assert outcome.kind == "ok", outcome.words
        assert outcome.path == path
        assert path.stat().st_size > 50
        assert outcome.words.startswith(f"network{offer.suffix}")
        assert "epoch 2" in outcome.words
        assert dialog.outcome.verdict.text() == outcome.words
        assert not [each for each in path.parent.iterdir() if each.name.startswith(".")]
    assert QSettings().value("export/format") == names[-1]


def test_an_export_is_read_back_and_its_verdict_and_code_stand_in_place(
    window, user, exports, tmp_path
):
    dialog = exports.open()
    exports.choose("onnx")
    outcome = exports.export(tmp_path / "mine")
    path = tmp_path / "mine.onnx"
    assert outcome.report.agrees
    assert outcome.report.rows == 50
    assert path.is_file()
    assert "matches" in dialog.outcome.verdict.text()
    assert dialog.outcome.isVisible()
    assert not window.banner.isVisible()
    user.click(dialog.outcome.copy_button)
    assert QGuiApplication.clipboard().text() == outcome.report.snippet
    assert str(path) in QGuiApplication.clipboard().text() or "mine.onnx" in outcome.snippet


def test_what_goes_out_is_the_moment_at_which_export_was_pressed(window, user, exports, tmp_path):
    dialog = exports.open()
    exports.choose("safetensors")
    user.click(dialog.export_button)
    user.wait(lambda: dialog.file_dialog is not None)
    before = user.weights()
    window.trainer.step_epoch.emit()
    user.wait(lambda: user.frame.epoch == 3)
    exports.say_where(tmp_path / "then.safetensors")
    user.wait(lambda: dialog.outcome.outcome is not None)
    assert "It is of epoch 2" in dialog.outcome.verdict.text()
    from safetensors.numpy import load_file

    written = load_file(tmp_path / "then.safetensors")
    assert (written["dense_1.weight"] == before["dense_1.weight"]).all()
    assert (user.weights()["dense_1.weight"] != before["dense_1.weight"]).any()


def test_training_goes_on_while_a_report_is_written_and_the_window_can_be_used(
    window, user, exports, tmp_path
):
    dialog = exports.open()
    exports.choose("html")
    user.press_run()
    user.wait(lambda: user.frame.running)
    user.click(dialog.export_button)
    exports.say_where(tmp_path / "run.html")
    user.wait(lambda: window.exporter.busy)
    assert not dialog.export_button.isEnabled()
    assert "under way" in dialog.export_button.toolTip()
    window.show_view("confusion")
    user.wait(lambda: dialog.outcome.outcome is not None)
    assert dialog.outcome.outcome.kind == "ok"
    assert window.output.answers.name == "confusion"
    assert user.frame.running
    user.pause()


@pytest.mark.parametrize("name", ["onnx", pytest.param("html", marks=pytest.mark.soak)])
def test_a_cancelled_export_leaves_no_file(window, user, exports, tmp_path, name):
    dialog = exports.open()
    exports.choose(name)
    pressed = Event()
    window.jobs.start(lambda: pressed.wait(30), lambda _: None, print)  # it waits behind this
    user.click(dialog.export_button)
    exports.say_where(tmp_path / f"x{OFFERS[name].suffix}")
    user.wait(dialog.outcome.cancel_button.isVisible)
    user.click(dialog.outcome.cancel_button)
    pressed.set()
    user.wait(lambda: not window.exporter.busy)
    assert dialog.outcome.verdict.text() == "Cancelled. No file was left."
    assert list(tmp_path.iterdir()) == []
    assert dialog.export_button.isEnabled()


@pytest.mark.parametrize("name", ["npz", pytest.param("pdf", marks=pytest.mark.soak)])
def test_another_place_is_offered_where_one_cannot_be_written_to(
    window, user, exports, tmp_path, name
):
    gone, good = tmp_path / "gone", tmp_path / "good"
    for folder in (gone, good):
        folder.mkdir()
    suffix = OFFERS[name].suffix
    dialog = exports.open()
    exports.choose(name)
    user.click(dialog.export_button)
    user.wait(lambda: dialog.file_dialog is not None)
    dialog.file_dialog.setDirectory(str(gone))
    path = gone / f"x{suffix}"
    # As when a drive is taken out between the two.
    asking = dialog.file_dialog
    asking.fileSelected.disconnect()
    asking.reject()
    user.wait(lambda: dialog.file_dialog is None)
    shutil.rmtree(gone)
    dialog.write(OFFERS[name], dialog._moment, str(path))
    user.wait(lambda: dialog.outcome.outcome is not None)
    assert dialog.outcome.outcome.kind == "failed"
    assert "can't be written" in dialog.outcome.verdict.text()
    assert "does not exist" in dialog.outcome.verdict.text()
    user.click(dialog.outcome.place_button)
    exports.say_where(good / f"x{suffix}")
    user.wait(lambda: (good / f"x{suffix}").is_file())
    user.wait(lambda: not window.exporter.busy)
    assert dialog.outcome.outcome.kind == "ok"


def test_why_nothing_can_be_exported_stands_in_place_until_it_is_mended(window, user, exports):
    window.document.disconnect_nodes("dense_1", "head")
    dialog = exports.open()
    assert "mended" in dialog.page.reason.text()
    assert dialog.page.reason.isVisible()
    assert not dialog.page.inside.isVisible()
    assert not dialog.export_button.isEnabled()
    assert "mended" in dialog.export_button.toolTip()
    assert "mended" in dialog.export_button.accessibleDescription()
    user.press(Qt.Key.Key_Return, widget=dialog.offers)
    assert dialog.file_dialog is None
    window.document.undo_stack.undo()
    user.wait(dialog.export_button.isEnabled)
    assert dialog.page.inside.isVisible()


def test_a_format_that_cannot_hold_the_network_says_why_and_stays_in_the_list(
    open_window, project_of, exports_of
):
    large = project_of({"id": "dense_1", "type": "Dense", "units": 40_000})
    exports = exports_of(open_window(large))
    exports.user.settle()
    dialog = exports.open()
    exports.choose("c")
    page = dialog.page
    assert page.reason.isVisible()
    assert "160,001 numbers" in page.reason.text()
    assert not page.inside.isVisible()
    assert not page.code.isVisible()
    assert not dialog.export_button.isEnabled()
    assert dialog.export_button.toolTip() == page.reason.text()
    entry = dialog.offers.item_of("c")
    assert page.reason.text() in entry.data(Qt.ItemDataRole.AccessibleTextRole)
    exports.choose("onnx")
    assert dialog.export_button.isEnabled()
    assert not page.reason.isVisible()


def test_the_first_lines_of_a_text_are_shown(window, user, exports):
    dialog = exports.open()
    exports.choose("curves")
    page = dialog.page
    user.click(page.tabs.button("lines"))
    user.wait(lambda: page.code.toPlainText().startswith("epoch,"))
    assert len(page.code.toPlainText().splitlines()) == 4
    user.click(page.copy_button)
    assert QGuiApplication.clipboard().text() == page.code.toPlainText()
    assert page.copy_button.text() == "Copied"
    exports.choose("onnx")
    assert "onnxruntime" in page.code.toPlainText()


def test_an_earlier_moment_goes_out_where_one_is_shown(window, user, exports, tmp_path):
    user.step(2)
    user.settle()
    moments = window.trainer.trainer.moments
    earlier = next(moment for moment in moments if moment.epoch == 1)
    window.display.travel(earlier)
    user.settle()
    dialog = exports.open()
    assert dialog.moment_label.text() == "Epoch 1 goes out"
    exports.choose("npz")
    assert "epoch 1" in exports.export(tmp_path / "early.npz").words
    window.display.travel(None)


def test_where_and_as_what_is_remembered(
    window, user, exports, exports_of, open_window, project_of, tmp_path
):
    exports.open()
    exports.choose("npz")
    exports.export(tmp_path / "a.npz")
    other = open_window(project_of(name="Other: 1/2"))
    again = exports_of(other)
    again.user.settle()
    dialog = again.open()
    assert dialog.offers.current == "npz"
    again.user.click(dialog.export_button)
    again.user.wait(lambda: dialog.file_dialog is not None)
    asking = dialog.file_dialog
    assert Path(asking.directory().path()) == tmp_path
    assert asking.findChild(QLineEdit, "fileNameEdit").text() == "Other- 1-2.npz"
    again.user.press(Qt.Key.Key_Escape, widget=asking)
    again.user.wait(lambda: dialog.file_dialog is None)
    assert dialog.outcome.outcome is None


def test_a_verdict_that_comes_after_it_was_closed_is_said_in_the_window(
    window, user, exports, tmp_path
):
    dialog = exports.open()
    exports.choose("html")
    user.click(dialog.export_button)
    exports.say_where(tmp_path / "late.html")
    user.press(Qt.Key.Key_Escape, widget=dialog.offers)
    user.wait(lambda: not dialog.isVisible())
    user.wait(lambda: not window.exporter.busy)
    assert "late.html" in window.banner.label.text()
    assert (tmp_path / "late.html").is_file()


def test_closing_the_window_in_the_midst_of_a_report_leaves_nothing(
    window, user, exports, tmp_path
):
    exports.open()
    window.exporter.export_to(str(tmp_path / "x.pdf"), "pdf")
    user.wait(lambda: window.exporter.busy)
    window.document.undo_stack.setClean()
    window.close()
    assert list(tmp_path.iterdir()) == []


def test_it_fits_a_small_window_and_everything_in_it_has_a_name(window, user, exports):
    window.resize(window.minimumSize())
    dialog = exports.open()
    assert dialog.height() <= window.height()
    assert dialog.width() <= window.width()
    for offer in OFFERS:
        exports.choose(offer)
        for button in dialog.findChildren(QAbstractButton):
            if button.isVisible() and not _of_qt(button):
                assert button.accessibleName() or button.text(), button
                corner = button.mapTo(dialog, QPoint(0, 0))
                assert dialog.rect().contains(corner)
                assert button.width() >= button.minimumSizeHint().width()
    reached = set()
    for _ in range(12):
        user.press(Qt.Key.Key_Tab, widget=dialog.focusWidget())
        reached.add(dialog.focusWidget())
    assert {dialog.offers, dialog.compare_box, dialog.export_button} - reached <= {
        dialog.compare_box  # there is none for a report
    }


def _of_qt(widget):
    """Whether it is a part of one of Qt's own."""
    parent: QWidget | None = widget.parentWidget()
    return parent is not None and type(parent).__module__.startswith("PySide6.QtWidgets.QScroll")
