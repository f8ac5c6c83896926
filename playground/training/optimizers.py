"""How a gradient becomes a step."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SerializeAsAny, model_serializer

from playground.engine.ops import OPS
from playground.engine.program import Update
from playground.network.named import NamedPart, entries, parser
from playground.registry import Registry


def _rate(usual: float) -> Any:
    return Field(
        usual,
        gt=0.0,
        le=1e6,
        title="Learning rate",
        description="How far a step goes along the gradient.",
    )


def _epsilon(usual: float) -> Any:
    return Field(usual, gt=0.0, le=1.0, title="ε", description="Keeps the division away from 0.")


def _decay(usual: float) -> Any:
    return Field(
        usual,
        ge=0.0,
        le=100.0,
        title="Weight decay",
        description="What every weight and bias loses at each step, times the learning rate.",
    )


class Optimizer(NamedPart):
    """An update rule with its rate; its op is called as it is.

    Defaults are PyTorch's, but for a rate of 0.01 with SGD and Adam. A weight decay here is apart
    from the gradient (Loshchilov and Hutter 2019) and is of every number that is learned; a price
    in the loss is `Regularization`'s.
    """

    learning_rate: float = _rate(0.01)

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
    epsilon: float = _epsilon(1e-8)


class AdamW(Adam):
    """Adam with the decay of weights apart from the gradient."""

    name = "adamw"
    label = "AdamW"
    help = "Adam that also lets every weight shrink a little at each step."

    learning_rate: float = _rate(0.001)
    weight_decay: float = _decay(0.01)


class NAdam(Adam):
    """Adam with Nesterov's look ahead."""

    name = "nadam"
    label = "NAdam"
    help = "Adam that looks one step ahead, as Nesterov's momentum does."

    learning_rate: float = _rate(0.002)
    momentum_decay: float = Field(
        0.004,
        ge=0.0,
        le=1.0,
        title="Momentum decay",
        description="How fast β₁ warms up from half of itself.",
    )


class Adagrad(Optimizer):
    """Adaptive gradient."""

    name = "adagrad"
    label = "Adagrad"
    help = "The further a weight has gone, the smaller its steps; made for rare features."

    epsilon: float = _epsilon(1e-10)


class RMSprop(Optimizer):
    """Root mean square propagation."""

    name = "rmsprop"
    label = "RMSprop"
    help = "Each gradient in units of its own recent size."

    alpha: float = Field(0.99, ge=0.0, lt=1.0, title="α", description="Memory of its square.")
    momentum: float = Field(
        0.0, ge=0.0, lt=1.0, title="Momentum", description="What is kept of the last step."
    )
    epsilon: float = _epsilon(1e-8)


class Adadelta(Optimizer):
    """Adaptive delta."""

    name = "adadelta"
    label = "Adadelta"
    help = "Steps in units of past steps; its rate is a factor and can stay 1."

    learning_rate: float = _rate(1.0)
    rho: float = Field(
        0.9,
        ge=0.0,
        lt=1.0,
        title="ρ",
        description="Memory of the squares of gradients and of steps.",
    )
    epsilon: float = _epsilon(1e-6)


class Lion(Optimizer):
    """Evolved sign momentum."""

    name = "lion"
    label = "Lion"
    help = "Steps of one length for every weight, only their signs learned; wants a small rate."

    learning_rate: float = _rate(0.0001)
    beta_1: float = Field(
        0.9, ge=0.0, lt=1.0, title="β₁", description="Share of the memory in a step."
    )
    beta_2: float = Field(0.99, ge=0.0, lt=1.0, title="β₂", description="Memory of the gradient.")
    weight_decay: float = _decay(0.0)


OPTIMIZERS: Registry[type[Optimizer]] = entries(
    "optimizer",
    [Sgd, Momentum, Nesterov, Adam, AdamW, NAdam, Adagrad, RMSprop, Adadelta, Lion],
)

OptimizerField = Annotated[SerializeAsAny[Optimizer], BeforeValidator(parser(OPTIMIZERS))]
