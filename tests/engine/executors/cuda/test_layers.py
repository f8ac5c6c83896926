"""Networks of every layer type learn the same on the GPU's executor, whichever way it goes."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.executors.cuda.executor import CudaExecutor
from playground.engine.executors.host import HostExecutor
from playground.engine.executors.reference import ReferenceExecutor
from playground.network.compiler import compile_training
from playground.network.layers import LAYERS
from playground.network.regularization import Regularization

from ....network.layers.cases import cases_of
from ....network.small import head, signature, targets
from ..programs import ADAM
from .standin import Standin
from .test_ops import all_ops, needs_compiler

__all__ = ["all_ops"]
DRAWS = range(3)
BATCH, SAMPLES = 5, 12


def learned(executor: HostExecutor, data: tuple[np.ndarray, ...], first: np.ndarray) -> np.ndarray:
    """Parameters and memory after an epoch whose last batch is smaller, step by step in one."""
    executor.parameters[:] = first
    executor.set_control(step=0, learning_rate=0.01, seed=3)
    assert executor.train(data, np.arange(SAMPLES), 0, BATCH, 9).steps == 3
    return np.concatenate([executor.parameters, executor.state])


@needs_compiler
@pytest.mark.parametrize("way", ["eager", "persistent"])
@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_of_each_type_learns_what_it_does_on_the_reference(
    all_ops: None, layer: str, way: str
) -> None:
    for draw in DRAWS:
        random = np.random.default_rng([draw, *layer.encode()])
        case = cases_of(layer)(random)
        described = signature("regression", case.features)
        program = compile_training(
            case.network, head("regression"), described, BATCH, ADAM, Regularization(type="l2")
        ).program
        wanted = targets("regression", SAMPLES, random)
        data = (
            random.normal(size=(SAMPLES, *case.features)),
            head("regression").encode(wanted, described).astype(np.float64),
        )
        size = program.sizes["parameters"]  # type: ignore[index]
        first = random.choice([-1, 1], size) * random.uniform(0.1, 0.9, size)
        ours = CudaExecutor(program, "float64", device=Standin(2), way=way)
        np.testing.assert_allclose(
            learned(ours, data, first),
            learned(ReferenceExecutor(program, "float64"), data, first),
            rtol=1e-8,
            atol=1e-10,
            err_msg=f"draw {draw}",
        )
