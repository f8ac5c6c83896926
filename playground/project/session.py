"""A session that knows its project: what scripts use."""

from __future__ import annotations

from pathlib import Path

from playground.data.prepare import Prepared, prepare
from playground.errors import UserError
from playground.formats.export import Report, export
from playground.formats.importing import Found
from playground.formats.material import Material, material_of
from playground.network import edits
from playground.network.heads import Head
from playground.network.spec import NetworkSpec
from playground.project.file import Project, save_project
from playground.project.importing import read_found
from playground.project.reuse import reuse
from playground.project.spec import ProjectSpec
from playground.training.run_state import RunState
from playground.training.session import Session
from playground.training.spec import TrainingSpec


class ProjectSession(Session):
    """Trains a project's network; saves and exports it.

    Args:
        project: an opened project, or a document of one. A saved run in it is gone on from.
        device: "auto", "cpu", "numpy" or "cuda".
        dtype: "float32" or "float64".
        seed: of first weights, order and dropout, in place of the project's own. A run is begun
            anew then; first weights that it was given stay.
        start_from: a file that holds a trained network, or a session: its layers that fit the
            project's begin with those weights. The head is new.
        freeze: whether training leaves these layers as they are.

    Attributes:
        reused: the ids of the layers that began with weights of `start_from`.

    Raises:
        UserError: the project can't be trained, or nothing fits; the first reason is named.
    """

    def __init__(
        self,
        project: Project | ProjectSpec,
        device: str = "auto",
        dtype: str = "float32",
        seed: int | None = None,
        *,
        start_from: str | Path | Session | None = None,
        freeze: bool = False,
    ) -> None:
        opened = Project(project) if isinstance(project, ProjectSpec) else project
        if not isinstance(opened, Project):
            raise UserError(
                "Expected an opened project, as playground.open(path) gives. "
                f"Received: {project!r}."
            )
        spec = opened.spec
        goes_on = opened.run is not None and seed is None and start_from is None
        first = opened.trained if goes_on else spec
        super().__init__(*_parts(first), device=device, dtype=dtype, seed=seed)
        self._spec = spec
        self.reused: tuple[str, ...] = ()
        if start_from is not None:
            self._reuse(_found(start_from), freeze)
        elif freeze:
            raise UserError("There is nothing to freeze: freeze goes with start_from.")
        elif opened.run is not None and seed is not None:
            self.start = opened.run.start.anew()
            self.reset()
        elif opened.run is not None:
            self._go_on_from(opened, opened.run)
            if first is not spec:
                self.adopt(*_parts(spec))

    def _go_on_from(self, opened: Project, run: RunState) -> None:
        try:
            self.restore(run)
        except UserError as error:
            raise opened.misfit(error) from None

    def _reuse(self, found: Found, freeze: bool) -> None:
        fitting = reuse(found, self.network, self.head, self.signature)
        if freeze:
            frozen = edits.freeze(self.network, fitting.layers, True)
            self.adopt(frozen, self.head, self.training, self.prepared)
        self.start_from(fitting.parameters)
        self.reused = fitting.layers

    @property
    def project(self) -> ProjectSpec:
        """The document, with what has been changed of it since it was opened."""
        optimizer = self.training.optimizer.model_copy(update={"learning_rate": self.learning_rate})
        changed = {
            "network": self.network,
            "head": self.head,
            "training": self.training.model_copy(update={"optimizer": optimizer}),
            "data": self.prepared.spec,
        }
        return self._spec.model_copy(update=changed)

    def save(self, path: str | Path) -> None:
        """Save the project; to a `.playground` file with weights and history, else the document."""
        save_project(Path(path), self.project, self.state())

    def material(self) -> Material:
        """A copy of this moment, for exports and other threads."""
        return material_of(
            self._spec.name,
            self.trained(),
            self.prepared,
            self.project.training,
            self.history.columns(),
            self.epoch,
            self.steps,
        )

    def export(self, path: str | Path, format: str | None = None) -> Report:
        """Write the trained network in the format that the suffix (or `format`) names.

        What was written is read back, and its answers to validation samples are compared.

        Raises:
            UserError: it can't be written; no half file is left.
        """
        return export(self.material(), Path(path), format)


def _found(start: str | Path | Session) -> Found:
    if not isinstance(start, Session):
        return read_found(Path(start))
    parameters = start.parameters()
    return Found(Path("that session"), "session", parameters, framework="playground")


def _parts(spec: ProjectSpec) -> tuple[NetworkSpec, Head, TrainingSpec, Prepared]:
    return spec.network, spec.head, spec.training, prepare(spec.data)
