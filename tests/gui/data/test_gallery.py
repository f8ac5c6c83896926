"""The gallery: all data there is, found by task and by words, and used with one click."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.data.sources import SOURCES
from playground.gui.data.gallery.page import GalleryPage
from playground.gui.data.pages import Surroundings
from playground.gui.jobs import Jobs


@pytest.fixture
def gallery(qtbot):
    jobs, chosen = Jobs(), []
    page = GalleryPage(Surroundings(None, jobs, None, chosen.append, None))
    page.chosen = chosen
    page.resize(640, 480)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: not jobs.busy, timeout=60_000)
    yield page
    jobs.finish()


def shown(page):
    items = [page.list.item(place) for place in range(page.list.count())]
    return [item.text() for item in items if not item.isHidden()]


def test_every_data_set_has_a_card_with_a_picture_and_is_used_with_a_click(gallery):
    assert shown(gallery) == [source.label for source in SOURCES.values()]
    pictures = [
        gallery.list.item(k).data(Qt.ItemDataRole.UserRole + 1) for k in range(len(SOURCES))
    ]
    assert all(picture is not None and not picture.isNull() for picture in pictures)
    assert len({bytes(picture.constBits()) for picture in pictures}) == len(pictures)
    item = gallery.list.item(3)
    place = gallery.list.visualItemRect(item).center()
    viewport = gallery.list.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert gallery.chosen == ["spiral"]
    gallery.list.setFocus()
    QTest.keyClick(gallery.list, Qt.Key.Key_Left)
    QTest.keyClick(gallery.list, Qt.Key.Key_Return)
    assert gallery.chosen == ["spiral", "gaussians"]
    assert "Licence" in gallery.about.text()


def test_tasks_and_words_narrow_it_down(gallery):
    gallery.tasks.set_current("multilabel")
    assert shown(gallery) == [s.label for s in SOURCES.values() if s.task == "multilabel"]
    gallery.search.setText("above tiles")
    assert shown(gallery) == ["Satellite tiles"]
    gallery.tasks.set_current("all")
    gallery.search.setText("fisher")
    assert shown(gallery) == ["Iris"]


def test_public_sets_on_the_disk_are_offered_and_looked_through(qtbot, tmp_path, monkeypatch):
    (tmp_path / "ml-small").mkdir()
    rows = "\n".join(f"{k % 7},{k % 11},{k % 5},{k}" for k in range(60))
    (tmp_path / "ml-small" / "ratings.csv").write_text(f"userId,movieId,rating,timestamp\n{rows}\n")
    monkeypatch.setenv("PLAYGROUND_DATASETS", str(tmp_path))
    jobs, opened = Jobs(), []
    review = SimpleNamespace(open=opened.append)
    page = GalleryPage(Surroundings(None, jobs, review, None, None))
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: not jobs.busy, timeout=60_000)
    actions = {action.text(): action for action in page.disk_button.menu().actions()}
    actions["MovieLens"].trigger()
    assert opened == [str(tmp_path / "ml-small")]
    assert "datasets" in page.disk_told.text()
    jobs.finish()
