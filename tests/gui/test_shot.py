from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from playground.errors import UserError
from playground.gui import theme
from playground.gui.main_window import MainWindow
from playground.gui.plots.colours import CLASS_COLOURS
from playground.gui.shot import VIEWS, take
from playground.project.file import Project


@pytest.fixture
def shoot(qapp, tmp_path, project_of):
    """Takes a picture of a project; the picture."""

    def shoot_(project=None, **options):
        path = tmp_path / "shot.png"
        take(Project(project or project_of()), path, **options)
        image = QImage(str(path))
        assert not image.isNull()
        return image

    yield shoot_
    theme.apply_theme(qapp, "light")


def test_a_shot_has_the_size_asked_for(shoot):
    image = shoot(size=(1280, 720))
    assert (image.width(), image.height()) == (1280, 720)


def test_light_and_dark_are_light_and_dark(shoot):
    light, dark = (shoot(theme=name).pixelColor(700, 890) for name in ("light", "dark"))
    assert light.lightness() > 180
    assert dark.lightness() < 90


def test_the_map_of_a_trained_network_is_another(shoot):
    fresh, trained = shoot(view="map"), shoot(view="map", epochs=20)
    assert fresh.size() == trained.size()
    assert fresh != trained


def test_a_view_with_nothing_to_show_is_refused(shoot):
    with pytest.raises(UserError, match="has nothing to show here"):
        shoot(view="pad")


FIRST_OF_PLACES = {entry.place: name for name, entry in reversed(list(VIEWS.items()))}


@pytest.mark.parametrize("view", FIRST_OF_PLACES.values())
def test_a_view_of_each_place_is_drawn(shoot, view):
    image = shoot(view=view, epochs=1)
    colours = {
        image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)
    }
    assert len(colours) > 5


def test_what_a_view_makes_ready_in_a_thread_of_its_own_is_waited_for(shoot):
    image = shoot(view="heads")
    colours = {
        image.pixelColor(x, y).getRgb()[:3]
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    }
    assert CLASS_COLOURS[1] in colours  # a bar of a sample


def test_a_project_that_cannot_run_is_drawn_too_and_soon(shoot, project_of):
    image = shoot(project_of({"id": "mystery_1", "type": "Mystery"}))
    assert image.width() == 1440


def test_a_shot_leaves_no_window(shoot):
    shoot()
    assert not [
        w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()
    ]


def test_an_unknown_view_is_refused_with_those_there_are(tmp_path, project_of):
    with pytest.raises(UserError, match="no view called 'mapp'"):
        take(Project(project_of()), tmp_path / "shot.png", view="mapp")


def test_a_folder_that_is_not_there_is_named(tmp_path, project_of):
    with pytest.raises(UserError, match="nowhere"):
        take(Project(project_of()), tmp_path / "nowhere" / "shot.png")
