"""Puts a report together: every view that has something to say, and what is said in words."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from playground.errors import UserError
from playground.formats.atomic import write_atomically
from playground.gui.document import Document
from playground.gui.exporting import facts
from playground.gui.exporting.contents import Contents, Part
from playground.gui.exporting.easel import Easel
from playground.gui.exporting.figure import HALF, WIDE, Figure
from playground.gui.exporting.html_report import html_report
from playground.gui.exporting.moment import ExportMoment
from playground.gui.exporting.network_figure import network_figure
from playground.gui.exporting.pdf_report import pdf_report
from playground.gui.exporting.piecework import Work
from playground.gui.jobs import Jobs
from playground.gui.trainer_thread import TrainerThread
from playground.gui.views.catalogue import (
    ANSWERS,
    COMPARE,
    CURVES,
    INSIDE,
    MATRICES,
    NEURONS,
    VIEWS,
    Entry,
    named,
)
from playground.gui.views.view import Context

# What waits for a hand, and shows nothing by itself.
_BY_HAND = ("pad",)
_SIZES = {
    NEURONS: (WIDE, 420),
    MATRICES: (WIDE, 520),
    COMPARE: (WIDE, 460),
    CURVES: (WIDE, 300),
    "map": (HALF, 396),
    "hidden": (HALF, 396),
    "landscape": (HALF, 380),
    "residuals": (HALF, 380),
    "worst": (WIDE, 264),
    "samples": (WIDE, 264),
}
_USUAL = {ANSWERS: (HALF, 340), INSIDE: (WIDE, 220)}
_WRITERS: dict[str, Callable[[Contents], Work]] = {".html": html_report, ".pdf": pdf_report}
SUFFIXES = tuple(_WRITERS)
Tell = Callable[[float, str], None]


def report(
    moment: ExportMoment,
    path: Path,
    trainer: TrainerThread,
    jobs: Jobs,
    parent: QWidget | None,
    tell: Tell,
) -> Work:
    """Work that writes the report of a moment to `path` and returns its size in bytes.

    Args:
        path: what it ends in says what is written.
        tell: is told the share that is done, and what is done next.
        parent: the window, which goes on as it is.

    Raises:
        UserError: it can't be written.
    """
    _check_place(path)
    document = Document(moment.project)
    try:
        contents = yield from _compose(moment, document, trainer, jobs, parent, tell)
        tell(0.9, "Writing")
        data: bytes = yield from _WRITERS[path.suffix.lower()](contents)
        yield from _publish(path, data)
    finally:
        document.deleteLater()
    return len(data)


def _check_place(path: Path) -> None:
    """Refuse a place that can't be written to, before anybody waits."""
    folder, why = path.parent, ""
    if not folder.is_dir():
        why = "does not exist"
    elif not os.access(folder, os.W_OK):
        why = "may only be read"
    if why:
        raise UserError(
            f"{path} can't be written: the folder {folder} {why}. Choose another place."
        )


def _publish(path: Path, data: bytes) -> Work:
    """Write the file; if this is cancelled in the midst of it, a new one does not stay."""
    cancelled, fresh = Event(), not path.exists()

    def write() -> None:
        if not cancelled.is_set():
            write_atomically(path, data)
        if cancelled.is_set() and fresh:
            path.unlink(missing_ok=True)

    try:
        yield write
    finally:
        cancelled.set()


def _compose(
    moment: ExportMoment,
    document: Document,
    trainer: TrainerThread,
    jobs: Jobs,
    parent: QWidget | None,
    tell: Tell,
) -> Work:
    easel = Easel(moment, Context(document, trainer, jobs, moment.runs), parent)
    frame = moment.shown.frame
    tell(0.0, "Network")
    network = network_figure(document, document)
    yield None
    entries = views_of(moment)
    figures: dict[str, Figure] = {}
    for number, entry in enumerate(entries, 1):
        tell(0.9 * number / (len(entries) + 1), entry.label)
        width, height = _SIZES.get(entry.name) or _USUAL[entry.place]
        figure = yield from easel.draw(entry, QSize(width, height))
        if figure is not None:
            figures[entry.name] = figure
    traced = document.traced
    parts = [
        Part(
            "Results",
            _in_place(figures, CURVES),
            facts.results_grid(frame),
            facts.run_facts(moment),
        ),
        Part("Network", (network,), facts.layers_grid(moment, traced)),
        Part("Data", facts=facts.data_facts(frame)),
        Part("Training", facts=facts.training_facts(frame, moment.project.training)),
        Part("Answers", _in_place(figures, *(n for n in named(ANSWERS) if n != CURVES))),
        Part("Inside the network", _in_place(figures, NEURONS, MATRICES, *named(INSIDE))),
        Part("Runs compared", _in_place(figures, COMPARE)),
    ]
    when = moment.at
    about = f"Report of epoch {frame.epoch:,}, {when.day} {when:%B %Y}, {when:%H:%M}"
    return Contents(
        moment.project.name,
        about,
        moment.project.notes,
        facts.tiles(moment, traced),
        tuple(part for part in parts if part.figures or part.grid or part.facts),
    )


def _in_place(figures: Mapping[str, Figure], *names: str) -> tuple[Figure, ...]:
    """Those of these views that there are, the small ones first: they stand side by side."""
    found = [figures[name] for name in names if name in figures]
    return tuple(sorted(found, key=lambda figure: figure.size.width() > HALF))


def views_of(moment: ExportMoment) -> list[Entry]:
    """The views that have something to say of a moment, as far as that is known before."""
    return [each for each in VIEWS.values() if _applies(each, moment)]


def _applies(entry: Entry, moment: ExportMoment) -> bool:
    if entry.name in _BY_HAND or not (entry.name in _SIZES or entry.place in _USUAL):
        return False  # what is tried by hand, and labs, are no part of a run
    if entry.name == COMPARE and (moment.runs is None or not moment.runs.all):
        return False
    frame = moment.shown.frame
    return not entry.reason(frame.prepared, frame.head)
