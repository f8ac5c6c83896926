"""Where a view is set up out of sight, in the colours of paper, and drawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from PySide6.QtCore import QSize, QSizeF, Qt
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.exporting.controls import put_away
from playground.gui.exporting.figure import Figure
from playground.gui.exporting.moment import ExportMoment
from playground.gui.exporting.piecework import Work
from playground.gui.exporting.recording import record
from playground.gui.views.bench import Bench
from playground.gui.views.catalogue import Entry
from playground.gui.views.view import Context, View

# A view whose work is not done by then is left out.
PATIENCE_S = 12.0
# A view that answers quickly is asked so often: some look closer once they know how long it takes.
_ROUNDS, _QUICK_S = 3, 0.2
_WORK_EVERY_MS = 50
# Room at the sides in px.
_SIDE = 3
# No figure is wider or higher than so many times what was planned for it.
_MOST = 2.5


class Easel:
    """Holds one view at a time; the window's own are left alone.

    Args:
        moment: what is drawn.
        context: what views may use; its document shows the moment's project.
        parent: whose window it is, or None.
    """

    def __init__(self, moment: ExportMoment, context: Context, parent: QWidget | None) -> None:
        self._moment = moment
        self._context = context
        self._parent = parent
        self._bench = Bench()

    def draw(self, entry: Entry, size: QSize) -> Work:
        """Work that returns the figure of a view; None where it has nothing to show in time."""
        while True:
            before = theme.current()
            figure = yield from self._draw(entry, size)
            if theme.current() is before:  # else it was told to take other colours in the midst
                return figure

    def _draw(self, entry: Entry, size: QSize) -> Work:
        with theme.on_paper():
            host = self._stand(size)
        try:
            yield None
            with theme.on_paper():
                view = entry.make(self._context)
                view.setParent(host)
            yield None
            with theme.on_paper():
                self._set_up(view, host)
            yield None
            chosen = yield from self._fill(view)
            if view.says or view.at_work:
                return None
            wanted = view.whole_size().boundedTo(size * _MOST)
            if wanted.width() > size.width() or wanted.height() > size.height():
                with theme.on_paper():
                    host.resize(wanted)
                yield None
                yield from self._fill(view)
            with theme.on_paper():
                picture = record(host)
            remark = " · ".join(dict.fromkeys(chosen))
            drawn = QSizeF(host.size())
            return Figure(entry.name, entry.label, entry.help, remark, picture, drawn)
        finally:
            host.hide()
            host.deleteLater()

    def _stand(self, size: QSize) -> QWidget:
        host = QWidget(self._parent, Qt.WindowType.Window)
        for attribute in (
            Qt.WidgetAttribute.WA_DontShowOnScreen,
            Qt.WidgetAttribute.WA_ShowWithoutActivating,
            Qt.WidgetAttribute.WA_StyledBackground,
        ):
            host.setAttribute(attribute)
        theme.dress(host)
        host.setProperty("role", "side")
        host.resize(size)
        return host

    def _set_up(self, view: View, host: QWidget) -> None:
        rows = QVBoxLayout(host)
        rows.setContentsMargins(_SIDE, 0, _SIDE, 0)
        rows.addWidget(view)
        view.set_data(self._moment.shown.frame.prepared)
        host.show()
        # WORKAROUND: the heads of tables keep the application's palette beside their sections.
        for head in view.findChildren(QHeaderView):
            head.setPalette(host.palette())
            head.viewport().setPalette(host.palette())

    def _fill(self, view: View) -> Work:
        """Ask the view until it has all that it wants; what was chosen in its controls."""
        chosen: list[str] = []
        end, rounds, at_work = monotonic() + PATIENCE_S, 0, False
        with _heard(view) as stale:
            while monotonic() < end:
                if stale or rounds < _ROUNDS:
                    stale.clear()
                    rounds += 1
                    asked = monotonic()
                    yield from self._ask(view)
                    rounds = rounds if monotonic() - asked < _QUICK_S else _ROUNDS
                elif view.at_work:
                    yield _WORK_EVERY_MS
                else:
                    break
                with theme.on_paper():
                    if not at_work:
                        at_work = True
                        view.begin_work()
                    chosen += put_away(view)
                yield None
        return chosen

    def _ask(self, view: View) -> Work:
        with theme.on_paper():
            job = view.request(self._moment.shown)
        if job is not None:
            result = yield lambda: job.run(self._bench)
            with theme.on_paper():
                view.show_result(result)


@contextmanager
def _heard(view: View) -> Iterator[list[Any]]:
    """Collects that the view wants to be asked anew."""
    heard: list[Any] = []

    def hear() -> None:
        heard.append(True)

    view.stale.connect(hear)
    try:
        yield heard
    finally:
        view.stale.disconnect(hear)
