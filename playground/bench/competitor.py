"""What each competitor is: something that takes training steps and can be timed."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from playground.registry import Registry

if TYPE_CHECKING:
    from playground.bench.exercise import Exercise


class Absent(Exception):
    """It is not here, in words."""


class Unsuitable(Exception):
    """It can't express this network, in words."""


class Learner(ABC):
    """One network, ready to take steps.

    Attributes:
        unit: steps are taken in multiples of this.
    """

    unit: int = 1

    @abstractmethod
    def run(self, steps: int) -> None:
        """Take `steps` more steps, a multiple of `unit`, and return when they are done."""

    def parameters(self) -> int | None:
        """How many numbers it learns, once it took steps; None for what learns nothing."""
        return None

    def loss(self) -> float | None:
        """The last step's loss, or that of the last epoch; None for what has none."""
        return None


class Competitor(ABC):
    """What can train a network, or a part of that; lives in a process of its own.

    Making one imports it; that is timed, and raises `Absent` where it is not installed.

    Attributes:
        name: the key in JSON.
        label: for people.
        version: of the package, "" for Playground's own.
        waited_seconds: how much of the import was `provide`'s kind of work.
    """

    name: str
    label: str
    version: str = ""

    waited_seconds: float = 0.0

    def provide(self, exercise: Exercise) -> float:
        """What is done once and kept on disk for good; how long it took, 0 where it was there."""
        return 0.0

    @abstractmethod
    def build(self, exercise: Exercise) -> Learner:
        """Everything before the first step: building, planning, compiling.

        Raises:
            Unsuitable: it can't express this network.
        """


class Rival:
    """Something to compare with, found without importing it.

    Attributes:
        name: for --against and JSON.
        label: for people.
        help: what it does here, in a line.
    """

    def __init__(self, name: str, label: str, place: str, help: str) -> None:
        self.name = name
        self.label = label
        self.help = help
        self._place = place

    def load(self, threads: int) -> Competitor:
        """Import it."""
        module, name = self._place.split(".")
        made: Competitor = getattr(importlib.import_module(f"playground.bench.{module}"), name)(
            threads
        )
        return made


RIVALS: Registry[Rival] = Registry(
    "competitor",
    [
        Rival("torch", "PyTorch", "pytorch.PyTorch", "eager, written as its tutorials do"),
        Rival("jax", "JAX", "jax.Jax", "one jit of a lax.scan over the epoch's batches"),
        Rival(
            "sklearn", "scikit-learn", "scikit_learn.ScikitLearn", "MLPClassifier, an epoch a call"
        ),
        Rival("gemm", "bare GEMMs", "gemm.Gemm", "the matrix products alone, by NumPy's BLAS"),
    ],
)

OURS = "ours"


def load(name: str, threads: int) -> Competitor:
    """Import a competitor by its name: one of `RIVALS`, or "ours:" and a device.

    Raises:
        Absent: it is not here.
    """
    kind, _, device = name.partition(":")
    if kind == OURS:
        from playground.bench.ours import Ours

        return Ours(device, threads)
    return RIVALS.find(name).load(threads)


def package(module: str, distribution: str) -> tuple[Any, str]:
    """Import a package that may not be installed: the module and its version.

    Raises:
        Absent: it is not installed, or does not load.
    """
    if importlib.util.find_spec(module) is None:
        raise Absent(f"{distribution} is not installed: pip install {distribution}")
    try:
        return importlib.import_module(module), importlib.metadata.version(distribution)
    except (ImportError, OSError) as error:
        raise Absent(f"{distribution} is installed but does not load: {error}") from error


def check_parameters(learner: Learner, exercise: Exercise) -> None:
    """Refuse a comparison of networks that differ in size."""
    found = learner.parameters()
    if found is not None and found != exercise.parameters:
        raise ValueError(
            f"{exercise.network.name} has {exercise.parameters:,} parameters, not {found:,}"
        )
