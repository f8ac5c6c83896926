"""What the tests of the layers' insides share: runs with all their moments, and views of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.assets_path import examples_path
from playground.project.file import Project, open_project
from playground.project.session import ProjectSession
from playground.project.spec import ProjectSpec


def example(name: str, **options: Any) -> ProjectSession:
    """A session of an example."""
    return ProjectSession(open_project(examples_path() / f"{name}.json"), **options)


def dense(number: int, units: int = 8, activation: str = "tanh", **fields: Any) -> dict[str, Any]:
    """A Dense node."""
    node = {"id": f"dense_{number}", "type": "Dense", "units": units, "activation": activation}
    return node | fields


def session_of(
    *nodes: dict[str, Any],
    training: dict[str, Any] | None = None,
    data: dict[str, Any] | None = None,
    head: dict[str, Any] | None = None,
    **options: Any,
) -> ProjectSession:
    """A session of these nodes on NumPy; on 100 points in a circle, if on nothing else."""
    project = {
        "name": "Test",
        "data": data or {"source": "circle", "samples": 100, "seed": 3},
        "network": {"nodes": list(nodes)},
        "training": training or {},
    }
    if head is not None:
        project["head"] = head
    return ProjectSession(Project(ProjectSpec.model_validate(project)), device="numpy", **options)


def run(session: ProjectSession, epochs: int) -> tuple[Any, ...]:
    """Train, keeping the moment of every epoch's end, the start's first."""
    moments = [session.moment()]
    for _ in range(epochs):
        session.train(1)
        moments.append(session.moment())
    return tuple(moments)


def shown_of(session: ProjectSession, moments: tuple[Any, ...] = (), *, live: bool = True) -> Any:
    """The session's present moment, among others of its run."""
    from playground.gui.frame import frame_of
    from playground.gui.views.shown import Shown

    return Shown(frame_of(session, 0.0, False), live, None, moments)


def travelled(shown: Any, moment: Any) -> Any:
    """What is shown when a moment of the run is travelled to."""
    from dataclasses import replace

    frame = replace(
        shown.frame, parameters=moment.parameters, epoch=moment.epoch, steps=moment.steps
    )
    return replace(shown, frame=frame, live=False)


def let_look(view: Any, shown: Any, bench: Any = None) -> int:
    """Have a view's jobs run until all is measured; how many it took."""
    from playground.gui.views.bench import Bench

    bench = bench or Bench()
    for taken in range(1, 1000):
        result = view.request(shown).run(bench)
        view.show_result(result)
        if not getattr(result, "n_missing", 0):
            return taken
    raise AssertionError("never done")


def pixels(widget: Any) -> np.ndarray:
    """(H, W, 3) what a widget shows."""
    from PySide6.QtGui import QImage

    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()
