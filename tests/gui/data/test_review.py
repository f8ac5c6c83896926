"""A file dropped on the window is looked through, and trains with one key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.data.spec import FILE
from tests.data.own_files import KINDS, churn, stripes
from tests.data.own_scores import assert_as_good

COPY, NO_KEYS = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
LONG_MS = 120_000


def drop(window, path):
    """What the platform sends where a file is dragged onto the window and let go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    place = QPoint(300, 300)
    for kind in (QDragEnterEvent, QDragMoveEvent):
        QApplication.sendEvent(window, kind(place, COPY, data, LEFT, NO_KEYS))
    QApplication.sendEvent(window, QDropEvent(QPointF(place), COPY, data, LEFT, NO_KEYS))


def enter(window):
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Return)


def used_file(window):
    return getattr(window.document.project.data.file, "path", "")


@pytest.fixture
def look(window, user):
    """Drops a file, and waits until it is known whole."""

    def looked(path):
        drop(window, path)
        user.wait(lambda: window.review.known is not None and window.review.known.whole)
        user.wait(lambda: not window.review.background.busy)
        return window.data_tab.page("table")

    return looked


@pytest.fixture
def use(window, user):
    """Enter, and waits until the file is in use."""

    def used(path):
        enter(window)
        user.wait(lambda: used_file(window) == str(path))
        user.wait(lambda: window.centre.tabs.current == "build")
        user.wait(lambda: not window.review.background.busy)

    return used


def test_each_kind_of_file_trains_well_with_a_drop_and_enter_alone(window, user, tmp_path):
    trainer = window.trainer.trainer
    for kind, write in KINDS.items():
        path = write(tmp_path)
        drop(window, path)
        assert window.centre.tabs.current == "data"
        enter(window)  # at once: it trains as soon as it is read
        user.wait(lambda path=path: used_file(window) == str(path))
        document = window.document
        assert not window.review.error
        user.wait(lambda: window.centre.tabs.current == "build")
        assert not document.problems, kind
        epochs = document.project.training.epochs

        def done(data=document.project.data, epochs=epochs):
            newest = trainer.newest
            if newest is None or newest.whole.spec != data:
                return False
            return newest.epoch >= epochs and not newest.running

        user.wait(done, LONG_MS)
        ours = {name: pair[1] for name, pair in trainer.newest.last.items()}
        assert_as_good(kind, trainer.newest.whole, ours)
        document.undo_stack.undo()
        assert document.project.data.source == "circle"
    user.settle()


def test_until_it_is_used_nothing_changes_and_escape_leaves_it(window, user, look, tmp_path):
    before, run = window.document.project, window.trainer.trainer.newest
    page = look(churn(tmp_path))
    assert window.focusWidget() is page.foot.use_button
    assert page.side.target.currentText() == "churned"
    assert page.side.task.currentData() == "binary"
    assert not window.right.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    assert window.review.known is None
    assert window.right.isVisible()
    assert window.document.project is before
    assert not window.document.undo_stack.count()
    assert run is None or window.trainer.trainer.newest.steps == run.steps


def test_what_was_guessed_is_changed_in_place(window, user, look, use, tmp_path):
    path = churn(tmp_path)
    page = look(path)
    columns = lambda: {c.name: c for c in window.review.known.file.columns}  # noqa: E731
    settled = lambda: not window.review.background.busy  # noqa: E731
    page.heading.kind_chosen.emit("complaints", "category")
    user.wait(settled)
    assert columns()["complaints"].kind == "category"
    page.heading.role_chosen.emit("city", "skip")
    user.wait(settled)
    assert columns()["city"].role == "skip"
    page.side.target_chosen.emit("bill")
    user.wait(settled)
    assert window.review.known.file.task == "regression"
    assert page.side.task.currentData() == "regression"
    assert columns()["churned"].role == "feature"
    use(path)
    assert window.document.project.head.type == "regression"
    assert window.document.project.data.file.task == "regression"
    assert window.document.undo_stack.count() == 1
    window.document.undo_stack.undo()
    assert window.document.project.data.source == "circle"
    user.pause()


