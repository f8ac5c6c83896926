"""How a gradient becomes a step."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SerializeAsAny, model_serializer

from playground.engine.ops import OPS
from playground.engine.program import Update
from playground.network.named import NamedPart, entries, parser
from playground.registry import Registry


class Optimizer(NamedPart):
    """An update rule with its rate; its op is called as it is."""

    learning_rate: float = Field(
        0.01,
        gt=0.0,
        le=1e6,
        title="Learning rate",
        description="How far a step goes along the gradient.",
    )

    @model_serializer(mode="wrap")
    def _with_type(self, handler: Any) -> dict[str, Any]:
        return {"type": self.name, **handler(self)}

    def update(self) -> Update:
        """The update op and its attributes; the rate is not among them, it can change any time."""
        return Update(self.name, {k: getattr(self, k) for k in self._settings()})

    @classmethod
    def _settings(cls) -> list[str]:
        return [field for field in cls.model_fields if field != "learning_rate"]

    @property
    def formula(self) -> str:
        """The step, as a formula."""
        return OPS[self.name].formula


class Sgd(Optimizer):
    """Stochastic gradient descent."""

    name = "sgd"
    label = "SGD"
    help = "Straight downhill, by the gradient of each batch."


class Momentum(Optimizer):
    """SGD with a heavy ball."""

    name = "momentum"
    label = "Momentum"
    help = "Like a heavy ball: past gradients keep pushing."

    momentum: float = Field(
        0.9, ge=0.0, lt=1.0, title="Momentum", description="What is kept of the last step."
    )


class Nesterov(Momentum):
    """Momentum that looks ahead."""

    name = "nesterov"
    label = "Nesterov"
    help = "Momentum that looks one step ahead before it corrects."


class Adam(Optimizer):
    """Adaptive moments."""

    name = "adam"
    label = "Adam"
    help = "A rate of its own for every weight, from how its gradients went so far."

    beta_1: float = Field(0.9, ge=0.0, lt=1.0, title="β₁", description="Memory of the gradient.")
    beta_2: float = Field(0.999, ge=0.0, lt=1.0, title="β₂", description="Memory of its square.")
    epsilon: float = Field(
        1e-8, gt=0.0, le=1.0, title="ε", description="Keeps the division away from 0."
    )


OPTIMIZERS: Registry[type[Optimizer]] = entries("optimizer", [Sgd, Momentum, Nesterov, Adam])

OptimizerField = Annotated[SerializeAsAny[Optimizer], BeforeValidator(parser(OPTIMIZERS))]
