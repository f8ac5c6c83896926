"""What the tests of training share: samples, sessions, and a twin in PyTorch."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.dataset import Dataset
from playground.data.prepare import Prepared, prepare_dataset
from playground.data.spec import DataSpec
from playground.network.heads import HEADS
from playground.network.spec import NetworkSpec
from playground.training.session import Session
from playground.training.spec import TrainingSpec

TASK_OF = {
    "binary": "binary",
    "binary_softmax": "binary",
    "multiclass": "multiclass",
    "multilabel": "multilabel",
    "regression": "regression",
    "bounded_regression": "regression",
}
THREE_LAYERS = [
    {"id": "dense_1", "type": "Dense", "units": 6, "activation": "tanh"},
    {"id": "dense_2", "type": "Dense", "units": 5, "activation": "sigmoid"},
]


def dataset(task: Any, samples: int = 40) -> Dataset:
    """Samples of two features whose targets can be learned."""
    random = np.random.default_rng(5)
    x = random.normal(size=(samples, 2))
    sums = x @ np.array([[1.0, -1.0, 0.5], [0.5, 1.0, -1.0]])
    targets: dict[str, NDArray[Any]] = {
        "binary": (sums[:, 0] > 0).astype(np.int64),
        "multiclass": sums.argmax(1),
        "multilabel": (sums > 0).astype(np.int64),
        "regression": np.sin(sums[:, :2]),
    }
    names = {"binary": 2, "multiclass": 3, "multilabel": 3, "regression": 2}[task]
    return Dataset(x, targets[task], task, ("a", "b"), tuple("uvw"[:names]))


def prepared(task: str, samples: int = 40, **spec: Any) -> Prepared:
    return prepare_dataset(DataSpec(source="own", **spec), dataset(task, samples))


def session(
    head: str = "binary",
    *,
    nodes: Any = THREE_LAYERS,
    optimizer: Any = "adam",
    dtype: str = "float64",
    samples: int = 40,
    data: dict[str, Any] | None = None,
    **training: Any,
) -> Session:
    return Session(
        NetworkSpec(nodes=nodes),
        HEADS[head](),
        TrainingSpec.model_validate({"optimizer": optimizer, **training}),
        prepared(TASK_OF[head], samples, **(data or {})),
        dtype=dtype,
    )


class Lion:
    """Chen et al. 2023, algorithm 2, line by line; PyTorch has none."""

    def __init__(self, groups: list[Any], part: Any) -> None:
        grouped = bool(groups) and isinstance(groups[0], dict)
        usual = {"params": groups, "lr": part.learning_rate}
        self.part, self.param_groups = part, groups if grouped else [usual]
        self.weights = [weight for group in self.param_groups for weight in group["params"]]
        self.means = [np.zeros(tuple(weight.shape)) for weight in self.weights]

    def zero_grad(self) -> None:
        for weight in self.weights:
            weight.grad = None

    def step(self) -> None:
        part = self.part
        rates = [group["lr"] for group in self.param_groups for _ in group["params"]]
        for weight, m, rate in zip(self.weights, self.means, rates, strict=True):
            if weight.grad is None:
                continue
            theta, g = weight.data.numpy(), weight.grad.numpy()
            c = part.beta_1 * m + (1 - part.beta_1) * g
            theta[...] = theta - rate * (np.sign(c) + part.weight_decay * theta)
            m[...] = part.beta_2 * m + (1 - part.beta_2) * g


class Twin:
    """The same network, loss and optimizer in PyTorch, starting from the session's weights."""

    def __init__(self, torch: Any, of: Session) -> None:
        torch.set_num_threads(1)  # small sums; threads would only wait for one another
        self.torch, self.of = torch, of
        self.weights = {
            name: torch.tensor(array, requires_grad=True) for name, array in of.parameters().items()
        }
        self.optimizer = self._optimizer()

    def _optimizer(self) -> Any:
        optim, part = self.torch.optim, self.of.training.optimizer
        weights, rate = self._groups(part.learning_rate), part.learning_rate
        match part.name:
            case "sgd":
                return optim.SGD(weights, rate)
            case "momentum":
                return optim.SGD(weights, rate, momentum=part.momentum)
            case "nesterov":
                return optim.SGD(weights, rate, momentum=part.momentum, nesterov=True)
            case "adam":
                return optim.Adam(weights, rate, (part.beta_1, part.beta_2), part.epsilon)
            case "adamw":
                betas, decay = (part.beta_1, part.beta_2), part.weight_decay
                return optim.AdamW(weights, rate, betas, part.epsilon, weight_decay=decay)
            case "nadam":
                betas, decay = (part.beta_1, part.beta_2), part.momentum_decay
                return optim.NAdam(weights, rate, betas, part.epsilon, momentum_decay=decay)
            case "adagrad":
                return optim.Adagrad(weights, rate, eps=part.epsilon)
            case "rmsprop":
                momentum = part.momentum
                return optim.RMSprop(weights, rate, part.alpha, part.epsilon, momentum=momentum)
            case "adadelta":
                return optim.Adadelta(weights, rate, part.rho, part.epsilon)
            case "lion":
                return Lion(weights, part)
        raise AssertionError(part.name)

    def _groups(self, rate: float) -> list[Any]:
        """The weights, in groups with rates of their own where a layer has one."""
        factors = {node.id: node.rate_factor for node in self.of.network}
        factors["head"] = self.of.head.rate_factor
        if set(factors.values()) == {1.0}:
            return list(self.weights.values())
        return [
            {"params": [weight], "lr": rate * factors[name.rpartition(".")[0]]}
            for name, weight in self.weights.items()
        ]

    def loss(self, x: Any, y: Any) -> Any:
        torch = self.torch
        value = torch.tensor(np.asarray(x))
        for node in self.of.network.nodes[1:]:
            weight, bias = self.weights[f"{node.id}.weight"], self.weights[f"{node.id}.bias"]
            value = getattr(torch, node.activation.name)(value @ weight + bias)
        logits = value @ self.weights["head.weight"] + self.weights["head.bias"]
        functional = torch.nn.functional
        match self.of.head.name:
            case "binary":
                target = torch.tensor(np.asarray(y, float))[:, None]
                return functional.binary_cross_entropy_with_logits(logits, target)
            case "multilabel":
                target = torch.tensor(np.asarray(y, float))
                return functional.binary_cross_entropy_with_logits(logits, target)
            case "multiclass" | "binary_softmax":
                return functional.cross_entropy(logits, torch.tensor(np.asarray(y)))
            case "bounded_regression":
                low, high = self.of.head.bounds(self.of.signature)
                bounded = torch.sigmoid(logits) * (high - low) + low
                return functional.mse_loss(bounded, torch.tensor(np.asarray(y)))
        return functional.mse_loss(logits, torch.tensor(np.asarray(y)))

    def step(self, x: Any, y: Any) -> float:
        self.optimizer.zero_grad()
        loss = self.loss(x, y)
        loss.backward()
        clipping, learned = self.of.training.clipping, list(self.weights.values())
        if clipping.type == "norm":
            self.torch.nn.utils.clip_grad_norm_(learned, clipping.limit)
        if clipping.type == "value":
            self.torch.nn.utils.clip_grad_value_(learned, clipping.limit)
        usual = self.torch.get_default_dtype()
        self.torch.set_default_dtype(self.torch.float64)  # NAdam's running product is of this
        try:
            self.optimizer.step()
        finally:
            self.torch.set_default_dtype(usual)
        return float(loss.detach())

    def assert_same_weights(self, tolerance: float = 1e-9) -> None:
        for name, array in self.of.parameters().items():
            np.testing.assert_allclose(
                array, self.weights[name].detach(), rtol=tolerance, atol=tolerance, err_msg=name
            )


def bring_to_overflow(run: Session) -> tuple[np.ndarray, np.ndarray]:
    """A batch of finite numbers on which a regression diverges in `dense_1`.

    Its weights become so small that the layer's sums stay ordinary; their slope is infinite.
    """
    parameters = run.parameters()
    parameters["dense_1.weight"][...] = 2e-309
    run.load(parameters)
    samples = dataset("regression")
    return np.full_like(samples.features, 1.7e308), np.full_like(samples.targets, 1e6)
