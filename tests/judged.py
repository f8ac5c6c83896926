"""Real runs for the views that judge answers, and what scikit-learn is to be asked about them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.assets_path import examples_path
from playground.gui.frame import Frame, frame_of
from playground.gui.views.bench import Bench
from playground.gui.views.shown import Shown
from playground.project.file import open_project
from playground.project.session import ProjectSession
from playground.project.templates import TEMPLATES
from playground.training.session import Session


@cache
def trained(name: str, epochs: int) -> Session:
    """A run of an example or a template. Shared by tests, which must not train it on."""
    path = examples_path() / f"{name}.json"
    project = open_project(path) if path.exists() else TEMPLATES[name].project()
    session = ProjectSession(project, device="numpy")
    session.train(epochs=epochs)
    return session


def shown_of(session: Session) -> Shown:
    """Its present moment."""
    return Shown(frame_of(session, 0.0, False), True, None, ())


def with_parameters(shown: Shown, value: float) -> Shown:
    """The moment of a network all of whose parameters are `value`."""
    parameters = np.full_like(shown.frame.parameters, value)
    return replace(shown, frame=replace(shown.frame, parameters=parameters))


def with_validation(shown: Shown, rows: NDArray[np.int64]) -> Shown:
    """The moment, with these rows of the data as its validation samples."""
    frame: Frame = shown.frame
    prepared = frame.prepared
    split = replace(prepared.split, validation=rows)
    return replace(shown, frame=replace(frame, prepared=replace(prepared, split=split)))


def without(shown: Shown, classes: tuple[int, ...]) -> Shown:
    """The moment, with the validation samples of some classes taken away."""
    prepared = shown.frame.prepared
    rows = prepared.split.validation
    return with_validation(shown, rows[~np.isin(prepared.dataset.targets[rows], classes)])


def let_answer(view: Any, shown: Shown, bench: Bench | None = None) -> None:
    """Ask a view for its job, run it, and show what came."""
    view.show_result(view.request(shown).run(bench or Bench()))


def truth_and_predictions(session: Session, split: str) -> tuple[NDArray[Any], NDArray[Any]]:
    """What is true of a split, and what `session.predict` says."""
    prepared = session.prepared
    rows = getattr(prepared.split, split)
    return prepared.dataset.targets[rows], session.predict(prepared.dataset.features[rows])
