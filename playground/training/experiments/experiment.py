"""What an experiment with two heads is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from playground.data.prepare import Prepared, prepare
from playground.data.spec import DataSpec
from playground.network.head import Head
from playground.network.pairs import FINAL_LABELS
from playground.network.signature import Signature, Task
from playground.network.spec import NetworkSpec
from playground.training.session import Session
from playground.training.spec import TrainingSpec

if TYPE_CHECKING:
    from playground.training.experiments.standing import Standing

Sessions = tuple[Session, Session]


class Experiment:
    """Two heads for the same question, and what is seen when both are trained.

    Class attributes:
        name: in code and settings.
        label: in pickers.
        question: what is asked of the data, and what to look at; one or two sentences.
        tasks: the data tasks that it can be tried on.
        data, nodes, training: of the example that it brings, as a project file has them.
        epochs: after how many it has shown what there is to see, and rests.
        alike: whether both sides are right.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    question: ClassVar[str]
    tasks: ClassVar[tuple[Task, ...]]
    data: ClassVar[Mapping[str, Any]]
    nodes: ClassVar[tuple[Mapping[str, Any], ...]]
    training: ClassVar[Mapping[str, Any]]
    epochs: ClassVar[int] = 300
    alike: ClassVar[bool] = False

    def heads(self, signature: Signature) -> tuple[Head, Head]:
        """The head that does not fit, and the one that does; of two that do, either first."""
        raise NotImplementedError

    def begin(self, sessions: Sessions) -> None:
        """Give both the same start, where equal seeds alone don't."""

    def verdict(self, standing: Standing) -> str:
        """What the numbers of this moment say, in words."""
        raise NotImplementedError

    # The example

    @cached_property
    def prepared(self) -> Prepared:
        """The example's samples."""
        return prepare(DataSpec.model_validate(dict(self.data)))

    @cached_property
    def network(self) -> NetworkSpec:
        """The example's layers."""
        return NetworkSpec.model_validate({"nodes": [dict(node) for node in self.nodes]})

    @cached_property
    def how(self) -> TrainingSpec:
        """How the example is trained."""
        return TrainingSpec.model_validate(dict(self.training))


def hidden(*widths: int) -> tuple[Mapping[str, Any], ...]:
    """Dense layers with tanh, one after the other, as a project file has them."""
    return tuple(
        {"id": f"dense_{number}", "type": "Dense", "units": units, "activation": "tanh"}
        for number, units in enumerate(widths, 1)
    )


def title_of(head: Head) -> str:
    """A head by what makes it up: "Softmax, cross-entropy"."""
    loss = head.loss_part.label
    return f"{FINAL_LABELS[head.final]}, {loss[:1].lower()}{loss[1:]}"


def why_wrong(head: Head, signature: Signature) -> str:
    """Why a head does not fit the data, in the words that the window has for it; "" if it does."""
    warnings = (p.message for p in head.problems(signature) if p.severity == "warning")
    return next(warnings, "")
