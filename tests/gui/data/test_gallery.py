"""The gallery: all data there is, found by task and by words, and used with one click."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.data.reading.public_sets import PUBLIC_SETS
from playground.data.sources import SOURCES
from playground.gui.data.gallery.cards import KEY
from playground.gui.data.gallery.page import GalleryPage
from playground.gui.data.pages import Surroundings
from playground.gui.jobs import Jobs
from tests.data.reading.layouts import classes, mnist


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


@pytest.fixture
def public(qtbot, tmp_path, monkeypatch):
    """The gallery, where MovieLens and a set of somebody's own lie where sets are looked for."""
    shelf = tmp_path / "shelf"
    (shelf / "ml-small").mkdir(parents=True)
    rows = "\n".join(f"{k % 7},{k % 11},{k % 5},{k}" for k in range(60))
    (shelf / "ml-small" / "ratings.csv").write_text(f"userId,movieId,rating,timestamp\n{rows}\n")
    classes(shelf / "my colours", each=2)
    monkeypatch.setenv("PLAYGROUND_DATASETS", str(shelf))
    jobs, opened = Jobs(), []
    page = GalleryPage(Surroundings(None, jobs, SimpleNamespace(open=opened.append), None, None))
    page.opened, page.shelf = opened, shelf
    page.ready = lambda: qtbot.waitUntil(lambda: not jobs.busy, timeout=60_000)
    qtbot.addWidget(page)
    page.resize(640, 480)
    page.show()
    page.ready()
    yield page
    jobs.finish()


def said_on(page, key):
    cards = {item.data(KEY): item for item in page.public.list.cards()}
    return cards[key].data(Qt.ItemDataRole.AccessibleTextRole)


def test_public_sets_have_cards_and_those_on_the_disk_are_used_with_a_click_or_enter(public):
    cards = public.public.list
    labels = [item.text() for item in cards.cards()]
    assert labels == [*(each.label for each in PUBLIC_SETS.values()), "my colours"]
    assert "Found: ml-small" in said_on(public, "movielens")
    for each in PUBLIC_SETS.values():
        said = said_on(public, each.name)
        assert all(word in said for word in (each.size, each.origin, each.licence, each.shape))
        assert ("Choose its folder" in said) == (each.name != "movielens")
    cards.setFocus()
    public.public.list.choose("movielens")
    place = cards.visualItemRect(cards.currentItem()).center()
    shown = public._scroll.viewport().mapFromGlobal(cards.viewport().mapToGlobal(place))
    assert public._scroll.viewport().rect().contains(shown)
    assert "commercial" in public.about.text()
    assert str(public.shelf / "ml-small") in public.about.text()
    QTest.keyClick(cards, Qt.Key.Key_Return)
    assert public.opened == [str(public.shelf / "ml-small")]
    public.search.setText("stanford")
    assert [each.text() for each in cards.cards() if not each.isHidden()] == ["IMDB reviews"]
    assert not shown_of(public)


def shown_of(page):
    return [item.text() for item in page.list.cards() if not item.isHidden()]


def test_of_a_public_set_that_was_not_found_the_folder_is_asked_and_kept(public, tmp_path):
    cards = public.public.list
    cards.choose("mnist")
    QTest.keyClick(cards, Qt.Key.Key_Return)
    dialog = public.public.dialog
    assert dialog.windowTitle() == "Where MNIST digits lies"
    dialog.fileSelected.emit(str(public.shelf / "my colours"))
    public.ready()
    assert "my colours is not laid out as MNIST digits comes" in public.public.told.text()
    assert not public.opened
    mnist(tmp_path / "figures")
    dialog.fileSelected.emit(str(tmp_path / "figures"))
    public.ready()
    assert public.opened == [str(tmp_path / "figures")]
    dialog.reject()
    assert public.public.dialog is None
    assert "Found: figures" in said_on(public, "mnist")
    public.hide()
    public.show()
    public.ready()
    assert "Found: figures" in said_on(public, "mnist")