def test_data_in_use_is_changed_by_edits(window, user, look, use, tmp_path):
    path = churn(tmp_path, rows=200)
    look(path)
    use(path)
    window.centre.show_tab("data")
    user.wait(lambda: window.review.known is not None and not window.review.background.busy)
    split = window.data_tab.show_page("split")
    split.test.editing_finished.emit(0.2)
    user.wait(lambda: not window.review.background.busy)
    user.wait(lambda: split.sides.counts[3].sum() == 40)
    assert window.document.project.data.split.test == 0.0
    assert split.foot.use_button.text().startswith("Use these changes")
    split.foot.use_button.click()
    user.wait(lambda: window.document.project.data.split.test == 0.2)
    # The panel's sliders prepare a file before they change it.
    window.data_panel.validation.value_changed.emit(0.4)
    user.wait(lambda: window.document.project.data.validation == 0.4)
    user.wait(lambda: not window.review.background.busy)
    assert window.review.known.data == window.document.project.data
    user.settle()


def test_a_column_can_say_the_sides_and_is_left_out_when_it_no_longer_does(
    window, user, look, tmp_path
):
    path = tmp_path / "sides.csv"
    rows = [f"{x},{'train' if x % 4 else 'test'},{x * 7 % 3}" for x in range(90)]
    path.write_text("\n".join(["amount,part,kind", *rows]))
    look(path)
    split = window.data_tab.show_page("split")
    for way, role in (("stratified", "feature"), ("given", "side"), ("random", "skip")):
        place = split.way.findData(way)
        split.way.setCurrentIndex(place)
        split.way.activated.emit(place)
        user.wait(lambda: not window.review.background.busy)
        roles = {c.name: c.role for c in window.review.known.file.columns}
        assert window.review.known.data.split.way == way
        assert roles["part"] == role
    user.wait(lambda: split.sides.counts[0].sum() == 90)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", ("empty.csv",)),
        ("zeros.csv", b"a,b\n1,\x00\x00\n" + b"\x00" * 400, ("zeros.csv",)),
        ("one.csv", b"a,b\n1,x\n1,x\n1,x\n1,x\n", ("b",)),
    ],
)
def test_what_can_not_be_used_says_why_in_place(window, user, tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    before = window.document.project
    drop(window, path)
    user.wait(lambda: not window.review.background.busy)
    foot = window.data_tab.page("table").foot
    known = window.review.known
    said = window.review.error
    if known is not None:
        said += " ".join(each.words for each in known.findings if each.severity == "error")
    assert all(word in said for word in words)
    assert "Traceback" not in said
    assert known is not None or foot.parent().empty.text().startswith(said)
    enter(window)
    user.wait(lambda: not window.review.background.busy)
    assert window.document.project is before
    assert not foot.use_button.isEnabled() or not foot.use_button.isVisible()


def test_reading_is_cancelled(window, user, tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("a,b,c\n" + "1.5,2.25,x\n3.5,4.25,y\n" * 200_000)
    drop(window, path)
    foot = window.data_tab.page("table").foot
    user.wait(lambda: foot.cancel_button.isVisible())
    user.click(foot.cancel_button)
    assert window.review.known is None
    assert not window.review.background.busy
    assert window.document.project.data.source == "circle"


def test_rows_on_the_clipboard_are_looked_through(window, user):
    table = "width\theight\tkind\n" + "".join(
        f"{x}\t{x * x % 7}\t{'ab'[x % 2]}\n" for x in range(40)
    )
    QGuiApplication.clipboard().setText(table)
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_V, CONTROL)
    user.wait(lambda: window.review.known is not None and window.review.known.whole)
    user.wait(lambda: not window.review.background.busy)
    assert window.review.known.table.names == ("width", "height", "kind")
    enter(window)
    user.wait(lambda: window.document.project.data.source == FILE)
    assert window.document.project.data.file.text
    user.settle()


def test_a_problem_row_is_shown_where_it_is(window, user, look, tmp_path):
    path = tmp_path / "rows.csv"
    rows = [f"{x},{x % 2}" for x in range(300)]
    rows[250] = "abc,1"
    path.write_text("\n".join(["amount,kind", *rows]))
    page = look(path)
    assert page.side.troubles.count() == 1
    assert "252" in page.side.troubles.item(0).text()
    page.side.troubles.setCurrentRow(0)
    assert page.table.currentIndex().row() == 250
    assert page.table.currentIndex().column() == 0


def test_pictures_are_seen_small_in_the_table(window, user, look, tmp_path):
    page = look(stripes(tmp_path, rows=12))
    first = page.model.index(0, page.model.table.names.index("picture"))
    assert first.data().endswith(".png")
    user.wait(lambda: first.data(Qt.ItemDataRole.DecorationRole) is not None)
    page.foot.leave()
    window.loader.choose_source("digits")
    user.wait(lambda: window.document.project.data.source == "digits")
    user.wait(lambda: page.model.table is not None and page.model.table.names[0] == "picture")
    first = page.model.index(0, 0)
    user.wait(lambda: first.data(Qt.ItemDataRole.DecorationRole) is not None)
    picture = first.data(Qt.ItemDataRole.DecorationRole).toImage()
    assert picture.pixelColor(0, 0).lightness() < picture.pixelColor(22, 8).lightness()
    assert page.heading.said(1).startswith("class\nCategory")
    assert "Target" in page.heading.said(1)
    user.settle()


def test_a_file_is_looked_at_before_it_is_used(window, user, look, tmp_path):
    page = look(churn(tmp_path, rows=120))
    seen = window.data_tab.show_page("look")
    columns = lambda: [seen.list.item(row).text() for row in range(seen.list.count())]  # noqa: E731
    user.wait(lambda: "complaints" in columns())
    assert window.document.project.data.source == "circle"
    page.foot.leave()
    user.wait(lambda: "complaints" not in columns() and len(columns()) > 1)
    user.settle()


def test_a_problem_row_is_shown_where_it_stands(window, user, look, tmp_path):
    lines = ["Sales as of May", "", "line,amount,sold"]
    for line in range(4, 304):
        cells = [str(line), str(line % 7), ("yes", "no")[line % 2]]
        if line in (90, 250):
            cells[1] = "lots"
        lines.append(",".join(cells[: 2 if line % 40 == 0 else 3]))
    path = tmp_path / "sales.csv"
    path.write_text("\n".join(lines))
    page = look(path)
    page.side.troubles.setFocus()
    seen = []
    for _ in range(page.side.troubles.count()):
        QTest.keyClick(page.side.troubles, Qt.Key.Key_Down)
        at = page.table.currentIndex()
        assert page.table.visualRect(at).intersects(page.table.viewport().rect())
        line = page.model.index(at.row(), 0).data()
        seen.append((page.side.troubles.currentItem().text().split(":")[0], line, at.column()))
    assert ("row 90, amount", "90", 1) in seen
    assert ("row 250, amount", "250", 1) in seen
    assert ("row 200", "201", 0) in seen  # which was left out itself


def test_a_second_file_begins_anew_and_says_nothing_of_what_is_kept(
    window, user, look, use, listen, tmp_path
):
    kept = listen(window.trainer.trainer.kept)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        path = churn(tmp_path / name, rows=120)
        look(path)
        use(path)
        user.wait(
            lambda path=path: user.frame.steps and user.frame.whole.spec.file.path == str(path)
        )
    window.document.undo_stack.undo()
    user.settle()
    assert not kept.heard
    window.trainer.pause.emit()
    user.settle()
