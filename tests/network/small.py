"""What the tests of networks share: a network of a few layers, and its gradients checked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.program import Buffer, Update
from playground.network.compiler import compile_evaluation, compile_training
from playground.network.heads import HEADS, Head
from playground.network.regularization import Regularization
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec

from ..engine.fresh import central_differences

OUTPUTS = {"binary": 2, "multiclass": 3, "multilabel": 3, "regression": 2}


def signature(task: Any, features: tuple[int, ...] = (2,)) -> Signature:
    return Signature("the data", features, task, OUTPUTS[task], -1.5, 2.0)


def chain(*nodes: dict[str, Any]) -> NetworkSpec:
    """Nodes one after another, named after their place."""
    return NetworkSpec(nodes=[{"id": f"n{place}", **node} for place, node in enumerate(nodes)])


def targets(task: str, rows: int, random: np.random.Generator) -> NDArray[Any]:
    match task:
        case "regression":
            return random.normal(size=(rows, OUTPUTS[task]))
        case "multilabel":
            return random.integers(0, 2, (rows, OUTPUTS[task]))
        case _:
            return random.integers(0, OUTPUTS[task], rows)


def fields_of(spec: Any) -> dict[str, Any]:
    """Values that differ from the defaults, by field: the first of a few that the field takes."""
    tried: list[Any] = ["softmax", "huber", "l2", "relu", "he", 3, 0.3, False, (3.0, 4.0), "other"]
    tried += ["tanh", "zeros", True, (0,), 0.2, "pink"]
    found: dict[str, Any] = {}
    for name, field in type(spec).model_fields.items():
        base = {key: getattr(spec, key) for key in type(spec).model_fields}
        for value in [*tried, *get_args(field.annotation)]:
            try:
                made = type(spec)(**{**base, name: value})
            except ValueError:
                continue
            if getattr(made, name) != field.default:
                found[name] = getattr(made, name)
                break
        else:
            raise AssertionError(f"no value found for {name} of {type(spec).__name__}")
    return found


def assert_gradients_are_slopes(
    network: NetworkSpec,
    head: Head,
    task: str,
    *,
    features: tuple[int, ...] = (2,),
    regularization: Regularization | None = None,
    rows: int = 3,
) -> None:
    """The program's gradients are the central differences of its loss, plus prices by NumPy.

    Of what is learned: running statistics have no gradient.
    """
    described = signature(task, features)
    prices = regularization or Regularization()
    compiled = compile_training(network, head, described, rows, Update("sgd", {}), prices)
    executor = ReferenceExecutor(compiled.program, np.float64)
    random = np.random.default_rng(7)
    # Away from 0, where an L1 price has no slope.
    size = executor.parameters.size
    executor.parameters[:] = random.choice([-1, 1], size) * random.uniform(0.1, 0.9, size)
    batch = {
        "features": random.normal(size=(rows, *features)),
        "target": head.encode(targets(task, rows, random), described),
    }
    layout = compiled.program.parameters
    penalised = [executor.view(layout[p.name]) for p in compiled.parameters if p.penalised]

    def objective() -> float:
        loss = float(executor.run(**batch)["loss"])
        if prices.type == "l1":
            loss += prices.rate * sum(float(np.abs(w).sum()) for w in penalised)
        if prices.type == "l2":
            loss += prices.rate / 2 * sum(float((w**2).sum()) for w in penalised)
        return loss

    for parameter in compiled.parameters:
        if parameter.learned:
            place = layout[parameter.name]
            expected = central_differences(objective, executor.view(place))
            executor.run(**batch)
            found = executor.view(replace(place, buffer=Buffer.GRADIENTS))
            np.testing.assert_allclose(
                found, expected, rtol=1e-5, atol=1e-7, err_msg=parameter.name
            )


def predict(
    network: NetworkSpec, head: Head, task: str, parameters: float, features: NDArray[Any]
) -> NDArray[Any]:
    """Predictions with every parameter set to one number."""
    compiled = compile_evaluation(
        network, head, signature(task, features.shape[1:]), len(features), with_loss=False
    )
    executor = ReferenceExecutor(compiled.program, np.float64)
    executor.parameters.fill(parameters)
    return executor.run(features=features)["prediction"].copy()


def head(name: str, **fields: Any) -> Head:
    return HEADS[name](**fields)
