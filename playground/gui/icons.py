"""Icons by our own names, drawn in the colours of the theme.

The glyphs are those of Phosphor, a font that qtawesome brings. It is read straight from
qtawesome's files: importing qtawesome loads eleven fonts and a second binding of Qt, which took
150 to 400 ms of the time that the window has to appear in; the one font takes 3 ms. An icon draws
itself anew each time, so it takes the colours of the theme in use and is sharp at every scale.
"""

from __future__ import annotations

import json
from difflib import get_close_matches
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from playground.assets_path import asset
from playground.errors import UserError
from playground.gui import theme

# Our names, and Phosphor's.
_GLYPHS = {
    "reset": "arrow-counter-clockwise",
    "run": "play-fill",
    "pause": "pause-fill",
    "step": "skip-forward-fill",
    "export": "download-simple",
    "import": "upload-simple",
    "help": "question",
    "input": "sign-in",
    "dense": "share-network",
    "activation": "chart-line",
    "dropout": "circle-dashed",
    "flatten": "arrows-in-line-vertical",
    "reshape": "squares-four",
    "permute": "swap",
    "polynomial_features": "radical",
    "batch_norm": "sliders-horizontal",
    "layer_norm": "sliders",
    "convolution": "grid-four",
    "convolution_1d": "columns",
    "max_pool": "funnel",
    "average_pool": "arrows-in-simple",
    "global_average_pool": "arrows-in-cardinal",
    "embedding": "table",
    "add": "plus-circle",
    "multiply": "x-circle",
    "dot": "dots-three-circle",
    "shared": "link-simple",
    "concatenate": "git-merge",
    "recurrent": "repeat",
    "gru": "repeat-once",
    "lstm": "clock-counter-clockwise",
    "attention": "eye",
    "head": "target",
    "group": "stack",
    "sticky": "note",
    "caret_down": "caret-down",
    "caret_right": "caret-right",
    "caret_up": "caret-up",
    "paste": "clipboard-text",
    "cut": "scissors",
    "duplicate": "copy-simple",
    "colour": "palette",
    "align": "align-left",
    "favourite": "push-pin",
    "favourite_full": "push-pin-fill",
    "block": "package",
    "zoom_in": "magnifying-glass-plus",
    "zoom_out": "magnifying-glass-minus",
    "map": "map-trifold",
    "tidy": "magic-wand",
    "rename": "pencil-simple",
    "unknown": "puzzle-piece",
    "delete": "trash",
    "lock": "lock-simple",
    "unlock": "lock-simple-open",
    "present": "frame-corners",
    "undo": "arrow-u-up-left",
    "redo": "arrow-u-up-right",
    "step_done": "check",
    "step_present": "caret-right-fill",
    "step_undone": "circle",
    "teacher": "chalkboard-teacher",
    "save": "floppy-disk",
    "open": "folder-open",
    "recent": "clock",
    "left": "lifebuoy",
    "fit": "corners-out",
    "more": "dots-three",
    "warning": "warning",
    "error": "warning-octagon",
    "note": "lightbulb",
    "ok": "check-circle",
    "search": "magnifying-glass",
    "device": "cpu",
    "light": "sun",
    "dark": "moon",
    "copy": "copy",
    "code": "code",
    "close": "x",
    "plus": "plus",
    "minus": "minus",
    "new": "file-plus",
    "file": "file-text",
    "data_open": "file-arrow-up",
    "info": "info",
    "kind_number": "hash-straight",
    "kind_category": "list-bullets",
    "kind_date": "calendar-blank",
    "kind_text": "text-aa",
    "kind_tags": "tag",
    "kind_picture": "image",
    "kind_identifier": "identification-card",
    "iris": "flower",
    "wine": "wine",
    "breast_cancer": "first-aid",
    "digits": "hash",
    "diabetes": "drop",
    "linnerud": "barbell",
    "ratings": "star",
    "reviews": "chat-text",
    "signals": "activity",
    "denoise": "eraser",
    "shapes": "polygon",
    "digits28": "pencil-line",
    "satellite": "planet",
    "film_reviews": "film-strip",
    "sine": "waves",
    "seasonal": "chart-line-up",
    "templates": "tree-structure",
    "shuffle": "shuffle",
    "inspector": "gear-six",
    "pointer": "cursor",
    "brush": "paint-brush",
    "pace": "gauge",
    "now": "arrow-line-right",
    "branch": "git-branch",
    "lesson": "graduation-cap",
    "task": "hand-pointing",
    "glossary": "book-open",
    "to_start": "skip-back",
    "to_end": "skip-forward",
    "one_back": "caret-left",
    "next_layer": "caret-double-right",
    "next_phase": "arrow-fat-line-right",
    "to_breakpoint": "fast-forward",
    "breakpoint": "circle-fill",
}


def icon(name: str, colour: str | None = None) -> QIcon:
    """The icon called `name`.

    Args:
        colour: None for the theme's text colour; the name of a palette colour ("accent"), which
            follows the theme too; or `#rrggbb`, which stays.

    Raises:
        UserError: if there is no icon of that name.
    """
    if name not in _GLYPHS:
        near = get_close_matches(name, _GLYPHS, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise UserError(f"There is no icon called {name!r}.{hint} There are: {', '.join(_GLYPHS)}.")
    return QIcon(GlyphEngine(_GLYPHS[name], colour))


def icon_names() -> tuple[str, ...]:
    """Every name that `icon` takes."""
    return tuple(_GLYPHS)


def app_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(asset("icons/app.svg")))


class GlyphEngine(QIconEngine):
    """Draws one glyph of the icon font in a colour of the theme in use."""

    def __init__(self, glyph: str, colour: str | None) -> None:
        super().__init__()
        self._glyph = glyph
        self._colour = colour

    def clone(self) -> QIconEngine:
        """Another engine that draws the same."""
        return GlyphEngine(self._glyph, self._colour)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw the glyph centred in `rect`."""
        family, glyphs = _icon_font()
        font = QFont(family)
        font.setPixelSize(max(1, min(rect.width(), rect.height())))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setFont(font)
        painter.setPen(self._ink(mode))
        painter.drawText(QRectF(rect), Qt.AlignmentFlag.AlignCenter, glyphs[self._glyph])
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The glyph on a clear ground, `size` in device pixels."""
        result = QPixmap(size)
        result.fill(Qt.GlobalColor.transparent)
        painter = QPainter(result)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return result

    def _ink(self, mode: QIcon.Mode) -> QColor:
        palette = theme.current()
        if mode == QIcon.Mode.Disabled:
            return QColor(palette.disabled)
        colour = self._colour or "text"
        return QColor(colour if colour.startswith("#") else getattr(palette, colour))


@cache
def _icon_font() -> tuple[str, dict[str, str]]:
    """The family of the icon font, and its glyphs by name."""
    folder = _font_folder()
    charmap = json.loads(next(folder.glob("phosphor-charmap-*.json")).read_text("utf-8"))
    number = QFontDatabase.addApplicationFont(str(next(folder.glob("phosphor-[0-9]*.ttf"))))
    family = QFontDatabase.applicationFontFamilies(number)[0]
    return family, {name: chr(int(code, 16)) for name, code in charmap.items()}


def _font_folder() -> Path:
    """Where qtawesome keeps its fonts, found without importing it."""
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise UserError("The icons are missing: qtawesome is not installed. Install it with pip.")
    return Path(spec.origin).parent / "fonts"
