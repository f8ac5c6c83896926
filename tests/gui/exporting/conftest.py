"""Reports of a window's run."""

from __future__ import annotations

from datetime import datetime

import pytest

from playground.gui.exporting.compose import report
from playground.gui.exporting.moment import ExportMoment
from playground.gui.exporting.piecework import Piecework


class Reporter:
    """Writes reports of what a window shows."""

    def __init__(self, window, user):
        self._window = window
        self._user = user
        self.told = []
        self.sizes, self.failures = [], []
        self.work = Piecework(window.jobs, window)
        self.work.done.connect(self.sizes.append)
        self.work.failed.connect(self.failures.append)

    def start(self, path):
        window = self._window
        shown = window.display.newest_shown()
        at = datetime(2026, 3, 1, 9, 5)
        self.moment = ExportMoment.of(window.document.project, shown, window.runs, at)
        self.work.start(report(self.moment, path, window.trainer, window.jobs, window, self._tell))

    def write(self, path):
        """The file's bytes."""
        self.start(path)
        self._user.wait(lambda: not self.work.busy)
        assert not self.failures
        assert self.sizes == [path.stat().st_size]
        return path.read_bytes()

    def _tell(self, share, what):
        self.told.append((share, what))


@pytest.fixture
def reporter_of(user_of):
    """Makes the reporter of a window."""
    return lambda window: Reporter(window, user_of(window))


@pytest.fixture
def reporter(window, user):
    """The reporter of `window`."""
    return Reporter(window, user)
