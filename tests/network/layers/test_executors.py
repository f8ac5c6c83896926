"""Every layer type gives the same numbers on every executor."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.engine.executors.host import HostExecutor
from playground.engine.executors.native.executor import NativeExecutor
from playground.engine.executors.native.library import library
from playground.engine.executors.native.table import kernels_of
from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.program import Update
from playground.network.compiler import compile_training
from playground.network.layers import LAYERS
from playground.network.regularization import Regularization

from ..small import head, signature, targets
from .case import Case
from .cases import cases_of

DRAWS = range(20)
ROWS = 5
# What is asked for, relative to the largest number of the array: forward and gradients.
CLOSE = {"float32": (2e-5, 2e-4), "float64": (1e-10, 1e-10)}


@pytest.mark.parametrize("dtype", CLOSE)
@pytest.mark.parametrize("layer", LAYERS)
def test_loss_and_gradients_of_a_layer_agree_on_every_executor(layer: str, dtype: str) -> None:
    for draw in DRAWS:
        random = np.random.default_rng([draw, *layer.encode()])
        case = cases_of(layer)(random)
        described = signature("regression", case.features)
        compiled = compile_training(
            case.network, head("regression"), described, ROWS, Update("sgd", {}), Regularization()
        )
        program = compiled.program
        assert library(dtype).wait(kernels_of(program)), library(dtype).failure
        batch = {
            "features": random.normal(size=(ROWS, *case.features)).astype(dtype),
            "target": head("regression")
            .encode(targets("regression", ROWS, random), described)
            .astype(dtype),
        }
        size = program.sizes["parameters"]  # type: ignore[index]
        first = random.choice([-1, 1], size) * random.uniform(0.1, 0.9, size)
        loss, gradients = numbers(ReferenceExecutor(program, dtype), first, batch)
        native_loss, native_gradients = numbers(NativeExecutor(program, dtype), first, batch)
        forward, backward = CLOSE[dtype]
        assert native_loss == pytest.approx(loss, rel=forward), draw
        scale = float(np.abs(gradients).max(initial=0.0)) or 1.0
        np.testing.assert_allclose(
            native_gradients,
            gradients,
            rtol=backward,
            atol=backward * scale,
            err_msg=f"draw {draw}",
        )


@pytest.mark.parametrize("layer", LAYERS)
def test_finite_features_however_large_or_small_give_finite_answers(layer: str) -> None:
    for draw in range(3):
        case = unbent(cases_of(layer)(np.random.default_rng([draw, *layer.encode()])))
        described = signature("regression", case.features)
        compiled = compile_training(
            case.network, head("regression"), described, ROWS, Update("sgd", {}), Regularization()
        )
        target = head("regression").encode(np.zeros((ROWS, 2)), described)
        assert library("float64").wait(kernels_of(compiled.program))
        executors = (
            ReferenceExecutor(compiled.program, "float64"),
            NativeExecutor(compiled.program, "float64"),
        )
        first = np.random.default_rng(draw).normal(size=compiled.program.sizes["parameters"])
        for executor in executors:
            for extreme in (0.0, 1e-8, -1e-8, 20.0, -20.0, 1e4, -1e4):
                batch = {"features": np.full((ROWS, *case.features), extreme), "target": target}
                loss, gradients = numbers(executor, first, batch)
                assert np.isfinite(loss), (draw, extreme, executor.name)
                assert np.isfinite(gradients).all(), (draw, extreme, executor.name)


def unbent(case: Case) -> Case:
    """The case with nothing before the layer that would hold extremes back."""
    nodes = tuple(
        {**node, "activation": "identity"} if node["type"] == "Dense" else node
        for node in case.nodes
    )
    return replace(case, nodes=nodes)


def numbers(executor: HostExecutor, first, batch):  # type: ignore[no-untyped-def]
    executor.parameters[:] = first
    executor.set_control(seed=3)
    loss = float(executor.run(**batch)["loss"])
    return loss, executor.gradients.astype(np.float64)
