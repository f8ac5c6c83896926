"""Light and dark: the palette in use, the fonts, and how they reach every widget."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from playground.assets_path import asset
from playground.gui.palette import DARK, LIGHT, Palette
from playground.gui.style_sheet import style_sheet

__all__ = [
    "DARK",
    "LIGHT",
    "RADIUS",
    "SPACE_1",
    "SPACE_2",
    "SPACE_3",
    "SPACE_4",
    "SPACE_6",
    "TEXT_BODY",
    "TEXT_LARGE",
    "TEXT_SMALL",
    "TEXT_TITLE",
    "Palette",
    "ThemeName",
    "ThemeNotifier",
    "apply_theme",
    "current",
    "dress",
    "font",
    "notifier",
    "on_paper",
]

ThemeName = Literal["light", "dark", "system"]

# Spacing in px, by the number of fours in it.
SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6 = 4, 8, 12, 16, 24
# Corner radius in px.
RADIUS = 8
# Text sizes in px.
TEXT_SMALL, TEXT_BODY, TEXT_TITLE, TEXT_LARGE = 11, 13, 16, 20

# The application's property that names the palette it has.
_IN_USE = "playground_palette"
_FONT_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")


class ThemeNotifier(QObject):
    """Tells views that the palette has changed.

    Attributes:
        palette: the palette in use.
        name: what was asked for: "light", "dark" or "system".
        tabular: whether figures are all of one width.

    Signals:
        theme_changed(Palette): emitted after the application has taken the new palette.
    """

    theme_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.palette = LIGHT
        self.name: ThemeName = "light"
        self.tabular = True

    @Slot()
    def follow_system(self) -> None:
        """Take the system's colours, if the theme is "system"."""
        application = QApplication.instance()
        if self.name == "system" and isinstance(application, QApplication):
            _use(application, _system_palette())


@cache
def notifier() -> ThemeNotifier:
    """The one notifier; made at first use, in the window's thread."""
    return ThemeNotifier()


def current() -> Palette:
    """The palette in use."""
    return notifier().palette


def apply_theme(app: QApplication, name: ThemeName) -> None:
    """Give `app` our fonts, the Fusion style, our palette and our style sheet.

    Args:
        name: "light", "dark", or "system", which follows the system's setting as it changes.
    """
    _set_up(app)
    notifier().name = name
    _use(app, {"light": LIGHT, "dark": DARK}.get(name) or _system_palette())


@contextmanager
def on_paper() -> Iterator[None]:
    """What is made and painted within is for paper: light, whatever the window is.

    Its digits are the font's usual ones. Those of one width have no characters of their own, so
    that nobody could search a document for a number.

    No event may be handled within: the window would be painted so.
    """
    shared = notifier()
    before, shared.palette, shared.tabular = shared.palette, LIGHT, False
    try:
        yield
    finally:
        shared.palette, shared.tabular = before, True


def dress(widget: QWidget) -> None:
    """Give a widget, and all in it, the palette and fonts in use here, whatever the others have."""
    widget.setFont(font())
    widget.setPalette(_qt_palette(current()))
    widget.setStyleSheet(style_sheet(current(), asset("icons")))


# The fonts made so far; a copy of one costs nothing, making one does.
_FONTS: dict[tuple[int, QFont.Weight, bool], QFont] = {}
_WIDTHS: dict[tuple[str, int, QFont.Weight, bool], float] = {}
_MOST_WIDTHS = 4096


def font(size: int = TEXT_BODY, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The application's font at `size` px, its figures all of one width."""
    key = size, weight, notifier().tabular
    if key not in _FONTS:
        made = QGuiApplication.font()
        made.setPixelSize(size)
        made.setWeight(weight)
        if key[2]:
            _set_tabular_figures(made)
        else:
            made.clearFeatures()
            made.setFeature(QFont.Tag("calt"), 0)  # a colon after a digit would be another glyph
        _FONTS[key] = made
    return QFont(_FONTS[key])


def text_width(
    text: str, size: int = TEXT_BODY, weight: QFont.Weight = QFont.Weight.Normal
) -> float:
    """How far `text` goes in `font(size, weight)`, in px. What was measured once is known."""
    key = text, size, weight, notifier().tabular
    if key not in _WIDTHS:
        if len(_WIDTHS) >= _MOST_WIDTHS:
            _WIDTHS.clear()
        _WIDTHS[key] = QFontMetricsF(font(size, weight)).horizontalAdvance(text)
    return _WIDTHS[key]


def _set_up(app: QApplication) -> None:
    """What is done once an application: style, fonts, and watching the system's setting."""
    if app.property(_IN_USE) is not None:
        return
    app.setStyle("Fusion")
    app.setFont(_load_font())
    _FONTS.clear()
    _WIDTHS.clear()
    app.styleHints().colorSchemeChanged.connect(notifier().follow_system)


def _load_font() -> QFont:
    family = ""
    for file in _FONT_FILES:
        number = QFontDatabase.addApplicationFont(str(asset(f"fonts/{file}")))
        families = QFontDatabase.applicationFontFamilies(number)
        family = family or (families[0] if families else "")
    result = QFont(family) if family else QFont()
    result.setPixelSize(TEXT_BODY)
    _set_tabular_figures(result)
    return result


def _set_tabular_figures(value: QFont) -> None:
    """Digits of one width, so that a number that changes doesn't make its neighbours jump."""
    value.setFeature(QFont.Tag("tnum"), 1)


def _system_palette() -> Palette:
    hints = QGuiApplication.styleHints()
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def _use(app: QApplication, palette: Palette) -> None:
    if app.property(_IN_USE) == palette.name:
        return
    app.setProperty(_IN_USE, palette.name)
    notifier().palette = palette
    app.setPalette(_qt_palette(palette))
    app.setStyleSheet(style_sheet(palette, asset("icons")))
    notifier().theme_changed.emit(palette)


def _qt_palette(palette: Palette) -> QPalette:
    """Our colours in Qt's roles, for all that the style sheet doesn't reach."""
    role = QPalette.ColorRole
    colours = {
        role.Window: palette.window,
        role.WindowText: palette.text,
        role.Base: palette.card,
        role.AlternateBase: palette.chip,
        role.Text: palette.text,
        role.Button: palette.chip,
        role.ButtonText: palette.text,
        role.BrightText: palette.on_accent,
        role.ToolTipBase: palette.card,
        role.ToolTipText: palette.text,
        role.PlaceholderText: palette.muted,
        role.Highlight: palette.accent,
        role.HighlightedText: palette.on_accent,
        role.Accent: palette.accent,
        role.Link: palette.accent,
        role.LinkVisited: palette.accent,
        role.Light: palette.card,
        role.Midlight: palette.chip,
        role.Mid: palette.card_border,
        role.Dark: palette.muted,
        role.Shadow: palette.text,
    }
    result = QPalette()
    for colour_role, colour in colours.items():
        result.setColor(colour_role, QColor(colour))
    for colour_role in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, colour_role, QColor(palette.disabled))
    return result
