from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontMetrics, QImage
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from playground.assets_path import asset, examples_path
from playground.errors import UserError
from playground.gui import theme
from playground.gui.icons import app_icon, icon, icon_names


def drawn(image: QImage) -> list[QColor]:
    """The colours of the pixels that are at least half opaque."""
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return [colour for colour in pixels if colour.alpha() > 128]


def test_every_icon_draws_something_of_its_own() -> None:
    images = {name: icon(name).pixmap(QSize(24, 24)).toImage() for name in icon_names()}
    for name, image in images.items():
        assert len(drawn(image)) >= 8, name
        assert [other for other in images if images[other] == image] == [name]


def test_an_icon_takes_the_theme_in_use_or_the_colour_it_was_given(qapp: QApplication) -> None:
    run = icon("run")
    for palette in (theme.LIGHT, theme.DARK):
        theme.apply_theme(qapp, palette.name)  # type: ignore[arg-type]
        assert QColor(palette.text) in drawn(run.pixmap(QSize(24, 24)).toImage())
    assert QColor("#ff0000") in drawn(icon("run", "#ff0000").pixmap(QSize(24, 24)).toImage())
    assert QColor(theme.DARK.accent) in drawn(icon("run", "accent").pixmap(24, 24).toImage())


def test_an_unknown_icon_is_named_with_the_nearest() -> None:
    with pytest.raises(UserError, match="Did you mean 'dense'"):
        icon("dens")


def test_the_app_icon_and_the_examples_are_found() -> None:
    assert len(drawn(app_icon().pixmap(64, 64).toImage())) > 2000
    assert examples_path().is_dir()
    with pytest.raises(UserError, match="missing"):
        asset("icons/nothing.svg")


def test_a_theme_reaches_palette_widgets_and_subscribers(qtbot: QtBot, qapp: QApplication) -> None:
    button = QPushButton("Run")
    qtbot.addWidget(button)
    button.setProperty("primary", True)
    button.resize(80, 30)
    button.show()
    with qtbot.waitSignal(theme.notifier().theme_changed) as changed:
        theme.apply_theme(qapp, "dark")
    assert changed.args == [theme.DARK]
    assert theme.current() is theme.DARK
    assert qapp.palette().window().color() == QColor(theme.DARK.window)
    # A screen of 16 bits rounds colours.
    drawn_colour = button.grab().toImage().pixelColor(8, 15).getRgb()
    assert drawn_colour == pytest.approx(QColor(theme.DARK.accent).getRgb(), abs=8)


def test_the_system_theme_follows_only_when_it_was_asked_for(qapp: QApplication) -> None:
    theme.apply_theme(qapp, "dark")
    theme.notifier().follow_system()
    assert theme.current() is theme.DARK
    theme.apply_theme(qapp, "system")
    dark = qapp.styleHints().colorScheme().name == "Dark"
    assert theme.current() is (theme.DARK if dark else theme.LIGHT)


def test_figures_have_one_width_and_the_font_is_ours(qapp: QApplication) -> None:
    assert qapp.font().family() == "Inter"
    for size in (theme.TEXT_SMALL, theme.TEXT_BODY, theme.TEXT_LARGE):
        metrics = QFontMetrics(theme.font(size))
        assert theme.font(size).pixelSize() == size
        assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0000")
        assert theme.text_width("1111", size) == theme.text_width("0000", size)
